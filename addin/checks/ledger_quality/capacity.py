"""台账-VR10–VR12, VR17–VR19: capacities and devices, and what the contract register says of them."""

from datetime import date

import pandas as pd

from addin.checks.ledger_quality.identity import TABLE
from addin.findings import Level, Outcome, Verdict, check, judge, nothing
from addin.rulebook import RulesInForce

STOPPED = ("封停", "减容", "拆除")
LIMITS = "ledger_limits"
HIGH_VOLTAGES = ("交流35kV", "交流66kV", "交流110kV", "交流220kV", "交流330kV")


@check(
    "台账-VR10",
    "运行容量与合同容量",
    level=Level.ERROR,
    clause="B1",
    table="customers",
    column="running_capacity_kva",
    advice="核对暂停、减容工单；没有在途业务的，把运行容量改回合同容量",
)
def running_within_contract(
    customers: pd.DataFrame, capacity_changes: pd.DataFrame, rules: RulesInForce, month_end: date
) -> Verdict:
    """运行容量 is at most 合同容量, and smaller only while a device is stopped.

    References: 制度 B1; 校验规则 VR10.

    Checked with: generated cases only.

    Limitations: the size of the difference is not compared with the stopped devices; VR11 and 电费-C06 do that.
    """
    asked = customers.dropna(subset=["customer_no", "contract_capacity_kva", "running_capacity_kva"])
    events = capacity_changes[capacity_changes["changed_at"] < pd.Timestamp(month_end) + pd.Timedelta(days=1)]
    last = events.sort_values("changed_at", kind="stable").drop_duplicates("device_no", keep="last")
    stopped = asked["customer_no"].isin(last[last["event"].isin(STOPPED)]["customer_no"])
    over = asked["running_capacity_kva"] > asked["contract_capacity_kva"]
    under = (asked["running_capacity_kva"] < asked["contract_capacity_kva"]) & ~stopped
    why = pd.Series("大于合同容量", index=asked.index).mask(under, "小于合同容量，但「容量变动」里没有在途的暂停或减容")
    return judge(
        asked,
        over | under,
        actual=asked["running_capacity_kva"],
        expected=asked["contract_capacity_kva"],
        values={"why": why},
        message="运行容量 {actual:,.0f} kVA {why}（合同容量 {expected:,.0f} kVA）",
        rule=rules.cite_key(TABLE, "台账-VR10"),
    )


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
    """合同容量 is the sum of the rated capacities of devices that were not removed.

    References: 制度 B1; 校验规则 VR11.

    Checked with: generated cases only.

    Limitations: customers without any device in 受电设备 are 未能核查; interlocked devices are all counted.
    """
    asked = customers.dropna(subset=["customer_no", "contract_capacity_kva"])
    asked = asked[asked["state"] != "已销户"]
    there = devices[devices["state"] != "拆除"]
    total = asked["customer_no"].map(there.groupby("customer_no")["rated_kva"].sum(min_count=1))
    allowed = rules.value(LIMITS, "台账-VR11:容差")
    low_voltage = asked["metering_side"] == "低供低计"
    return judge(
        asked[~low_voltage],
        ((total - asked["contract_capacity_kva"]).abs() > allowed).reindex(asked.index[~low_voltage]),
        actual=asked["contract_capacity_kva"],
        expected=total,
        difference=asked["contract_capacity_kva"] - total,
        message="合同容量 {actual:,.0f} kVA，受电设备铭牌容量合计 {expected:,.0f} kVA，相差 {difference:+,.0f} kVA",
        reason="「受电设备」里没有该户的设备，无法与合同容量核对",
        rule=rules.cite_key(TABLE, "台账-VR11"),
    )


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
    """10 kV up to 8,000 kVA, 35 kV up to 40,000 kVA, unless reviewed.

    References: 制度 C3; 校验参数 VR12 (待核).

    Checked with: generated cases only.

    Limitations: the bounds are practice values; several feeders may rightly carry more.
    """
    limits = {f"交流{kv}": rules.value(LIMITS, f"台账-VR12:{kv}") for kv in ("10kV", "35kV")}
    asked = customers[customers["customer_no"].notna() & customers["supply_voltage"].isin(limits)]
    most = asked["supply_voltage"].map(limits)
    return judge(
        asked,
        asked["contract_capacity_kva"] > most,
        actual=asked["contract_capacity_kva"],
        expected=most,
        message="{supply_voltage} 供电，合同容量 {actual:,.0f} kVA，一般不超过 {expected:,.0f} kVA",
        outcome=Outcome.NOTICE,
        rule=asked["supply_voltage"].map({kv: rules.cite_key(LIMITS, f"台账-VR12:{kv[2:]}") for kv in limits}),
    )


