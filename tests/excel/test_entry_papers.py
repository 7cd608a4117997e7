"""Documents from a selection: papers for just these rows; nothing selected: asks what would be made."""

from datetime import date

import pytest
from docx import Document
from papers.paper_area import NO, area, contract, hazard, rows
from sheets import book

REGISTER = {
    "文号": None, "户号": None, "户名": None, "文书": None, "事由编号": None, "日期": None, "文件": None, "状态": None,
}  # fmt: skip


@pytest.fixture
def person(at, tmp_path):
    """A person with a ledger of one customer, two hazards and an empty register on the screen."""
    sheets = area()
    sheets["隐患台账"] = [hazard(), hazard(隐患编号="YH2", 设备或部位="低压柜", 隐患描述="无绝缘垫", 照片号="P2")]
    sheets["通知书登记"] = [REGISTER]
    return at(book(tmp_path, {title: rows(lines) for title, lines in sheets.items()}))


def made(tmp_path):
    """Return the words of the papers beside the workbook, by file name."""
    return {path.name: "\n".join(cell.text for table in Document(path).tables for row in table.rows for cell in row.cells)
            for path in (tmp_path / "文书").glob("*.docx")}  # fmt: skip


def registered(person):
    """Return the filled rows of the register."""
    return [row for row in person.cells("通知书登记")[1:] if row and row[0]]


def test_a_notice_is_made_for_just_the_hazard_that_is_selected(person, tmp_path):
    person.select("隐患台账", "A3")
    kind, said = person.press("notice")
    assert kind == "info", said
    assert "文书：1 份" in said
    [words] = made(tmp_path).values()
    assert "无绝缘垫" in words
    assert "机械闭锁卡涩" not in words
    [row] = registered(person)
    assert "YH2" in row
    assert NO in row


def test_several_selected_hazards_of_an_inspection_make_one_notice(person, tmp_path):
    person.select("隐患台账", "A2:C3")
    assert "文书：1 份" in person.press("notice")[1]
    [words] = made(tmp_path).values()
    assert "无绝缘垫" in words
    assert "机械闭锁卡涩" in words


def test_a_customer_selected_in_the_ledger_gets_its_contract(person, tmp_path):
    person.select("客户台账", "B2")
    assert person.press("contract")[0] == "info"
    assert len(made(tmp_path)) == 1
    assert registered(person)[0][3] == "高压供用电合同"


def test_the_batch_button_makes_the_paper_of_the_sheet_in_front(at, tmp_path):
    sheets = area() | {"合同台账": [contract(合同状态="履行中", 生效日期=date(2025, 12, 1))], "通知书登记": [REGISTER]}
    person = at(book(tmp_path, {title: rows(lines) for title, lines in sheets.items()}))
    person.select("变更台账", "A2")
    assert person.press("document")[0] == "info"
    assert [name.split("-")[1] for name in made(tmp_path)] == ["变更协议"]


def test_nothing_selected_asks_with_the_list_and_makes_nothing(person, tmp_path):
    person.select("设置", "A1")
    kind, text = person.press("document")
    request, _, question = text.partition("\n")
    assert (kind, request) == ("confirm", "document all")
    assert "没有选中行。台账里需要出的文书有 2 份" in question
    assert all(word in question for word in ("整改通知书", "供用电合同", "另有 1 份资料不全"))
    assert not (tmp_path / "文书").exists()
    assert registered(person) == []


def test_yes_to_the_question_makes_them_all_and_registers_each(person, tmp_path):
    person.select("设置", "A1")
    kind, said = person.press("document all")
    assert kind == "warn", said
    assert "未出：江城钢管厂：「合同台账」中没有" in said
    assert "尚未保存" in said
    assert len(made(tmp_path)) == 2
    assert len({row[0] for row in registered(person)}) == 2


def test_a_paper_that_was_made_is_refused_with_its_number(person, tmp_path):
    person.select("隐患台账", "A2")
    person.press("notice")
    kind, said = person.press("notice")
    assert kind == "warn"
    assert "已出具" in said
    assert len(made(tmp_path)) == 1


def test_a_file_in_the_way_is_said_and_nothing_is_made_or_registered(person):
    person.select("隐患台账", "A2")
    person.press("notice")
    register = person.book.sheets["通知书登记"]
    register.range("A2:H2").value = [[None] * 8]
    kind, said = person.press("notice")
    assert kind == "warn"
    assert "已经存在，文书从不覆盖" in said
    assert registered(person) == []


def test_a_ledger_without_a_register_is_said_before_anything_is_made(at, tmp_path):
    sheets = {title: rows(lines) for title, lines in area().items() if title != "通知书登记"}
    person = at(book(tmp_path, sheets))
    person.select("客户台账", "A2")
    assert "没有「通知书登记」表" in person.press("contract")[1]
    assert not (tmp_path / "文书").exists()


def test_a_protected_register_leaves_no_paper_behind(person, tmp_path):
    person.book.sheets["通知书登记"].impl.xl.protect("")
    person.select("隐患台账", "A2")
    assert "「通知书登记」受工作表保护，无法登记" in person.press("notice")[1]
    assert made(tmp_path) == {}
