"""A contribution below 贡献降级复核分 asks for a second look at the grade and changes nothing (clause A2)."""

import pytest
from graded import graded, year

LINE_KWH = 25_000_000 / 12
"""25 million kWh a year make 10 points; on time 20 and a fall by a fifth 0: with 1,200 yuan just above 30."""
TOLD = "贡献得分低于 30，请复核现等级是否应降（不自动降级）〔重要性与贡献规则!12〕"


def low(tmp_path, kwh=LINE_KWH * 0.999, **cells):
    sheets = year(kwh, 100, growth=cells.pop("growth", -20))
    return graded(tmp_path, sheets, **({"合同容量": "10000", "现等级": "一级"} | cells))


@pytest.mark.parametrize(("share", "asked"), [(1.0, ""), (0.999, "是")])
def test_only_below_the_line_the_grade_is_to_be_reviewed(tmp_path, share, asked):
    line = low(tmp_path, LINE_KWH * share)
    assert (line["review"], TOLD in line["cause"]) == (asked, asked == "是")
    assert (line["suggested_grade"], line["current_grade"], line["direction"]) == ("一级", "一级", "平")


def test_the_line_is_the_rules_own(tmp_path):
    assert low(tmp_path, changes={"贡献降级复核分": 29.9})["review"] == ""


def test_what_is_not_known_could_lift_the_score(tmp_path):
    assert low(tmp_path, growth=None)["review"] == ""


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({"现等级": "三级", "合同容量": "1000"}, ""),
        ({"现等级": "二级", "合同容量": "3150"}, "是"),
        ({"重要电力用户等级": "一级"}, ""),
        ({"重要电力用户等级": "二级"}, "是"),
        ({"现等级": ""}, ""),
        ({"用户状态": "已销户"}, ""),
    ],
)
def test_only_a_grade_that_could_fall_is_reviewed(tmp_path, cells, asked):
    assert low(tmp_path, **cells)["review"] == asked
