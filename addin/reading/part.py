"""One sheet of a table: header, rows and cells put together into a typed frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from addin.reading import cells as conversion
from addin.reading import faults, figures
from addin.reading.columns import Columns
from addin.reading.flaws import DAMAGE, Flaws
from addin.reading.grid import Book, Cells, Grid
from addin.reading.header import Header, Heading, OwnNames, find_header
from addin.reading.letters import column_letters
from addin.reading.looks import Looks
from addin.reading.merges import fill_down
from addin.reading.problems import Found, Positions, Problems, Spot, Strip, located
from addin.reading.rows import keep, positions_of
from addin.reading.text import is_blank, shown, tidy
from addin.tables.column import Column, Kind, Table

PART = 10_000_000
"""Row ids of the second sheet of a table start here, of the third at twice this."""
_RATIOS = ("%", "‰")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet that holds rows of a table.

    Attributes:
        book: the workbook.
        sheet: title of the sheet.
        frame: the typed rows; the index is the row id.
        letters: column name (or heading of an unknown column) → letters of the sheet's column.
        header_row: number of the last row of the header.
    """

    book: Path
    sheet: str
    frame: pd.DataFrame
    letters: dict[str, str]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part comes from: an opened book, the sheet's title, the first row id, the company's own headings."""

    book: Book
    sheet: str
    first: int
    own: OwnNames


def read_part(source: Source, grid: Grid, table: Table, problems: Problems) -> Part:
    """Read one sheet of a table; what is wrong with it goes into ``problems``."""
    spot = Spot(source.book.path, source.sheet, table.name)
    if source.book.is_blind:
        problems.add(faults.ERRORS_UNSEEN, spot)
    raw = grid.cells
    if not raw.size:
        problems.add(faults.SHEET_EMPTY, spot)
        return _empty(source, table)
    header = find_header(grid.top, table, source.own)
    if not header:
        hint = "、".join(column.title for column in table if column.required) or table.columns[0].title
        problems.add(faults.NO_HEADER, spot, seen=_first_texts(raw), hint=hint)
        return _empty(source, table)
    return _Reader(source, grid, table, header, problems).part()


def _empty(source: Source, table: Table) -> Part:
    """Return the part of a sheet that has no rows."""
    return Part(source.book.path, source.sheet, empty_frame(table), {})


def empty_frame(table: Table) -> pd.DataFrame:
    """Return the frame of a table without rows."""
    none, index = np.empty(0, dtype=object), pd.Index([], dtype=np.int64)
    values = {column.name: conversion.convert(none, column).array for column in table}
    return pd.DataFrame({name: _series(each, index) for name, each in values.items()}, index=index)


def _series(values: conversion.Array, index: "pd.Index[int]") -> "pd.Series[object]":
    """Return a series that keeps ``object`` as ``object``; pandas 3 would infer a string type."""
    return pd.Series(values, index=index, dtype=values.dtype, copy=False)


def _first_texts(raw: Cells) -> str:
    """Return the first texts of a sheet whose header was not found: they tell what it is."""
    texts = [cell.strip() for cell in raw[:20].ravel() if isinstance(cell, str) and cell.strip()]
    return "、".join(texts[:8])


class _Reader:
    """Reads one sheet whose header is known."""

    def __init__(self, source: Source, grid: Grid, table: Table, header: Header, problems: Problems) -> None:
        self.source, self.table, self.problems = source, table, problems
        self.spot = Spot(source.book.path, source.sheet, table.name)
        self.header = header
        self.columns = Columns(header, table, self.spot, source.first, problems)
        self.flaws = self._flaws()
        self.raw = raw = grid.cells
        self.filled = fill_down(grid, header)
        self.kept, foot = keep(raw, header, table, self.flaws)
        self._note_foot(raw, foot)
        self.rows: Positions = self.kept + 1
        self.looks = Looks(self.rows, self.flaws, self.columns)

    def part(self) -> Part:
        """Return the typed part."""
        index = pd.Index(self.source.first + self.rows, dtype=np.int64)
        values = {column.name: self._declared(column) for column in self.table}
        for name, heading in self.columns.unknown.items():
            values[name] = self._unknown(heading)
        frame = pd.DataFrame({name: _series(each, index) for name, each in values.items()}, index=index)
        return Part(self.source.book.path, self.source.sheet, frame, self.columns.letters(), self.header.last + 1)

    def _note_foot(self, raw: Cells, foot: Positions) -> None:
        """Note the rows below the data that look like signatures or notes."""
        seen = [
            " ".join(tidy(cell) for cell in raw[row] if isinstance(cell, str) and not is_blank(cell)) for row in foot
        ]
        for found in located(faults.ROWS_SKIPPED, np.arange(len(foot)), seen):
            self.problems.add_cells(found, Strip(self.spot, "", "A", foot + 1, self.source.first))

    def _flaws(self) -> Flaws:
        """Return what the cells hide; looks are asked only of columns that they matter in, which is quicker."""
        looked_at = [
            heading.index
            for name, heading in self.columns.declared.items()
            if self.table.column(name).unit[:1] in _RATIOS or self.table.column(name).kind is Kind.CODE
        ]
        detector = self.source.book.detector
        try:
            return detector.flaws(self.source.sheet, looked_at) if detector else Flaws()
        except DAMAGE:
            self.problems.add(faults.ERRORS_UNSEEN, self.spot)
            return Flaws()

    def _declared(self, column: Column) -> conversion.Array:
        """Return the values of a declared column, all missing when the sheet has none."""
        heading = self.columns.declared.get(column.name)
        if not heading:
            return conversion.convert(np.full(len(self.rows), "", dtype=object), column).array
        cells = np.ascontiguousarray(self.raw[self.kept, heading.index])
        converted = conversion.convert(cells, column, textual=self.source.book.textual)
        found = converted.found + self._hidden(heading)
        values = self.looks.shown(converted.array, column, heading, found)
        found += self._checked(values, column, found)
        at = positions_of(self.rows, self.filled.get(heading.index, []))
        found += located(faults.MERGED, at, [shown(cells[position]) for position in at])
        strip = Strip(self.spot, column.title, column_letters(heading.index), self.rows, self.source.first, column.name)
        for each in found:
            self.problems.add_cells(each, strip)
        return values

    def _hidden(self, heading: Heading) -> list[Found]:
        """Return error values and uncomputed formulas, which read as empty cells."""
        errors = self.flaws.errors.get(heading.index, {})
        at = positions_of(self.rows, list(errors))
        found = located(faults.ERROR_VALUE, at, [errors[int(self.rows[position])] for position in at])
        at = positions_of(self.rows, self.flaws.uncomputed.get(heading.index, []))
        return found + located(faults.UNCOMPUTED, at, ["公式未计算"] * len(at))

    def _checked(self, values: conversion.Array, column: Column, found: Sequence[Found]) -> list[Found]:
        """Return bounds overstepped and required cells left empty."""
        wrong = figures.check(values, column) if values.dtype == np.float64 else []
        if not column.required:
            return wrong
        empty = np.asarray(pd.isna(values), dtype=np.bool_)
        for each in found:
            empty[each.positions] = False
        where = np.flatnonzero(empty)
        return wrong + located(faults.EMPTY, where, ["空"] * len(where))

    def _unknown(self, heading: Heading) -> conversion.Array:
        """Return an unknown column as it stands, None where empty."""
        codes, values = conversion.distinct(np.ascontiguousarray(self.raw[self.kept, heading.index]))
        table = np.empty(len(values), dtype=object)
        table[:] = [None if is_blank(value) else value for value in values]
        return table[codes] if len(values) else np.empty(len(codes), dtype=object)
