"""Rows of bands: continuous bounds, a shared bound belongs to the safer band."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.bands import read_bands
from addin.conditions import Cell, ConditionError


def bands(*texts, unit=""):
    return read_bands([Cell(f"风险指标!{letter}17", text) for letter, text in zip("GHIJ", texts, strict=True)], unit)


def band(row, *numbers):
    return row.band(pd.Series(numbers, dtype="float64")).tolist()


def test_between_whole_numbers_the_safer_bound_decides():
    row = bands("0", "1–7", "8–30", ">30", unit="天")
    assert band(row, 0, 0.5, 7, 7.5, 30, 30.5) == [1, 2, 2, 3, 3, 4]


def test_a_shared_bound_belongs_to_the_safer_band():
    row = bands("≥99%", "95–99%", "85–95%", "<85%", unit="%")
    assert band(row, 99, 98.99, 95, 94.99, 85, 84.99) == [1, 2, 2, 3, 3, 4]


def test_a_bound_that_the_cells_assign_stays_where_they_put_it():
    row = bands("无", "被执行<100万元", "被执行≥100万元", "失信或限高", unit="万元")
    assert band(row, 0, 99.99, 100) == [1, 2, 3]


def test_falling_ranges_are_read_from_safe_to_dangerous():
    row = bands("≥-10%", "-10~-30%", "-30~-50%", "<-50%", unit="%")
    assert band(row, 5, -10, -10.01, -30, -50, -50.01) == [1, 1, 2, 2, 3, 4]


def test_an_empty_number_has_no_band():
    assert np.isnan(band(bands("0", "1", "2", "≥3"), None)[0])


def test_a_word_has_the_band_of_its_cell_and_the_worse_of_word_and_number_counts():
    row = bands("0", "1", "2", "≥3或销户", unit="次")
    words = pd.Series([None, "销户", " 销户 ", "别的"], dtype=object)
    assert row.band(pd.Series([1.0, 0.0, np.nan, 2.0]), words).tolist() == [2, 4, 4, 3]


def test_an_unknown_word_alone_is_not_judged():
    row = bands("无", "传闻", "部分证实", "证实")
    assert np.isnan(row.band(words=pd.Series(["听说"], dtype=object))[0])


def test_a_whole_cell_is_a_word_too():
    row = bands("无", "法人变更", "股权变更≥50%", "户名不符或私自过户", unit="%")
    words = pd.Series(["无", "股权变更≥50%", "户名不符或私自过户", "私自过户"], dtype=object)
    assert row.band(words=words).tolist() == [1, 3, 4, 4]


def test_below_the_first_number_of_a_row_of_words_nothing_is_said():
    row = bands("无", "法人变更", "股权变更≥50%", "户名不符", unit="%")
    assert np.isnan(band(row, 49.99)[0])
    assert band(row, 50) == [3]


def test_two_units_in_a_row_are_given_apart():
    row = bands("0天或按期", "迟延≤3天", "迟延1期", "≥2期或拒签")
    days, missed = pd.Series([0.0, 3.0, 4.0, 0.0, 9.0]), pd.Series([0.0, 0.0, 0.0, 1.0, 2.0])
    assert row.band({"天": days, "期": missed}).tolist() == [1, 2, 3, 3, 4]


@pytest.mark.parametrize(
    ("texts", "cell", "why"),
    [
        (("0", "1–7", "6–30", ">30"), "I17", "重叠"),
        (("0", "1–7", "9–30", ">30"), "I17", "空档"),
        (("≤0.3", "0.4–0.5", "0.5–1", ">1"), "H17", "空档"),
        (("0", "7–1", "8–30", ">30"), "H17", "下限大于上限"),
        (("0", "≤3", "4–5%", ">5"), "I17", "单位是“%”，而本行单位是“天”"),
    ],
)
def test_a_row_that_does_not_join_is_refused_with_its_cell(texts, cell, why):
    with pytest.raises(ConditionError, match=rf"风险指标!{cell}.*{why}"):
        bands(*texts, unit="天")


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3, unique=True).map(sorted), st.floats(-10, 1100))
def test_worse_numbers_never_have_a_safer_band(bounds, number):
    low, middle, high = bounds
    row = bands(f"≤{low}", f"{low}–{middle}", f"{middle}–{high}", f">{high}")
    expected = 1 + sum(number > bound for bound in bounds)
    assert band(row, number, number + 1)[0] == expected
    assert band(row, number)[0] <= band(row, number + 1)[0]
