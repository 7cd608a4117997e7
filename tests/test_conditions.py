"""Condition cells, as rule keepers write them."""

import pandas as pd
import pytest

from addin.conditions import Cell, ConditionError, months, parse


def one(text):
    [condition] = parse(Cell("风险指标!G17", text))
    return condition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≤0.3", (float("-inf"), 0.3, False, False, "")),
        (">30天", (30, float("inf"), True, False, "天")),
        ("1–7", (1, 7, False, False, "")),
        ("95-99%", (95, 99, False, False, "%")),
        ("≥-10%", (-10, float("inf"), False, False, "%")),
        ("-10~-30%", (-30, -10, False, False, "%")),
        ("<100万元", (float("-inf"), 100, False, True, "万元")),
        ("３", (3, 3, False, False, "")),
        ("＞＝5", (5, float("inf"), False, False, "")),
        ("无", (0, 0, False, False, "")),
    ],
)
def test_a_cell_becomes_an_interval(text, expected):
    found = one(text)
    assert (found.low, found.high, found.low_open, found.high_open, found.unit) == expected


def test_words_around_a_number_are_its_label():
    assert one("有效且>90天").words == "有效"
    assert one("租期≥3年").low == 3
    assert one("迟延1期").unit == "期"


def test_a_word_without_a_number_is_no_interval():
    assert not one("曾列入已移出").numeric


def test_alternatives_are_separated_by_or_comma_or_slash():
    assert [condition.words for condition in parse(Cell("a", "失信或限高"))] == ["失信", "限高"]
    assert [condition.numeric for condition in parse(Cell("a", "≥3或销户"))] == [True, False]
    assert [condition.words for condition in parse(Cell("a", "清算／注销、吊销"))] == ["清算", "注销", "吊销"]


def test_a_comparison_without_a_number_is_refused_with_its_cell():
    with pytest.raises(ConditionError, match="「风险指标!G17」看到『≤三』：比较号后面应是数字"):
        one("≤三")


def test_a_condition_holds_on_its_closed_side_only():
    capacity = pd.Series([99.0, 100.0, 160.0, 160.01, None])
    assert one("≥100").holds(capacity).tolist() == [False, True, True, True, False]
    assert one(">160").holds(capacity).tolist() == [False, False, False, True, False]


def test_a_range_with_its_lower_bound_above_its_upper_bound_is_refused():
    with pytest.raises(ConditionError, match=r"风险指标!G17.*下限大于上限"):
        one("30–8").holds(pd.Series([10.0]))


def test_months_are_listed():
    assert months(Cell("时段!C5", "1–6、9–12")) == frozenset({1, 2, 3, 4, 5, 6, 9, 10, 11, 12})
    assert months(Cell("时段!C5", "7–8")) == frozenset({7, 8})


@pytest.mark.parametrize("text", ["0–3", "11–13", "夏季", "", "8–7", "1.5"])
def test_months_outside_the_year_are_refused(text):
    with pytest.raises(ConditionError, match="时段!C5"):
        months(Cell("时段!C5", text))
