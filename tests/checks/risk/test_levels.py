"""From a score to a level, through the shipped rules."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from addin.checks.risk.levels import level_of
from addin.rulebook import Rulebook

LEVELS = Rulebook.load(Path(__file__).parents[3] / "rules.xlsx").on(date(2026, 1, 31), "湖北").rows("risk_levels")
NAMES = dict(zip(LEVELS["rank"], LEVELS["level"], strict=True))


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, "Ⅴ 无明显"),
        (14.999999, "Ⅴ 无明显"),
        (15, "Ⅳ 低"),
        (29.999999, "Ⅳ 低"),
        (30, "Ⅲ 中"),
        (49.999999, "Ⅲ 中"),
        (50, "Ⅱ 较高"),
        (69.999999, "Ⅱ 较高"),
        (70, "Ⅰ 高"),
        (100, "Ⅰ 高"),
    ],
)
def test_the_lower_bound_belongs_to_the_level(score, level):
    assert NAMES[level_of(pd.Series([float(score)]), LEVELS)[0]] == level


def test_no_score_is_no_level():
    assert level_of(pd.Series([float("nan")]), LEVELS).isna().all()
