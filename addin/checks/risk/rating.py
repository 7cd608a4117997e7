"""From scores to the level that is printed, with what must be said beside it."""

import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.scoring import Scores, held, level_of
from addin.checks.risk.vetoes import lifted

OUTSIDE = "经营司法"
NOT_COLLECTED = "外部数据未采集"
SHORT = "数据不足，须人工复核"
UNRATED = "未能评级"


def rated(case: Case, scores: Scores, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return rank, level, scores, completeness and notes by 户号.

    A customer whose data are not complete enough keeps the level that its data give, marked 数据不足, never
    silently low.

    Args:
        case: the facts.
        scores: points by indicator.
        earlier: the sheet 风险历史.
    """
    levels = case.rules.rows("risk_levels")
    by_score = level_of(scores.score, levels)
    with_vetoes, vetoes = lifted(case, by_score, levels)
    rank, before = held(with_vetoes, earlier, levels, case)
    names = dict(zip(levels["rank"], levels["level"], strict=True))
    short = scores.completeness_percent < case.rules.value("risk_parameters", "数据完整率下限")
    level = rank.map(names).fillna(UNRATED)
    return pd.DataFrame(
        {
            "rank": rank,
            "level": level + _marks(short, scores.blank(OUTSIDE)),
            "plain_level": level,
            "score": scores.score,
            "credit_score": case.rules.value("risk_parameters", "信用分基数") - scores.score,
            "previous_rank": before,
            "previous_level": before.map(names),
            "completeness_percent": scores.completeness_percent,
            "short": short,
            "vetoes": vetoes,
            "note": _notes(scores, short, rank, with_vetoes, names),
        }
    )


def _marks(short: pd.Series, uncollected: pd.Series) -> pd.Series:
    """Return what is printed behind a level that rests on too little."""
    return short.map({True: "（数据不足）", False: ""}).where(short | ~uncollected, f"（{NOT_COLLECTED}）")


def _notes(scores: Scores, short: pd.Series, rank: pd.Series, now: pd.Series, names: dict[float, str]) -> pd.Series:
    """Return what must be said: data not collected, data short, a level held."""
    blank = scores.blank(OUTSIDE)
    held_back = "按本月应为" + now.map(names).fillna("") + "，连续达标前暂按上次等级逐级下调"
    parts = [
        blank.map({True: NOT_COLLECTED, False: ""}),
        short.map({True: SHORT, False: ""}),
        held_back.where(rank > now, ""),
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "；" + part
    return joined.str.replace("；；", "；").str.strip("；")
