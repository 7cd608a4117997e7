"""Capacities, devices, important users, tests, contracts."""

import pytest
from asked import NO, found, rows, unsure

EVENTS = "设备编号|户号|变动时刻|变动类型|批准止日"
CHANGES = "申请编号|户号|变更类型|变更项目|申请日|执行起日|执行止日|状态"
DEVICES = "设备编号|户号|类型|铭牌容量|运行状态|备用方式|联锁组|上次预试日期|投运日期"


def devices(*lines):
    return {"受电设备": "\n".join([DEVICES, *(f"'T{n}'|'{NO}'|变压器|{line}" for n, line in enumerate(lines, 1))])}


@pytest.mark.parametrize(
    ("events", "count"),
    [
        (["2026-01-10|封停"], 0),
        (["2026-01-10|封停|2026-01-31"], 0),
        (["2026-01-10|封停|2026-01-30"], 1),
        (["2026-02-01|封停"], 1),
        (["2026-01-10|封停", "2026-01-20|启封"], 1),
        (["2025-06-01|减容"], 0),
        ([], 1),
    ],
)
def test_running_below_contract_needs_a_stop_in_force(tmp_path, events, count):
    lines = [f"'T1'|'{NO}'|{event}" for event in events]
    assert len(found("台账-VR10", tmp_path, {"容量变动": "\n".join([EVENTS, *lines])}, 运行容量="600")) == count


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ("暂停|运行容量|2026-01-01|2026-01-05|2026-01-31|已批准", 0),
        ("减容(非永久)|运行容量|2025-05-01|2025-06-01||已完成", 0),
        ("暂停|运行容量|2026-01-01|2026-01-05|2026-01-30|已批准", 1),
        ("暂停|运行容量|2026-01-01|2026-02-05|2026-03-30|已批准", 1),
        ("暂停|运行容量|2026-01-01|2026-01-05|2026-01-31|已受理", 1),
        ("更名|户名|2026-01-01|2026-01-05||已完成", 1),
    ],
)
def test_a_change_in_force_explains_running_below_contract_too(tmp_path, change, count):
    sheet = {"变更台账": f"{CHANGES}\n'S1'|'{NO}'|{change}"}
    assert len(found("台账-VR10", tmp_path, sheet, 运行容量="600")) == count


def test_a_cold_standby_device_explains_running_below_contract(tmp_path):
    assert not found("台账-VR10", tmp_path, devices("400|运行|冷备"), 运行容量="600")
    assert found("台账-VR10", tmp_path, devices("400|运行|热备"), 运行容量="600")


@pytest.mark.parametrize(("second", "count"), [(400, 0), (399, 1), (401, 1)])
def test_contract_capacity_is_the_sum_of_the_devices_without_removed_ones(tmp_path, second, count):
    sheet = devices("600|运行", f"{second}|停用", "315|拆除")
    assert len(found("台账-VR11", tmp_path, sheet)) == count


@pytest.mark.parametrize(("kva", "count"), [("1000", 0), ("1800", 0), ("1799", 1)])
def test_interlocked_devices_may_be_counted_together_or_by_the_largest(tmp_path, kva, count):
    sheet = devices("1000|运行||L1", "800|运行||L1")
    assert len(found("台账-VR11", tmp_path, sheet, 合同容量=kva)) == count


def test_without_devices_or_their_capacity_the_sum_is_unknown(tmp_path):
    assert unsure("台账-VR11", tmp_path, {"受电设备": DEVICES})
    assert unsure("台账-VR11", tmp_path, devices("600|运行", "|运行"))
    assert not len(rows("台账-VR11", tmp_path, {"受电设备": DEVICES}, 计量方式="低供低计")), "no transformer of its own"


IMPORTANT = {
    "重要电力用户等级": "一级", "保安负荷": "100", "自备应急电源容量": "120", "自备电源闭锁方式": "机械",
    "应急预案修订日期": "2025-06-01", "非电保安措施": "有",
}  # fmt: skip


