"""Appending: new rows below the last filled row of a sheet that people keep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from addin.books.errors import BookError
from addin.books.markup import attributes, content, prefix, set_attribute, span, tag
from addin.books.pen import Pen
from addin.books.rowscan import CellSpan, RowSpan, cell_spans, column_number, last_filled, row_spans
from addin.books.sheetframe import letters
from addin.books.styles import Styles

_COPIED = ("ht", "customHeight", "s", "customFormat")


@dataclass(frozen=True)
class Appending:
    """One sheet's text and where new rows go; blank formatted rows that wait there are filled, not pushed down.

    Attributes:
        title: of the sheet.
        text: of its part.
        header_row: rows are never put above it.
        columns: key of a value -> letters of its column.
        styles: of the book.
        date1904: the book counts days from 1904.
    """

    title: str
    text: str
    header_row: int
    columns: Mapping[str, str]
    styles: Styles
    date1904: bool = False

    def __post_init__(self) -> None:
        """Refuse what has no rows, such as a chart sheet."""
        if not span(self.text, "sheetData"):
            raise BookError(f"「{self.title}」不是普通工作表，无法追加行：请改用普通工作表登记。")

    @cached_property
    def last_row(self) -> int:
        """The last filled row, below which the new ones go."""
        return max(self.header_row, last_filled(self._rows.values(), frozenset(self._numbered)))

    def numbers(self, rows: list[dict[str, object]]) -> list[int]:
        """Return the row numbers that the new rows get."""
        return list(range(self.last_row + 1, self.last_row + 1 + len(rows)))

    def text_with(self, rows: list[dict[str, object]]) -> str:
        """Return the sheet's text with the rows in it."""
        new = {number: self._row(number, values) for number, values in zip(self.numbers(rows), rows, strict=True)}
        inside = content(self.text, "sheetData")
        kept = [row for row in self._rows.values() if row.number <= self.last_row]
        end = max((row.end for row in kept), default=0)
        later = {row.number: inside[row.start : row.end] for row in self._rows.values() if row.number > self.last_row}
        tail = "".join(text for _, text in sorted({**later, **new}.items()))
        return self._widened(self._with_inside(inside[:end] + tail), max(new))

    def _row(self, number: int, values: dict[str, object]) -> str:
        waiting = self._rows.get(number)
        cells = {one.column: one for one in cell_spans(waiting)} if waiting else {}
        given = {at: values[key] for at, key in self._numbered.items() if _given(values.get(key))}
        wanted = sorted({*cells, *given, *(at for at, style in self._pattern.items() if style)})
        inside = "".join(self._cell(f"{letters(at)}{number}", given.get(at), cells.get(at), at) for at in wanted)
        return f"{self._opening(number, waiting)}{inside}</{self._own}row>"

    def _cell(self, place: str, value: object, waiting: CellSpan | None, column: int) -> str:
        """Return a cell: the value in the style that waits there, or else that of the row above."""
        if value is None and waiting is not None:
            opening = re.match(r"<[^>]*>", waiting.xml)
            head = opening[0] if opening else ""
            return set_attribute(head, "r", place) + waiting.xml[len(head) :]
        style = waiting.style if waiting and waiting.style else self._pattern.get(column, "")
        if value is None:
            return f'<{self._own}c r="{place}" s="{style}"/>'
        return Pen(self._own, self.styles, self.date1904).cell(place, value, style)

    def _opening(self, number: int, waiting: RowSpan | None) -> str:
        if waiting:
            opening = re.sub(r"""\sspans=(?:"[^"]*"|'[^']*')""", "", waiting.opening)
            return set_attribute(re.sub(r"\s*/>$", ">", opening), "r", str(number))
        above = attributes(self._above.opening) if self._above else {}
        copied = "".join(f' {name}="{above[name]}"' for name in _COPIED if name in above)
        return f'<{self._own}row r="{number}"{copied}>'

    @cached_property
    def _own(self) -> str:
        return prefix(self.text, "worksheet")

    @cached_property
    def _numbered(self) -> dict[int, str]:
        """Keys of the values by column number."""
        return {column_number(letter): key for key, letter in self.columns.items()}

    @cached_property
    def _rows(self) -> dict[int, RowSpan]:
        return {row.number: row for row in row_spans(content(self.text, "sheetData"))}

    @cached_property
    def _above(self) -> RowSpan | None:
        """The row whose styles new rows take; the headings are none."""
        return self._rows.get(self.last_row) if self.last_row > self.header_row else None

    @cached_property
    def _pattern(self) -> dict[int, str]:
        """Styles of the row above, by column."""
        return {one.column: one.style for one in cell_spans(self._above)} if self._above else {}

    def _with_inside(self, inside: str) -> str:
        start, end = span(self.text, "sheetData") or (0, 0)
        found = tag("sheetData").match(self.text, start)
        opening = re.sub(r"\s*/>$", ">", found[0]) if found else ""
        return f"{self.text[:start]}{opening}{inside}</{self._own}sheetData>{self.text[end:]}"

    def _widened(self, text: str, last_row: int) -> str:
        """Extend the sheet's dimension, which some readers trust."""
        found = tag("dimension").search(text)
        if not found:
            return text
        first, _, last = attributes(found[0]).get("ref", "A1").partition(":")
        column = max(column_number(last or first), *self._numbered)
        row = max(int(re.sub(r"\D", "", last or first) or 0), last_row)
        wider = set_attribute(found[0], "ref", f"{first}:{letters(column)}{row}")
        return text[: found.start()] + wider + text[found.end() :]


def _given(value: object) -> bool:
    return value is not None and value != "" and not bool(pd.isna(value))
