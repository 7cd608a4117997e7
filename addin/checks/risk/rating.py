"""From scores to the level that is printed, with what must be said beside it."""

from collections.abc import Mapping
from functools import reduce
from operator import add

import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.fees import without_rate
from addin.checks.risk.levels import SHORT, held, level_of
from addin.checks.risk.scoring import Scores
from addin.checks.risk.vetoes import lifted

OUTSIDE = "经营司法"
NOT_COLLECTED = "外部数据未采集"
UNRATED = "未能评级"
YES_NO = {True: "是", False: "否"}


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
    names = dict(zip(levels["rank"], levels["level"], strict=True))
    by_score = level_of(scores.score, levels)
    reckoned, vetoes = lifted(case, by_score, levels)
    short = scores.completeness_percent < case.rules.value("risk_parameters", "数据完整率下限")
    rank, before = held(reckoned, short, earlier, levels, case)
    level = rank.map(names).fillna(UNRATED)
    return pd.DataFrame({
        "rank": rank,
        "level": level + _marks(short, scores.blank(OUTSIDE)),
        "plain_level": level,
        "level_by_score": by_score.map(names),
        "computed_level": reckoned.map(names),
        "score": scores.score,
        "credit_score": case.rules.value("risk_parameters", "信用分基数") - scores.score,
        "previous_rank": before,
        "previous_level": before.map(names),
        "completeness_percent": scores.completeness_percent,
        "short": short,
        "review_needed": short.map(YES_NO),
        "vetoes": vetoes,
        "blank_dimensions": _joined({name: scores.blank(name) for name in scores.dimensions.unique()}),
        "note": _notes(case, scores.blank(OUTSIDE), short, _held_back(rank, reckoned, names)),
    })  # fmt: skip


def _joined(parts: Mapping[str, pd.Series]) -> pd.Series:
    """Return by 户号 the names of the parts that hold, joined by 、."""
    names = [holds.map({True: f"{name}、", False: ""}) for name, holds in parts.items()]
    return reduce(add, names).str.rstrip("、")


def _marks(short: pd.Series, uncollected: pd.Series) -> pd.Series:
    """Return what is printed behind a level that rests on too little."""
    return short.map({True: f"（{SHORT}）", False: ""}).where(short | ~uncollected, f"（{NOT_COLLECTED}）")


def _held_back(rank: pd.Series, reckoned: pd.Series, names: dict[float, str]) -> pd.Series:
    """Return the remark where a level is held above what was reckoned."""
    told = "按本月应为" + reckoned.map(names).fillna("") + "，连续达标前暂按上次等级逐级下调"
    return told.where(rank > reckoned, "")


def _notes(case: Case, uncollected: pd.Series, short: pd.Series, held_back: pd.Series) -> pd.Series:
    """Return what must be said: data not collected, data short, bills that are not counted, a level held."""
    since = "收款记录自" + case.debts.since + "起，此前到期的{}张账单未计入欠费；"
    parts = (
        uncollected.map({True: NOT_COLLECTED + "；", False: ""}),
        short.map({True: f"{SHORT}，须人工复核；", False: ""}),
        _counted(case.debts.left_out, since, short.index),
        _counted(case.debts.unpriced, "{}张账单没有总电费，未计入欠费；", short.index),
        _counted(without_rate(case), "{}张逾期账单没有违约金费率，违约金未计入；", short.index),
        held_back,
    )
    return reduce(add, parts).str.rstrip("；")


def _counted(bills: pd.Series, words: str, customers: pd.Index) -> pd.Series:
    """Return the words with the number of bills of each customer; empty where there is none."""
    counts = bills.reindex(customers).fillna(0).astype("int64")
    return pd.Series([words.format(count) if count else "" for count in counts], index=customers, dtype=object)