@check(
    "台账-VR17",
    "台账与合同台账一致",
    level=Level.WARNING,
    clause="E6",
    table="customers",
    column="contract_capacity_kva",
    advice="以合同为准更正台账，或补签变更协议",
)
def ledger_agrees_with_contract(customers: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """户名 and 合同容量 agree with the newest contract in 合同台账.

    References: 制度 E6; 校验规则 VR17.

    Checked with: generated cases only.

    Limitations: voltage, feeder and boundary are not columns of 合同台账; where it has no name or capacity
    they are not compared.
    """
    newest = contracts[contracts["state"] != "终止"].sort_values("signed_on", kind="stable")
    newest = newest.drop_duplicates("customer_no", keep="last").set_index("customer_no")
    asked = customers[customers["customer_no"].isin(newest.index)]
    name, kva = (asked["customer_no"].map(newest[column]) for column in ("customer_name", "contract_capacity_kva"))
    other_name = name.notna() & (name != asked["customer_name"])
    other_kva = kva.notna() & (kva != asked["contract_capacity_kva"])
    what = ("户名『" + asked["customer_name"] + "』，合同为『" + name.fillna("") + "』；").where(other_name, "")
    sizes = asked["contract_capacity_kva"].map("合同容量 {:,.0f} kVA，".format) + kva.map("合同为 {:,.0f} kVA".format)
    return judge(
        asked,
        other_name | other_kva,
        actual=asked["contract_capacity_kva"].where(other_kva, asked["customer_name"]),
        expected=kva.where(other_kva, name),
        needs=(),
        message="与合同台账不一致：" + what + sizes.where(other_kva, ""),
        column=pd.Series("contract_capacity_kva", index=asked.index).mask(other_name & ~other_kva, "customer_name"),
        rule=rules.cite_key(TABLE, "台账-VR17"),
    )


@check(
    "台账-VR18",
    "综合倍率",
    level=Level.ERROR,
    clause="D2",
    table="metering_points",
    column="multiplier",
    advice="见电费-A19",
)
def multiplier() -> Verdict:
    """综合倍率 = CT × PT: the same fact as 电费-A19, which reports it.

    References: 校验规则 VR18; 电费审核规则 A19.

    Checked with: the tests of 电费-A19.

    Limitations: none of its own.
    """
    return nothing("与电费-A19 是同一件事，由电费-A19 核查，这里不重复")


@check(
    "台账-VR19",
    "预试超期",
    level=Level.WARNING,
    clause="F2",
    table="devices",
    column="tested_on",
    advice="督促客户安排预防性试验，并出具用电检查结果通知书留存",
)
def test_in_time(devices: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Every running device was tested within its cycle.

    References: 制度 F2; DL/T 596—2021; 校验参数 VR19 (待核).

    Checked with: generated cases only.

    Limitations: devices without 上次预试日期 are 未能核查; motors are asked like transformers.
    """
    known = customers.drop_duplicates("customer_no").set_index("customer_no")
    asked = devices[devices["customer_no"].isin(known.index) & (devices["state"] == "运行")]
    owner = known.reindex(asked["customer_no"]).set_axis(asked.index)
    grave = owner["importance"].isin(("特级", "一级", "二级")) | owner["supply_voltage"].isin(HIGH_VOLTAGES)
    keys = {True: "台账-VR19:预试周期:重要或35kV以上", False: "台账-VR19:预试周期:10kV"}
    months = grave.map({kind: rules.value(LIMITS, key) for kind, key in keys.items()})
    due = pd.Series(pd.NaT, index=asked.index, dtype="datetime64[s]")
    for count in months.unique():
        chosen = months == count
        due = due.mask(chosen, asked["tested_on"] + pd.DateOffset(months=int(count)))
    return judge(
        asked,
        due < pd.Timestamp(as_of),
        actual=asked["tested_on"].dt.strftime("%Y-%m-%d"),
        expected=due.dt.strftime("%Y-%m-%d"),
        about=asked["device_no"],
        values={"months": months},
        message="设备 {device_no} 上次预试 {actual}，周期 {months:.0f} 个月，应于 {expected} 前完成",
        reason="设备 {device_no} 没有上次预试日期",
        outcome=Outcome.OVERDUE,
        rule=grave.map({kind: rules.cite_key(LIMITS, key) for kind, key in keys.items()}),
    )
