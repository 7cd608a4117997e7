"""Ledger: the typed frames of all tables, and the way back from a row to its cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from addin.reading.part import PART
from addin.reading.stack import Stack


@dataclass(frozen=True)
class Place:
    """Where a row stands: book, sheet title, row number from 1."""

    book: Path
    sheet: str
    row: int


class Ledger:
    """The tables read from one or several workbooks.

    ``ledger["bills"]`` is a frame with all declared columns, unknown ones behind them under their own heading; its
    index is the row id: the sheet's row number, plus ``PART`` for each further sheet stacked under the first.

    Attributes:
        main: the book that results are written to, the one that holds 客户台账.
        paths: all books read.
        problems: one row per problem; columns ``problems.COLUMNS``.
        refused: one row per cell whose value does not stand; columns ``problems.REFUSED``.
    """

    def __init__(
        self,
        stacks: Mapping[str, Stack],
        paths: Sequence[Path],
        main: Path,
        problems: pd.DataFrame,
        refused: pd.DataFrame,
    ) -> None:
        """Hold what was read: every declared table, a table that no book holds without rows."""
        self.main, self.paths, self.problems, self.refused = main, tuple(paths), problems, refused
        self._stacks = dict(stacks)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the frame of a table by name; no rows when no book holds it. Raises ``KeyError`` when undeclared."""
        return self._stacks[name].frame

    def replaced(self, frames: Mapping[str, pd.DataFrame]) -> "Ledger":
        """Return a ledger with other rows in some of its tables, for reckoning what would have been."""
        stacks = {name: replace(stack, frame=frames.get(name, stack.frame)) for name, stack in self._stacks.items()}
        refused = self.refused[~self.refused["table"].isin(list(frames))]
        return Ledger(stacks, self.paths, self.main, self.problems, refused)

    def has(self, name: str) -> bool:
        """Tell whether a book holds the sheet of a table."""
        return name in self._stacks and bool(self._stacks[name].parts)

    def has_column(self, table: str, column: str) -> bool:
        """Tell whether a sheet of the table has the column."""
        return self.has(table) and any(column in part.letters for part in self._stacks[table].parts)

    def header(self, name: str, book: Path) -> tuple[str, int, dict[str, str]] | None:
        """Return title, header row and columns (name → letters) of a table in a book; None where it has none."""
        parts = [part for part in self._stacks[name].parts if part.book == book]
        return (parts[0].sheet, parts[0].header_row, dict(parts[0].letters)) if parts else None

    def known_as(self, real: Mapping[Path, Path]) -> "Ledger":
        """Return the ledger with other names for its books: copies that were read, under the paths that users know."""
        stacks = {
            name: replace(one, parts=tuple(replace(part, book=real.get(part.book, part.book)) for part in one.parts))
            for name, one in self._stacks.items()
        }
        paths = [real.get(path, path) for path in self.paths]
        return Ledger(stacks, paths, real.get(self.main, self.main), self.problems, self.refused)

    def only(self, table: str, rows: Collection[int]) -> "Ledger":
        """Return the ledger with these rows of a table alone; where a row stands stays known."""
        one = self._stacks[table]
        kept = replace(one, frame=one.frame[one.frame.index.isin(list(rows))])
        return Ledger(self._stacks | {table: kept}, self.paths, self.main, self.problems, self.refused)

    def place(self, table: str, row: int) -> Place:
        """Return where a row stands."""
        part = self._stacks[table].part(row)
        return Place(part.book, part.sheet, int(row) % PART)

    def cell(self, table: str, row: int, column: str) -> str:
        """Return a cell's address, such as ``F12``; empty when the sheet has no such column."""
        letters = self._stacks[table].part(row).letters.get(column)
        return f"{letters}{int(row) % PART}" if letters else ""

    def link(self, table: str, row: int, column: str) -> str:
        """Return the reference of a cell of the main book, such as ``'客户台账'!F12``; empty for other books.

        Column A stands in for a column that the sheet does not have.
        """
        place = self.place(table, row)
        if place.book != self.main:
            return ""
        title = place.sheet.replace("'", "''")
        return f"'{title}'!{self.cell(table, row, column) or f'A{place.row}'}"

    def where(self, table: str, row: int, column: str) -> str:
        """Return the place in words: 「客户台账」第12行「合同容量」, with the book's name unless it is the main one."""
        place = self.place(table, row)
        book = "" if place.book == self.main else f"《{place.book.name}》"
        titles = {each.name: each.title for each in self._stacks[table].table}
        return f"{book}「{place.sheet}」第{place.row}行「{titles.get(column, column)}」"
