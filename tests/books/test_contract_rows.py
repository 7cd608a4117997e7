"""Rows appended to a register that people keep, on both sides of the Book port."""

from datetime import date

import openpyxl
import pytest
from books.made import make_xlsxwriter
from openpyxl.worksheet.protection import SheetProtection

from addin.books.errors import BookError

COLUMNS = {"no": "A", "customer": "B", "day": "C"}
ROWS = [
    {"no": "整改-003", "customer": "0420000005", "day": date(2026, 1, 31)},
    {"no": "=1+1", "customer": None, "day": date(2026, 2, 1)},
]


def appended(side, path, rows=ROWS, title="通知书登记"):
    """Append rows; return their numbers, and the sheet as it is kept."""
    book = side.open(path)
    numbers = book.append_rows(title, 1, COLUMNS, rows)
    return numbers, openpyxl.load_workbook(side.kept(book))[title]


def edited(path, edit):
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return path


def test_rows_go_below_the_last_filled_row_and_texts_stay_texts(side, ledger_path):
    numbers, sheet = appended(side, ledger_path)
    assert numbers == [4, 5]
    assert [[sheet.cell(row, at).value for at in (1, 2)] for row in (3, 4, 5)] == [
        ["整改-002", "0420000004"],
        ["整改-003", "0420000005"],
        ["=1+1", None],
    ]
    assert sheet["A5"].data_type == "s"
    assert [sheet.cell(row, 3).value.date() for row in (4, 5)] == [date(2026, 1, 31), date(2026, 2, 1)]
    assert "yyyy" in sheet["C4"].number_format.lower()


def test_a_table_around_the_rows_grows_with_them(side, ledger_path):
    _, sheet = appended(side, ledger_path)
    assert [table.ref for table in sheet.tables.values()] == ["A1:C5"]


def test_rows_hidden_by_a_filter_do_not_move_the_place(side, ledger_path):
    def hide(workbook):
        for row in (2, 3):
            workbook["通知书登记"].row_dimensions[row].hidden = True

    numbers, sheet = appended(side, edited(ledger_path, hide))
    assert numbers == [4, 5]
    assert sheet["A4"].value == "整改-003"


def test_rows_that_wait_with_formats_are_filled_and_not_pushed_down(side, ledger_path):
    def dress(workbook):
        for row in range(4, 9):
            workbook["通知书登记"].cell(row, 4).number_format = "0.00"

    numbers, _ = appended(side, edited(ledger_path, dress))
    assert numbers == [4, 5]


def test_new_rows_wear_what_the_row_above_wears(side, ledger_path):
    def dress(workbook):
        workbook["通知书登记"]["B3"].font = openpyxl.styles.Font(bold=True)

    _, sheet = appended(side, edited(ledger_path, dress))
    assert sheet["B4"].font.bold


def test_no_rows_change_nothing(side, ledger_path):
    numbers, sheet = appended(side, ledger_path, rows=[])
    assert numbers == []
    assert sheet["A4"].value is None


def test_a_sheet_that_is_not_there_is_said(side, ledger_path):
    with pytest.raises(BookError, match="没有名为「登记簿」的工作表，无处登记"):
        side.open(ledger_path).append_rows("登记簿", 1, COLUMNS, ROWS)


def test_a_protected_sheet_is_refused_on_the_screen_and_nothing_is_written(live, tmp_path):
    path = edited(make_xlsxwriter(tmp_path / "锁.xlsx"), lock("通知书登记"))
    book = live.open(path)
    with pytest.raises(BookError, match="「通知书登记」受工作表保护，无法登记"):
        book.append_rows("通知书登记", 1, COLUMNS, ROWS)
    assert book.cells("通知书登记")[3:] == []


def lock(title):
    """Return what protects a sheet."""

    def inner(workbook):
        workbook[title].protection = SheetProtection(sheet=True)

    return inner
