"""Editing: a few values in rows that are there already; every other cell keeps its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

from addin.books.errors import BookError
from addin.books.markup import content, prefix, span
from addin.books.pen import Pen
from addin.books.rowscan import CellSpan, RowSpan, cell_spans, column_number, row_spans
from addin.books.styles import Styles

Values = Mapping[tuple[int, str], object]
"""New values by row number and letters of the column."""


@dataclass(frozen=True)
class Editing:
    """One sheet's text in which values change.

    Attributes:
        title: of the sheet.
        text: of its part.
        styles: of the book.
        date1904: the book counts days from 1904.
    """

    title: str
    text: str
    styles: Styles
    date1904: bool = False

    def text_with(self, values: Values) -> str:
        """Return the sheet's text with the values in it.

        Raises:
            BookError: a row is not there, or a cell is computed.
        """
        inside = content(self.text, "sheetData")
        rows = {row.number: row for row in row_spans(inside)}
        for number in sorted({row for row, _ in values}, reverse=True):
            if number not in rows:
                raise BookError(f"「{self.title}」没有第 {number} 行，无法改写：请检查该表后重试。")
            row = rows[number]
            changed = self._row(row, {letters: value for (at, letters), value in values.items() if at == number})
            inside = inside[: row.start] + changed + inside[row.end :]
        start, end = span(self.text, "sheetData") or (0, 0)
        old = self.text[start:end]
        return self.text[:start] + old.replace(content(self.text, "sheetData"), inside, 1) + self.text[end:]

    def _row(self, row: RowSpan, values: Mapping[str, object]) -> str:
        own = prefix(self.text, "worksheet")
        inside = row.inside
        for letters, value in values.items():
            cells = cell_spans(RowSpan(row.number, row.opening, inside, row.start, row.end))
            inside = self._put(inside, cells, f"{letters}{row.number}", value)
        return f"{row.opening.removesuffix('/>').rstrip('>')}>{inside}</{own}row>"

    def _put(self, inside: str, cells: list[CellSpan], place: str, value: object) -> str:
        """Return a row's inside with the value in one cell, which keeps its style."""
        column = column_number(place)
        old = next((one for one in cells if one.column == column), None)
        if old and old.has_formula:
            raise BookError(f"「{self.title}」{place} 是公式，不会改写：请改为数值后重试。")
        pen = Pen(prefix(self.text, "worksheet"), self.styles, self.date1904)
        new = pen.cell(place, value, old.style if old else "")
        if old:
            return inside.replace(old.xml, new, 1)
        after = next((one.xml for one in cells if one.column > column), None)
        return inside.replace(after, new + after, 1) if after else inside + new
