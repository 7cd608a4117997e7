"""What is written is what is read: text, numbers, dates; nothing becomes a formula."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from html import unescape
from math import inf, nan

import numpy as np
import openpyxl
import pandas as pd
import pytest
from books.made import make_xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape as unescape_signs
from python_calamine import CalamineWorkbook

from addin.books.cells import escaped
from addin.books.closed import ClosedBook
from addin.books.result import Block, ResultColumn, ResultSheet


def write(values, path, number_format=""):
    column = ResultColumn("值", number_format=number_format)
    sheet = ResultSheet("结果", "KeyWatt:test:1", (), (Block((column,), [values]),))
    book = ClosedBook(make_xlsxwriter(path))
    book.write(sheet)
    book.save(path)
    return path


def read(values, path):
    """Write one column below its heading, and read it with both readers."""
    write(values, path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("结果").to_python()
    sheet = openpyxl.load_workbook(path)["结果"]
    seen = [row[1] for row in rows[2:]]
    return seen + [""] * (len(values) - len(seen)), [sheet.cell(row, 2).value for row in range(3, 3 + len(values))]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30) | st.sampled_from(
    [
        "_x0041_",
        "_x005F_x0041_",
        "_x000D_",
        "=1+1",
        "+86",
        "@SUM(A1)",
        " 前后空格 ",
        "换\n行",
        "A&B<C>\"D'",
        "😀",
        "{{x}}",
    ]
)


@given(TEXTS)
def test_escaped_text_is_read_back_sign_by_sign(text):
    written = escaped(text)
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in written)
    assert "<" not in written
    assert unescape_signs(unescape(written)) == text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=60))
def test_text_goes_through_the_sheet_and_back(tmp_path, texts):
    calamine, by_openpyxl = read(texts, tmp_path / "book.xlsx")
    assert calamine == texts
    assert [unescape_signs(text) for text in by_openpyxl] == texts  # it leaves that to its users in inline strings


def test_text_that_looks_like_a_formula_or_number_stays_text(tmp_path):
    texts = ["=1+1", "-5", "00123", "1E5", "2026-01-01"]
    calamine, by_openpyxl = read(texts, tmp_path / "book.xlsx")
    assert calamine == texts == by_openpyxl
    assert [openpyxl.load_workbook(tmp_path / "book.xlsx")["结果"].cell(3, 2).data_type] == ["s"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path):
    (text,), _ = read(["量" * 40_000], tmp_path / "book.xlsx")
    assert len(text) <= 32_767
    assert text.endswith("…（过长已截）")


def test_a_text_that_just_fits_is_whole():
    assert escaped("量" * 32_767) == "量" * 32_767
    assert escaped("😀" * 16_384).endswith("…（过长已截）")


def test_half_a_sign_does_not_break_the_file(tmp_path):
    assert read(["半个\ud83d字"], tmp_path / "book.xlsx")[0] == ["半个\ufffd字"]


MORNING = datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001 -- cells know no time zone


class Level(StrEnum):
    ERROR = "错误"


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (42, 42),
        (-0.5, -0.5),
        (0.1 + 0.2, 0.1 + 0.2),
        (1e22, 1e22),
        (Decimal("12345678.90"), 12345678.9),
        (Decimal("1E+3"), 1000),
        (True, "是"),
        (np.False_, "否"),
        (np.int64(7), 7),
        (np.float64(7.25), 7.25),
        (Level.ERROR, "错误"),
        (10**15 - 1, 10**15 - 1),
        (10**15, str(10**15)),
        (9558800012345678901, "9558800012345678901"),
        (inf, "∞"),
        (-inf, "-∞"),
        (date(2026, 1, 31), date(2026, 1, 31)),
        (MORNING, MORNING),
        (pd.Timestamp("2026-01-31"), date(2026, 1, 31)),
        (np.datetime64("2026-01-31"), date(2026, 1, 31)),
        (date(1900, 2, 28), "1900-02-28"),
        (date(1900, 3, 1), date(1900, 3, 1)),
        (time(8, 30), "08:30"),
    ],
)
def test_a_value_is_read_back(tmp_path, value, seen):
    assert read([value], tmp_path / "book.xlsx")[0] == [seen]


@pytest.mark.parametrize("blank", [None, nan, pd.NaT, pd.NA, np.nan, "", Decimal("NaN"), np.datetime64("NaT")])
def test_a_blank_stays_blank(tmp_path, blank):
    assert read([blank, "下一行"], tmp_path / "book.xlsx")[0] == ["", "下一行"]


def test_equal_values_of_other_types_are_told_apart(tmp_path):
    assert read([1, True, "1", Decimal(1), 0, False], tmp_path / "book.xlsx")[0] == [1, "是", "1", 1, 0, "否"]


def test_a_date_in_a_column_of_amounts_is_shown_as_a_date(tmp_path):
    write([date(2026, 1, 31), 12.5], tmp_path / "book.xlsx", "#,##0.00")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["结果"]
    assert [sheet.cell(row, 2).number_format for row in (3, 4)] == ["yyyy-mm-dd", "#,##0.00"]


ARRAYS = {
    "float64": (np.array([1.5, np.nan, 2.5]), [1.5, "", 2.5]),
    "float32": (np.array([1.5, 2.5], dtype="f4"), [1.5, 2.5]),
    "infinite": (np.array([1.5, np.inf, np.nan]), [1.5, "∞", ""]),
    "int64": (np.arange(3), [0, 1, 2]),
    "large int64": (np.array([10**15, 1]), [str(10**15), 1]),
    "bool": (np.array([True, False]), ["是", "否"]),
    "datetime64": (np.array(["2026-01-31", "NaT"], dtype="M8[s]"), [date(2026, 1, 31), ""]),
    "Int64": (pd.array([1, None], dtype="Int64"), [1, ""]),
    "boolean": (pd.Series([True, None], dtype="boolean"), ["是", ""]),
    "string": (pd.Series(["甲", None], dtype="string"), ["甲", ""]),
    "category": (pd.Series(["甲", "乙", None], dtype="category"), ["甲", "乙", ""]),
    "object": (pd.Series(["甲", None, "乙"], index=[7, 8, 9], dtype=object), ["甲", "", "乙"]),
    "decimal": (pd.Series([Decimal("1.10"), None, Decimal("2.20")], dtype=object), [1.1, "", 2.2]),
    "decimal infinity": (pd.Series([Decimal("Infinity"), Decimal(1)], dtype=object), ["∞", 1]),
    "no rows": (np.array([]), []),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_every_kind_of_array_is_written(tmp_path, kind):
    values, seen = ARRAYS[kind]
    assert read(values, tmp_path / "book.xlsx")[0] == seen
