"""What a check finds: its verdict on the rows of one table.

``judge`` splits off the rows that could not be checked, so that an empty cell or an unmatched rule never passes unseen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from string import Formatter

import numpy as np
import pandas as pd


class Outcome(StrEnum):
    """结论: what a check says of a row."""

    PASS = "通过"
    WRONG = "不符"
    MISSING = "缺失"
    OVERDUE = "逾期"
    NOTICE = "提示"
    UNKNOWN = "未能核查"


class Level(StrEnum):
    """级别: how grave a finding is."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


COLUMNS = (
    "customer_no", "about", "outcome", "level", "table", "column", "actual", "expected", "difference", "stake_fen",
    "message", "rule",
)  # fmt: skip
"""Columns of ``Verdict.rows``; the index is the row id in the check's table, or in the one that the row names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of the rows it was asked about.

    Attributes:
        asked: number of rows asked.
        rows: the rows that did not pass, columns ``COLUMNS``; outcome 未能核查 where the check could not decide.
        note: why nothing could be asked, a sentence; empty otherwise.
        failed: the check itself failed, which ``note`` says.
    """

    asked: int
    rows: pd.DataFrame
    note: str = ""
    failed: bool = False


def judge(  # noqa: PLR0913 - one finding has this many parts
    asked: pd.DataFrame,
    failed: pd.Series,
    *,
    message: str | pd.Series,
    actual: pd.Series | None = None,
    expected: object = None,
    difference: pd.Series | None = None,
    stake_fen: pd.Series | None = None,
    needs: Sequence[object] | None = None,
    unknown: pd.Series | None = None,
    reason: str | pd.Series = "所需数据不全",
    values: Mapping[str, object] | None = None,
    about: pd.Series | str = "",
    level: pd.Series | str = "",
    outcome: Outcome = Outcome.WRONG,
    table: str = "",
    column: pd.Series | str = "",
    rule: pd.Series | str = "",
) -> Verdict:
    """Judge the asked rows: found where ``failed``, 未能核查 where an input is missing.

    Args:
        asked: frame with ``customer_no``; its index are the row ids of the check's table.
        failed: boolean, aligned with ``asked``; may hold NA.
        message: a sentence with ``{name}`` fields, filled from ``values``, ``actual``, ``expected`` and the columns of
            ``asked``; or a series of finished sentences.
        actual: what was seen.
        expected: what was expected, a series or one value.
        difference: actual − expected in the unit of the thing.
        stake_fen: money at stake [fen], int; NA where unknown.
        needs: series or values that must be there to decide; by default ``actual`` and ``expected``.
        unknown: further rows that could not be decided.
        reason: why a row could not be checked, a sentence.
        values: further fields for ``message`` and ``reason``.
        about: the object within the customer (计量点号, 账单行, 设备编号); part of the finding's identity.
        level: overrides the check's level, per row or for all.
        outcome: the outcome of found rows.
        table: overrides the check's table: the asked rows are of this one.
        column: overrides the check's column, per row or for all.
        rule: citation of the deciding rule row, ``表!行``.

    Returns:
        A verdict of ``len(asked)`` rows asked.
    """
    undecided = _undecided(asked, (actual, expected) if needs is None else needs, unknown) | failed.isna()
    found = failed.fillna(value=False).astype(bool) & ~undecided
    shown = asked.index[found | undecided]
    if shown.empty:
        return Verdict(len(asked), pd.DataFrame(columns=list(COLUMNS)))
    fields: dict[str, object] = {"actual": actual, "expected": expected, "difference": difference, **(values or {})}
    unsure = undecided.reindex(shown).to_numpy()
    said = _sentences(message, asked, fields, shown[~unsure]) | _sentences(reason, asked, fields, shown[unsure])
    parts = {"customer_no": asked["customer_no"], "about": about, "level": level, "column": column, "actual": actual}
    parts |= {"expected": expected, "difference": difference, "stake_fen": stake_fen, "rule": rule, "table": table}
    rows = pd.DataFrame({name: _aligned(part, shown) for name, part in parts.items()}, index=shown)
    rows["outcome"] = np.where(unsure, str(Outcome.UNKNOWN), str(outcome))
    rows["message"] = pd.Series(said, dtype=object)
    return Verdict(len(asked), rows[list(COLUMNS)])


def nothing(note: str, *, failed: bool = False) -> Verdict:
    """Return the verdict of a check that could ask no row, with the sentence that says why."""
    return Verdict(0, pd.DataFrame(columns=list(COLUMNS)), note, failed)


def both(verdicts: Iterable[Verdict]) -> Verdict:
    """Join verdicts into one; where they are over rows of several tables, each says over which."""
    parts = list(verdicts)
    kept = [part.rows for part in parts if len(part.rows)] or [part.rows for part in parts[:1]]
    return Verdict(sum(part.asked for part in parts), pd.concat(kept), "".join(part.note for part in parts))


def _undecided(asked: pd.DataFrame, inputs: Iterable[object], unknown: pd.Series | None) -> pd.Series:
    """Return where an input is missing or the author said so."""
    mask = pd.Series(data=False, index=asked.index) if unknown is None else unknown.fillna(value=True).astype(bool)
    for part in inputs:
        if isinstance(part, pd.Series):
            mask = mask | part.reindex(asked.index).isna()
        elif part is not None and not isinstance(part, str) and pd.isna(part):
            mask = pd.Series(data=True, index=asked.index)
    return mask


def _aligned(part: object, shown: pd.Index) -> object:
    """Return a series on the shown rows, or the one value for all of them."""
    return part.reindex(shown) if isinstance(part, pd.Series) else part


def _sentences(
    text: str | pd.Series, asked: pd.DataFrame, fields: Mapping[str, object], rows: pd.Index
) -> dict[int, str]:
    """Fill the sentence for each of the rows; there are few of them, so plain formatting serves."""
    if isinstance(text, pd.Series):
        return dict(text.reindex(rows).items())
    names = list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))
    if not names:
        return dict.fromkeys(rows, text)
    parts = [fields[name] if name in fields else asked[name] for name in names]
    cells = [part.reindex(rows).tolist() if isinstance(part, pd.Series) else repeat(part, len(rows)) for part in parts]
    records = zip(rows, zip(*cells, strict=True), strict=True)
    return {row: text.format(**dict(zip(names, record, strict=True))) for row, record in records}
