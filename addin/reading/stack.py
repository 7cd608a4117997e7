"""The sheets of one table, stacked: rows under one another, duplicate keys across all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from addin.reading import faults
from addin.reading.part import PART, Part, empty_frame
from addin.reading.problems import MOST, Problems, Spot
from addin.tables.column import Table
from addin.tables.rule_columns import WITHDRAWN


@dataclass(frozen=True, slots=True)
class Stack:
    """A table as it was found: its sheets and the frame of all their rows."""

    table: Table
    parts: tuple[Part, ...]
    frame: pd.DataFrame

    def part(self, row: int) -> Part:
        """Return the sheet in which a row id stands."""
        return self.parts[int(row) // PART]


def stack(table: Table, parts: Sequence[Part]) -> Stack:
    """Stack the sheets of a table; without any, the frame has no rows."""
    if not parts:
        return Stack(table, (), empty_frame(table))
    frame = parts[0].frame if len(parts) == 1 else pd.concat([part.frame for part in parts])
    return Stack(table, tuple(parts), frame)


def note_duplicates(stacked: Stack, problems: Problems) -> None:
    """Note rows whose key stood before, in the same sheet or in one stacked above it."""
    key = [name for name in stacked.table.key if any(name in part.letters for part in stacked.parts)]
    if not key or key[0] != stacked.table.key[0]:
        return
    pairs = list(_repeated(stacked.frame, key))
    for row, original in islice(pairs, MOST):
        _note_duplicate(stacked, key, row, original, problems)
    if len(pairs) > MOST:
        part = stacked.part(pairs[MOST][0])
        seen = f"另有 {len(pairs) - MOST} 行重复"
        spot = Spot(part.book, part.sheet, stacked.table.name)
        problems.add(faults.DUPLICATE, spot, seen=seen, hint="前面的行", row=pairs[MOST][0])


def withdrawn(frame: pd.DataFrame) -> pd.Series:
    """Say which dated rows were taken back: a corrected row replaces them, they stay only to be read."""
    if not {"source", "effective_on", "expires_on"} <= set(frame):
        return pd.Series(data=False, index=frame.index)
    never = frame["expires_on"] == frame["effective_on"]
    if never.any():
        never &= frame["source"].map(lambda text: isinstance(text, str) and text.startswith(WITHDRAWN)).astype(bool)
    return never


def _repeated(frame: pd.DataFrame, key: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the row ids of a repeated key and of its first row.

    A row without the first key column has no key, and one that was taken back repeats none.
    """
    known = frame.loc[frame[key[0]].notna() & ~withdrawn(frame), key]
    if not known.duplicated().any():
        return
    alike = known[known.duplicated(keep=False)]
    originals: dict[object, int] = {}
    for row, group in zip(alike.index, alike.groupby(key, sort=False, dropna=False).ngroup(), strict=True):
        original = originals.setdefault(group, int(row))
        if original != row:
            yield int(row), original


def _note_duplicate(stacked: Stack, key: list[str], row: int, original: int, problems: Problems) -> None:
    part, other = stacked.part(row), stacked.part(original)
    book = f"「{other.book.name}」的" if other.book != part.book else ""
    problems.add(
        faults.DUPLICATE,
        Spot(part.book, part.sheet, stacked.table.name),
        cell=f"{part.letters.get(key[0], 'A')}{row % PART}",
        column="、".join(stacked.table.column(name).title for name in key),
        seen="、".join(_printed(value) for value in stacked.frame.loc[row, key] if not pd.isna(value)),
        hint=f"{book}「{other.sheet}」第 {original % PART} 行",
        row=row,
    )


def _printed(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return f"{value:g}" if isinstance(value, float) else str(value)
