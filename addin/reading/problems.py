"""What was wrong with the cells: kinds of problems, and the frame that the sheet 数据问题 is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

ERROR, WARNING, NOTICE = "错误", "警告", "提示"
COLUMNS = ("level", "book", "sheet", "cell", "column", "seen", "expected", "advice", "table", "row")
REFUSED = ("table", "row", "column", "seen", "expected", "advice", "empty")
"""Columns of the cells whose value does not stand; ``column`` is its name."""
MOST = 20
"""Cells of one column that get a row of their own; the rest is counted in one more row."""
SHOWN = 5
"""Cells that a summary names."""

Positions = npt.NDArray[np.intp]


class ReadError(Exception):
    """A run cannot go on; the message is a sentence for the user: what was seen, what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of problem.

    Attributes:
        level: 错误 (the value is missing), 警告 or 提示 (the value was understood).
        expected: what should stand there; ``{title}`` and ``{hint}`` are filled in.
        advice: what to do.
        each: whether every cell gets a row, else one row counts them all.
        empty: the cell is empty, though it is required.
    """

    level: str
    expected: str
    advice: str
    each: bool = True
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A fault in some cells of one column: positions among the rows kept, what was seen, a hint each (or none)."""

    fault: Fault
    positions: Positions
    seen: Sequence[str]
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where problems are collected: a table, on a sheet of a book."""

    book: Path
    sheet: str
    table: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One column of a sheet, as far as its rows are data.

    Attributes:
        spot: book, sheet and table.
        title: title of the column.
        name: its name in the frame.
        letters: letters of the column in the sheet.
        rows: sheet rows of the data; ``Found.positions`` point into it.
        first: row id of the sheet's row 0, a multiple of ``PART``.
    """

    spot: Spot
    title: str
    letters: str
    rows: Positions
    first: int
    name: str = ""


@dataclass(slots=True)
class Problems:
    """Collects problems; ``frame()`` lists them in the order in which they were met."""

    rows: list[tuple[str, str, str, str, str, str, str, str, str, int]] = field(default_factory=list)
    refusals: list[tuple[Found, Strip]] = field(default_factory=list)

    def add(  # noqa: PLR0913 - one argument for each column of the sheet
        self,
        fault: Fault,
        spot: Spot,
        *,
        cell: str = "",
        column: str = "",
        seen: str = "",
        hint: str = "",
        row: int = 0,
    ) -> None:
        """Add one row; ``row`` is a row id, 0 for a problem of the whole sheet."""
        words = {"title": column, "hint": hint}
        texts = (fault.expected.format(**words), fault.advice.format(**words))
        self.rows.append((fault.level, spot.book.name, spot.sheet, cell, column, seen, *texts, spot.table, row))

    def add_cells(self, found: Found, strip: Strip) -> None:
        """Add the cells of one column, each or counted; those whose value does not stand are remembered one by one."""
        if found.fault.level == ERROR and strip.name:
            self.refusals.append((found, strip))
        alone = min(len(found.positions), MOST) if found.fault.each else 0
        for nth in range(alone):
            self._add_cell(found, strip, nth, found.seen[nth])
        if alone < len(found.positions):
            self._add_cell(found, strip, alone, _counted(found, strip, alone))

    def _add_cell(self, found: Found, strip: Strip, nth: int, seen: str) -> None:
        row = int(strip.rows[found.positions[nth]])
        hint = found.hints[nth] if found.hints else ""
        self.add(
            found.fault,
            strip.spot,
            cell=f"{strip.letters}{row}",
            column=strip.title,
            seen=seen,
            hint=hint,
            row=strip.first + row,
        )

    def frame(self) -> pd.DataFrame:
        """Return the problems, text columns ``object``, ``row`` ``int64``."""
        frame = pd.DataFrame({name: _texts(self.rows, nth) for nth, name in enumerate(COLUMNS[:-1])})
        frame["row"] = np.array([row[-1] for row in self.rows], dtype=np.int64)
        return frame

    def refused(self) -> pd.DataFrame:
        """Return every cell with an error, however many there are: ``REFUSED``, ``row`` the row id."""
        rows = []
        for found, strip in self.refusals:
            fault = found.fault
            for nth, at in enumerate(found.positions):
                words = {"title": strip.title, "hint": found.hints[nth] if found.hints else ""}
                texts = found.seen[nth], fault.expected.format(**words), fault.advice.format(**words)
                rows.append((strip.spot.table, strip.first + int(strip.rows[at]), strip.name, *texts, fault.empty))
        frame = pd.DataFrame(rows, columns=list(REFUSED), dtype=object)
        return frame.astype({"row": "int64", "empty": "bool"})


def _counted(found: Found, strip: Strip, start: int) -> str:
    """Return what was seen from ``start`` on: the first cells by name, and how many there are."""
    chosen = range(start, min(start + SHOWN, len(found.positions)))
    cells = [f"{strip.letters}{strip.rows[found.positions[nth]]}『{found.seen[nth]}』" for nth in chosen]
    count = len(found.positions) - start
    if count == 1:
        return cells[0]
    return "、".join(cells) + (f"…等 {count} 处" if count > len(cells) else f"，共 {count} 处")


def _texts(rows: Iterable[tuple[object, ...]], nth: int) -> "pd.Series[str]":
    return pd.Series([row[nth] for row in rows], dtype=object)


def located(fault: Fault, positions: npt.ArrayLike, seen: Sequence[str], hints: Sequence[str] = ()) -> list[Found]:
    """Return the fault at these positions as a list, empty when there are none."""
    where = np.asarray(positions, dtype=np.intp)
    return [Found(fault, where, seen, hints)] if len(where) else []
