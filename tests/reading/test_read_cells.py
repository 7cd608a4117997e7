# ruff: noqa: DTZ001 - Excel knows no time zones
"""Cells of each kind, as people type them and as exports write them."""

from datetime import date, datetime, time

import numpy as np
import pandas as pd
import pytest

from addin.reading import faults
from addin.reading.cells import convert
from addin.reading.figures import check
from addin.tables import Column, Kind
from addin.tables.supply import SUPPLIES

POWER = Column("power_kw", "功率", Kind.NUMBER, "kW")
SHARE = Column("share_percent", "比例", Kind.NUMBER, "%")
FACTOR = Column("factor", "力率", Kind.NUMBER, minimum=0, maximum=1)
COUNT = Column("count", "台数", Kind.INTEGER)
CHARGE = Column("charge_yuan", "电费", Kind.MONEY, "元", decimals=2)
DAY = Column("day_on", "日期", Kind.DATE)
MOMENT = Column("at", "时刻", Kind.MOMENT)
MONTH = Column("month", "月份", Kind.MONTH)
NO = Column("no", "户号", Kind.CODE)
NAME = Column("name", "户名")
YES = Column("yes", "是否", Kind.CHOICE, choices=("是", "否"))
VOLTAGE = Column("voltage", "电压", Kind.CHOICE, choices=("交流380V", "交流10kV", "交流110kV"))


def one(column, value, **options):
    """The value of one cell and the faults found in it."""
    raw = np.empty(1, dtype=object)
    raw[0] = value
    converted = convert(raw, column, **options)
    return converted.array[0], [found.fault for found in converted.found]


@pytest.mark.parametrize(
    ("text", "number"),
    [("315", 315), ("３１５", 315), (" 3 150", 3150), ("1,234.5", 1234.5), ("1，234，567", 1234567), ("￥1,200.00", 1200),
     ("-5", -5), ("－5", -5), ("(5.5)", -5.5), ("1.2E+05", 120000), (".5", 0.5), ("315.", 315), ("３１５　", 315),
     ("1 234 567", 1234567), ("+5", None), ("1,23", None), ("12 34", None), ("315\u200b", 315), ("¥-3.5", -3.5)],
)  # fmt: skip
def test_a_text_number_is_understood_or_refused_never_guessed(text, number):
    value, found = one(CHARGE, text)
    assert found == ([faults.NOT_NUMBER] if number is None else [faults.NUMBER_AS_TEXT])
    assert np.isnan(value) if number is None else value == number


@pytest.mark.parametrize(
    ("column", "text", "number"),
    [(POWER, "500kW", 500), (POWER, "0.5 MW", 500), (POWER, "５００千瓦", 500), (SHARE, "85%", 85), (FACTOR, "85%", 0.85),
     (CHARGE, "3.5万元", 35000), (CHARGE, "12元", 12)],
)  # fmt: skip
def test_a_unit_in_the_cell_is_converted_and_noted(column, text, number):
    assert one(column, text) == (number, [faults.UNIT_IN_CELL])


@pytest.mark.parametrize(
    "text", ["500kVA", "约500", "五百", "0.85/0.9", "1..5", "N12", "1-2", "500kW以下", "inf", "1e999"]
)
def test_what_is_no_number_is_an_error_and_missing(text):
    value, found = one(POWER, text)
    assert np.isnan(value)
    assert found == [faults.NOT_NUMBER]


def test_several_capacities_in_one_cell_are_refused_with_their_sum():
    converted = convert(np.array(["630+400"], dtype=object), POWER)
    assert converted.found[0].hints == ["如为多项合计，请填 1030。"]


@pytest.mark.parametrize("value", [date(2026, 1, 1), time(1, 0), True])
def test_a_date_or_a_yes_is_no_number(value):
    assert one(POWER, value)[1] == [faults.NOT_NUMBER]


@pytest.mark.parametrize("mark", ["-", "—", "/", "NULL", "　-　"])
def test_a_mark_for_nothing_is_an_empty_cell(mark):
    for column in (POWER, DAY, MONTH, NO, NAME, YES):
        value, found = one(column, mark)
        assert pd.isna(value)
        assert found == [faults.EMPTY_MARK]


