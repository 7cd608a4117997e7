"""What people wrote into our sheets is read back by identity."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from books.made import findings, overview

from addin.books.closed import ClosedBook
from addin.books.earlier import earlier_rows
from addin.books.errors import BookError

MARKER = "KeyWatt:findings:1"


@pytest.fixture
def result(ledger_path):
    book = ClosedBook(ledger_path)
    for sheet in (overview(), findings()):
        book.write(sheet)
    book.save(ledger_path)
    return ledger_path


def edited(path, edit):
    """Let somebody edit the findings and save the book with another program."""
    book = openpyxl.load_workbook(path)
    edit(book["复核发现"])
    book.save(path)
    return path


def test_rows_come_by_identity_with_columns_by_title(result):
    found = earlier_rows(result, MARKER)
    assert found.index.tolist() == ["id-1", "id-2"]
    assert found.columns.tolist() == ["级别", "户号", "问题", "金额(元)", "处理状态"]
    assert found["处理状态"].tolist() == [None, "处理中"]
    assert found["金额(元)"].tolist() == [12.5, None]
    assert set(found.dtypes.map(str)) == {"object"}


def test_what_people_wrote_is_there_after_sorting_and_inserting(result):
    def edit(sheet):
        sheet["F4"] = date(2026, 2, 1)
        sheet.move_range("A5:F5", rows=3)
        sheet["C6"] = "我加的一行，没有标识"

    found = earlier_rows(edited(result, edit), "KeyWatt:findings:2")
    assert found.index.tolist() == ["id-1", "id-2"]
    assert found["处理状态"].tolist() == [date(2026, 2, 1), "处理中"]


def test_a_row_copied_by_the_user_counts_once(result):
    def edit(sheet):
        for column in range(1, 7):
            sheet.cell(6, column).value = sheet.cell(5, column).value

    assert earlier_rows(edited(result, edit), MARKER).index.tolist() == ["id-1", "id-2"]


def test_a_file_without_the_sheet_gives_an_empty_frame(ledger_path, tmp_path):
    assert earlier_rows(ledger_path, MARKER).empty
    assert earlier_rows(tmp_path / "没有.xlsx", MARKER).empty


def test_a_sheet_without_rows_gives_an_empty_frame_with_its_columns(ledger_path):
    sheet = findings()
    empty = replace(sheet.blocks[0], values=[[]] * 5, links={}, tones=())
    book = ClosedBook(ledger_path)
    book.write(replace(sheet, blocks=(empty,), identities=[]))
    book.save(ledger_path)
    found = earlier_rows(ledger_path, MARKER)
    assert found.empty
    assert "处理状态" in found.columns


def test_a_damaged_file_is_said_and_not_taken_for_an_empty_one(result):
    result.write_bytes(result.read_bytes()[:-200])
    with pytest.raises(BookError, match="已损坏"):
        earlier_rows(result, MARKER)
