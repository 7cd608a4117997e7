"""风险-R14: days without load among the working days of the last thirty."""

from datetime import timedelta

import pytest
from test_score_risks import AS_OF, CUSTOMERS, NO, shown

SUNDAY = 7


def loads(*idle, first=29, last=0, kw=500):
    """Days from ``first`` to ``last`` days ago; ``idle`` names those without load."""
    rows = ["户号|日期|最大负荷|无负荷"]
    for ago in range(first, last - 1, -1):
        flag, top = ("是", "") if ago in idle else ("", kw)
        rows.append(f"'{NO}'|{AS_OF - timedelta(days=ago)}|{top}|{flag}")
    return "\n".join(rows)


def idle(tmp_path, days, rest=None, **options):
    customers = (
        CUSTOMERS if rest is None else CUSTOMERS.replace("户名|", "户名|厂休日|").replace("管厂|", f"管厂|'{rest}'|")
    )
    return shown(tmp_path, "R14", {"客户台账": customers, "负荷日表": days}, **options)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0天｜0分"),
        (3, "3天｜0分"),
        (4, "4天｜0.9分"),
        (10, "10天｜0.9分"),
        (11, "11天｜1.8分"),
        (20, "20天｜1.8分"),
        (21, "21天｜3分"),
        (30, "30天｜3分"),
    ],
)
def test_days_without_load_fall_into_their_bands(tmp_path, count, said):
    assert idle(tmp_path, loads(*range(count))) == said


@pytest.mark.parametrize(("missing", "said"), [(6, "0天｜0分"), (7, "无数据")])
def test_a_day_without_a_row_is_missing_and_too_many_leave_nothing_to_say(tmp_path, missing, said):
    assert idle(tmp_path, loads(last=missing)) == said


def test_only_the_thirty_days_up_to_today_count(tmp_path):
    assert idle(tmp_path, loads(*range(30, 45), first=45)) == "0天｜0分"
    assert idle(tmp_path, loads(*range(5), first=44), as_of=AS_OF - timedelta(days=1)) == "4天｜0.9分"


@pytest.mark.parametrize(
    ("rest", "said"),
    [("7", "0天｜0分"), ("6.7", "0天｜0分"), ("1", "4天｜0.9分"), ("0", "4天｜0.9分"), ("轮休", "无数据")],
)
def test_days_of_rest_do_not_count_and_words_that_nobody_can_read_leave_nothing_to_say(tmp_path, rest, said):
    sundays = [ago for ago in range(30) if (AS_OF - timedelta(days=ago)).isoweekday() == SUNDAY]
    assert idle(tmp_path, loads(*sundays), rest=rest) == said


@pytest.mark.parametrize(("kw", "said"), [(0, "30天｜3分"), (0.1, "0天｜0分"), ("", "无数据")])
def test_without_a_flag_the_largest_load_decides(tmp_path, kw, said):
    assert idle(tmp_path, loads(kw=kw)) == said


def test_without_the_sheet_nothing_is_said(tmp_path):
    assert shown(tmp_path, "R14", {}) == "无数据"
