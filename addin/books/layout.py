"""Layout: which row of a result sheet holds what; positions only, for either side of the Book port.

Column A is hidden: it holds the marker, and beside each row of the first block the identity of that row. Tables
start in column B.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books.result import Block, ResultSheet

FIRST_COLUMN = 2
MOST_LINKS = 60_000
IDENTITY_TITLE = "标识"
_MARKER_WIDTH = 12.0
_PAGE_WIDTH = 250.0
"""Characters that one landscape A4 page still shows in a size that people can read."""
_FROZEN_WIDTH = 60.0
"""Characters that may stay in place on a screen while the rest is scrolled."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text across the sheet; ``kind`` is ``title``, ``note`` or ``block``."""

    row: int
    text: str
    kind: str


@dataclass(frozen=True, eq=False)
class Placed:
    """A block and its rows in the sheet; ``links`` is how many of its data rows still get links."""

    block: Block
    header_row: int
    linked_rows: int

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last data row; the header's when there is none."""
        return self.header_row + self.block.rows

    @cached_property
    def linked(self) -> dict[int, npt.NDArray[np.bool_]]:
        """Per linked column, which rows carry a link."""
        within = np.arange(self.block.rows) < self.linked_rows
        return {position: within & has_link(self.block, position) for position in self.block.links}


@dataclass(frozen=True, eq=False)
class Layout:
    """The plan of a sheet: lines of text, placed blocks, column widths (column A first) and which are hidden."""

    lines: tuple[Line, ...]
    blocks: tuple[Placed, ...]
    widths: tuple[float, ...]
    hidden: tuple[bool, ...]

    @property
    def single(self) -> bool:
        """One table only: it gets a filter and a frozen header."""
        return len(self.blocks) == 1

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return max([1, *(line.row for line in self.lines), *(placed.last_row for placed in self.blocks)])

    @property
    def shown_width(self) -> float:
        """Width of what is seen and printed [characters]."""
        return sum(width for width, hidden in zip(self.widths, self.hidden, strict=True) if not hidden)

    @property
    def pages_wide(self) -> int:
        """How many pages side by side the sheet is printed on: 22 columns on one page were too small to read."""
        again = sum(self.blocks[0].block.columns[at].width for at in self.repeated) if self.single else 0
        return max(1, math.ceil((self.shown_width - again) / (_PAGE_WIDTH - again)))

    @property
    def repeated(self) -> list[int]:
        """Positions of the columns that each page further right begins with."""
        columns = self.blocks[0].block.columns if self.single else ()
        return [at for at, column in enumerate(columns) if column.repeated]

    @property
    def frozen(self) -> int:
        """How many columns stay while the others are scrolled: the repeated ones, where they leave room for others."""
        width = sum(self.widths[at + 1] for at in self.repeated)
        return len(self.repeated) if 0 in self.repeated and width <= _FROZEN_WIDTH else 0


def plan(sheet: ResultSheet) -> Layout:
    """Return where everything of ``sheet`` stands."""
    allowed = _linked_rows(sheet)
    short = any(linked < block.rows for linked, block in zip(allowed, sheet.blocks, strict=True))
    headings = [*sheet.heading, *([""] if short else [])]
    lines = [Line(row, text, "note" if row > 1 else "title") for row, text in enumerate(headings, 1)]
    placed = _place(sheet, allowed, max(len(lines), 1), lines)
    if short:
        lines[len(headings) - 1] = Line(len(headings), _no_more_links(placed), "note")
    widths, hidden = _columns(sheet.blocks)
    return Layout(tuple(lines), tuple(placed), widths, hidden)


def has_link(block: Block, position: int) -> npt.NDArray[np.bool_]:
    """Tell which rows of a column have a link, allowed or not."""
    return np.asarray(pd.notna(np.asarray(block.links[position], dtype=object)), dtype=bool)


def _place(sheet: ResultSheet, allowed: list[int], used: int, lines: list[Line]) -> list[Placed]:
    """Put the blocks below row ``used``, one empty row between them; their headings join ``lines``."""
    placed = []
    for block, linked in zip(sheet.blocks, allowed, strict=True):
        gap = 1 if len(sheet.blocks) > 1 else 0
        if block.heading:
            lines.append(Line(used + gap + 1, block.heading, "block"))
            gap += 1
        placed.append(Placed(block, used + gap + 1, linked))
        used = placed[-1].last_row
    return placed


def _linked_rows(sheet: ResultSheet) -> list[int]:
    """Return how many rows of each block may carry links: Excel takes 65,530 a sheet and repairs away the rest."""
    left, allowed = MOST_LINKS, []
    for block in sheet.blocks:
        counts = np.zeros(block.rows, dtype=np.int64)
        for position in block.links:
            counts += has_link(block, position)
        running = counts.cumsum()
        allowed.append(int(np.searchsorted(running, left, side="right")))
        left -= int(running[allowed[-1] - 1]) if allowed[-1] else 0
        left = left if allowed[-1] == block.rows else 0
    return allowed


def _no_more_links(placed: list[Placed]) -> str:
    first = next(one for one in placed if one.linked_rows < one.block.rows)
    row = first.first_row + first.linked_rows
    return f"自第 {row} 行起不带跳转链接：一张表最多放 {MOST_LINKS:,} 个，请按来源单元格的文字查找。"


def _columns(blocks: tuple[Block, ...]) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    """Return width and visibility of all columns; blocks below each other share them, the widest decides."""
    count = max((len(block.columns) for block in blocks), default=1)
    shared = [[block.columns[at] for block in blocks if at < len(block.columns)] for at in range(count)]
    widths = (max((column.width for column in columns), default=12.0) for columns in shared)
    hidden = (bool(columns) and all(column.hidden for column in columns) for columns in shared)
    return (_MARKER_WIDTH, *widths), (True, *hidden)
