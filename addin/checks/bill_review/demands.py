"""电费-C01, C03, C05: the metered demand against capacity, contract and the month before."""

import pandas as pd

from addin.billing.basic.demand import CONTRACT
from addin.billing.metering.readings import ACTIVE, DEMAND, READING_DECIMALS
from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.own_months.trends import back
from addin.billing.published import demand_fen
from addin.findings import Level, Verdict, both, judge
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
    "电费-C03",
    "需量偏低",
    level=Level.WARNING,
    clause="D2",
    table="billing_terms",
    column="contract_demand_kw",
    advice="合同需量低于下限的更正后重算；实际需量偏低的，提醒客户下月申请调低合同需量或改按实际需量",
)
def demand_low(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn where a contract demand, or the demand that was drawn under one, is below the share of the capacity.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.3, §9 C03; 计费规则 合同需量最低比例;
    审核阈值 电费-C03:百分比.

    Checked with: generated cases on both sides of the limit.

    Limitations: customers billed by a contract demand; of several in a month the lowest counts. Capacity is the lowest
    of the month, so what is suspended does not count. The money is the demand that the contract lacks, at the month's
    price; a low demand disputes no bill.
    """
    asked = _contracts(billing)
    limit, least = thresholds(rules, "电费-C03:百分比", asked, customers), billing.flags.contract_floor_percent
    asked["floor"] = asked["kva"] * least / 100
    asked["usual"] = asked["kva"] * limit["value"] / 100
    low = (asked["contract_kw"] < asked["floor"]).fillna(value=False)
    missing = (asked["floor"] - asked["contract_kw"]).clip(lower=0)
    return both(
        [
            judge(
                asked[low],
                low[low],
                actual=asked["contract_kw"],
                expected=asked["floor"],
                stake_fen=demand_fen(billing, asked["customer_no"], missing),
                message="合同需量 {contract_kw:,g} kW，低于容量 {kva:,g} kVA 的 {limit:g}%（{floor:,g} kW）",
                values={"limit": least},
                rule=rules.cite_key("billing_flags", "合同需量最低比例"),
            ),
            judge(
                asked[~low],
                (asked["demand_kw"] < asked["usual"])[~low],
                needs=(asked["contract_kw"], asked["demand_kw"], asked["kva"]),
                reason="合同需量、最大需量示数或容量不详",
                actual=asked["demand_kw"],
                expected=asked["usual"],
                message="最大需量 {demand_kw:,g} kW，低于容量 {kva:,g} kVA 的 {limit:g}%，按 {contract_kw:,g} kW 计费",
                values={"limit": limit["value"]},
                rule=limit["rule"],
            ),
        ]
    )


def _contracts(billing: Billing) -> pd.DataFrame:
    """Return customers billed by a contract demand, index = row id of 计费参数: contract_kw, demand_kw, kva."""
    demand = billing.quantities.demand
    groups = demand[demand["mode"] == CONTRACT].groupby(["customer_no", "segment"])[["contract_kw", "demand_kw"]]
    sums = groups.sum(min_count=1).mask(groups.count().lt(groups.size(), axis="index")).reset_index("segment")
    sums = sums.sort_values("contract_kw", kind="stable")
    sums = sums[~sums.index.duplicated()].drop(columns="segment")
    terms = billing.archive.terms
    rows = terms.loc[terms["capacity_mode"] == CONTRACT, ["row", "contract_capacity_kva"]]
    least = billing.quantities.daily.min(axis="columns").reindex(rows.index)
    asked = rows.join(sums).assign(kva=least.fillna(rows["contract_capacity_kva"]))
    return asked[~(asked["kva"] <= 0)].reset_index().set_index("row")


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
