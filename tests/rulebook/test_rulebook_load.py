"""Reading rules.xlsx: what makes it unusable, and what is only told."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.rulebook import Rulebook, RuleError

RULES = Path(__file__).parents[2] / "rules.xlsx"


def edited(path, edit):
    """Write a copy of the shipped book to ``path`` after ``edit(workbook)``."""
    book = openpyxl.load_workbook(RULES)
    edit(book)
    book.save(path)
    return path


def header_cell(sheet, title):
    """Return the header cell of a column."""
    return next(cell for row in sheet.iter_rows(min_row=1, max_row=6) for cell in row if cell.value == title)


def test_a_missing_file_is_said_in_a_sentence(tmp_path):
    with pytest.raises(RuleError, match=r"没有.*\.xlsx"):
        Rulebook.load(tmp_path / "没有.xlsx")


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "rules.xlsx"
    path.write_bytes(b"PK but not a workbook")
    with pytest.raises(RuleError, match=r"rules\.xlsx"):
        Rulebook.load(path)


def test_a_missing_sheet_is_named(tmp_path):
    path = edited(tmp_path / "rules.xlsx", lambda book: book.remove(book["容差"]))
    with pytest.raises(RuleError, match="容差"):
        Rulebook.load(path)


def test_a_missing_column_is_named(tmp_path):
    def drop(book):
        header_cell(book["分级阈值"], "下限(kVA)").value = "别的"

    with pytest.raises(RuleError, match=r"分级阈值.*下限"):
        Rulebook.load(edited(tmp_path / "rules.xlsx", drop))


def test_text_in_a_number_column_is_refused_with_its_cell(tmp_path):
    def spoil(book):
        book["分级阈值"]["C6"] = "一万"

    with pytest.raises(RuleError, match=r"分级阈值.*C6.*一万"):
        Rulebook.load(edited(tmp_path / "rules.xlsx", spoil))


def test_a_loosened_guard_is_told_with_its_cell(tmp_path):
    def loosen(book):
        sheet = book["业务参数"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "检查人数")
        sheet.cell(row, header_cell(sheet, "值").column).value = 1

    book = Rulebook.load(edited(tmp_path / "rules.xlsx", loosen))
    [problem] = book.problems.query("level == '错误'").itertuples()
    assert (problem.sheet, problem.column, problem.seen) == ("业务参数", "值", "1")
    assert problem.cell.startswith("B")
    assert problem.book == "rules.xlsx"


def test_columns_may_be_moved_and_added(tmp_path):
    def move(book):
        sheet = book["容差"]
        sheet.insert_cols(1)
        header_cell(sheet, "参数").offset(column=-1).value = "我的备注"

    book = Rulebook.load(edited(tmp_path / "rules.xlsx", move))
    assert book.on(date(2026, 1, 31)).value("tolerances", "打印勾稽") == 0.01


def test_a_copy_of_the_book_is_the_same_book(tmp_path, rulebook):
    copy = Rulebook.load(shutil.copy(RULES, tmp_path / "rules.xlsx"))
    assert len(copy.problems) == len(rulebook.problems)
