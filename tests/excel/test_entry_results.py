"""The buttons of the group 结果 on an open workbook, and the short ones of the other groups."""

import pytest
from books.made import make_xlsxwriter
from commands.test_bad_input import GOOD
from sheets import book

from addin.books.closed import ClosedBook
from addin.books.result import Block, ResultSheet
from addin.commands.registry import COMMANDS
from addin.commands.source import OPENED
from addin.excel import entry
from addin.excel.presses import LONG, SHORT
from addin.results.sheet import result_column
from addin.tables.result_findings import FINDINGS
from addin.tables.results import marker

TEXTS = {"level": "错误", "message": "倍率不符", "source": "客户台账!A4", "handling": "待处理"}
LINKS = ["'客户台账'!A4", "别处.xlsx#'电费账单'!B2", None]


@pytest.fixture
def person(at, tmp_path):
    """A person with three findings on the screen: one here, one in another workbook, one without a cell."""
    path = make_xlsxwriter(tmp_path / "台账.xlsx")
    values = [[f"{TEXTS.get(column.name, '')}" or None] * 3 for column in FINDINGS]
    names = [column.name for column in FINDINGS]
    values[names.index("message")] = ["第一", "第二", "第三"]
    block = Block(tuple(map(result_column, FINDINGS)), values, links={names.index("source"): LINKS})
    closed = ClosedBook(path)
    closed.write(
        ResultSheet("复核发现", marker(FINDINGS), ("复核发现", "行"), (block,), ["a|1|x|", "b|1|x|", "c|1|x|"])
    )
    closed.save(path)
    return at(path)


def cell(person, title, address):
    return person.book.sheets[title].range(address).value


MESSAGE, SOURCE, STATE, NOTE, WHO, UNTIL = ("J", "P", "U", "V", "W", "X")


def test_the_columns_stand_where_these_tests_say(person):
    heads = person.book.sheets["复核发现"].range("A3:X3").value
    assert [heads[ord(letter) - 65] for letter in (MESSAGE, SOURCE, STATE, NOTE, WHO, UNTIL)] == [
        "说明", "来源", "处理状态", "处理说明", "责任人", "核实截止日",
    ]  # fmt: skip


def test_next_comes_from_any_sheet_to_the_first_finding_and_on_to_the_last(person):
    person.select("通知书登记", "B2")
    assert person.press("next") == ("done", "第 1 / 3 条：第一")
    assert person.press("next") == ("done", "第 2 / 3 条：第二")
    assert person.selected() == f"复核发现!${MESSAGE}$5"
    assert person.press("next") == ("done", "第 3 / 3 条：第三")
    kind, said = person.press("next")
    assert (kind, "已经是最后一条发现（共 3 条）" in said) == ("warn", True)


def test_previous_goes_back_to_the_first(person):
    person.select("复核发现", "C5")
    assert person.press("previous") == ("done", "第 1 / 3 条：第一")
    assert "已经是最前一条发现" in person.press("previous")[1]


def test_back_from_the_source_the_walk_goes_on_where_it_was(person):
    person.select("复核发现", "C5")
    person.select("客户台账", "A4")
    assert person.press("next") == ("done", "第 2 / 3 条：第二")
    assert person.press("next") == ("done", "第 3 / 3 条：第三")


def test_a_finding_that_a_filter_hides_is_passed_over(person):
    person.book.sheets["复核发现"].impl.xl.Rows.getByIndex(4).IsVisible = False
    person.select("复核发现", "C4")
    assert person.press("next") == ("done", "第 3 / 3 条：第三")


def test_without_results_the_walk_says_what_to_do_and_speaks_of_no_log(at, tmp_path, log):
    kind, said = at(make_xlsxwriter(tmp_path / "空.xlsx")).press("next")
    assert kind == "warn"
    assert "没有「复核发现」；请先点「一键月度审计」" in said
    assert "日志" not in said
    assert "没有「复核发现」" in log()


def test_the_source_cell_is_selected(person):
    person.select("复核发现", "C4")
    assert person.press("source") == ("done", "来源：客户台账!A4")
    assert person.selected() == "客户台账!$A$4"


