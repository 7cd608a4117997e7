"""A cell of a price row that cannot be used stops the customers of its row only; whoever finds a row is billed."""

import openpyxl
import pytest
from billing_area import END, MONTH, TOTAL_YUAN, area, base_sheets, registers
from billing_cases import number, stacked

from addin.billing.month import bill_month
from addin.commands.rules import check_rules
from addin.register import CHECKS
from addin.rulebook import Rulebook, RuleError
from addin.shipped import shipped

OURS, OTHER = "湖北-2026-01-两部制-1-10(20)kV", "湖北-2026-01-两部制-35kV"
TITLES = {"省份": 2, "价表月份": 3, "用电类别": 4, "电压等级": 5, "电压下限": 6, "代理购电价格": 9, "失效日期": 22}
POINT = base_sheets()["计量点"][0]
HOME = POINT | {
    "计量点号": "P2",
    "上级计量点": "P1",
    "关系": "定量",
    "定量": 3100,
    "表号": None,
    "电价类别": "居民生活",
}
ELSEWHERE = number(1)


def spoilt(folder, cells, sheet="电价"):
    """Return a copy of the shipped rules with other cells, by row key and title or by address."""
    book = openpyxl.load_workbook(shipped("rules.xlsx"))
    rows = {line[0].value: line[0].row for line in book[sheet].iter_rows(min_row=5)}
    for (key, title), value in cells.items():
        if sheet == "电价":
            book[sheet].cell(rows[key], TITLES[title]).value = value
        else:
            book[sheet][key].value = value
    book.save(folder / "rules.xlsx")
    return folder / "rules.xlsx"


def both(folder, path, changes=None):
    """Bill a customer of 10 kV and one of 35 kV."""
    sheets = stacked([changes or {}, {"计费参数": {"计价电压": "35kV"}}])
    return bill_month(area(folder, sheets), Rulebook.load(path), MONTH, "湖北")


def reasons(billing, number):
    return "".join(billing.doubts.loc[billing.doubts["customer_no"] == number, "reason"])


@pytest.fixture(params=["省份", "价表月份", "用电类别", "电压等级"])
def title(request):
    return request.param


def test_a_row_that_nobody_can_find_is_told_to_who_finds_none(tmp_path, title):
    """35 kV has no row but the spoilt one; 10 kV is billed as ever."""
    word = None if title in {"省份", "电压等级"} else "乱填"
    path = spoilt(tmp_path, {(OTHER, title): word})
    billing = both(tmp_path, path)
    mine = billing.lines[billing.lines["customer_no"] == number(0)]
    assert mine["amount_fen"].sum() == round(TOTAL_YUAN * 100)
    said = reasons(billing, ELSEWHERE)
    assert "没有 湖北 2026-01 两部制、35kV 的价格行" in said
    assert f"「{title}」：看到『{word or '空'}』" in said
    problems = check_rules(path)
    assert list(problems.loc[problems["level"] == "错误", "column"]) == [title]


def test_a_row_of_another_voltage_is_not_told(tmp_path):
    """35 kV has no row at all: the 10 kV row, spoilt in its month, cannot be its own."""
    path = spoilt(tmp_path, {(OURS, "价表月份"): "元月", (OTHER, "电压等级"): "66kV"})
    billing = both(tmp_path, path)
    assert "元月" not in reasons(billing, ELSEWHERE)
    assert "元月" in reasons(billing, number(0))


def test_whoever_finds_a_whole_row_is_billed_beside_a_spoilt_one(tmp_path):
    """The row of 35 kV, without its voltage, might be of 10 kV as well: that one has a row of its own."""
    billing = both(tmp_path, spoilt(tmp_path, {(OTHER, "电压等级"): None}))
    assert reasons(billing, number(0)) == ""


def test_a_spoilt_row_that_is_found_is_told_to_its_customers(tmp_path):
    billing = both(tmp_path, spoilt(tmp_path, {(OTHER, "电压下限"): "三十五", (OTHER, "失效日期"): "月底"}))
    said = reasons(billing, ELSEWHERE)
    assert "「电压下限」：看到『三十五』" in said
    assert "「失效日期」：看到『月底』" in said
    assert reasons(billing, number(0)) == ""


