"""电费-A16, A26: energy that the capacity could not deliver, transformer loss that was left out."""

import pandas as pd

from addin.billing.loss_scope import LOW_SIDE
from addin.billing.month import Billing
from addin.checks.bill_review.registers import looked_up
from addin.conditions import Cell, months
from addin.findings import Level, Verdict, check, judge
from addin.rulebook import RulesInForce

ALL_DAYS = "全部"
NO_LOSS = "无"


@check(
    "电费-A16",
    "时段电量超物理上限",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对该时段示数、电能表时钟和时段设置，核对计费容量",
    explains=("电费-A12", "电费-C14", "审计-A07"),
)
def period_above_physics(billing: Billing, period_energy: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The energy of a period is no more than the capacity in force could deliver in its hours.

    References: 制度 D2; billing.md §9 A16 (physics); 时段; 审核阈值 电费-A16:上限比值.

    Checked with: generated cases on both sides of the limit.

    Limitations: at cosφ = 1, so anything found is beyond doubt. Period sets that tell working days from holidays are
    未能核查. All points of a customer are taken together.
    """
    sets = period_sets(period_energy, billing)
    asked = period_energy.assign(hours=looked_up(period_hours(rules, billing), sets, period_energy["period"]))
    key = "电费-A16:上限比值"
    most = asked["customer_no"].map(kva_days(billing)) * asked["hours"] * rules.value("audit_thresholds", key)
    return judge(
        asked,
        asked["kwh"] > most,
        actual=asked["kwh"],
        expected=most,
        difference=asked["kwh"] - most,
        reason="缺示数、计费容量，或规则库「时段」没有该时段集按全部日期划分的小时数",
        about=asked["period"],
        message="{period}段电量 {kwh:,.0f} kWh，容量在该时段 {hours:g} 小时/天最多 {expected:,.0f} kWh",
        rule=rules.cite_key("audit_thresholds", key),
    )


def period_sets(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return the period set of each row's customer."""
    return rows["customer_no"].map(billing.archive.terms["period_set"]).fillna(billing.flags.period_set)


def period_hours(rules: RulesInForce, billing: Billing) -> pd.DataFrame:
    """Return the hours a day in the month: index period sets, columns periods; no sets with several kinds of day."""
    table = rules.rows("periods")
    table = table[table["province"] == billing.province]
    number = int(billing.month[-2:])
    cells = [number in months(Cell(f"时段!{row}", text)) for row, text in table["months"].items()]
    mine = table[pd.Series(cells, index=table.index, dtype=bool)]
    several = mine.loc[mine["day_kind"] != ALL_DAYS, "period_set"]
    mine = mine[~mine["period_set"].isin(several)]
    hours = (mine["end_hour"] - mine["start_hour"]).groupby([mine["period_set"], mine["period"]]).sum()
    return hours.unstack("period")  # noqa: PD010 - the pairs are unique


def kva_days(billing: Billing) -> pd.Series:
    """Return capacity × days in force of each customer; of one without devices, by its contract [kVA·days]."""
    contract = billing.archive.terms["contract_capacity_kva"] * len(billing.days)
    known = billing.quantities.daily.sum(axis="columns").reindex(contract.index)
    return known.where(known > 0, contract)


@check(
    "电费-A26",
    "变损未计",
    level=Level.ERROR,
    clause="D2",
    table="devices",
    column="loss_method",
    advice="按铭牌参数确定变损计算方法，重算并办理退补",
    explains=("电费-B10", "审计-A07"),
)
def loss_left_out(billing: Billing, rules: RulesInForce) -> Verdict:
    """A transformer metered on its low side has a loss method, and its metering point takes part in it.

    References: 制度 D2; billing.md §5, §9 A26.

    Checked with: generated cases only.

    Limitations: transformers in service in the month, of customers with a main settlement point on the low side.
    """
    points = billing.quantities.energy.points
    low = points[points["root"] & (points["metering_side"] == LOW_SIDE)]
    without = set(low.loc[low["with_transformer_loss"] == "否", "customer_no"])
    devices = billing.archive.devices
    mine = devices["customer_no"].isin(low["customer_no"]) & (devices["device_kind"] == "变压器") & _used(billing)
    asked = devices[mine]
    method = asked["loss_method"] == NO_LOSS
    kept_out = asked["customer_no"].isin(without)
    said = method.map({True: "变损方法为『无』", False: "计量点的变损参与为『否』"})
    return judge(
        asked,
        method | kept_out,
        needs=(),
        unknown=asked["loss_method"].isna() & ~kept_out,
        reason="变损方法为空",
        actual=asked["loss_method"],
        expected="公式法、协议定量或查表法",
        about=asked["device_no"],
        message="该户高供低计，设备 " + asked["device_no"] + " " + said + "，变压器损耗没有计入电量",
        rule=rules.cite_key("audit_rules", "电费-A26"),
    )


def _used(billing: Billing) -> pd.Series:
    """Say which devices are not stopped for good."""
    return billing.archive.devices["state"] != "拆除"
