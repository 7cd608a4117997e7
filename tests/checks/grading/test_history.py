"""The observation period before a downgrade, and grades set by hand (clause A2)."""

import pandas as pd
import pytest
from graded import NO, found, graded

HEAD = "变更单号|户号|变更后等级|批准人|批准日期|生效月份|有效期止|人工指定|系统建议等级"


def changes(*lines):
    return {"等级变更": "\n".join([HEAD, *lines])}


def suggestion(month, grade):
    return f"'DJ{month}'|'{NO}'|二级|刘建国|{month}-05|{month}||否|{grade}"


def history(*rows):
    return pd.DataFrame(
        [(month, NO, grade, "二级") for month, grade in rows],
        columns=["month", "customer_no", "suggested_grade", "current_grade"],
    )


def test_the_first_cycle_of_a_lower_grade_is_only_observed(tmp_path):
    line = graded(tmp_path, 现等级="二级")
    assert (line["suggested_grade"], line["direction"], line["observed"]) == ("三级", "降", True)
    assert line["observation"] == "第1个周期偏低，满2个周期才建议降级"
    assert not found("审计-A01", tmp_path, 现等级="二级")


@pytest.mark.parametrize(("month", "suggested", "observed"), [
    ("2025-02", "三级", False),
    ("2025-02", "二级", True),
    ("2024-02", "三级", True),
    ("2026-01", "三级", True),
])  # fmt: skip
def test_the_second_cycle_in_a_row_suggests_it(tmp_path, month, suggested, observed):
    sheets = changes(suggestion(month, suggested))
    assert graded(tmp_path, sheets, 现等级="二级")["observed"] == observed
    assert len(found("审计-A01", tmp_path, sheets, 现等级="二级")) == (not observed)


def test_earlier_runs_count_like_the_register_and_the_last_of_a_cycle_wins(tmp_path):
    assert not graded(tmp_path, earlier=history(("2025-03", "二级"), ("2025-12", "三级")), 现等级="二级")["observed"]
    assert graded(tmp_path, earlier=history(("2025-03", "三级"), ("2025-12", "二级")), 现等级="二级")["observed"]


def test_a_run_repeated_in_the_same_cycle_counts_once(tmp_path):
    past = history(("2024-12", "三级"), ("2025-12", "三级"), ("2026-01", "三级"))
    line = graded(tmp_path, earlier=past, changes={"降级观察期": 4.0}, 现等级="二级")
    assert line["observation"] == "第3个周期偏低，满4个周期才建议降级"


def test_a_longer_observation_is_a_rule(tmp_path):
    past = history(("2024-12", "三级"), ("2025-12", "三级"))
    assert not graded(tmp_path, earlier=past, changes={"降级观察期": 3.0}, 现等级="二级")["observed"]
    assert graded(tmp_path, earlier=past, changes={"降级观察期": 4.0}, 现等级="二级")["observed"]


def test_a_higher_grade_is_not_observed(tmp_path):
    line = graded(tmp_path, 现等级="三级", 合同容量="3150")
    assert (line["direction"], line["observed"], line["observation"]) == ("升", False, "")


def manual(after="一级", approved="2025-06-01", until="2026-01-31", month="2025-06"):
    person = "刘建国" if approved else ""
    return changes(f"'DJ-9'|'{NO}'|{after}|{person}|{approved}|{month}|{until}|是|")


def test_a_grade_set_by_hand_holds_with_approval_and_term(tmp_path):
    line = graded(tmp_path, manual())
    assert (line["suggested_grade"], line["direction"]) == ("一级", "升")
    assert "人工指定一级（变更单DJ-9），有效至2026-01-31" in line["cause"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (manual(until="2026-01-30"), "已于2026-01-30到期"),
        (manual(until=""), "没有「有效期止」"),
        (manual(approved=""), "没有批准人和批准日期"),
    ],
)
def test_a_grade_set_by_hand_without_them_is_not_taken_and_it_is_said_why(tmp_path, row, why):
    line = graded(tmp_path, row)
    assert line["suggested_grade"] == "三级"
    assert why in line["cause"]


def test_a_grade_set_by_hand_for_later_does_not_hold_yet(tmp_path):
    assert graded(tmp_path, manual(month="2026-02"))["suggested_grade"] == "三级"
