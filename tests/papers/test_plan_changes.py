"""Change agreements: which applications call for one, what follows from the change, what speaks against it."""

from datetime import date
from decimal import Decimal

import pytest
from paper_area import NO, change, text_of

EXPANSION = {"变更类型": "增容", "涉及设备": None, "执行止日": None}


@pytest.fixture(autouse=True)
def _signed(sheets):
    """The customer's contract is in force."""
    sheets["合同台账"][0]["合同状态"] = "履行中"


def table(paper):
    return {row["item"]: (row["before"], row["after"]) for row in paper.facts["changes"]}


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"状态": "已批准"}, 1),
        ({"状态": "待签署"}, 1),
        ({"状态": "已受理"}, 0),
        ({"状态": "已完成"}, 0),
        ({"状态": "已作废"}, 0),
        ({"协议文号": "江城供BG〔2026〕1号"}, 0),
    ],
)
def test_an_approved_application_without_agreement_calls_for_one(sheets, planned, cells, count):
    sheets["变更台账"] = [change(**cells)]
    assert len(planned("change")) == count


def test_what_follows_from_the_change_is_said_item_by_item(planned):
    assert table(planned("change")[0]) == {
        "运行容量": ("1630kVA", "1000kVA"),
        "电价制度": ("两部制", "不变"),
        "力调标准": ("0.90", "不变"),
        "容需量计费方式": ("按容量", "不变"),
        "合同需量": ("不适用", "不变"),
        "变损": ("不加计", "不变"),
        "电价类别": ("工商业", "不变"),
        "倍率": ("3000", "不变"),
        "产权分界点": ("东铸线12号杆隔离开关电源侧", "不变"),
        "保护定值": ("过流、速断", "不变"),
    }


def test_items_of_one_application_stand_in_one_agreement(sheets, planned):
    sheets["变更台账"] += [change(变更项目="力调标准", 变更前="0.90", 变更后="0.85"), change(申请编号="SQ2")]
    first, second = planned("change")
    assert table(first)["力调标准"] == ("0.90", "0.85")
    assert [paper.document_no for paper in (first, second)] == ["江城供BG〔2026〕1号", "江城供BG〔2026〕2号"]


def test_devices_are_sealed_and_unsealed_on_the_days_of_the_change(planned):
    seals = planned("change")[0].facts["seals"]
    assert [(row["action"], row["on"], row["device"]) for row in seals] == [
        ("封停", date(2026, 2, 1), "变压器 S13-630/10 630 kVA"),
        ("启封", date(2026, 4, 30), "变压器 S13-630/10 630 kVA"),
    ]


def test_a_device_that_the_customer_does_not_have_is_refused(sheets, planned):
    sheets["变更台账"] = [change(涉及设备="T9")]
    assert planned("change")[0].missing[0].startswith("「变更台账」第2行「涉及设备」看到『T9』")


@pytest.mark.parametrize(("after", "refused"), [("100kVA", False), ("99kVA", True), ("0kVA", False)])
def test_a_capacity_too_small_for_two_part_billing_must_say_what_becomes_of_it(sheets, planned, after, refused):
    sheets["变更台账"] = [change(变更后=after)]
    assert any("「电价制度」不能仍为『两部制』" in one for one in planned("change")[0].missing) is refused


@pytest.mark.parametrize(("after", "refused"), [("314kVA", False), ("315kVA", True)])
def test_a_capacity_that_requires_two_part_billing_must_say_so(sheets, planned, after, refused):
    sheets["计费参数"][0] |= {"电价制度": "单一制", "容需量计费方式": "不计"}
    sheets["变更台账"] = [change(变更项目=item, 变更后=after, **EXPANSION) for item in ("合同容量", "运行容量")]
    assert any("「电价制度」不能仍为『单一制』" in one for one in planned("change")[0].missing) is refused


@pytest.mark.parametrize(("demand", "refused"), [(400, False), (399, True), (1000, False), (1001, True)])
def test_a_contract_demand_that_the_new_capacity_does_not_allow_must_be_restated(sheets, planned, demand, refused):
    sheets["计费参数"][0] |= {"容需量计费方式": "合同最大需量", "合同需量(kW)": demand}
    assert any("「合同需量」不能仍为" in one for one in planned("change")[0].missing) is refused


