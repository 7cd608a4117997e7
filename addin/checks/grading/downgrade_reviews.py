"""A2: whose contribution is so low that the grade should be looked at again; said only, never a downgrade."""

import pandas as pd

from addin.checks.grading.ranks import rank
from addin.rulebook import RulesInForce

TABLE, LIMIT = "grading_parameters", "贡献降级复核分"
_HAIR = 1e-9
"""Scores are sums of binary floats; a score on its line on paper must not fall below it by one bit."""


def downgrade_reviews(facts: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Return ``review`` (是 or empty) and ``review_note`` with the rule cell, index as ``facts``.

    A score is below the limit only where it stays below it whatever the missing data say. There is nothing to review
    without a grade, in the lowest one, at the floor that importance sets, or where the customer is closed.

    Args:
        facts: with ``contribution_score``, ``contribution_reach``, ``current_rank``, ``floor_rank``, ``closed``.
        rules: 贡献降级复核分 in 重要性与贡献规则. Source: 制度 A2; the number is the company's own.
    """
    limit = rules.value(TABLE, LIMIT)
    low = facts["contribution_score"].notna() & (facts["contribution_reach"] + _HAIR < limit)
    can_fall = (facts["current_rank"] > rank("三级")) & ~(facts["current_rank"] <= facts["floor_rank"])
    asked = low & can_fall & ~facts["closed"]
    note = f"贡献得分低于 {limit:g}，请复核现等级是否应降（不自动降级）〔{rules.cite_key(TABLE, LIMIT)}〕"
    return pd.DataFrame(
        {"review": asked.map({True: "是", False: ""}), "review_note": asked.map({True: note, False: ""})}
    )
