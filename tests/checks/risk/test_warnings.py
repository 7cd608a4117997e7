"""审计-A17, A18: who must be looked at."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from addin import checks
from addin.checks.risk import Risks
from addin.register import CHECKS, run
from addin.rulebook import Rulebook

RULES = Rulebook.load(Path(__file__).parents[3] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
NAMES = {1: "Ⅴ 无明显", 2: "Ⅳ 低", 3: "Ⅲ 中", 4: "Ⅱ 较高", 5: "Ⅰ 高"}
checks.load()


def risks(rank=1, before=None, **changes):
    """One customer as ``score_risks`` returns it."""
    row = {
        "customer_no": "4200000000001", "rank": rank, "previous_rank": before, "plain_level": NAMES.get(rank),
        "level": NAMES.get(rank), "previous_level": NAMES.get(before), "score": 52.0, "vetoes": "", "overdue_days": 0.0,
        "exposure_fen": 0, "exposure_yuan": 0, "risk_types": "", "short": False, "completeness_percent": 75.0,
        "blank_dimensions": "",
    }  # fmt: skip
    frame = pd.DataFrame([row | changes], index=[7]).astype({"rank": "float64", "previous_rank": "float64"})
    return Risks(frame, pd.DataFrame())


def judged(code, one, state="正常"):
    customers = pd.DataFrame({"state": [state]}, index=[7])
    return run([CHECKS[code]], {"risks": one, "rules": RULES, "customers": customers}, {})[code]


@pytest.mark.parametrize(
    ("rank", "before", "count"), [(3, None, 0), (4, None, 1), (5, 5, 1), (3, 3, 0), (3, 2, 1), (2, 3, 0), (2, 1, 1)]
)
def test_orange_red_and_every_rise_are_warned_of(rank, before, count):
    assert len(judged("审计-A17", risks(rank, before)).rows) == count


def test_the_warning_says_colour_rise_veto_delay_exposure_and_type():
    one = risks(
        4, 2, vetoes="T01、T06", overdue_days=41.0, exposure_fen=1234567, exposure_yuan=12345.67, risk_types="租赁经营"
    )
    [row] = judged("审计-A17", one).rows.itertuples()
    assert row.message == (
        "风险等级Ⅱ 较高（橙，风险分 52.0），由Ⅳ 低上升，一票定级 风险-T01、T06，最长逾期 41 天，敞口 12,345.67 元；风险类型：租赁经营"
    )
    assert (row.stake_fen, row.Index) == (1234567, 7)


def test_a_customer_without_any_data_is_unknown():
    [row] = judged("审计-A17", risks(None)).rows.itertuples()
    assert row.outcome == "未能核查"


def test_too_few_data_are_said_with_the_dimensions_that_lack():
    one = risks(short=True, completeness_percent=59.0, blank_dimensions="交费、经营司法")
    [row] = judged("审计-A18", one).rows.itertuples()
    assert row.message == "风险数据完整率 59%，低于 60%，全缺的维度：交费、经营司法：等级仅供参考，不得视为低风险"


@pytest.mark.parametrize(("state", "asked"), [("正常", 1), (None, 1), ("新装中", 0), ("已销户", 0)])
def test_customers_not_supplied_are_not_asked_for_data(state, asked):
    assert judged("审计-A18", risks(short=True), state).asked == asked
