"""A2: the grade of every customer: capacity, importance and contribution put together, 就高 or 加权."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.checks.grading.approvals import approvals
from addin.checks.grading.capacity import capacity_bands, importance_floors
from addin.checks.grading.causes import causes
from addin.checks.grading.contribution import contributions
from addin.checks.grading.downgrade_reviews import downgrade_reviews
from addin.checks.grading.history import lower_cycles, manual_grades
from addin.checks.grading.kinds import kinds
from addin.checks.grading.modes import highest, weighted
from addin.checks.grading.ranks import BELOW, named, ranked
from addin.rulebook import RulesInForce

TABLE = "grading_parameters"
CLOSED = "已销户"
UP, DOWN, SAME, FIRST, BELOW_ENTRY, UNDECIDED = "升", "降", "平", "新定级", "低于准入", "未能判定"
_LONGEST_CYCLE_YEARS = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier gradings left.

    Attributes:
        grade_changes: 等级变更.
        grades: 等级历史.
        risks: 风险历史, for the credit score.
    """

    grade_changes: pd.DataFrame
    grades: pd.DataFrame
    risks: pd.DataFrame


def grade_customers(  # noqa: PLR0913, PLR0917 - the facts of a grading are these
    customers: pd.DataFrame,
    usage: pd.DataFrame,
    receipts: pd.DataFrame,
    bills: pd.DataFrame,
    grade_changes: pd.DataFrame,
    rules: RulesInForce,
    settings: Mapping[str, str],
    month: str,
    as_of: date,
    earlier_grades: pd.DataFrame,
    earlier_risks: pd.DataFrame,
) -> pd.DataFrame:
    """Grade every customer of 客户台账; propose, never overwrite 现等级.

    Args:
        customers: 客户台账.
        usage: one row per customer and month.
        receipts: 收款记录.
        bills: 电费账单.
        grade_changes: 等级变更: earlier suggestions and grades set by hand.
        rules: customer_type_map, grade_bands, grading_parameters, grade_approvals.
        settings: 设置; 定级周期 is the length of a cycle [years], 1 where it is empty or names a year.
        month: the audited month.
        as_of: the day that counts as today.
        earlier_grades: 等级历史 of earlier runs.
        earlier_risks: 风险历史 of earlier runs.

    Returns:
        One row per customer, index = row id of 客户台账; the columns of the sheet 分级结果, further ``state``,
        ``section``, the points of the four parts of the contribution, ``contribution_reach``, ``weighted_score``
        (``weighted_reach``) and ``observed`` (a downgrade still under observation).
    """
    earlier = Earlier(grade_changes, earlier_grades, earlier_risks)
    facts = _facts(customers, rules, as_of)
    facts = facts.join(contributions(customers, usage, bills, receipts, rules, month, as_of))
    facts = facts.join(manual_grades(customers, grade_changes, month, as_of))
    facts = _suggested(facts, earlier, rules, month)
    facts["lower_cycles"] = lower_cycles(customers, grade_changes, earlier_grades, month, _cycle_years(settings))
    return _result(facts, rules)


def _facts(customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> pd.DataFrame:
    """Return kind, capacity grade and floor beside the customers' own columns."""
    named_columns = ["customer_no", "customer_name", "state", "customer_kind", "contract_capacity_kva", "importance"]
    facts = customers[named_columns].rename(columns={"customer_kind": "ledger_kind"})
    kind = kinds(customers, rules)
    facts = facts.join(kind.rename(columns={"rule": "kind_rule"}))
    bands = capacity_bands(facts["kind"], facts["contract_capacity_kva"], rules)
    floors = importance_floors(customers, rules, as_of)
    facts = facts.join(bands.rename(columns={"rule": "band_rule"})).join(floors.rename(columns={"rule": "floor_rule"}))
    return facts.assign(current_rank=ranked(customers["grade"]), current_grade=customers["grade"])


def _suggested(facts: pd.DataFrame, earlier: Earlier, rules: RulesInForce, month: str) -> pd.DataFrame:
    """Add the suggestion of the mode in force; a grade set by hand goes before it."""
    mode = rules.text(TABLE, "组合模式")
    put_together = weighted(facts, earlier.risks, rules, month) if mode == "加权" else highest(facts, rules)
    facts = facts.join(put_together)
    manual = ranked(facts["manual_grade"])
    closed = facts["state"] == CLOSED
    facts["suggested_rank"] = manual.fillna(facts["suggested_rank"]).mask(closed)
    return facts.assign(by_hand=manual.notna(), closed=closed, mode=mode)


def _cycle_years(settings: Mapping[str, str]) -> int:
    """Return the length of a grading cycle [years]."""
    text = settings.get("定级周期", "").removesuffix("年").strip()
    years = int(text) if text.isdigit() else 1
    return years if 1 <= years <= _LONGEST_CYCLE_YEARS else 1


def _result(facts: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Lay out the columns of 分级结果."""
    facts["direction"] = _direction(facts)
    facts = facts.join(_observation(facts, rules))
    graded = facts["suggested_rank"].where(facts["suggested_rank"] > BELOW)
    facts = facts.join(approvals(facts["current_rank"], graded, rules).rename(columns={"rule": "approval_rule"}))
    facts = facts.join(downgrade_reviews(facts, rules))
    facts["cause"] = causes(facts)
    facts["rule"] = _deciding_rule(facts)
    return facts.assign(
        capacity_grade=named(facts["capacity_rank"]).mask(facts["capacity_rank"] == BELOW, BELOW_ENTRY),
        importance_floor=named(facts["floor_rank"]),
        suggested_grade=named(facts["suggested_rank"]),
    )


def _direction(facts: pd.DataFrame) -> pd.Series:
    """Return which way the grade goes."""
    now, then = facts["suggested_rank"], facts["current_rank"]
    cases = [facts["closed"], now.isna(), now == BELOW, then.isna(), now > then, now < then]
    words = [SAME, UNDECIDED, BELOW_ENTRY, FIRST, UP, DOWN]
    return pd.Series(np.select(cases, words, default=SAME), index=facts.index, dtype=object)


def _observation(facts: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Say how long a downgrade has been observed, and whether it still is."""
    needed = int(rules.value(TABLE, "降级观察期"))
    done = facts["lower_cycles"] + 1
    down = (facts["direction"] == DOWN) & ~facts["by_hand"]
    observed = down & (done < needed)
    passed = "连续" + done.astype(str) + f"个周期偏低，满{needed}个，建议降级"
    waiting = "第" + done.astype(str) + f"个周期偏低，满{needed}个周期才建议降级"
    said = passed.mask(observed, waiting).where(down, "")
    return pd.DataFrame({"observed": observed, "observation": said})


def _deciding_rule(facts: pd.DataFrame) -> pd.Series:
    """Return the citation of the row that decided: upgrade, floor, score line, else the band."""
    own = facts["mode_rule"].where(facts["mode_rule"].notna(), facts["band_rule"])
    return own.where(own.notna(), None)
