"""时段 by the day: which rows hold on each day of a month, and how long each period lasts on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from addin.billing.days import HOLIDAYS, PUBLISHED, is_workday
from addin.conditions import Cell, months
from addin.rulebook.day_kinds import ALL_DAYS, CANDIDATES, HOLIDAY, REST_DAY, WORKDAY, named_days


def kind_of_day(day: date) -> str:
    """Return what kind a day is: a holiday by its name, else worked or not, make-up days being worked.

    Examples:
        >>> [kind_of_day(date(2026, 2, at)) for at in (13, 14, 15, 17, 28)]
        ['工作日', '工作日', '节假日', '节假日', '工作日']
    """
    if day in HOLIDAYS and not is_workday(day):
        return HOLIDAY
    return WORKDAY if is_workday(day) else REST_DAY


def hours_by_day(table: pd.DataFrame, days: Sequence[date]) -> pd.DataFrame:
    """Return how long each period lasts on each day [h].

    Args:
        table: rows of 时段 of one province; index = sheet row.
        days: of the month.

    Returns:
        Index (period_set, period), columns ``days``. A set with a day on which no row holds is left out, and one that
        tells kinds of day apart in a year whose holidays are not published.

    Source: billing.md §3: period sets by month group and kind of day; dates go before kinds, kinds before 全部.
    """
    parts = {name: _hours(rows, days) for name, rows in table.groupby("period_set")}
    known = {name: part for name, part in parts.items() if part is not None}
    if not known:
        return pd.DataFrame(columns=list(days), index=pd.MultiIndex.from_arrays([[], []]), dtype="float64")
    return pd.concat(known, names=["period_set", "period"])


def _hours(rows: pd.DataFrame, days: Sequence[date]) -> pd.DataFrame | None:
    """Return the hours of one set, index period; ``None`` where a day has none."""
    groups = {(int(str(row)), str(kind), str(text)) for row, kind, text in rows[["day_kind", "months"]].itertuples()}
    named = {kind: named_days(Cell(f"时段!{row}", kind)) for row, kind, _ in groups}
    within = {text: months(Cell(f"时段!{row}", text)) for row, _, text in groups}
    lengths = rows["end_hour"] - rows["start_hour"]
    columns: dict[date, pd.Series] = {}
    for number in sorted({day.month for day in days}):
        mine = rows[rows["months"].map({text: number in found for text, found in within.items()}).astype(bool)]
        sums = {kind: lengths[held.index].groupby(held["period"]).sum() for kind, held in mine.groupby("day_kind")}
        for day in (one for one in days if one.month == number):
            kind = _holding(day, sums, named)
            if kind is None:
                return None
            columns[day] = sums[kind]
    return pd.DataFrame(columns, columns=list(days)).reindex(rows["period"].unique()).fillna(0.0).rename_axis("period")


def _holding(day: date, kinds: Iterable[str], named: Mapping[str, frozenset[date]]) -> str | None:
    """Return the kind of day whose rows hold on a day; ``None`` where none does, or nobody can know."""
    there = set(kinds)
    dated = [kind for kind in there if day in named[kind]]
    words = there & {*CANDIDATES, ALL_DAYS}
    if dated:
        return min(dated)
    if words == {ALL_DAYS}:
        return ALL_DAYS
    if day.year not in PUBLISHED:
        return None
    return next((kind for kind in CANDIDATES[kind_of_day(day)] if kind in words), None)
