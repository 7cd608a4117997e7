"""台账校验, through the real reader and the shipped rules; both sides of each limit."""

from datetime import date
from pathlib import Path

import pytest
from sheets import book

from addin import checks
from addin.findings import CHECKS, run
from addin.reading import read_books
from addin.rulebook import Rulebook

checks.load()
RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
NO = "4200000000001"
GOOD = {
    "户号": f"'{NO}'", "户名": "江城钢管厂", "用户状态": "正常", "合同容量": "1000", "运行容量": "1000",
    "供电电压": "交流10kV",
    "行业分类": "C3392", "用电类别": "工商业-两部制", "重要电力用户等级": "否",
}  # fmt: skip


def customer(**changes):
    row = {**GOOD, **changes}
    return "|".join(row) + "\n" + "|".join(row.values())


def found(code, tmp_path, sheets=None, **changes):
    """Run one check on one customer; return the messages of what it found."""
    ledger = read_books([book(tmp_path, {"客户台账": customer(**changes), **(sheets or {})})])
    facts = {
        name: ledger[name] for name in ("customers", "contacts", "devices", "bills", "contracts", "capacity_changes")
    }
    facts |= {"rules": RULES, "as_of": date(2026, 1, 31), "month_end": date(2026, 1, 31), "month": "2026-01"}
    rows = run([CHECKS[code]], facts, {})[code].rows
    return list(rows[rows["outcome"] != "未能核查"]["message"])


CASES = [
    ("台账-VR01", {"户号": "'4200000001'"}, {"户号": "'42000000012'"}),
    ("台账-VR02", {"统一社会信用代码": "'91350100M000100Y43'"}, {"统一社会信用代码": "'91350100M000100Y44'"}),
    ("台账-VR05", {"法定代表人身份证号": "'11010519491231002X'"}, {"法定代表人身份证号": "'110105194912310021'"}),
    ("台账-VR06", {"邮编": "'430000'"}, {"邮编": "'43000'"}),
    ("台账-VR06", {"电子邮箱": "a@b.cn"}, {"电子邮箱": "a@b"}),
    ("台账-VR07", {"行业分类": "C13"}, {"行业分类": "C12"}),
    ("台账-VR07", {"行业分类": "C4390"}, {"行业分类": "C4400"}),
    ("台账-VR10", {"运行容量": "1000"}, {"运行容量": "1001"}),
    ("台账-VR12", {"合同容量": "8000"}, {"合同容量": "8001"}),
    ("台账-VR15", {"用电类别": "大工业"}, {"用电类别": "大工业", "行业分类": "P8321"}),
    (
        "台账-VR16",
        {"立户日期": "2020-01-01", "送电日期": "2020-01-01"},
        {"立户日期": "2020-01-02", "送电日期": "2020-01-01"},
    ),
    ("台账-VR21", {"营业执照名称": "江城钢管厂"}, {"营业执照名称": "江城钢管有限公司"}),
    ("台账-VR22", {"临时用电到期日": "2026-03-03"}, {"临时用电到期日": "2026-03-02"}),
    (
        "台账-VR14",
        {"重要电力用户等级": "二级", "电源类型": "单电源双回路"},
        {"重要电力用户等级": "二级", "电源类型": "单电源单回路"},
    ),
]


@pytest.mark.parametrize(("code", "fine", "wrong"), CASES)
def test_one_side_of_the_limit_is_silent_and_the_other_is_found(tmp_path, code, fine, wrong):
    assert found(code, tmp_path, **fine) == []
    assert len(found(code, tmp_path, **wrong)) == 1


def test_a_billed_customer_who_is_not_in_the_ledger_is_found(tmp_path):
    bills = "账单号|户号|月份\n'B1'|'4200000000009'|2026-01\n'B2'|'4200000000001'|2026-01"
    assert len(found("台账-VR00", tmp_path, {"电费账单": bills})) == 1


def test_running_below_contract_is_right_while_a_device_is_sealed(tmp_path):
    sealed = f"设备编号|户号|变动时刻|变动类型\n'T1'|'{NO}'|2026-01-10|封停"
    assert len(found("台账-VR10", tmp_path, 运行容量="600")) == 1
    assert found("台账-VR10", tmp_path, {"容量变动": sealed}, 运行容量="600") == []


@pytest.mark.parametrize(("second", "count"), [(400, 0), (399, 1)])
def test_contract_capacity_is_the_sum_of_the_devices_without_removed_ones(tmp_path, second, count):
    head = "设备编号|户号|类型|铭牌容量|运行状态"
    lines = f"'T1'|'{NO}'|变压器|600|运行\n'T2'|'{NO}'|变压器|{second}|停用\n'T3'|'{NO}'|变压器|315|拆除"
    assert len(found("台账-VR11", tmp_path, {"受电设备": f"{head}\n{lines}"})) == count


@pytest.mark.parametrize(("own", "count"), [(120, 0), (119, 1)])
def test_own_supply_is_a_fifth_more_than_the_security_load(tmp_path, own, count):
    rest = {"自备电源闭锁方式": "机械", "应急预案修订日期": "2025-06-01", "非电保安措施": "有"}
    important = {"重要电力用户等级": "一级", "保安负荷": "100", "自备应急电源容量": str(own), **rest}
    assert len(found("台账-VR13", tmp_path, **important)) == count


@pytest.mark.parametrize(("tested", "count"), [("2024-01-31", 0), ("2024-01-30", 1)])
def test_a_device_is_tested_every_two_years(tmp_path, tested, count):
    lines = f"设备编号|户号|类型|铭牌容量|运行状态|上次预试日期\n'T1'|'{NO}'|变压器|1000|运行|{tested}"
    assert len(found("台账-VR19", tmp_path, {"受电设备": lines})) == count


@pytest.mark.parametrize(("verified", "count"), [("2025-11-02", 0), ("2025-11-01", 1)])
def test_contacts_are_there_and_verified_within_ninety_days(tmp_path, verified, count):
    people = f"'{NO}'|1|电费联系人|李四|{verified}\n'{NO}'|2|24h应急|王五|{verified}"
    assert len(found("台账-VR20", tmp_path, {"联系人": f"户号|序|角色|姓名|核实日期\n{people}"})) == count


@pytest.mark.parametrize(("kva", "count"), [(1000, 0), (800, 1)])
def test_the_ledger_agrees_with_the_contract(tmp_path, kva, count):
    register = f"合同编号|户号|户名|合同容量|合同状态\n'JC-1'|'{NO}'|江城钢管厂|{kva}|履行中"
    assert len(found("台账-VR17", tmp_path, {"合同台账": register})) == count


@pytest.mark.parametrize(("mobile", "count"), [("'13800138000'", 0), ("'12800138000'", 1)])
def test_a_mobile_number_is_well_formed(tmp_path, mobile, count):
    assert (
        len(found("台账-VR03", tmp_path, {"联系人": f"户号|序|角色|姓名|手机\n'{NO}'|1|电费联系人|李四|{mobile}"}))
        == count
    )
