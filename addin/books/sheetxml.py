"""Sheet XML: a result sheet as the text of its part, piece by piece, so that a large one is never held as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books import looks
from addin.books.cells import MOMENT, PLAIN, text_rest
from addin.books.columns import CellColumn, Face, cell_column
from addin.books.heights import header_height, line_height, row_heights
from addin.books.layout import FIRST_COLUMN, IDENTITY_TITLE, Layout, Line, Placed
from addin.books.looks import Look
from addin.books.result import ResultColumn, ResultSheet
from addin.books.sheetframe import NOWHERE, Outside, after_rows, before_rows, letters
from addin.books.styles import Styles

_CHUNK = 8_192
_LINE_LOOKS = {"title": looks.TITLE, "note": looks.NOTE, "block": looks.BLOCK_HEADING}


@dataclass(frozen=True, eq=False)
class SheetWriter:
    """What is needed to write one sheet: the sheet, its plan, the book's styles and habits."""

    sheet: ResultSheet
    layout: Layout
    styles: Styles
    namespace: str
    date1904: bool = False
    outside: Outside = NOWHERE

    def pieces(self) -> Iterator[str]:
        """Yield the part's text."""
        yield before_rows(self.layout, self.namespace)
        yield from self._rows()
        yield after_rows(self.layout, self.outside, landscape=self.sheet.landscape)

    def _rows(self) -> Iterator[str]:
        """Yield the rows of lines and blocks by their place."""
        lines = [(line.row, self._line(line)) for line in self.layout.lines]
        if not lines:
            lines = [(1, self._line(Line(1, "", "title")))]
        headers = [(placed.header_row, self._header(placed)) for placed in self.layout.blocks]
        bodies = [(placed.first_row, self._body(placed)) for placed in self.layout.blocks]
        for _, texts in sorted([*lines, *headers, *bodies], key=lambda pair: pair[0]):
            yield from texts

    def _line(self, line: Line) -> Iterator[str]:
        """Yield a line of text; the first row also holds the marker."""
        height = line_height(line.kind, line.text, self.layout.shown_width)
        marker = (
            f'<c r="A1" s="{self.styles.place(looks.HIDDEN)}"{text_rest(self.sheet.marker)}' if line.row == 1 else ""
        )
        text = f'<c r="B{line.row}" s="{self.styles.place(_LINE_LOOKS[line.kind])}"{text_rest(line.text)}'
        yield f'<row r="{line.row}" ht="{height:g}" customHeight="1">{marker}{text}</row>'

    def _header(self, placed: Placed) -> Iterator[str]:
        row = placed.header_row
        columns = placed.block.columns
        yield f'<row r="{row}" ht="{header_height(columns):g}" customHeight="1">'
        if placed is self.layout.blocks[0]:
            yield f'<c r="A{row}" s="{self.styles.place(looks.HIDDEN)}"{text_rest(IDENTITY_TITLE)}'
        for number, column in enumerate(columns, FIRST_COLUMN):
            style = self.styles.place(looks.header(column))
            yield f'<c r="{letters(number)}{row}" s="{style}"{text_rest(column.title)}'
        yield "</row>"

    def _body(self, placed: Placed) -> Iterator[str]:
        """Yield the data rows, many at a time."""
        columns: list[tuple[str, CellColumn]] = []
        if placed is self.layout.blocks[0] and len(self.sheet.identities):
            columns.append(("A", cell_column(self.sheet.identities, [self._face(looks.HIDDEN)])))
        for position, column in enumerate(placed.block.columns):
            columns.append((letters(position + FIRST_COLUMN), self._column(placed, position, column)))
        heights = row_heights(placed.block, self.layout.widths[1:])
        for start in range(0, placed.block.rows, _CHUNK):
            stop = min(start + _CHUNK, placed.block.rows)
            yield _row_texts(columns, placed.first_row, heights, start, stop)

    def _column(self, placed: Placed, position: int, column: ResultColumn) -> CellColumn:
        """Return a column's cells; only the combinations of number format, tone and link that occur become styles."""
        block = placed.block
        codes, names = _tones(block.tones, block.rows) if position in block.toned else _tones((), block.rows)
        linked = placed.linked.get(position, np.zeros(block.rows, dtype=bool))
        dressed, formats = _formatted(column, block.formats.get(position), block.rows)
        wears = dressed * len(names) * 2 + codes * 2 + linked
        used = np.flatnonzero(np.bincount(wears))  # few and small: nothing needs to be sorted
        kinds = [(*divmod(code // 2, len(names)), bool(code % 2)) for code in used]
        worn = [looks.body(formats[of], names[tone], linked=link) for of, tone, link in kinds] or [looks.body(column)]
        faces = [self._face(look) for look in worn]
        varied = used.searchsorted(wears) if len(faces) > 1 else np.zeros(0, dtype=np.intp)
        values = block.values[position]  # noqa: PD011 -- not a frame's
        return cell_column(values, faces, varied, date1904=self.date1904)

    def _face(self, look: Look) -> Face:
        """Return the styles of a look for plain cells, dates and moments."""
        return lambda kind: self.styles.place(look if kind == PLAIN else looks.dated(look, moment=kind == MOMENT))


def _row_texts(
    columns: Sequence[tuple[str, CellColumn]], first_row: int, heights: Sequence[str], start: int, stop: int
) -> str:
    """Return rows ``start`` to ``stop`` as text: one join over all pieces, which no loop in Python can match."""
    rows = list(map(str, range(first_row + start, first_row + stop)))
    opening = [repeat('<row r="'), rows, repeat('" ht="'), heights[start:stop], repeat('">')]
    cells = ((repeat(f'<c r="{letter}'), rows, column.tails(start, stop)) for letter, column in columns)
    pieces: list[Iterable[str]] = [*opening, *chain.from_iterable(cells), repeat("</row>")]
    return "".join(chain.from_iterable(zip(*pieces, strict=False)))


def _formatted(
    column: ResultColumn, formats: Sequence[str] | None, rows: int
) -> tuple[npt.NDArray[np.intp], list[ResultColumn]]:
    """Return per row a code, and the column as it looks with the number format of each code."""
    if formats is None:
        return np.zeros(rows, dtype=np.intp), [column]
    codes, found = pd.factorize(np.asarray(formats, dtype=object))
    return codes, [replace(column, number_format=code) for code in found] or [column]


def _tones(tones: Sequence[str | None], rows: int) -> tuple[npt.NDArray[np.intp], list[str | None]]:
    """Return per row a code, and the tone of each code; 0 is no tone."""
    if not len(tones):
        return np.zeros(rows, dtype=np.intp), [None]
    codes, found = pd.factorize(np.asarray(tones, dtype=object))
    return codes + 1, [None, *found]