@pytest.mark.parametrize(("own", "count"), [("120", 0), ("119", 1), ("", 1)])
def test_own_supply_is_a_fifth_more_than_the_security_load(tmp_path, own, count):
    assert len(found("台账-VR13", tmp_path, **IMPORTANT | {"自备应急电源容量": own})) == count


@pytest.mark.parametrize("title", ["保安负荷", "自备电源闭锁方式", "应急预案修订日期", "非电保安措施"])
def test_nothing_of_an_important_user_may_be_missing(tmp_path, title):
    assert len(found("台账-VR13", tmp_path, **IMPORTANT | {title: ""})) == 1
    assert not found("台账-VR13", tmp_path, **IMPORTANT | {title: "", "重要电力用户等级": "否"})
    assert not found("台账-VR13", tmp_path, **IMPORTANT | {title: "", "重要电力用户等级": "临时性"})


def test_an_important_user_whose_sources_are_not_known_is_not_passed(tmp_path):
    assert unsure("台账-VR14", tmp_path, 重要电力用户等级="一级", 电源类型="")


@pytest.mark.parametrize(
    ("voltage", "importance", "tested", "count"),
    [
        ("交流10kV", "否", "2024-01-31", 0),
        ("交流10kV", "否", "2024-01-30", 1),
        ("交流10kV", "二级", "2025-01-31", 0),
        ("交流10kV", "二级", "2025-01-30", 1),
        ("交流35kV", "否", "2025-01-30", 1),
        ("交流20kV", "否", "2025-01-30", 0),
    ],
)
def test_a_device_is_tested_within_its_cycle(tmp_path, voltage, importance, tested, count):
    sheet = devices(f"1000|运行|||{tested}")
    assert len(found("台账-VR19", tmp_path, sheet, 供电电压=voltage, 重要电力用户等级=importance)) == count
    assert not found("台账-VR19", tmp_path, devices(f"1000|停用|||{tested}"), 供电电压=voltage)


def test_a_new_device_counts_from_its_commissioning(tmp_path):
    assert not len(rows("台账-VR19", tmp_path, devices("1000|运行||||2025-08-01")))
    [told] = rows("台账-VR19", tmp_path, devices("1000|运行||||2023-08-01", "1000|运行|||2025-08-01"))["message"]
    assert "没有预试记录，从投运日期 2023-08-01 起算" in told
    assert unsure("台账-VR19", tmp_path, devices("1000|运行"))


def test_where_no_test_is_kept_at_all_nobody_is_said_to_be_overdue(tmp_path):
    [told] = unsure("台账-VR19", tmp_path, devices("1000|运行||||2015-06-01"))
    assert told == "「受电设备」的「上次预试日期」没有一台填写，请补登后核对"


CONTRACTS = "合同编号|户号|户名|合同容量|合同状态|签订日期"


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("江城钢管厂|1000|履行中", 0),
        ("江城钢管厂|999|履行中", 1),
        ("江城钢管公司|1000|履行中", 1),
        ("江城钢管厂||履行中", 0),
        ("江城钢管厂|800|终止", 0),
        ("江城钢管厂|800|草拟", 0),
    ],
)
def test_the_ledger_agrees_with_the_binding_contract(tmp_path, line, count):
    assert len(found("台账-VR17", tmp_path, {"合同台账": f"{CONTRACTS}\n'JC-1'|'{NO}'|{line}"})) == count


def test_the_newest_contract_is_compared(tmp_path):
    lines = [f"'JC-2'|'{NO}'|江城钢管厂|1000|履行中|2024-01-01", f"'JC-1'|'{NO}'|江城钢管厂|800|履行中|2020-01-01"]
    assert not found("台账-VR17", tmp_path, {"合同台账": "\n".join([CONTRACTS, *lines])})
    undated = f"'JC-3'|'{NO}'|江城钢管厂|700|履行中|"
    assert not found("台账-VR17", tmp_path, {"合同台账": "\n".join([CONTRACTS, *lines, undated])})
    told = rows("台账-VR17", tmp_path, {"合同台账": "\n".join([CONTRACTS, lines[1]])})
    assert list(told["level"]) == ["警告"]
