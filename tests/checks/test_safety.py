"""Hazards, through the real reader and the shipped rules; both sides of each limit."""

from datetime import date
from pathlib import Path

import pytest
from sheets import book

from addin.checks.safety import hazard_overdue
from addin.reading import read_books
from addin.rulebook import Rulebook

RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
HEAD = "隐患编号|户号|隐患描述|隐患等级|发现日期|整改期限|完成日|状态"


def told(tmp_path, line):
    """Return outcome and message of what the check says of one hazard."""
    sheet = f"{HEAD}\n'H1'|'4200000000001'|柜门闭锁失灵|{line}"
    read = read_books([book(tmp_path, {"客户台账": "户号|户名\n'4200000000001'|江城钢管厂", "隐患台账": sheet})])
    rows = hazard_overdue(read["hazards"], RULES, date(2026, 1, 31)).rows
    return list(zip(rows["outcome"], rows["message"], strict=True))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("较大|2026-01-01|2026-01-31||整改中", 0),
        ("较大|2026-01-01|2026-01-30||整改中", 1),
        ("较大|2026-01-01|2026-01-30|2026-01-29|待复查", 0),
        ("较大|2026-01-01|2026-01-30|2026-01-29|整改中", 0),
        ("较大|2026-01-01|2026-01-30|2026-01-29|再次下达", 1),
        ("较大|2026-01-01|2026-01-30|2026-02-01|待复查", 1),
        ("较大|2026-01-01|2026-01-30||闭环", 0),
        ("较大|2026-01-01|2026-01-30||关闭", 0),
        ("较大|2026-01-01|2026-01-30||延期", 1),
    ],
)
def test_a_hazard_is_overdue_the_day_after_its_term_until_it_is_mended_or_closed(tmp_path, line, count):
    assert [outcome for outcome, _ in told(tmp_path, line)] == ["逾期"] * count


@pytest.mark.parametrize(("level", "last"), [("一般", "2026-01-01"), ("较大", "2026-01-16"), ("重大", "2026-01-24")])
def test_without_a_date_the_default_term_of_its_level_counts(tmp_path, level, last):
    assert not told(tmp_path, f"{level}|{last}|||整改中")
    before = (
        date.fromisoformat(last).replace(day=date.fromisoformat(last).day - 1)
        if last[-2:] != "01"
        else date(2025, 12, 31)
    )
    ((_, message),) = told(tmp_path, f"{level}|{before}|||整改中")
    assert "按等级默认期限推算" in message


def test_without_any_date_it_cannot_be_said(tmp_path):
    assert told(tmp_path, "较大||||整改中")[0][0] == "未能核查"


@pytest.mark.parametrize(
    ("level", "state", "step"),
    [
        ("一般", "整改中", "再次下达整改通知书"),
        ("较大", "整改中", "约谈客户负责人"),
        ("重大", "已下达", "书面报备主管部门"),
        ("一般", "再次下达", "约谈客户负责人"),
        ("一般", "约谈", "书面报备主管部门"),
        ("重大", "报备政府", "继续督办"),
    ],
)
def test_the_next_step_goes_by_level_and_by_what_was_tried(tmp_path, level, state, step):
    ((_, message),) = told(tmp_path, f"{level}|2026-01-01|2026-01-30||{state}")
    assert f"下一步：{step}；" in message
    assert "停电" not in message