def test_two_spoilt_rows_of_a_voltage_are_both_told(tmp_path):
    """35 kV stands twice, each with a cell of its own that is no number."""
    single = "湖北-2026-01-单一制-35kV"
    cells = {(single, "用电类别"): "两部制", (single, "代理购电价格"): "待定", (OTHER, "电压下限"): "三十五"}
    said = reasons(both(tmp_path, spoilt(tmp_path, cells)), ELSEWHERE)
    assert "『待定』" in said
    assert "『三十五』" in said


def test_more_spoilt_rows_than_are_listed_are_all_known(tmp_path):
    """Every row of the book: of each customer the own one is told."""
    book = openpyxl.load_workbook(shipped("rules.xlsx"))
    keys = [line[0].value for line in book["电价"].iter_rows(min_row=5) if line[0].value]
    billing = both(tmp_path, spoilt(tmp_path, {(key, "代理购电价格"): "待定" for key in keys}))
    assert billing.lines.empty
    assert billing.doubts["reason"].str.contains("「代理购电价格」：看到『待定』").all()


def test_an_alternative_that_nobody_can_read_stops_the_customers_of_its_row(tmp_path):
    """电价待核 of the 35 kV row: a bill by the alternative is not to be blamed."""
    book = openpyxl.load_workbook(shipped("rules.xlsx"))
    row = next(line[0].row for line in book["电价待核"].iter_rows(min_row=5) if line[0].value == OURS)
    billing = both(tmp_path, spoilt(tmp_path, {(f"C{row}", ""): "约0.85"}, "电价待核"))
    assert "「电价待核」" in reasons(billing, number(0))
    assert reasons(billing, ELSEWHERE) == ""


def test_a_catalogue_price_in_words_stops_the_sub_meters_of_its_row_only(tmp_path):
    cells = {
        "A": "湖北",
        "B": "居民生活",
        "C": "1-10(20)kV",
        "D": "五毛七",
        "F": "2023-06-01",
        "H": "湖北目录电价",
        "J": "否",
    }
    path = spoilt(tmp_path, {(f"{letter}5", ""): value for letter, value in cells.items()}, "目录电价")
    billing = both(tmp_path, path, {"计量点": [POINT, HOME], "抄表记录": registers()})
    said = billing.doubts.set_index("component")["reason"]
    assert list(said.index) == ["居民生活"]
    assert "「电价」：看到『五毛七』" in said["居民生活"]


AMOUNTS = [("系统运行费明细", "D5"), ("基金明细", "C5"), ("基金合计", "C5"), ("输配电价", "J6"), ("线损率", "C5")]
"""Amounts that published prices are only held against, no bill is made from them."""


@pytest.mark.parametrize(("sheet", "cell"), AMOUNTS, ids=[sheet for sheet, _ in AMOUNTS])
def test_an_amount_that_no_bill_is_made_from_stops_nobody_and_is_told(tmp_path, sheet, cell):
    path = spoilt(tmp_path, {(cell, ""): "四分五"}, sheet)
    billing = both(tmp_path, path)
    assert billing.doubts.empty
    assert billing.lines.loc[billing.lines["customer_no"] == number(0), "amount_fen"].sum() == round(TOTAL_YUAN * 100)
    problems = check_rules(path)
    assert list(problems.loc[problems["level"] == "错误", ["sheet", "cell"]].itertuples(index=False)) == [(sheet, cell)]


@pytest.mark.parametrize(("code", "sheet", "cell", "column"), [("电费-P3", "系统运行费明细", "D5", "折价"),
                                                              ("电费-P4", "基金明细", "C5", "标准")])  # fmt: skip
def test_a_sum_with_an_item_that_nobody_can_read_is_not_checked(tmp_path, code, sheet, cell, column):
    """Without the item the sum would differ, and the published price would be blamed."""
    book = Rulebook.load(spoilt(tmp_path, {(cell, ""): "四分五"}, sheet))
    billing = bill_month(area(tmp_path), book, MONTH, "湖北")
    verdict = CHECKS[code].run(billing=billing, rules=book.on(END, "湖北"))
    assert set(verdict.rows["outcome"]) == {"未能核查"}
    assert verdict.rows["message"].str.contains(f"规则表「{sheet}」第 5 行「{column}」没有数值，请改正").all()


@pytest.mark.parametrize(("sheet", "cell"), [("线损率", "D5"), ("计费规则", "C5")])
def test_a_rule_of_another_table_in_words_still_stops_the_book(tmp_path, sheet, cell):
    with pytest.raises(RuleError, match=f"「{sheet}」"):
        Rulebook.load(spoilt(tmp_path, {(cell, ""): "四分五"}, sheet))
