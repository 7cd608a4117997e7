"""Who pays a catalogue price, 居民生活 and 农业生产: one row each, outside the power factor adjustment.

Sub-meters, and customers that are 工商业 on other days of the month.
"""

from typing import Any

import pandas as pd

from addin.billing.charge import charge
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.money import product
from addin.billing.pricing.prices import BUSINESS, PLACES
from addin.rulebook.spoilt_prices import possible
from addin.tables.choices import TARIFF_KINDS, TOTAL

TITLE = "目录电价"
KEY = ["epoch", "tariff_class", "voltage"]


@charge(
    "居民生活、农业生产分表，月内改类的户",
    how="分表（月内改类的户：该类各天）的电量 × 目录电价（月内变价按天数或当日示数分段），不参与力调",
    rules="目录电价",
    source="本省目录电价",
)
def catalogue_lines(
    bills: pd.DataFrame, billed: pd.DataFrame, catalogue: pd.DataFrame, unplaced: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of sub-meters billed at another class than their customer, and of whole segments; the doubts.

    Args:
        bills: a row a statement and segment: bill, customer_no, variant, segment, epoch, printed_voltage.
        billed: energy by segment, billed_class and point_no (empty for the main class), 总 [kWh].
        catalogue: rule table 目录电价, as ``PriceDays.catalogue``.
        unplaced: its rows that nobody can be priced by; one of them may be the row that is lacking.

    Returns:
        Rows of a statement whose component is the class; a class without a price row is a doubt of that component.

    Source: billing.md §1; prices are the province's own, the shipped table has none; ledger.md §2.7: each day's row.
    """
    own = (billed["point_no"] == "") & (billed["billed_class"] == BUSINESS)
    apart = billed[~own & ~billed["billed_class"].isin(TARIFF_KINDS)]
    apart = apart.rename(columns={"billed_class": "component"})
    if apart.empty:
        return apart, NONE
    prices = catalogue[[*KEY, "price_yuan_per_kwh", "row"]].rename(columns={"row": "rule_row"})
    named = bills[["bill", "customer_no", "variant", "segment", "epoch", "printed_voltage"]]
    rows = named.merge(apart[["segment", "component", "point_no", TOTAL]], on="segment")
    rows = rows.merge(prices, left_on=["epoch", "component", "printed_voltage"], right_on=KEY, how="left")
    lacking = rows[rows["price_yuan_per_kwh"].isna()]
    parts = [
        doubt(mine["customer_no"].drop_duplicates(), _lacking(str(kind), str(volts), unplaced), str(kind))
        for (kind, volts), mine in lacking.groupby(["component", "printed_voltage"])
    ]
    rows = rows[rows["price_yuan_per_kwh"].notna() & (rows[TOTAL] != 0)]
    amount = product((rows[TOTAL], 2), (rows["price_yuan_per_kwh"], PLACES), digits=2)
    rule = TITLE + "!" + rows["rule_row"].astype("Int64").astype(str)
    money = {"unit_price": rows["price_yuan_per_kwh"], "amount_fen": amount, "rule": rule}
    return rows.assign(period=TOTAL, quantity=rows[TOTAL], **money), gather(parts)


def catalogue_days(segments: pd.DataFrame) -> pd.Series:
    """Say which segments have a catalogue price throughout, of customers that are 工商业 in others."""
    if not segments["cut"].any() or all_business(segments):
        return pd.Series(data=False, index=segments.index)
    other = segments["cut"] & segments["tariff_class"].notna() & (segments["tariff_class"] != BUSINESS)
    business = segments.loc[segments["tariff_class"] == BUSINESS, "customer_no"]
    return other & segments["customer_no"].isin(business)


def all_business(rows: pd.DataFrame) -> bool:
    """Say whether all terms are 工商业, as nearly always; as plain objects that is ten times as fast."""
    return bool((rows["tariff_class"].to_numpy(object) == BUSINESS).all())


def uncatalogued(segments: pd.DataFrame, catalogue: pd.DataFrame, unplaced: pd.DataFrame) -> pd.DataFrame:
    """Say which segments with a catalogue price lack its row, from which day on and which row that is."""
    keys = pd.MultiIndex.from_frame(segments[["epoch", "tariff_class", "pricing_voltage"]])
    lost = segments[~keys.isin(pd.MultiIndex.from_frame(catalogue[KEY]))]
    said = [_unpriced(one, unplaced) for one in lost.itertuples()]
    return doubt(lost["customer_no"], pd.Series(said, index=lost.index, dtype=object))


def _unpriced(segment: Any, unplaced: pd.DataFrame) -> str:  # noqa: ANN401 - a named tuple of a segment
    """Say which row of the table a whole customer needs from a day on, or that its voltage is not filled in."""
    kind, volts = segment.tariff_class, segment.pricing_voltage
    said = f"该户自 {segment.starts_on:%Y-%m-%d} 起的电价类别为『{kind}』，"
    if pd.isna(volts):
        return said + "而「计费参数」该行的「计价电压」为空，请填写"
    said += f"规则表「{TITLE}」没有 {kind}、{volts} 的行，请补上该行"
    return said + possible(unplaced, tariff_class=kind, voltage=volts)


def _lacking(tariff_class: str, voltage: str, unplaced: pd.DataFrame) -> str:
    """Say which row the table needs, and which of its rows it may be."""
    said = f"{tariff_class}分表：规则表「{TITLE}」没有 {tariff_class}、{voltage} 的行，该行未能重算"
    return said + possible(unplaced, tariff_class=tariff_class, voltage=voltage)
