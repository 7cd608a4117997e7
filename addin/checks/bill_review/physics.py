"""电费-A16, A26: energy that the capacity could not deliver, transformer loss that was left out."""

import numpy as np
import pandas as pd

from addin.billing.metering.loss_scope import LOW_SIDE
from addin.billing.month import Billing
from addin.billing.pricing.period_days import hours_by_day
from addin.checks.bill_review.registers import looked_up
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

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

    Limitations: at cosφ = 1, so anything found is beyond doubt. A period set that tells kinds of day apart is 未能核查
    in a year whose holidays are not published. All points of a customer are taken together. A period without energy
    passes, also one that the period set does not have.
    """
    sets, table = period_sets(period_energy, billing), period_table(rules, billing)
    asked = period_energy.assign(hours=looked_up(_month(table), sets, period_energy["period"]))
    key = "电费-A16:上限比值"
    most = _kva_hours(asked, sets, table, billing) * rules.value("audit_thresholds", key)
    most = most.mask(asked["kwh"] == 0, 0.0)
    return judge(
        asked,
        asked["kwh"] > most,
        actual=asked["kwh"],
        expected=most,
        difference=asked["kwh"] - most,
        reason="缺示数、计费容量，或规则表「时段」没有该时段集本月每一天的小时数",
        about=asked["period"],
        message="{period}段电量 {kwh:,.0f} kWh，容量在该时段本月 {hours:g} 小时最多 {expected:,.0f} kWh",
        rule=rules.cite_key("audit_thresholds", key),
    )


def period_sets(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return the period set of each row's customer."""
    return rows["customer_no"].map(billing.archive.terms["period_set"]).fillna(billing.flags.period_set)


def period_table(rules: RulesInForce, billing: Billing) -> pd.DataFrame:
    """Return the hours of each period on each day of the month: see ``hours_by_day``."""
    table = rules.rows("periods")
    return hours_by_day(table[table["province"] == billing.province], [day.date() for day in billing.days])


def period_hours(rules: RulesInForce, billing: Billing) -> pd.DataFrame:
    """Return the hours of the month: index period sets, columns periods; no sets with a day of unknown kind."""
    return _month(period_table(rules, billing))


def _month(table: pd.DataFrame) -> pd.DataFrame:
    return table.sum(axis="columns").unstack()  # noqa: PD010 - the pairs are unique


def _kva_hours(asked: pd.DataFrame, sets: pd.Series, table: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what the capacity of each day could deliver in the hours of a period [kWh]; NaN where hours are unknown.

    A customer without devices is taken by its contract on every day.
    """
    customers, months = asked["customer_no"], len(billing.days)
    daily = billing.quantities.daily.reindex(customers).to_numpy("float64")
    contract = customers.map(kva_days(billing)).to_numpy("float64") / months
    kva = np.where(np.nan_to_num(daily).sum(axis=1, keepdims=True) > 0, daily, contract[:, None])
    hours = table.reindex(pd.MultiIndex.from_arrays([sets, asked["period"]])).to_numpy("float64")
    return pd.Series((kva * hours).sum(axis=1), index=asked.index)


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
