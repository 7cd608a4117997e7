"""厂休日 as 客户台账 writes them."""

import pytest

from addin.rest_days import weekdays, worded


@pytest.mark.parametrize(
    ("cell", "days", "said"),
    [
        ("7", (7,), "每周日"),
        ("6.7", (6, 7), "每周六、周日"),
        ("7、1", (1, 7), "每周一、周日"),
        ("0", (), "无"),
        ("无", (), "无"),
        ("8", None, "8"),
        ("67", None, "67"),
        ("每月15日", None, "每月15日"),
    ],
)
def test_numbers_are_days_of_the_week_and_other_words_stay(cell, days, said):
    assert (weekdays(cell), worded(cell)) == (days, said)


@pytest.mark.parametrize("empty", [None, float("nan"), ""])
def test_nothing_written_is_no_day_of_rest(empty):
    assert weekdays(empty) == ()