@pytest.mark.parametrize("column", [POWER, DAY, MONTH, NO, NAME, YES])
def test_an_error_value_pasted_as_text_is_an_error(column):
    assert one(column, "#N/A")[1] == [faults.ERROR_VALUE]


def checked(column, value):
    return [found.fault for found in check(np.array([value]), column)]


@pytest.mark.parametrize(
    ("value", "found"), [(0, []), (1, []), (-0.01, [faults.TOO_SMALL]), (1.01, [faults.TOO_LARGE])]
)
def test_bounds_are_inclusive(value, found):
    assert checked(FACTOR, value) == found


@pytest.mark.parametrize(("value", "found"), [(3, []), (3.5, [faults.NOT_WHOLE]), (np.nan, [])])
def test_a_whole_number_is_asked_for(value, found):
    assert checked(COUNT, value) == found


@pytest.mark.parametrize(
    ("value", "found"), [(12.34, []), (12.345, [faults.TOO_FINE]), (0.1 + 0.2, []), (99999999.99, []), (1e15, [])]
)
def test_amounts_have_two_decimals(value, found):
    assert checked(CHARGE, value) == found


@pytest.mark.parametrize(
    "text",
    ["2026-3-5", "2026.3.5", "2026/03/05", "2026年3月5日", "20260305", "２０２６．３．５", "2026 年 3 月 5 日", "2026-03-05 00:00:00",
     "2026年3月5日 星期四", "2026/3/5 0:00", "2026-03-05T00:00:00Z", " 2026-03-05 "],
)  # fmt: skip
def test_a_text_date_is_understood_and_noted(text):
    value, found = one(DAY, text)
    assert (value, found) == (np.datetime64("2026-03-05"), [faults.DATE_AS_TEXT])


@pytest.mark.parametrize("value", [46086.0, 20260305.0, "46086"])
def test_a_serial_number_is_a_date(value):
    assert one(DAY, value) == (np.datetime64("2026-03-05"), [faults.DATE_AS_NUMBER])


@pytest.mark.parametrize("value", [date(2026, 3, 5), datetime(2026, 3, 5)])
def test_a_date_cell_is_a_date_without_comment(value):
    assert one(DAY, value) == (np.datetime64("2026-03-05"), [])


def test_the_time_of_a_date_is_dropped_and_noted_that_of_a_moment_stays():
    assert one(DAY, datetime(2026, 3, 5, 8, 30)) == (np.datetime64("2026-03-05"), [faults.TIME_DROPPED])
    assert one(MOMENT, datetime(2026, 3, 5, 8, 30)) == (np.datetime64("2026-03-05T08:30"), [])
    assert one(MOMENT, "2026年3月5日8时30分")[0] == np.datetime64("2026-03-05T08:30")


def test_twenty_four_oclock_is_midnight_for_a_moment():
    assert one(MOMENT, "2026-01-31 24:00")[0] == np.datetime64("2026-02-01T00:00")


@pytest.mark.parametrize("value", ["2026-02-30", "3/5/2026", "2026-03", "明天", "26.3.5", 12.0, True, "2026-13-01"])
def test_what_is_no_date_is_an_error_and_missing(value):
    value, found = one(DAY, value)
    assert np.isnat(value)
    assert found == [faults.NOT_DATE]


@pytest.mark.parametrize("value", [time(0, 0), date(1899, 12, 31), "1900-1-1", "2206-01-05"])
def test_a_year_that_cannot_be_is_an_error(value):
    assert one(DAY, value)[1] == [faults.ODD_DATE]


def test_an_open_end_is_an_empty_date():
    assert one(DAY, "长期")[1] == [faults.EMPTY_MARK]


@pytest.mark.parametrize(
    "value",
    ["2026-01", "202601", "2026年1月", "2026/1", "2026.01", "2026年01月份", 202601.0, date(2026, 1, 31), "2026-01-31", 2026.01,
     46053.0, 20260131.0],
)  # fmt: skip
def test_a_month_is_written_in_many_ways(value):
    assert one(MONTH, value) == ("2026-01", [])


@pytest.mark.parametrize("value", [2026.1, "1月", "2026-13", "202613", "上月", 12.0])
def test_what_may_be_two_months_or_none_is_an_error(value):
    assert one(MONTH, value) == (None, [faults.NOT_MONTH])


