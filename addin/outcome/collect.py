"""Verdicts of all checks → one frame of findings, one of coverage, one of what could not be checked."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.findings import Level, Outcome, Verdict
from addin.register import CHECKS

OWED = ("审计-A17", "电费-E13")
"""Checks whose money is what a customer owes or may not pay; of any other it is what the finding disputes."""
LEVELS = (Level.ERROR, Level.WARNING, Level.NOTICE)


@dataclass(frozen=True, slots=True)
class Collected:
    """What a run found.

    Attributes:
        findings: one row per finding: code, title, level, outcome, table, row (id), column, customer_no, about,
            message, actual, expected, difference, stake_fen and owed_fen (Int64), rule, clause, advice, identity.
        doubts: the rows that could not be checked: code, title, customer_no, message.
        coverage: one row per check: code, title, sheet table, asked, passed, found, unknown, note,
            failed (the check itself failed).
    """

    findings: pd.DataFrame
    doubts: pd.DataFrame
    coverage: pd.DataFrame


def collect(verdicts: Mapping[str, Verdict], month: str) -> Collected:
    """Put the verdicts of a run together.

    Args:
        verdicts: by check code.
        month: the audited month, part of each finding's identity.

    Returns:
        The findings of all checks, those that could not be checked, and the coverage.
    """
    said = [pair for pair in verdicts.items() if len(pair[1].rows)] or list(verdicts.items())[:1]
    everything = pd.concat([_stamped(code, verdict) for code, verdict in said], ignore_index=True)
    unsure = everything["outcome"] == Outcome.UNKNOWN
    findings = _identified(everything[~unsure].reset_index(drop=True), month)
    return Collected(findings, everything[unsure].reset_index(drop=True), _coverage(verdicts))


def _stamped(code: str, verdict: Verdict) -> pd.DataFrame:
    """Return a verdict's rows with the metadata of its check; a row's own level goes before the check's."""
    one = CHECKS[code]
    rows = verdict.rows.reset_index(names="row")
    rows["level"] = np.where(rows["level"].isna() | (rows["level"] == ""), str(one.level), rows["level"])
    for name, usual in (("table", one.table), ("column", one.column)):
        rows[name] = np.where(rows[name].isna() | (rows[name] == ""), usual, rows[name])
    stamp = {"code": code, "title": one.title, "clause": one.clause, "advice": one.advice}
    rows = rows.assign(**stamp)
    money = pd.to_numeric(rows["stake_fen"], errors="coerce").astype("Int64")
    nothing = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    rows["stake_fen"], rows["owed_fen"] = (nothing, money) if code in OWED else (money, nothing)
    return rows.astype(dict.fromkeys(("actual", "expected", "difference", "about", "rule", "message"), object))


def _identified(findings: pd.DataFrame, month: str) -> pd.DataFrame:
    """Add the stable identity: check, customer, month, object; a running number where that is not yet unique."""
    parts = [findings[name].fillna("").astype(str) for name in ("code", "customer_no")]
    base = parts[0] + "|" + parts[1] + "|" + month + "|" + findings["about"].fillna("").astype(str)
    again = base.groupby(base).cumcount()
    findings["identity"] = base.where(again == 0, base + "#" + (again + 1).astype(str))
    return findings


def _coverage(verdicts: Mapping[str, Verdict]) -> pd.DataFrame:
    """Count per check what was asked, passed, found and could not be decided."""
    lines = []
    for code, verdict in verdicts.items():
        unknown = int((verdict.rows["outcome"] == Outcome.UNKNOWN).sum())
        found = len(verdict.rows) - unknown
        one = CHECKS[code]
        counts = {"asked": verdict.asked, "passed": max(verdict.asked - found - unknown, 0), "found": found}
        lines.append(
            {"code": code, "title": one.title, "table": one.table, "clause": one.clause}
            | counts
            | {"unknown": unknown, "note": verdict.note or _main_reason(verdict.rows), "failed": verdict.failed}
        )
    return pd.DataFrame(lines)


def _main_reason(rows: pd.DataFrame) -> str:
    """Return why most of the rows could not be checked, and for how many more there are other reasons."""
    reasons = rows.loc[rows["outcome"] == Outcome.UNKNOWN, "message"].value_counts()
    if reasons.empty:
        return ""
    others = int(reasons.iloc[1:].sum())
    return f"{reasons.index[0]}（{reasons.iloc[0]} 行）" + (f"；另 {others} 行见「未能核查明细」" if others else "")
