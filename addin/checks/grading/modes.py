"""A2: two ways to put capacity, importance and contribution together: 就高 and 加权."""

import numpy as np
import pandas as pd

from addin.checks.grading.ranks import BELOW, TOP, named, rank
from addin.rulebook import RulesInForce

TABLE = "grading_parameters"
_PERCENT = 100
_WITHOUT = "无"
_HAIR = 1e-9
"""Scores are sums of binary floats; a score that reaches its line on paper must not miss it by one bit."""


def highest(facts: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """就高: the higher of capacity grade and importance floor, raised once for a high contribution.

    Only what is proven raises a grade. A capacity grade that is unknown leaves the grade unknown, unless importance
    alone demands the highest.

    Returns:
        ``suggested_rank``, ``raised``, ``mode_rule`` (what decided; ``None`` where the capacity band did), and NaN for
        ``weighted_score`` and ``weighted_reach``.
    """
    capacity, floor = facts["capacity_rank"], facts["floor_rank"]
    base = np.maximum(capacity, floor).where(capacity.notna(), floor.where(floor == TOP))
    enough = facts["contribution_score"] + _HAIR >= rules.value(TABLE, "贡献升级分")
    raised = enough & (base > BELOW) & (base < TOP)
    steps = rules.value(TABLE, "贡献升级最多级数")
    rule = facts["floor_rule"].where(~(capacity >= floor), None)
    return pd.DataFrame({
        "suggested_rank": base.mask(raised, (base + steps).clip(upper=TOP)),
        "raised": raised,
        "weighted_score": np.nan,
        "weighted_reach": np.nan,
        "mode_rule": rule.mask(raised, rules.cite_key(TABLE, "贡献升级分")),
    })  # fmt: skip


def weighted(facts: pd.DataFrame, earlier_risks: pd.DataFrame, rules: RulesInForce, month: str) -> pd.DataFrame:
    """加权: points for capacity, importance, contribution and credit against the score lines.

    What is unknown leaves a range; the grade is known where both ends of it are the same grade. The importance floor
    (最低等级) holds here too; below the entry of capacity and without importance there is no grade.

    Returns:
        ``suggested_rank``, ``raised`` (never), ``weighted_score``, ``weighted_reach``, ``mode_rule``.
    """
    score, reach = _scores(facts, _credit(facts["customer_no"], earlier_risks, rules, month), rules)
    earned = _by_lines(score, rules)
    low, high = (np.maximum(ranks, facts["floor_rank"]) for ranks in (earned, _by_lines(reach, rules)))
    ranks = low.where(low == high)
    outside = (facts["capacity_rank"] == BELOW) & (facts["floor_rank"] == BELOW)
    unknown = facts["capacity_rank"].isna() & (facts["floor_rank"] < TOP)
    line = named(earned).map(lambda grade: f"加权分数线:{grade}", na_action="ignore")
    cites = {key: rules.cite_key(TABLE, key) for key in line.dropna().unique() if key != "加权分数线:三级"}
    rule = line.map(cites).astype(object)
    ranks = ranks.mask(outside, BELOW).mask(unknown & ~outside)
    rule = rule.mask(facts["floor_rank"] > earned, facts["floor_rule"]).mask(outside, None)
    return pd.DataFrame({
        "suggested_rank": ranks, "raised": False, "weighted_score": score, "weighted_reach": reach, "mode_rule": rule,
    })  # fmt: skip


def _scores(facts: pd.DataFrame, credit: pd.Series, rules: RulesInForce) -> tuple[pd.Series, pd.Series]:
    """Return the least and the greatest weighted score."""
    weight = {part: rules.value(TABLE, f"加权权重:{part}") / _PERCENT for part in ("容量", "重要性", "贡献", "信用")}
    grades = {grade: rules.value(TABLE, f"加权容量得分:{grade}") for grade in ("特级", "一级", "二级", "三级")}
    capacity = named(facts["capacity_rank"]).map(grades).astype("float64").fillna(0)
    level = facts["importance"].where((facts["floor_rank"] > BELOW), _WITHOUT)
    importance = level.map({one: rules.value(TABLE, f"加权重要性得分:{one}") for one in level.unique()})
    fixed = capacity * weight["容量"] + importance * weight["重要性"]
    low = fixed + facts["contribution_score"].fillna(0) * weight["贡献"] + credit.fillna(0) * weight["信用"]
    high = fixed + facts["contribution_reach"] * weight["贡献"] + credit.fillna(_PERCENT) * weight["信用"]
    return low, high


def _credit(numbers: pd.Series, earlier_risks: pd.DataFrame, rules: RulesInForce, month: str) -> pd.Series:
    """Return the credit score: the base less the last risk score; NaN without an earlier result."""
    past = earlier_risks[earlier_risks["month"].astype(object) <= month].sort_values("month", kind="stable")
    last = past.drop_duplicates("customer_no", keep="last").set_index("customer_no")["score"]
    return rules.value("risk_parameters", "信用分基数") - pd.to_numeric(numbers.map(last))


def _by_lines(points: pd.Series, rules: RulesInForce) -> pd.Series:
    """Return the rank that a score reaches; the lowest grade has no line."""
    grades = ("二级", "一级", "特级")
    lines = [rules.value(TABLE, f"加权分数线:{grade}") for grade in grades]
    ranks = np.array([0.0, *(rank(grade) for grade in grades)])
    return pd.Series(ranks[np.searchsorted(lines, points + _HAIR, side="right")], index=points.index)
