"""A2: who approves a change of grade."""

import numpy as np
import pandas as pd

from addin.checks.grading.ranks import ranked
from addin.rulebook import RulesInForce

TABLE = "grade_approvals"


def approvals(before: pd.Series, after: pd.Series, rules: RulesInForce) -> pd.DataFrame:
    """Find the row of 等级变更审批 for each change.

    The row of both grades decides; a jump over a grade, which has no row of its own, goes by the higher grade; a first
    grading by the row without grades, or by the higher grade where that one names 特级.

    Args:
        before: ranks of the present grades, NaN without.
        after: ranks of the suggested grades, NaN without.
        rules: table ``grade_approvals``.

    Returns:
        ``needs_approval`` (是/否), ``approver`` (提出 → 审核 → 批准, ``None`` where nothing changes) and ``rule``.
    """
    table = rules.rows(TABLE)
    row = _rows(before, after, table)
    changes = after.notna() & ~(before == after)
    row = row.where(changes)
    route = table["proposer"].fillna("") + "→" + table["reviewer"].fillna("") + "→" + table["approver"].fillna("")
    found = pd.DataFrame({"needs_approval": "否"}, index=before.index, dtype=object)
    found.loc[changes, "needs_approval"] = row[changes].map(table["needs_approval"]).fillna("是")
    found["approver"] = row.map(route).astype(object).where(row.notna(), None)
    found["rule"] = row.map({line: rules.cite(TABLE, line) for line in table.index}).astype(object)
    return found.where(found.notna(), None)


def _rows(before: pd.Series, after: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return the table's row for each pair of ranks."""
    higher, lower = np.fmax(before, after), np.fmin(before, after).where(before.notna())
    graded = table[table["higher_grade"].notna()]
    top, bottom = ranked(graded["higher_grade"]), ranked(graded["lower_grade"])
    exact = dict(zip(_pairs(top, bottom), graded.index, strict=True))
    by_top = dict(zip(top[::-1], graded.index[::-1], strict=True))
    general = table.index[table["higher_grade"].isna() & table["lower_grade"].isna()]
    any_bottom = {key[0]: line for key, line in exact.items() if key[1] is None}
    row = pd.Series(_pairs(higher, lower), index=before.index, dtype=object).map(exact)
    row = row.fillna(higher.map(any_bottom))
    row = row.where(before.isna() | row.notna(), higher.map(by_top))
    return row.where(row.notna() | before.notna(), general[0] if len(general) else np.nan).astype("float64")


def _pairs(higher: pd.Series, lower: pd.Series) -> list[tuple[float, float | None]]:
    """Return pairs of ranks as keys; ``None`` where any lower grade will do."""
    return [(top, None if pd.isna(bottom) else bottom) for top, bottom in zip(higher, lower, strict=True)]
