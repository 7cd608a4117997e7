"""电费-C02, C04, C06, C10: demand against contract and energy, capacity and demand charges, days."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import CONTRACT
from addin.billing.metering.losses import HOURS_PER_DAY
from addin.billing.metering.readings import DEMAND as REGISTER
from addin.billing.money import product_fen, transport
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY
from addin.checks.bill_review.segment_rows import charged_days, month_days
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import TOTAL

OTHER_DIVISOR = 30
"""The divisor of the rules before 2024, which bills still show."""
CHARGES = (CAPACITY, DEMAND)
KW_PLACES, PRICE_PLACES = 6, 6
"""Decimals of printed demands, and of prices that a discount may be in."""


@check(
    "电费-C02",
    "需量超合同",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对最大需量示数；属实的，提醒客户调整合同需量或申请增容",
)
def demand_over_contract(billing: Billing, readings: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where the metered demand exceeds the contract by more than the limit.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.3, §9 C02; 审核阈值 电费-C02:百分比.

    Checked with: the published example of 1,000 kW contracted and 1,300 kW metered.

    Limitations: customers billed by their contract only; feeders are added up or the larger counts, as 电源 says. What
    the excess costs depends on the rule 超合同需量方式. Of several contracts in a month the one most exceeded is told.
    """
    demand = billing.quantities.demand
    asked = _demand_readings(demand[demand["mode"] == CONTRACT], readings, month)
    key = "电费-C02:百分比"
    limit = rules.value("audit_thresholds", key)
    asked["allowed"] = asked["contract_kw"] * limit / 100
    asked["over_kw"] = asked["demand_kw"] - asked["allowed"]
    asked = asked.sort_values("over_kw", ascending=False, kind="stable")
    asked = asked[~asked.index.duplicated()].sort_index()
    allowed = asked["allowed"]
    return judge(
        asked,
        asked["demand_kw"] > allowed,
        actual=asked["demand_kw"],
        expected=allowed,
        difference=asked["demand_kw"] - allowed,
        reason="没有最大需量示数、合同需量或需量核定",
        about=asked["about"],
        message="最大需量 {demand_kw:g} kW，超过合同需量 {contract_kw:g} kW 的 {limit:g}%（{expected:g} kW）",
        values={"limit": limit},
        rule=rules.cite_key("audit_thresholds", key),
    )


def _demand_readings(demand: pd.DataFrame, readings: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return demand rows that have a reading, indexed by it (the first of the customer where feeders are together)."""
    rows = readings[(readings["month"] == month) & (readings["register"] == REGISTER)]
    of_point = rows.reset_index(names="row").drop_duplicates("point_no").set_index("point_no")["row"]
    of_customer = rows.reset_index(names="row").drop_duplicates("customer_no").set_index("customer_no")["row"]
    place = demand["point_no"].map(of_point).fillna(demand["customer_no"].map(of_customer))
    about = demand["point_no"].where(demand["point_no"] != "", "各进线合计")
    return demand.assign(row=place, about=about).dropna(subset=["row"]).astype({"row": "int64"}).set_index("row")


@check(
    "电费-C04",
    "需量与电量矛盾",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对最大需量和有功示数、倍率，到现场核查需量是否提前复零",
    explains=("电费-C02", "审计-A07"),
)
def demand_against_energy(billing: Billing, readings: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """The energy of a point is no more than its demand could deliver in the hours of the month.

    References: 制度 D2; billing.md §9 C04 (physics); 审核阈值 电费-C04:上限比值.

    Checked with: generated cases on both sides of the limit.

    Limitations: hours are those of the calendar month; a demand register that is reset within the month is not known.
    """
    rows = readings[(readings["month"] == month) & (readings["register"] == REGISTER)]
    points = billing.quantities.energy.points
    first = rows[rows["point_no"].isin(points.index)].drop_duplicates("point_no")
    asked = first[["customer_no", "point_no"]].copy()
    asked["demand_kw"] = asked["point_no"].map(points["demand_kw"])
    asked["kwh"] = asked["point_no"].map(points[TOTAL])
    hours = len(billing.days) * HOURS_PER_DAY
    key = "电费-C04:上限比值"
    most = asked["demand_kw"] * hours * rules.value("audit_thresholds", key)
    return judge(
        asked,
        asked["kwh"] > most,
        actual=asked["kwh"],
        expected=most,
        difference=asked["kwh"] - most,
        reason="最大需量或有功示数缺失",
        about=asked["point_no"],
        message="最大需量 {demand_kw:g} kW × {hours} 小时 = {expected:,.0f} kWh，小于电量 {kwh:,.0f} kWh",
        values={"hours": hours},
        rule=rules.cite_key("audit_thresholds", key),
    )


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
    contract only where the rule 超合同需量方式 is set. Charges on several bills of a month are not told apart.
    """
    units = billing.comparison.units
    groups = units[units["unit"].isin(CHARGES)].groupby("customer_no")
    sums = groups[["issued_fen", "recomputed_fen", "difference_fen"]].sum().astype("Int64")
    sums = sums.join(groups[["different", "undone"]].any()).join(groups["unit"].first())
    rows = billing.totals.reset_index(names="row").set_index("customer_no")[["row", "bill_no"]]
    asked = sums.join(rows, how="inner").reset_index().set_index("row")
    return judge(
        asked,
        asked["different"],
        needs=(),
        unknown=asked["undone"] | asked["customer_no"].isin(_charged_twice(billing)),
        reason=_why(asked, billing),
        actual=transport(asked["issued_fen"], 2),
        expected=transport(asked["recomputed_fen"], 2),
        difference=transport(asked["difference_fen"], 2),
        stake_fen=asked["difference_fen"].abs(),
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
    own = said.reindex(pd.MultiIndex.from_frame(asked[["customer_no", "unit"]])).set_axis(asked.index)
    whole = billing.unbilled.set_index("customer_no")["reason"]
    said = own.fillna(asked["customer_no"].map(whole))
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
    rule_days = months * 0 + billing.flags.days_per_month if billing.flags.days_per_month else months
    other = months.where(rule_days != months, OTHER_DIVISOR)
    if len(billing.days) == OTHER_DIVISOR and (other == rule_days).all():
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
        actual=other.where(asked["failed"], rule_days).reindex(asked.index),
        expected=rule_days.reindex(asked.index),
        difference=transport(asked["bill_no"].map(off).astype("Int64"), 2),
        stake_fen=asked["bill_no"].map(off).abs(),
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
