"""电费-C06, C10: the capacity and demand charges recomputed, and the days that they are divided by."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.disputed import of_bill, within_bill
from addin.billing.money import product_fen, transport
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY
from addin.checks.bill_review.segment_rows import charged_days, month_days, rule_days
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce

OTHER_DIVISOR = 30
"""The divisor of the rules before 2024, which bills still show."""
CHARGES = (CAPACITY, DEMAND)
KW_PLACES, PRICE_PLACES = 6, 6
"""Decimals of printed demands, and of prices that a discount may be in."""


@check(
    "电费-C06",
    "容（需）量电费与容量不符",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="按容量变动逐日核对计费容量，按需量的核对需量和折扣，更正后重算",
    explains=("审计-A07", "电费-B07", "电费-E04"),
)
def charge_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """The capacity or demand charge follows from the capacity of each day, or from the demand, and the price.

    References: 制度 D2; billing.md §2.2, §2.3, §9 C06; ledger.md §2.10; 计费规则 天数折算, 启用日计费, 停用日计费,
    暂停:每次最少天数, 需量折扣; 容差 重算分项每行.

    Checked with: published 0.152 × 1,500 = 228 kW; a real bill's split of 30,844 kW; an independent pricing of
    generated customers with sealing, unsealing, interlock and discount.

    Limitations: demand customers that suspend within the month are charged for the whole month. Above 105 % of the
    contract only where the rule 超合同需量方式 is set. Charges on several bills of a month are not told apart, nor are
    capacity and demand of a month in which one of them could not be recomputed.
    """
    units = billing.comparison.units
    groups = units[units["unit"].isin(CHARGES)].groupby("customer_no")
    sums = groups[["issued_fen", "recomputed_fen", "difference_fen"]].sum().astype("Int64")
    sums = sums.join(groups[["different", "undone"]].any()).join(groups["unit"].first())
    rows = billing.totals.reset_index(names="row").set_index("customer_no")[["row", "bill_no"]]
    asked = sums.join(rows, how="inner").reset_index().set_index("row")
    doubted = billing.doubts.loc[billing.doubts["component"].isin(CHARGES), "customer_no"]
    return judge(
        asked,
        asked["different"],
        needs=(),
        unknown=asked["undone"] | asked["customer_no"].isin([*_charged_twice(billing), *doubted]),
        reason=_why(asked, billing),
        actual=transport(asked["issued_fen"], 2),
        expected=transport(asked["recomputed_fen"], 2),
        difference=transport(asked["difference_fen"], 2),
        stake_fen=of_bill(asked["difference_fen"], asked["customer_no"], billing),
        about=asked["bill_no"],
        message="{unit}账单 {actual:,.2f} 元，重算 {expected:,.2f} 元，相差 {difference:,.2f} 元",
        rule=rules.cite_key("tolerances", "重算分项每行"),
    )


def _charged_twice(billing: Billing) -> pd.Series:
    """Return the customers with such a charge on several bills of the month: which one is right, nobody can say."""
    rows = billing.issued[billing.issued["component"].isin(CHARGES)].drop_duplicates("bill_no")
    return rows.loc[rows["customer_no"].duplicated(), "customer_no"]


def _why(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say why a charge could not be recomputed: its own reason, else that of the whole bill."""
    said = billing.doubts.set_index(["customer_no", "component"])["reason"]
    names = asked["unit"].map({CAPACITY: DEMAND, DEMAND: CAPACITY})
    keys = [pd.MultiIndex.from_arrays([asked["customer_no"], unit]) for unit in (asked["unit"], names)]
    own, other = (said.reindex(key).set_axis(asked.index) for key in keys)
    whole = billing.unbilled.set_index("customer_no")["reason"]
    said = own.fillna(names + "：" + other).fillna(asked["customer_no"].map(whole))
    twice = asked["customer_no"].isin(_charged_twice(billing))
    return said.mask(twice, "本月有多张账单计了容（需）量电费").fillna("账单明细的金额为空或不是两位小数")


@check(
    "电费-C10",
    "天数折算",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="days",
    advice="按规则的天数（日历天数或固定天数）重算容（需）量电费",
    explains=("电费-C06", "电费-E02", "审计-A07"),
)
def divisor_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """A day of capacity or demand costs the month's charge divided by the days that the rule names.

    References: 制度 D2; billing.md §0.2, §2.2 (供电营业规则 2024: calendar days; 1996: 1/30); 计费规则 天数折算.

    Checked with: generated cases on both sides, of capacity and of demand.

    Limitations: rows with 计费天数. Found is a row that fits the other divisor to the fen; any other difference is
    电费-C06. A month of 30 days tells nothing.
    """
    rows = billing.issued[billing.issued["component"].isin(CHARGES) & billing.issued["days"].notna()]
    months = month_days(rows, billing)
    due = rule_days(months, billing)
    other = months.where(due != months, OTHER_DIVISOR)
    if len(billing.days) == OTHER_DIVISOR and (other == due).all():
        return nothing(f"{billing.month} 有 {OTHER_DIVISOR} 天，两种折算没有差别")
    right, wrong = _product_fen(rows, *charged_days(rows, billing)), _product_fen(rows, *_shared(rows, months, other))
    failed = (rows["amount_fen"] != right) & (rows["amount_fen"] == wrong)
    asked = rows.assign(failed=failed.fillna(value=False)).sort_values("failed", ascending=False, kind="stable")
    asked = asked.drop_duplicates("bill_no").sort_index()
    off = (rows["amount_fen"] - right).where(failed, 0).groupby(rows["bill_no"]).sum()
    return judge(
        asked,
        asked["failed"],
        needs=(asked["quantity"], asked["unit_price"], asked["amount_fen"]),
        reason="容（需）量电费行缺数量、单价或金额",
        actual=other.where(asked["failed"], due).reindex(asked.index),
        expected=due.reindex(asked.index),
        difference=transport(asked["bill_no"].map(off).astype("Int64"), 2),
        stake_fen=within_bill(asked["bill_no"].map(off), asked["customer_no"], billing),
        about=asked["bill_no"],
        message="{component} {quantity:g} {unit} × {days:g} 天按 {actual} 天折算，应按 {expected} 天",
        values={"unit": asked["component"].map({CAPACITY: "kVA", DEMAND: "kW"})},
        rule=rules.cite_key("billing_flags", "天数折算"),
    )


def _shared(rows: pd.DataFrame, months: pd.Series, divisor: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return charged days and divisor by another divisor; a whole month by a fixed one is whole."""
    return rows["days"].where(rows["days"] != months, divisor), divisor


def _product_fen(rows: pd.DataFrame, days: pd.Series, divisor: pd.Series) -> pd.Series:
    """Return what capacity or demand rows cost for their days [fen]."""
    return product_fen((rows["quantity"], KW_PLACES), (rows["unit_price"], PRICE_PLACES), (days, 0), divisor=divisor)
