"""Numbers of different kinds in one column: thousands apart, all of their decimals, money with two."""

from decimal import Decimal

import openpyxl
import pytest

from addin.books.closed import ClosedBook
from addin.books.result import Block, ResultColumn, ResultSheet
from addin.results.sheet import figure_format


@pytest.mark.parametrize(
    ("value", "least", "code"),
    [
        (-2000, 0, "#,##0"),
        (Decimal("-0.25"), 0, "#,##0.00"),
        (238133.7, 2, "#,##0.00"),
        (26300, 2, "#,##0.00"),
        (0.391205, 2, "#,##0.000000"),
        (1e-9, 0, "#,##0"),
        ("2026-01-05", 2, ""),
        (None, 2, ""),
        (float("nan"), 0, ""),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(value, least, code):
    assert figure_format(value, least) == code


def test_each_row_of_a_column_may_have_a_format_of_its_own(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    values, tones = [26300, 0.25, "T1"], ["error", None, None]
    formats = {0: [figure_format(value, 2) for value in values]}
    part = Block((ResultColumn("结果"),), [values], tones=tones, toned=(0,), formats=formats)
    book = ClosedBook(tmp_path / "a.xlsx")
    book.write(ResultSheet("结果", "KeyWatt:test:1", ("题",), (part,)))
    book.save(tmp_path / "b.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "b.xlsx")["结果"]["B"][-3:]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (26300, "#,##0.00"),
        (0.25, "#,##0.00"),
        ("T1", "General"),
    ]
    assert [cell.fill.fill_type for cell in cells] == ["solid", None, None]