def test_a_source_in_a_workbook_that_is_not_open_is_opened_when_that_is_wanted(person, tmp_path):
    other = book(tmp_path, {"电费账单": "账单号|户号\n'B1'|'1"}, "别处.xlsx")
    person.select("复核发现", "C5")
    kind, said = person.press("source")
    assert (kind, said) == (
        "confirm",
        "source opened\n来源在另一本工作簿『别处.xlsx』，它没有打开。现在打开它并跳过去吗？",
    )
    assert person.press("source opened") == ("done", "来源：电费账单!B2")
    opened = next(one for one in person.app.books if one.fullname == str(other))
    assert opened.sheets.active.name == "电费账单"
    person.select("复核发现", "C5")
    assert person.press("source") == ("done", "来源：电费账单!B2")
    opened.close()


def test_a_workbook_of_a_source_that_is_gone_is_said_with_its_place(person, tmp_path):
    person.select("复核发现", "C5")
    kind, said = person.press("source opened")
    assert (kind, f"找不到工作簿『{tmp_path / '别处.xlsx'}』" in said) == ("warn", True)


def test_a_finding_without_a_cell_is_said(person):
    person.select("复核发现", "C6")
    assert "这条发现没有可跳转的单元格" in person.press("source")[1]


def test_a_source_sheet_that_was_renamed_is_said(person):
    person.book.sheets["客户台账"].name = "老台账"
    person.select("复核发现", "C4")
    assert "来源表「" in person.press("source")[1]


def test_a_press_outside_the_findings_asks_for_a_selection(person):
    person.select("客户台账", "A4")
    for request in ("source", "handle"):
        assert "请在「复核发现」里点选一行" in person.press(request)[1]


def test_handling_asks_first_and_then_writes_the_human_columns(person):
    person.select("复核发现", "C4:D5")
    kind, text = person.press("handle")
    assert kind == "ask"
    assert text.startswith("handle\n选中的 2 条发现")
    assert person.press("handle", "已核实 007 至2026-12-31 @张三") == ("done", "已写入 2 条：已核实")
    for row in (4, 5):
        assert [cell(person, "复核发现", f"{at}{row}") for at in (STATE, NOTE, WHO)] == ["已核实", "007", "张三"]
        assert str(cell(person, "复核发现", f"{UNTIL}{row}"))[:10] == "2026-12-31"
    assert cell(person, "复核发现", f"{STATE}6") == "待处理"


def test_an_empty_answer_writes_nothing(person):
    person.select("复核发现", "C4")
    assert "什么也没有改" in person.press("handle", " ")[1]
    assert cell(person, "复核发现", f"{STATE}4") == "待处理"


def test_a_formula_typed_as_a_note_stays_a_text(person):
    person.select("复核发现", "C4")
    person.press("handle", "处理中 =1+1")
    assert cell(person, "复核发现", f"{NOTE}4") == "=1+1"


@pytest.mark.usefixtures("at")
def test_about_tells_version_rules_and_log_without_a_workbook():
    said = entry.run("about")
    assert said.startswith("info\nKeyWatt 电力大客户管理 0.1.0")
    assert "rules.xlsx" in said


@pytest.mark.usefixtures("at")
def test_a_new_ledger_asks_for_the_folder(tmp_path):
    assert entry.run("new").startswith("ask\nnew\n在哪个文件夹")
    assert entry.run(f"new\n{tmp_path / '新'}").startswith("info\n已新建：")
    assert (tmp_path / "新" / "大客户台账.xlsx").exists()


def test_the_rules_beside_the_workbook_are_checked(at, tmp_path):
    kind, said = at(book(tmp_path, GOOD)).press("rules check")
    assert kind in {"info", "done"}
    assert "规则表" in said
    assert "提示：「rules.xlsx」：看到『「目录电价」「变损表」』，应为至少一行数据；表头下没有数据" in said


def test_every_button_is_a_request_that_python_knows():
    assert {one.name for one in COMMANDS.values() if one.button} <= {*SHORT, *LONG}
    assert OPENED in SHORT
