"""The button 核算底稿 on an open workbook: the bills of the customers whose rows are selected."""

import pytest
from commands.test_bill import LOST, TITLE, WRONG, ledger

from addin.excel.worksheeting import MOST


@pytest.fixture
def person(at, tmp_path):
    """A person with a ledger of three customers on the screen; the last cannot be recomputed."""
    return at(ledger(tmp_path))


def sheet_names(person):
    return [sheet.name for sheet in person.book.sheets]


def ours(person):
    return [name for name in sheet_names(person) if name.startswith("核算底稿")]


def charged(person, title, component):
    """Return recomputed amount, issued amount and difference of a row of the worksheet, as the screen shows them."""
    [row] = [line for line in person.cells(title) if line[1] == component]
    return tuple(row[6:9])


def test_the_sheet_of_the_selected_customer_is_written_shown_and_reckoned_by_the_screen_itself(person):
    person.select("客户台账", "C3")
    kind, said = person.press("bill")
    assert (kind, said.splitlines()[0]) == ("info", f"已写 「核算底稿-{WRONG}」")
    assert ours(person) == [f"核算底稿-{WRONG}"]
    assert person.selected().startswith(f"核算底稿-{WRONG}!")
    assert charged(person, f"核算底稿-{WRONG}", "合计") == pytest.approx((131998.81, 132008.81, 10.0))


def test_a_job_on_a_book_with_worksheets_writes_them_anew_in_their_place_from_cells_not_yet_saved(person):
    person.select("抄表记录", "A2")
    person.press("bill")
    heads = person.cells("受电设备")[0]
    person.book.sheets["受电设备"][1, heads.index("铭牌容量")].value = 800
    assert person.press("grade")[0] == "info"
    assert ours(person) == [TITLE]
    assert charged(person, TITLE, "容量电费")[0] == pytest.approx(21040)


def test_of_several_selected_customers_one_without_a_statement_is_told_with_the_reason(person):
    person.select("客户台账", "A2:A4")
    kind, said = person.press("bill")
    assert kind == "warn"
    assert ours(person) == [TITLE, f"核算底稿-{WRONG}"]
    assert "没有 湖北 2026-01 单一制、110kV 的价格行" in said


def test_a_customer_without_a_statement_alone_leaves_the_workbook_as_it_was(person):
    before = sheet_names(person)
    person.select("客户台账", "A4")
    kind, said = person.press("bill")
    assert (kind, LOST in said) == ("warn", True)
    assert sheet_names(person) == before


@pytest.mark.parametrize(("title", "cells"), [("设置", "A1"), ("客户台账", "A1"), ("客户台账", "A9")])
def test_a_press_where_no_customer_is_selected_says_what_to_select(person, title, cells):
    person.select(title, cells)
    kind, said = person.press("bill")
    assert kind == "warn"
    assert f"选中了 0 个户号，应为 1 至 {MOST} 个" in said
