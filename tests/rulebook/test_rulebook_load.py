"""Reading rules.xlsx: what makes it unusable, and what is only told."""

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.rulebook import Rulebook, RuleError
from addin.tables.rules import RULE_TABLES

RULES = Path(__file__).parents[2] / "rules.xlsx"
WORKBOOK = "xl/workbook.xml"
TITLES = ["说明", *(table.title for table in RULE_TABLES.values())]


def part(title):
    """Return the part of a sheet."""
    return f"xl/worksheets/sheet{TITLES.index(title) + 1}.xml"


@pytest.fixture
def edited(tmp_path):
    """Write a copy of the shipped book in which ``pattern`` is replaced once in a part; return its path."""

    def edit(name, pattern, replacement):
        path = tmp_path / "rules.xlsx"
        with zipfile.ZipFile(RULES) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.namelist():
                content = old.read(item)
                if item == name:
                    text, count = re.subn(pattern, replacement, content.decode("utf-8"), count=1)
                    assert count == 1
                    content = text.encode("utf-8")
                new.writestr(item, content)
        return path

    return edit


@pytest.fixture
def changed(tmp_path):
    """Write a copy of the shipped book with another value in a cell; return its path."""

    def change(title, cell, value):
        book = openpyxl.load_workbook(RULES)
        book[title][cell] = value
        book.save(tmp_path / "rules.xlsx")
        return tmp_path / "rules.xlsx"

    return change


def test_a_missing_file_is_said_in_a_sentence(tmp_path):
    with pytest.raises(RuleError, match=r"没有.*\.xlsx"):
        Rulebook.load(tmp_path / "没有.xlsx")


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "rules.xlsx"
    path.write_bytes(b"PK but not a workbook")
    with pytest.raises(RuleError, match=r"rules\.xlsx"):
        Rulebook.load(path)


def test_a_missing_sheet_is_named(edited):
    with pytest.raises(RuleError, match="容差"):
        Rulebook.load(edited(WORKBOOK, 'name="容差"', 'name="别的"'))


def test_a_missing_column_is_named(changed):
    with pytest.raises(RuleError, match=r"分级阈值.*下限"):
        Rulebook.load(changed("分级阈值", "C4", "别的"))


def test_text_in_a_number_column_is_refused_with_its_cell(edited):
    spoilt = r'<c r="C6" t="inlineStr"><is><t>一万</t></is></c>'
    with pytest.raises(RuleError, match=r"分级阈值.*C6.*一万"):
        Rulebook.load(edited(part("分级阈值"), r'<c r="C6"[^>]*><v>10000</v></c>', spoilt))


def test_an_error_value_in_a_price_spoils_its_row_only_and_is_told_with_its_cell(edited):
    spoilt = r'<c r="I8" t="e"><v>#N/A</v></c>'
    prices = Rulebook.load(edited(part("电价"), r'<c r="I8"[^>]*><v>0.38447</v></c>', spoilt)).all("prices")
    assert re.search(r"电价.*I8.*#N/A", prices.loc[8, "faulty"])
    assert (prices.drop(index=8)["faulty"] == "").all()


def test_a_loosened_guard_is_told_with_its_cell(edited, rulebook):
    row = rulebook.on(date(2026, 1, 31)).row("operating_parameters", "检查人数")
    book = Rulebook.load(edited(part("业务参数"), rf'(<c r="C{row}"[^>]*><v>)2<', r"\g<1>1<"))
    [problem] = book.problems.query("level == '错误'").itertuples()
    assert (problem.sheet, problem.cell, problem.column, problem.seen) == ("业务参数", f"C{row}", "值", "1")
    assert problem.book == "rules.xlsx"


def test_a_row_without_a_source_is_told(changed, rulebook):
    row = rulebook.on(date(2026, 1, 31)).row("tolerances", "打印勾稽")
    book = Rulebook.load(changed("容差", f"H{row}", None))
    [problem] = book.problems.query("level == '错误'").itertuples()
    assert (problem.sheet, problem.cell, problem.column) == ("容差", f"H{row}", "依据")


def test_columns_may_be_moved_and_added(tmp_path):
    book = openpyxl.load_workbook(RULES)
    sheet = book["容差"]
    sheet.insert_cols(1)
    sheet["A4"] = "我的备注"
    book.save(tmp_path / "rules.xlsx")
    moved = Rulebook.load(tmp_path / "rules.xlsx")
    assert moved.on(date(2026, 1, 31)).value("tolerances", "打印勾稽") == 0.01
