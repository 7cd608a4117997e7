"""The figures of a run."""

import pandas as pd
import pytest

from addin.results.summary import general, tally

LEVELS = pd.Series(["提示", "提示", "错误"])


@pytest.mark.parametrize(("order", "said"), [((), "提示 2，错误 1"), (("错误", "警告", "提示"), "错误 1，提示 2")])
def test_the_gravest_stands_first_where_there_is_an_order(order, said):
    assert tally(LEVELS, order) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("没有 湖北 2026-02 两部制、1-10(20)kV 的价格行", "没有 湖北 2026-02 两部制、1-10(20)kV 的价格行"),
        ("计量点 42000014002 总示数电量 3.5 与『平』不平", "计量点 … 总示数电量 … 与…不平"),
        ("设备于 2026-01-13 停用", "设备于 …-…-… 停用"),
    ],
)
def test_a_reason_keeps_the_month_and_the_voltage_and_drops_what_is_of_one_customer(reason, said):
    assert general(reason) == said
