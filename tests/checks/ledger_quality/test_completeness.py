"""Everybody in the ledger, once, with what must be known; contacts that can be reached."""

import pytest
from asked import NO, customer, found, rows

BILLS = "账单号|户号|月份|起日|发行状态|冲正原单"
FULL = {
    "统一社会信用代码": "'91350100M000100Y43'", "法定代表人": "张三", "用电地址": "江城路1号", "客户类型": "工业",
    "电源类型": "单电源单回路", "负荷性质": "三类", "市场化属性": "电网代理购电", "电源联锁方式": "", "切换方式": "",
}  # fmt: skip


def test_a_billed_customer_who_is_not_in_the_ledger_is_found_once(tmp_path):
    bills = f"{BILLS}\n'B1'|'4200000000009'|2026-01\n'B2'|'4200000000009'|2026-01\n'B3'|'{NO}'|2026-01\n'B0'|'4200000000008'|2025-12"
    (message,) = found("台账-VR00", tmp_path, {"电费账单": bills})
    assert "4200000000009" in message


def test_a_customer_read_but_not_in_the_ledger_is_found(tmp_path):
    head = "计量点号|户号|表号|示数类型|月份|抄表日"
    lines = [f"'P{no}'|'{no}'|'M{no}'|正向有功总|2026-01|2026-01-31" for no in (NO, "4200000000009")]
    (message,) = found("台账-VR00b", tmp_path, {"抄表记录": "\n".join([head, *lines])})
    assert "4200000000009" in message


def test_required_cells_that_are_empty_make_one_finding_a_customer(tmp_path):
    assert not found("台账-VR08", tmp_path, **FULL)
    assert found("台账-VR08", tmp_path, **FULL | {"用电地址": "", "法定代表人": ""}) == [
        "必填项没有可用的值：法定代表人、用电地址"
    ]


def test_a_finding_points_at_the_first_empty_cell(tmp_path):
    assert list(rows("台账-VR08", tmp_path, **FULL | {"用电地址": ""})["column"]) == ["address"]


def test_a_column_that_the_sheet_lacks_is_not_every_customers_fault(tmp_path):
    assert not found("台账-VR08", tmp_path)


@pytest.mark.parametrize(("kind", "count"), [("单电源单回路", 0), ("单电源双回路", 1), ("双电源异站双回路", 1)])
def test_several_sources_need_interlock_and_switching(tmp_path, kind, count):
    assert len(found("台账-VR08", tmp_path, **FULL | {"电源类型": kind})) == count
    assert not found("台账-VR08", tmp_path, **FULL | {"电源类型": kind, "电源联锁方式": "机械", "切换方式": "手动"})


def twice(tmp_path, **second):
    head, first = customer(统一社会信用代码="'91350100M000100Y43'").splitlines()
    other = customer(**{"统一社会信用代码": "'91350100M000100Y43'", **second}).splitlines()[1]
    return rows("台账-VR09", tmp_path, {"客户台账": f"{head}\n{first}\n{other}"})


def test_a_number_that_stands_twice_is_an_error_at_the_second_row(tmp_path):
    told = twice(tmp_path)
    assert list(told["level"]) == ["错误"]
    assert list(told.index) == [3]
    assert "先前已在「客户台账」第2行" in told["message"].iloc[0]


def test_one_credit_code_with_two_names_is_a_notice_on_both(tmp_path):
    told = twice(tmp_path, 户号="'4200000000002'", 户名="江城钢管有限公司")
    assert list(told["level"]) == ["提示", "提示"]
    assert "江城钢管厂、江城钢管有限公司" in told["message"].iloc[0]
    assert not len(twice(tmp_path, 户号="'4200000000002'")), "one company may have several numbers"


PEOPLE = "户号|序|角色|姓名|核实日期|是否催费联系人|是否应急联系人"
ALL = ("法人或授权人", "电费联系人", "电气负责人", "24h应急")


def people(*roles, verified="2026-01-05"):
    lines = [f"'{NO}'|{n}|{role}|某人|{verified}|否|否" for n, role in enumerate(roles, 1)]
    return {"联系人": "\n".join([PEOPLE, *lines])}


@pytest.mark.parametrize(("verified", "count"), [("2025-11-02", 0), ("2025-11-01", 1), ("", 1)])
def test_contacts_are_verified_within_ninety_days(tmp_path, verified, count):
    assert len(found("台账-VR20", tmp_path, people(*ALL, verified=verified))) == count


@pytest.mark.parametrize(
    ("role", "level"), [("电费联系人", "警告"), ("24h应急", "警告"), ("法人或授权人", "提示"), ("电气负责人", "提示")]
)
def test_every_role_is_there(tmp_path, role, level):
    told = rows("台账-VR20", tmp_path, people(*[one for one in ALL if one != role]))
    assert list(told["message"]) == [f"联系人：缺{role}"]
    assert list(told["level"]) == [level]


def test_a_contact_may_serve_by_its_flags(tmp_path):
    lines = [f"'{NO}'|1|法人或授权人|甲|2026-01-05|是|是", f"'{NO}'|2|电气负责人|乙|2026-01-05|否|否"]
    assert not found("台账-VR20", tmp_path, {"联系人": "\n".join([PEOPLE, *lines])})


@pytest.mark.parametrize(
    ("code", "title", "fine", "wrong"),
    [
        ("台账-VR03", "手机", "'13800138000'", "'12800138000'"),
        ("台账-VR03", "手机", "'19900000001'", "'1990000000'"),
        ("台账-VR04", "固话", "'0729-5551000'", "'0729-555100'"),
        ("台账-VR04", "固话", "'4001234567'", "'40012345678901'"),
        ("台账-VR04", "固话", "'55510001-12'", "'55510001-1234567'"),
    ],
)
def test_numbers_are_well_formed(tmp_path, code, title, fine, wrong):
    for number, count in ((fine, 0), (wrong, 1), ("", 0)):
        sheet = {"联系人": f"户号|序|角色|姓名|{title}\n'{NO}'|1|电费联系人|李四|{number}"}
        assert len(found(code, tmp_path, sheet)) == count


@pytest.mark.parametrize(
    ("closed", "starts", "month", "count"),
    [
        ("2025-12-31", "2026-01-01", "2026-01", 1),
        ("2026-01-01", "2026-01-01", "2026-01", 0),
        ("2025-12-31", "", "2026-01", 1),
        ("", "2026-01-01", "2026-01", 1),
        ("", "2025-12-01", "2025-12", 0),
    ],
)
def test_no_bill_begins_after_a_customer_was_closed(tmp_path, closed, starts, month, count):
    bills = f"{BILLS}\n'B1'|'{NO}'|{month}|{starts}|已发行"
    cells = {"用户状态": "已销户", "销户日期": closed}
    assert len(found("台账-VR16", tmp_path, {"电费账单": bills}, **cells)) == count


def test_a_reversed_bill_after_closing_is_no_bill(tmp_path):
    bills = f"{BILLS}\n'B1'|'{NO}'|2026-01|2026-01-01|已冲正\n'B2'|'{NO}'|2026-01|2026-01-01|已发行|'B1'"
    assert not found("台账-VR16", tmp_path, {"电费账单": bills}, 用户状态="已销户", 销户日期="2025-12-31")
