"""电费-C01, C04, C05: the metered demand against capacity, energy and the month before."""

import pandas as pd

from addin.billing.metering.losses import HOURS_PER_DAY
from addin.billing.metering.readings import ACTIVE, DEMAND, READING_DECIMALS
from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.own_months.trends import back
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import TOTAL

ADDED = "累加"
TABLE = "audit_thresholds"
COARSE = 100
"""A demand of two decimals, in ten-thousandths."""


@check(
    "电费-C01",
    "需量超容",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对最大需量示数和倍率；无误的，到现场检查变压器铭牌和封印",
)
def demand_over_capacity(billing: Billing, ledger: Ledger, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn where the metered demand is above the running capacity: a reason to inspect, no proof of 私增容.

    References: 制度 D2; billing.md §9 C01; ledger.md §3 C01; 审核阈值 电费-C01:上限比值.

    Checked with: generated cases on both sides of the limit.

    Limitations: at cosφ = 1. The running capacity is the highest of the month; without devices the contract capacity.
    Feeders are added up where 电源 says 累加, else the larger counts. No money is named, for nothing is proven.
    """
    asked = _demand_rows(billing)
    demand = _together(billing, ledger["supplies"])
    daily = billing.quantities.daily.max(axis="columns")
    numbers = asked["customer_no"]
    asked["kw"] = numbers.map(demand)
    asked["kva"] = numbers.map(daily[daily > 0]).fillna(numbers.map(billing.archive.terms["contract_capacity_kva"]))
    limit = thresholds(rules, "电费-C01:上限比值", asked, customers)
    most = asked["kva"] * limit["value"]
    return judge(
        asked,
        asked["kw"] > most,
        actual=asked["kw"],
        expected=most,
        difference=asked["kw"] - most,
        reason="最大需量或容量不详",
        message="最大需量 {kw:,g} kW，超过运行容量 {kva:,g} kVA（上限 {expected:,g}）；可能私增容，也可能示数有误",
        rule=limit["rule"],
    )


def _demand_rows(billing: Billing) -> pd.DataFrame:
    """Return the first demand reading of each customer's own settlement points: customer_no; index = row id."""
    points = billing.quantities.energy.points
    rows = billing.archive.readings
    mine = rows[(rows["register"] == DEMAND) & rows["point_no"].isin(points.index[points["root"]])]
    first = mine.drop_duplicates("customer_no")
    return first[first["customer_no"].isin(billing.archive.terms.index)][["customer_no"]].copy()


def _together(billing: Billing, supplies: pd.DataFrame) -> pd.Series:
    """Return each customer's demand [kW]: feeders added up where 电源 says so, else the larger."""
    points = billing.quantities.energy.points
    groups = points[points["root"] & points["demand_kw"].notna()].groupby("customer_no")["demand_kw"]
    added = supplies.loc[supplies["demand_rule"] == ADDED, "customer_no"]
    most = groups.max()
    return groups.sum().where(most.index.isin(added), most)


@check(
    "电费-C05",
    "需量为零或未复零",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="到现场核对最大需量示数和复零时间；抄错的补抄后重算",
    explains=("电费-C04", "电费-C01", "电费-C02", "电费-C03"),
)
def demand_not_reset(billing: Billing, readings: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn of a demand of 0 where energy was used, and of one that equals last month's in all four decimals.

    A steady load may repeat its demand by chance, and a coarse reading (0.43) often does: where the daily energy is
    last month's too, or the reading has few digits, sameness proves nothing and nothing is said.

    References: 制度 D2; billing.md §9 C05; 审核阈值 电费-C05:电量变化, 电费-C05:有效数字.

    Checked with: generated cases on both sides of each limit; 2,000 generated enterprises without a finding.

    Limitations: a point without energy may have no demand (a standby feeder). Last month's reading is looked for at the
    same point and meter; after a change of meter there is none to compare. A register that was not reset under a steady
    load is not found, and costs next to nothing. What it costs else is not known.
    """
    points = billing.quantities.energy.points
    rows = readings[(readings["register"] == DEMAND) & readings["point_no"].isin(points.index[points["root"]])]
    asked = rows[rows["month"] == month][["customer_no", "point_no", "meter_no", "current_reading"]]
    last = rows[rows["month"] == back(month, 1)].drop_duplicates(["point_no", "meter_no"], keep="last")
    before = last.set_index(["point_no", "meter_no"])["current_reading"]
    keys = pd.MultiIndex.from_frame(asked[["point_no", "meter_no"]])
    asked = asked.assign(before=before.reindex(keys).to_numpy(), kwh=asked["point_no"].map(points[TOTAL]))
    now = scaled(asked["current_reading"], READING_DECIMALS)
    idle = (now == 0) & (asked["kwh"] > 0)
    stuck = (now > 0) & (now == scaled(asked["before"], READING_DECIMALS)).fillna(value=False)
    stuck &= _telling(now, rules) & ~_steady(asked, readings, rules, month)
    said = (
        stuck.astype(bool).map({True: "与上月示数完全相同，可能没有复零", False: "为 0，而本月有电量 "}).astype(object)
    )
    return judge(
        asked,
        idle | stuck,
        needs=(now,),
        unknown=~asked["point_no"].isin(last["point_no"]) & ~idle.fillna(value=False) & (now != 0).fillna(value=False),
        reason="没有本月或上月的最大需量示数",
        actual=asked["current_reading"],
        about=asked["point_no"],
        message="最大需量示数 {current_reading:.4f} {said}{used}",
        values={"said": said, "used": asked["kwh"].map("{:,.0f} kWh".format).where(~stuck.astype(bool), "")},
        rule=rules.cite_key("audit_rules", "电费-C05"),
    )


def _telling(reading: pd.Series, rules: RulesInForce) -> pd.Series:
    """Say which readings [1/10,000] have so many digits that no other is likely to repeat them."""
    unit = pd.Series(1, index=reading.index).mask((reading % COARSE == 0).fillna(value=False), COARSE)
    return (reading >= unit * rules.value(TABLE, "电费-C05:有效数字")).fillna(value=False).astype(bool)


def _steady(asked: pd.DataFrame, readings: pd.DataFrame, rules: RulesInForce, month: str) -> pd.Series:
    """Say at which points the energy of a day is last month's, within the limit."""
    rows = readings[(readings["register"] == ACTIVE + TOTAL) & readings["point_no"].isin(asked["point_no"])]
    used = (rows["current_reading"] - rows["previous_reading"]) * rows["multiplier"]
    daily = used / (rows["read_on"] - rows["previous_on"]).dt.days
    now, last = (
        asked["point_no"].map(part.groupby(rows["point_no"]).sum(min_count=1))
        for part in (daily[rows["month"] == month], daily[rows["month"] == back(month, 1)])
    )
    return (now - last).abs() * 100 < last.abs() * rules.value(TABLE, "电费-C05:电量变化")


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
    rows = readings[(readings["month"] == month) & (readings["register"] == DEMAND)]
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
