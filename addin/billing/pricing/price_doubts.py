"""Who has no published price, and why: sentences by customer."""

from functools import partial

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.pricing.prices import BUSINESS, OF
from addin.rulebook.spoilt_prices import possible


def price_doubts(
    terms: pd.DataFrame, prices: pd.DataFrame, month: str, province: str, unplaced: pd.DataFrame
) -> pd.DataFrame:
    """Say which customers have no published price.

    Args:
        terms: of segments, index customer_no: 计费参数.
        prices: of the month.
        month: ``YYYY-MM``.
        province: whose prices.
        unplaced: rows of 电价 of which nobody knows whom they price; one of them may be the row that is lacking.
    """
    known = pd.MultiIndex.from_frame(prices[["tariff", "voltage"]])
    asked = pd.MultiIndex.from_frame(terms[["tariff_kind", "pricing_voltage"]])
    priced = asked.isin(known)
    business = (terms["tariff_class"] == BUSINESS).to_numpy()
    lacking, other, label = terms[~priced & business], terms[~business], f"{province} {month}"
    mine, keys = terms[business], asked[business]
    return gather(
        [
            doubt(
                lacking.index.to_series(),
                lambda: _unpriced(lacking, prices, label) + _perhaps(lacking, unplaced, month),
            ),
            doubt(other.index.to_series(), partial(_unsaid, other)),
            _several(mine, keys, prices, label),
            _faulty(mine, keys, prices),
        ]
    )


def _unsaid(other: pd.DataFrame) -> pd.Series:
    """Say of which class customers are that nothing reckons as a whole."""
    said = "「计费参数」的电价类别为『" + _word(other["tariff_class"]) + "』：本程序只重算执行工商业电价的总表，"
    return said + "规则表「目录电价」的行只用于其分表和月内改类的户；请人工计算"


def _unpriced(lacking: pd.DataFrame, prices: pd.DataFrame, label: str) -> pd.Series:
    """Say which price row customers lack, and which voltages there are: the word in 计费参数 may be the one to mend."""
    voltages = prices.drop_duplicates(["tariff", "voltage"]).groupby("tariff")["voltage"].agg("、".join)
    known = lacking["tariff_kind"].map(voltages).astype(object)
    said = f"规则表「电价」没有 {label} " + _word(lacking["tariff_kind"]) + "、" + _word(lacking["pricing_voltage"])
    said += " 的价格行，请补上该行"
    choice = (
        "「计费参数」的「计价电压」看到『" + _word(lacking["pricing_voltage"]) + "』，请先核对：本省该月的价格行有 "
    )
    said += ("；" + choice + known).where(known.notna(), "")
    empty = "「计费参数」的「计价电压」为空，请填写；本省该月的价格行有 " + known
    return said.mask(lacking["pricing_voltage"].isna() & known.notna(), empty)


def _perhaps(lacking: pd.DataFrame, unplaced: pd.DataFrame, month: str) -> pd.Series:
    """Return what is said of rows that may be the ones customers lack, each behind a ；; empty where there is none."""
    asked = lacking[["tariff_kind", "pricing_voltage"]].itertuples(index=False, name=None)
    said = [
        possible(unplaced, month=month, tariff=tariff, voltage=str(volts).partition(OF)[0]) if len(unplaced) else ""
        for tariff, volts in asked
    ]
    return pd.Series(said, index=lacking.index, dtype=object)


def _word(cells: pd.Series) -> pd.Series:
    """Return cells as words of a sentence; an empty cell is said to be one."""
    return cells.astype(object).fillna("（未填）").astype(str)


def _several(terms: pd.DataFrame, asked: pd.MultiIndex, prices: pd.DataFrame, label: str) -> pd.DataFrame:
    """Say for whom several price rows hold: nobody knows which is meant."""
    printed = prices[prices["variant"] == 0]
    twice = printed[printed.duplicated(["tariff", "voltage"], keep=False)]
    if twice.empty:
        return NONE
    listed = twice.groupby(["tariff", "voltage"])["row"].agg(lambda numbers: "、".join(map(str, numbers)))
    found = pd.Series(listed.reindex(asked).to_numpy(), index=terms.index, dtype=object).dropna()
    mine = terms.loc[found.index]
    kind = _word(mine["tariff_kind"]) + "、" + _word(mine["pricing_voltage"])
    said = f"规则表「电价」{label} " + kind + " 不止一行（第 " + found + " 行），不知按哪一行计价："
    advice = "同一用电类别和电压等级只能有一行有效；按用户档分行的价目表（如深圳）各行要填「用户档」"
    return doubt(found.index.to_series(), said + advice)


def _faulty(terms: pd.DataFrame, asked: pd.MultiIndex, prices: pd.DataFrame) -> pd.DataFrame:
    """Say whose price row has a cell that is no number."""
    spoilt = prices[(prices["faulty"] != "") & (prices["variant"] == 0)]
    if spoilt.empty:
        return NONE
    spoilt = spoilt.groupby(["tariff", "voltage"])["faulty"].agg("；".join)
    said = pd.Series(spoilt.reindex(asked).to_numpy(), index=terms.index, dtype=object).dropna()
    return doubt(said.index.to_series(), said)
