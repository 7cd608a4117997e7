"""Page breaks of a sheet of several tables: no table's heading stands alone at the foot of a page.

How much a page holds depends on the book's own font, the program and the printer. A page therefore begins with a table
whose heading some of them would leave alone; within a table the program breaks where its page is full.
"""

from collections.abc import Iterator

from addin.books.heights import data_heights, header_height, line_height
from addin.books.layout import Layout, Placed

_PRINTED = {True: (784.0, 516.0), False: (537.0, 762.0)}
"""Width and height of A4 within the margins [points], landscape and not."""
_CHARACTER, _PADDING = 5.25, 3.75
"""Width of a character of a column, and what each column has besides [points], in the narrower of the usual fonts."""
_EMPTY = 15.0
_PAGES = tuple(hundredths / 100 for hundredths in range(92, 142, 4))
"""What a page may hold, of what it holds with that font: a wider one makes the sheet smaller and its page longer."""
_SMALL = 0.4
"""Of a page: a table that is no higher is not torn."""
_FIRST_ROWS = 2
"""Rows of a higher table that stay with its heading."""
_MOST = 1000
"""Excel takes 1,023 breaks a sheet."""


def page_breaks(layout: Layout, *, landscape: bool) -> list[int]:
    """Return the rows with which a page is to begin; none for a sheet of one table, whose heading is repeated."""
    if layout.single or layout.pages_wide > 1:
        return []
    heights = _heights(layout)
    room = _room(layout, landscape=landscape) - heights[0]
    together = dict(_together(layout, heights, room))
    rooms, found = [room * part for part in _PAGES], []
    used = [0.0] * len(rooms)
    for row, height in enumerate(heights[1:], 2):
        kept = together.get(row, 0.0)
        if kept and any(own > 0 and own + kept > most for own, most in zip(used, rooms, strict=True)):
            found.append(row)
            used = [0.0] * len(rooms)
        used = [own + height if own + height <= most else height for own, most in zip(used, rooms, strict=True)]
    return found[:_MOST]


def _room(layout: Layout, *, landscape: bool) -> float:
    """Return the height of a page's rows [points], as large as the sheet is before it is fitted to the page's width."""
    width, height = _PRINTED[landscape]
    shown = layout.shown_width * _CHARACTER + _PADDING * layout.hidden.count(False)
    return height * max(1.0, shown / width)


def _heights(layout: Layout) -> list[float]:
    """Return the height of every row [points], the first one's first."""
    heights = [_EMPTY] * layout.last_row
    for line in layout.lines:
        heights[line.row - 1] = line_height(line.kind, line.text, layout.shown_width)
    for placed in layout.blocks:
        heights[placed.header_row - 1] = header_height(placed.block.columns)
        heights[placed.first_row - 1 : placed.last_row] = data_heights(placed.block, layout.widths[1:]).tolist()
    return heights


def _together(layout: Layout, heights: list[float], room: float) -> Iterator[tuple[int, float]]:
    """Yield the first row of each table, be it its heading, with the height that stays with it."""
    lines = {line.row for line in layout.lines}
    for placed in layout.blocks:
        first = placed.header_row - ((placed.header_row - 1) in lines)
        whole = _sum(heights, first, placed.last_row)
        yield first, whole if whole <= room * _SMALL else _sum(heights, first, _kept(placed))


def _kept(placed: Placed) -> int:
    return min(placed.last_row, placed.header_row + _FIRST_ROWS)


def _sum(heights: list[float], first: int, last: int) -> float:
    return sum(heights[first - 1 : last])
