"""台账-VR10, VR11, VR12: the capacities of a customer and of its devices."""

from datetime import date

import pandas as pd

from addin.checks.ledger_quality.rows import LIMITS, active, stamp
from addin.days import DAY
from addin.findings import Level, Outcome, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

STOPPED = ("封停", "减容", "拆除", "暂换")
"""Events of 容量变动 that leave a device with less capacity, until the next event."""
UNDER_WAY = ("已批准", "待签署", "已生效", "已完成")
"""States of 变更台账 in which a suspension may be carried out."""
SUSPENSIONS = "暂停|减容"


@check(
    "台账-VR10",
    "运行容量与合同容量",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="running_capacity_kva",
    advice="核对暂停、减容工单；没有在途业务的，把运行容量改回合同容量",
)
def running_within_contract(  # noqa: PLR0913, PLR0917 - a reduction may stand in any of these
    customers: pd.DataFrame,
    capacity_changes: pd.DataFrame,
    changes: pd.DataFrame,
    devices: pd.DataFrame,
    rules: RulesInForce,
    as_of: date,
) -> Verdict:
    """运行容量 is at most 合同容量, and smaller only while a suspension or reduction is under way.

    References:
        制度 B1; SG186 C_CONS; 校验规则 VR10; ledger.md §3 暂停: after the approved end charging resumes by itself.

    Checked with:
        generated cases only.

    Limitations:
        The size of the difference is not compared with the stopped devices; VR11 and 电费-C06 do that. A customer with
        cold-standby or interlocked devices may run below its contract at any time.
    """
    asked = active(customers)
    running, contract = asked["running_capacity_kva"], asked["contract_capacity_kva"]
    reduced = asked["customer_no"].isin(_reduced(capacity_changes, changes, devices, as_of))
    why = pd.Series("大于合同容量", index=asked.index).mask(
        running < contract, "小于合同容量，但没有在批准期内的暂停或减容（「容量变动」「变更台账」）"
    )
    return judge(
        asked,
        (running > contract) | ((running < contract) & ~reduced),
        actual=running,
        expected=contract,
        difference=running - contract,
        values={"why": why},
        message="运行容量 {actual:,.0f} kVA {why}；合同容量 {expected:,.0f} kVA",
        reason="运行容量或合同容量没有可用的值",
        **stamp(rules, "台账-VR10"),
    )


def _reduced(capacity_changes: pd.DataFrame, changes: pd.DataFrame, devices: pd.DataFrame, as_of: date) -> pd.Series:
    """Return the 户号 of customers that may run below their contract today."""
    today = pd.Timestamp(as_of)
    past = capacity_changes[capacity_changes["changed_at"] < today + DAY]
    last = past.sort_values("changed_at", kind="stable").drop_duplicates(["customer_no", "device_no"], keep="last")
    sealed = last[last["event"].isin(STOPPED) & ~(last["approved_until_on"] < today)]
    asked_for = changes["change_kind"].astype(object).str.contains(SUSPENSIONS).fillna(value=False).astype(bool)
    within = (changes["starts_on"] <= today) & ~(changes["ends_on"] < today) & changes["state"].isin(UNDER_WAY)
    spare = (devices["standby"] == "冷备") | devices["interlock_group"].notna()
    chosen = (sealed, changes[asked_for & within], devices[spare])
    return pd.concat([part["customer_no"] for part in chosen]).dropna()


@check(
    "台账-VR11",
    "合同容量与设备容量",
    level=Level.WARNING,
    clause="B1",
    table="customers",
    column="contract_capacity_kva",
    advice="核对受电设备台账与合同；有增减容的补录工单",
)
def contract_is_sum_of_devices(customers: pd.DataFrame, devices: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """合同容量 is the sum of the rated capacities of the devices that were not removed.

    Devices of an interlock group cannot run together: the sum may count all of them, or the largest of the group.

    References:
        制度 B1; 校验规则 VR11, 校验参数 容差.

    Checked with:
        generated cases only.

    Limitations:
        Customers supplied on low voltage (低供低计) own no transformer and are not asked; a customer whose devices are
        not in 受电设备, or one of them without a capacity, is 未能核查.
    """
    asked = active(customers)
    asked = asked[asked["metering_side"] != "低供低计"]
    contract = asked["contract_capacity_kva"]
    there = devices[devices["state"] != "拆除"]
    total, least = (asked["customer_no"].map(sums) for sums in _sums(there))
    allowed = rules.value(LIMITS, "台账-VR11:容差")
    apart = ((contract - total).abs() > allowed) & ((contract - least).abs() > allowed)
    return judge(
        asked,
        apart,
        actual=contract,
        expected=total,
        difference=contract - total,
        message="合同容量 {actual:,.0f} kVA，受电设备铭牌容量合计 {expected:,.0f} kVA，相差 {difference:+,.0f} kVA",
        reason="「受电设备」里没有该户的设备，或有设备没有铭牌容量，无法与合同容量核对",
        **stamp(rules, "台账-VR11"),
    )


def _sums(devices: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return capacities by 户号 [kVA]: all devices, and each interlock group counted by its largest; NaN if unknown."""
    by_customer = devices.groupby("customer_no", sort=False)["rated_kva"]
    known = by_customer.count() == by_customer.size()
    ordered = devices.sort_values("rated_kva", kind="stable")
    repeated = ordered["interlock_group"].notna() & ordered.duplicated(["customer_no", "interlock_group"], keep="last")
    least = ordered[~repeated].groupby("customer_no", sort=False)["rated_kva"].sum()
    return by_customer.sum().where(known), least.where(known)


@check(
    "台账-VR12",
    "电压与容量匹配",
    level=Level.NOTICE,
    clause="C3",
    table="customers",
    column="supply_voltage",
    advice="复核供电方案：容量是否应由更高电压供电",
)
def voltage_fits_capacity(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A voltage carries at most the capacity that 校验参数 names for it, unless reviewed.

    References:
        制度 C3; 校验参数 VR12 (待核): 10 kV 8,000 kVA, 35 kV 40,000 kVA.

    Checked with:
        generated cases only.

    Limitations:
        The bounds are practice values; several feeders may rightly carry more. Voltages without a row are not asked.
    """
    rows = rules.rows(LIMITS)
    rows = rows[rows["key"].astype(object).str.startswith("台账-VR12:")].reset_index(names="row")
    rows = rows.set_index("交流" + rows["key"].astype(object).str.split(":").str[1])
    asked = active(customers)
    asked = asked[asked["supply_voltage"].isin(rows.index)]
    return judge(
        asked,
        asked["contract_capacity_kva"] > asked["supply_voltage"].map(rows["value"]),
        actual=asked["contract_capacity_kva"],
        expected=asked["supply_voltage"].map(rows["value"]),
        message="{supply_voltage} 供电，合同容量 {actual:,.0f} kVA，一般不超过 {expected:,.0f} kVA",
        reason="合同容量没有可用的值",
        outcome=Outcome.NOTICE,
        level=stamp(rules, "台账-VR12")["level"],
        rule=asked["supply_voltage"].map(rows["row"]).map(lambda row: rules.cite(LIMITS, row)),
    )
