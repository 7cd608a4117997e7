"""From a score to a level, and what holds a level that would fall.

References: 制度 D7; management.md §3 (up at once, down one level only after clean months); 风险参数 降级连续月数 and
每次降级级数.
"""

import numpy as np
import pandas as pd

from addin.checks.risk.case import Case

MARK = "（"
"""What follows it in a printed level is a remark: （数据不足）, （外部数据未采集）."""
SHORT = "数据不足"


def level_of(scores: pd.Series, levels: pd.DataFrame) -> pd.Series:
    """Return the rank of each score: 1 the safest; 分数下限 belongs to the level. NaN where there is no score.

    Args:
        scores: 0–100.
        levels: the rule table 风险等级, with ``rank`` and ``lower_score``.
    """
    ordered = levels.sort_values("lower_score")
    places = np.searchsorted(ordered["lower_score"].to_numpy(), scores.to_numpy(), side="right") - 1
    ranks = ordered["rank"].to_numpy(dtype="float64")[np.clip(places, 0, len(ordered) - 1)]
    return pd.Series(ranks, index=scores.index).where(scores.notna())


def held(
    rank: pd.Series, short: pd.Series, earlier: pd.DataFrame, levels: pd.DataFrame, case: Case
) -> tuple[pd.Series, pd.Series]:
    """Hold a level that would fall: up at once, down one step only after clean months in a row, this one included.

    A month is clean when what was reckoned for it lies below the level that holds; a month with too few data never is.

    Args:
        rank: what score and vetoes say now, 1 the safest.
        short: whose data are too few.
        earlier: the sheet 风险历史: month, customer_no, level, score, computed_level (may lack in older sheets).
        levels: the rule table 风险等级.
        case: says the month and the rules.

    Returns:
        The rank to print, and the earlier rank (NaN where there is none).
    """
    step = case.rules.value("risk_parameters", "每次降级级数")
    past = earlier[earlier["month"] < case.month].sort_values("month", kind="stable")
    printed = _rank(past["level"], levels)
    before = printed.groupby(past["customer_no"]).last().reindex(rank.index)
    clean = ~short & _were_clean(past, levels, before, int(case.rules.value("risk_parameters", "降级连续月数")) - 1)
    lowered = np.maximum(rank, before - step).where(clean, before)
    return rank.where(~(rank < before), lowered), before


def _were_clean(past: pd.DataFrame, levels: pd.DataFrame, before: pd.Series, count: int) -> pd.Series:
    """Say by 户号 whether each of the last ``count`` months was clean."""
    last = past.groupby("customer_no").tail(count)
    by_score = level_of(pd.to_numeric(last["score"], errors="coerce"), levels)
    reckoned = _rank(last["computed_level"], levels).fillna(by_score) if "computed_level" in last else by_score
    reckoned = reckoned.mask(last["level"].astype(object).str.contains(SHORT, regex=False, na=True))
    worst = reckoned.fillna(np.inf).groupby(last["customer_no"]).agg(["max", "size"]).reindex(before.index)
    return (worst["max"] < before) & (worst["size"] == count) if count else before.notna()


def _rank(printed: pd.Series, levels: pd.DataFrame) -> pd.Series:
    """Return the ranks of printed levels, whatever remark stands behind them."""
    plain = printed.astype(object).str.split(MARK, n=1).str[0]
    return plain.map(dict(zip(levels["level"], levels["rank"], strict=True))).astype("float64")
