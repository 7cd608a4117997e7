"""The weighted mode 加权 (clause A2)."""

import pandas as pd
import pytest
from graded import NO, graded, year

WEIGHTED = {"组合模式": "加权"}


def credit(score, month="2025-12"):
    return pd.DataFrame([(month, NO, "", score)], columns=["month", "customer_no", "level", "score"])


def test_four_parts_are_weighed(tmp_path):
    """容量一级 75×40% + 无 20×30% + 贡献 100×20% + 信用 90×10% = 65: 一级, exactly on the line."""
    sheets = year(10_000_0000 / 12, 6_000_0000 / 12, growth=10)
    line = graded(tmp_path, sheets, risks=credit(10.0), changes=WEIGHTED, 合同容量="10000")
    assert line["weighted_score"] == pytest.approx(65)
    assert (line["suggested_grade"], line["rule"]) == ("一级", "重要性与贡献规则!39")


def test_a_point_less_is_the_grade_below(tmp_path):
    sheets = year(10_000_0000 / 12, 6_000_0000 / 12, growth=10)
    line = graded(tmp_path, sheets, risks=credit(10.1), changes=WEIGHTED, 合同容量="10000")
    assert line["suggested_grade"] == "二级"


def test_without_credit_the_grade_is_known_where_both_ends_agree(tmp_path):
    sheets = year(10_000_0000 / 12, 6_000_0000 / 12, growth=10)
    low = graded(tmp_path, sheets, changes=WEIGHTED, 合同容量="315")
    assert (low["weighted_score"], low["weighted_reach"]) == (pytest.approx(36), pytest.approx(46))
    assert (low["suggested_grade"], low["direction"]) == (None, "未能判定"), "36 is 三级, 46 would be 二级"
    high = graded(tmp_path, sheets, changes=WEIGHTED, 合同容量="3150")
    assert high["suggested_grade"] == "二级", "46 and 56 are both 二级"


def test_the_floor_of_an_important_user_holds_here_too(tmp_path):
    line = graded(tmp_path, risks=credit(10.0), changes=WEIGHTED, 合同容量="100", 重要电力用户等级="特级")
    assert line["suggested_grade"] == "特级"


def test_below_the_entry_there_is_no_grade(tmp_path):
    assert graded(tmp_path, risks=credit(0.0), changes=WEIGHTED, 合同容量="100")["direction"] == "低于准入"