def test_a_capacity_that_the_kind_of_change_moves_must_be_stated(sheets, planned):
    sheets["变更台账"] = [change(变更项目="合同容量", 变更后="2000kVA", **EXPANSION)]
    assert any("没有「运行容量」的变更前、变更后" in one for one in planned("change")[0].missing)


def test_a_kind_that_the_rule_book_does_not_know_is_refused(sheets, planned):
    sheets["变更台账"] = [change(变更类型="改天")]
    assert any("应为规则表「变更用电」中的类型" in one for one in planned("change")[0].missing)


@pytest.mark.parametrize(("paid", "owed"), [(1000.10, Decimal("0.00")), (1000.09, Decimal("0.01"))])
def test_what_is_owed_is_exact_to_the_fen(sheets, planned, paid, owed):
    sheets["收款记录"][0]["本金(元)"] = paid
    assert planned("change")[0].facts["arrears_yuan"] == owed


@pytest.mark.parametrize(("due", "owed"), [(date(2026, 1, 31), 0), (date(2026, 1, 30), Decimal("1000.10"))])
def test_a_bill_is_owed_from_the_day_after_its_due_date(sheets, planned, due, owed):
    sheets["收款记录"] = [sheets["收款记录"][0] | {"账单号": "B0"}]
    sheets["电费账单"][0]["交费截止日"] = due
    assert planned("change")[0].facts["arrears_yuan"] == owed


def test_arrears_stop_a_change_that_must_be_paid_for_first(sheets, planned):
    sheets["收款记录"] = [sheets["收款记录"][0] | {"账单号": "B0"}]
    sheets["变更台账"] = [change(变更类型="迁址", 变更项目="用电地址", 变更前="甲", 变更后="乙", 涉及设备=None)]
    assert any("前结清电费，截至 2026-01-31 尚欠 1000.10 元" in one for one in planned("change")[0].missing)


@pytest.mark.parametrize(("sheet", "title"), [("电费账单", "总电费"), ("收款记录", "本金")])
def test_an_amount_that_is_empty_is_asked_for_and_never_taken_for_nothing(sheets, planned, sheet, title):
    """Of a bill without its amount nobody knows what is owed, nor of one on which an unknown amount was paid."""
    column = next(name for name in sheets[sheet][0] if name.startswith(title))
    sheets[sheet][0][column] = None
    missing = planned("change")[0].missing
    assert any(f"「{sheet}」第2行「{title}」为空，请补填" in one for one in missing), missing


def test_an_amount_that_is_empty_on_a_bill_not_yet_due_asks_for_nothing(sheets, planned):
    column = next(name for name in sheets["电费账单"][0] if name.startswith("总电费"))
    sheets["电费账单"][0] |= {column: None, "交费截止日": date(2026, 2, 20)}
    assert planned("change")[0].facts["arrears_yuan"] == 0


def test_without_bills_nobody_says_that_nothing_is_owed(sheets, planned):
    del sheets["电费账单"]
    assert any("工作簿中没有「电费账单」表" in one for one in planned("change")[0].missing)


def test_a_new_owner_needs_a_new_contract(sheets, planned):
    sheets["变更台账"] = [
        change(变更类型="过户", 变更项目="户名", 变更前="甲厂", 变更后="乙厂", 涉及设备=None, 执行止日=None)
    ]
    assert any("另签供用电合同" in one for one in planned("change")[0].missing)


def test_only_the_customers_named_get_one(planned):
    assert planned("change", ["4200000000009"]) == []
    assert len(planned("change", [NO])) == 1


def test_the_document_says_what_changes(planned):
    said = text_of(planned("change")[0], "BG")
    for words in (
        "江城供BG〔2026〕1号",
        "JC-GYD-2026-0001",
        "1000kVA",
        "不变",
        "《民法典》第五百四十三条、第五百四十四条",
    ):
        assert words in said
