"""Whatever stands in the cells: reading never fails with anything but a sentence, and never loses a row unseen."""

import tempfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from addin.reading import ReadError, dates, figures, read_books, words
from addin.reading.cells import convert
from addin.reading.delimited import parse
from addin.reading.grid import Grid
from addin.reading.header import find_header
from addin.reading.part import Source, read_part
from addin.reading.problems import Problems
from addin.reading.units import split_heading, unit
from addin.tables import FILLED, Column, Kind, Table

ANY = Table(
    "any",
    "表",
    (
        Column("no", "编号", Kind.CODE, required=True),
        Column("name", "名称"),
        Column("kind", "类别", Kind.CHOICE, choices=("是", "否", "交流10kV"), required=True),
        Column("month", "月份", Kind.MONTH),
        Column("kwh", "电量", Kind.NUMBER, "kWh", minimum=0, maximum=1e6),
        Column("count", "台数", Kind.INTEGER),
        Column("yuan", "金额", Kind.MONEY, "元"),
        Column("on", "日期", Kind.DATE),
        Column("at", "时刻", Kind.MOMENT),
    ),
    key=("no", "month"),
)
HEADINGS = [column.title for column in ANY]
TYPED = st.text("0123456789.,-/年月日时:eE+%￥元kWha（）()　 \u00a0\n'\"#N/A是否无", max_size=14)
CELLS = st.one_of(
    TYPED, st.text(max_size=8), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.sampled_from(["", "合计", "编号", "2026-01-05", "1,200", 45000.0, 202601.0, "制表：", "NULL", date(1900, 1, 1), time(0), timedelta(0)]),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=6)


class Memory:
    """A book that stands in no file."""

    path = Path("台账.xlsx")
    detector = None
    textual = False
    is_blind = False


def array(rows):
    cells = np.empty((len(rows), len(rows[0])), dtype=object)
    for nth, row in enumerate(rows):
        for place, cell in enumerate(row):
            cells[nth, place] = cell
    return cells


@settings(max_examples=300)
@given(ROWS)
def test_any_cells_make_a_frame_of_the_declared_types(rows):
    problems = Problems()
    part = read_part(Source(Memory, "表", 0, {}), Grid(array([HEADINGS, *rows])), ANY, problems)
    frame = part.frame
    assert list(frame.columns) == [column.name for column in ANY]
    assert frame.dtypes.astype(str).tolist() == ["object"] * 4 + ["float64"] * 3 + ["datetime64[s]"] * 2
    assert set(frame.index) <= set(range(2, len(rows) + 2))
    for name in ("no", "name", "kind", "month"):
        assert all(value is None or isinstance(value, str) for value in frame[name])
    assert np.isfinite(frame["kwh"].dropna()).all()
    assert frame["kind"].dropna().isin(ANY.column("kind").choices).all()
    assert frame["month"].dropna().str.fullmatch(r"\d{4}-\d{2}").all()
    listed = problems.frame()
    assert set(listed["level"]) <= {"错误", "警告", "提示"}


@settings(max_examples=300)
@given(ROWS)
def test_a_cell_that_a_person_sees_is_read_or_reported(rows):
    problems = Problems()
    frame = read_part(Source(Memory, "表", 0, {}), Grid(array([HEADINGS, *rows])), ANY, problems).frame
    noted = {(problem[4], problem[9]) for problem in problems.rows}
    summed = {problem[4] for problem in problems.rows if "、" in problem[5] or "，共" in problem[5]}
    for row in frame.index:
        for place, column in enumerate(ANY):
            seen = rows[row - 2][place]
            missing = pd.isna(frame.loc[row, column.name])
            if missing and not (isinstance(seen, str) and not words.fold(seen)):
                assert (column.title, row) in noted or column.title in summed, (column.title, seen)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=25))
def test_any_top_of_a_sheet_is_searched_for_a_header(rows):
    for table in (ANY, FILLED["customers"], FILLED["settings"]):
        find_header(rows, table, {("", "x"): "户号"})


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_in_a_sentence(content):
    with suppress(ReadError):
        assert all(isinstance(cell, str) for row in parse(content, "表.csv") for cell in row)


_DIMENSIONS_AT, _FIRST_CELL_AT = 3626, 3728
"""In errors.xls: how far its sheet says that it reaches, and row and column of its first text."""


@settings(max_examples=60)
@given(st.integers(0, 6143), st.binary(min_size=1, max_size=12), st.sampled_from(["errors.xls", "half.xlsx"]))
@example(_DIMENSIONS_AT, b"\xff" * 12, "errors.xls")
@example(_FIRST_CELL_AT, b"\xff" * 4, "errors.xls")
def test_a_file_damaged_anywhere_is_read_or_refused_in_a_sentence(at, garbage, name):
    content = bytearray(Path(__file__).with_name("errors.xls").read_bytes())
    content[at : at + len(garbage)] = garbage
    with tempfile.TemporaryDirectory() as folder, suppress(ReadError):
        path = Path(folder) / name
        path.write_bytes(bytes(content))
        read_books([path], {"any": ANY}, main_table="")


@given(TYPED)
def test_any_text_is_parsed_by_every_parser(text):
    for column in ANY:
        convert(array([[text]])[:, 0], column)
    split_heading(text)
    unit(text)
    dates.parse(text)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_an_amount_survives_as_text_with_separators(amount):
    value, _, _ = figures.parse(f"￥{amount:,.2f}" if amount >= 0 else f"-{-amount:,.2f}", ANY.column("yuan"))
    assert value == float(amount)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - Excel knows no time zones
def test_a_moment_survives_every_way_of_writing_it(moment):
    second = moment.replace(microsecond=0)
    ways = (
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y%m%d%H%M%S",
        "%Y.%m.%d  %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
    )
    for way in ways:
        assert dates.parse(second.strftime(way))[0] == second, way


@given(st.integers(0, 10**15 - 1))
def test_a_code_of_fifteen_digits_survives_as_a_number(number):
    assert words.parse_code(float(number))[0] == str(number)