@pytest.mark.parametrize(
    ("value", "code", "found"),
    [("0012345678", "0012345678", []), (" 0012\u3000345 ", "0012345", [faults.STRAY_SIGNS]),
     ("'0012345", "0012345", [faults.STRAY_SIGNS]), ("００１２", "0012", [faults.STRAY_SIGNS]),
     (4201012345678.0, "4201012345678", [faults.CODE_AS_NUMBER]), ("4201012345678.0", "4201012345678", [faults.CODE_AS_NUMBER]),
     (999999999999999.0, "999999999999999", [faults.CODE_AS_NUMBER]), (1234567890123450.0, None, [faults.CODE_CUT]),
     (1234567890123456.0, "1234567890123456", [faults.CODE_AS_NUMBER]), (12345678901234567.0, None, [faults.CODE_CUT]),
     ("4.2E+11", None, [faults.SCIENTIFIC]), ("4.20101E+12", None, [faults.SCIENTIFIC]), ("4E11", "4E11", []),
     ("C3110", "C3110", []), ("供-01 a", "供-01a", [faults.STRAY_SIGNS]), ("6.7", "6.7", []), (6.7, "6.7", [faults.CODE_AS_NUMBER]),
     ("", None, [])],
)  # fmt: skip
def test_a_code_keeps_every_digit_or_is_refused(value, code, found):
    assert one(NO, value) == (code, found)


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [(" 某（湖北）有限公司　", "某（湖北）有限公司", [faults.STRAY_SIGNS]), ("甲\n乙", "甲 乙", [faults.STRAY_SIGNS]),
     ("a_x000D_b", "a b", [faults.STRAY_SIGNS]), (12.0, "12", []), (0.1, "0.1", []), (date(2026, 1, 5), "2026-01-05", []), (True, "TRUE", []),
     ("无", "无", []), ("=1+1", "=1+1", []), ("Ａ座", "Ａ座", [])],
)  # fmt: skip
def test_a_name_is_kept_as_it_is_printed(value, text, found):
    assert one(NAME, value) == (text, found)


@pytest.mark.parametrize(
    ("column", "value", "choice", "found"),
    [(YES, "是", "是", []), (YES, " 是", "是", [faults.STRAY_SIGNS]), (YES, "√", "是", [faults.CHOICE_READ]), (YES, True, "是", [faults.CHOICE_READ]),
     (YES, "N", "否", [faults.CHOICE_READ]), (YES, 0.0, "否", [faults.CHOICE_READ]), (YES, "也许", None, [faults.NOT_CHOICE]),
     (VOLTAGE, "10kV", "交流10kV", [faults.CHOICE_READ]), (VOLTAGE, "10千伏", "交流10kV", [faults.CHOICE_READ]),
     (VOLTAGE, 10.0, "交流10kV", [faults.CHOICE_READ]), (VOLTAGE, "交流１０ｋＶ", "交流10kV", [faults.CHOICE_READ]),
     (VOLTAGE, "380V", "交流380V", [faults.CHOICE_READ]), (VOLTAGE, "35kV", None, [faults.NOT_CHOICE])],
)  # fmt: skip
def test_a_choice_is_matched_or_refused(column, value, choice, found):
    assert one(column, value) == (choice, found)


def test_an_everyday_word_for_a_choice_is_read_as_it_and_said():
    role = SUPPLIES.column("supply_role")
    assert one(role, "备用") == ("备供", [faults.CHOICE_READ])
    assert one(role, "备份") == (None, [faults.NOT_CHOICE])


def test_an_open_choice_takes_any_text():
    assert one(Column("x", "方式", Kind.CHOICE, choices=("转账",), open_choices=True), "刷卡") == ("刷卡", [])


def test_in_a_text_file_numbers_and_dates_as_text_are_no_news():
    assert one(POWER, "315", textual=True) == (315, [])
    assert one(DAY, "2026-03-05", textual=True)[1] == []


def test_types_of_arrays_are_those_declared():
    for column, dtype in (
        (POWER, "float64"),
        (DAY, "datetime64[s]"),
        (MONTH, "object"),
        (NO, "object"),
        (NAME, "object"),
    ):
        assert convert(np.array(["", ""], dtype=object), column).array.dtype == dtype
        assert convert(np.array([], dtype=object), column).array.dtype == dtype
