"""电费-D02: the price column against the supply voltage."""

import pandas as pd

from addin.billing.money import product_fen, scaled
from addin.billing.month import Billing
from addin.billing.pricing.prices import OF, PLACES
from addin.billing.standards import rated_kv
from addin.checks.bill_review.earlier_terms import SAID, at_end, earlier_terms, of_business
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import TOTAL

ASK = "供电电压在月内改变的，以变更工单为准；没有改变的，计价电压有误"


@check(
    "电费-D02",
    "电价与电压不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="pricing_voltage",
    advice="按供电电压更正计价电压，重算并办理退补；产权分界点在另一电压侧的，在备注写明",
    explains=("审计-A07", "电费-E04"),
)
def voltage_differs(
    billing: Billing, billing_terms: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """The customer is billed in the price column of its supply voltage.

    References: 制度 D2; billing.md §9 D02, §11; 电价 (voltage bounds), 代码_电压与用电类别.

    Checked with: the published Hubei price month 2026-01.

    Limitations: the supply voltage is that of 客户台账; the money is the difference of the energy transmission price on
    the energy of the days that it is for. Where several columns are for one voltage (高供高计, 高供低计), each of them
    fits. Of the days before a cut by another voltage nobody knows at which the customer was supplied: a column that
    does not fit that of now is 未能核查.
    """
    tiers = billing.prices[billing.prices["variant"] == 0]
    volts = _supply(customers).map(rated_kv(rules))
    before = of_business(earlier_terms(billing, billing_terms, "pricing_voltage"))
    return both([_column_at_end(_terms(billing), volts, tiers, billing), _column_before(before, volts, tiers)])


def _column_at_end(asked: pd.DataFrame, supply: pd.Series, tiers: pd.DataFrame, billing: Billing) -> Verdict:
    """Judge the price column of the month's end."""
    volts = asked["customer_no"].map(supply)
    expected = _column(asked, volts, tiers)
    return judge(
        asked,
        asked["pricing_voltage"] != expected,
        needs=(expected, asked["pricing_voltage"]),
        reason="供电电压为空或无法识别，或「电价」没有该电压等级的行",
        actual=asked["pricing_voltage"],
        expected=expected,
        stake_fen=_at_stake(asked, expected, tiers, billing),
        message="供电电压 {volts:g} kV 应按「{expected}」计价，计费参数为「{actual}」",
        values={"volts": volts},
        rule=_price_row(asked["tariff_kind"], expected, tiers),
    )


def _column_before(asked: pd.DataFrame, supply: pd.Series, tiers: pd.DataFrame) -> Verdict:
    """Judge the price column of days before, where it was another."""
    expected = _column(asked, asked["customer_no"].map(supply), tiers)
    return judge(
        asked,
        pd.Series(data=False, index=asked.index),
        needs=(expected,),
        unknown=asked["pricing_voltage"] != expected,
        reason=SAID + "按「{pricing_voltage}」计价，与现在的供电电压不符：" + ASK,
        about=asked["starts_on"].dt.strftime("自 %Y-%m-%d"),
        message="",
    )


def _column(asked: pd.DataFrame, volts: pd.Series, tiers: pd.DataFrame) -> pd.Series:
    """Return the price column of each supply voltage [kV], the given one where it fits; NaN where none does."""
    own = asked["pricing_voltage"].astype("string").str.extract(f"{OF}(.*)", expand=False).fillna("")
    expected = asked["pricing_voltage"].where(_within(asked, volts, tiers))
    for tier in tiers.itertuples():
        upper = tier.upper_kv if pd.notna(tier.upper_kv) else float("inf")
        within = (volts >= tier.lower_kv) & (volts < upper) & (asked["tariff_kind"] == tier.tariff)
        same = own == str(tier.voltage).partition(OF)[2]
        expected = expected.mask(within & same & expected.isna(), tier.voltage)
    return expected


def _terms(billing: Billing) -> pd.DataFrame:
    """Return the business terms of the month, index = row id of 计费参数."""
    return of_business(billing.archive.terms.reset_index().set_index("row"))


def _supply(customers: pd.DataFrame) -> pd.Series:
    """Return the supply voltage's word by customer_no."""
    return customers.drop_duplicates("customer_no").set_index("customer_no")["supply_voltage"]


def _within(asked: pd.DataFrame, volts: pd.Series, tiers: pd.DataFrame) -> pd.Series:
    """Say whose supply voltage [kV] is within the bounds of its own price row."""
    rows = tiers.drop_duplicates(["tariff", "voltage"]).set_index(["tariff", "voltage"])[["lower_kv", "upper_kv"]]
    own = rows.reindex(pd.MultiIndex.from_frame(asked[["tariff_kind", "pricing_voltage"]])).set_axis(asked.index)
    return (volts >= own["lower_kv"]) & ~(volts >= own["upper_kv"])


def _at_stake(asked: pd.DataFrame, expected: pd.Series, tiers: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what the other column's transmission price changes on the energy of its days [fen]."""
    price = tiers.set_index(["tariff", "voltage"])["transmission_yuan_per_kwh"]
    columns = (asked["pricing_voltage"], expected)
    keys = [pd.MultiIndex.from_arrays([asked["tariff_kind"], column]) for column in columns]
    now, then = (scaled(price.reindex(key).set_axis(asked.index), PLACES) for key in keys)
    billed = billing.quantities.energy.billed
    mine = billed[(billed["point_no"] == "") & billed["segment"].isin(at_end(billing, "pricing_voltage"))]
    kwh = mine.groupby("customer_no")[TOTAL].sum(min_count=1)
    used = asked["customer_no"].map(kwh)
    return product_fen((used, 2), (now - then, 0), divisor=10**PLACES).abs()


def _price_row(kind: pd.Series, voltage: pd.Series, tiers: pd.DataFrame) -> pd.Series:
    """Return the citation of the price row of a kind and voltage."""
    rows = tiers.set_index(["tariff", "voltage"])["row"]
    found = rows.reindex(pd.MultiIndex.from_arrays([kind, voltage])).set_axis(kind.index)
    return "电价!" + found.astype("Int64").astype("string").fillna("")
