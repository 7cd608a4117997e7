"""Merged cells over several rows: a 户号 written once for all its rows is meant for each of them."""

from collections import defaultdict

from addin.reading.grid import Grid
from addin.reading.header import Header
from addin.reading.text import is_blank
from addin.tables.column import Kind

_REPEATED = frozenset((Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.MONTH, Kind.DATE, Kind.MOMENT))
"""Kinds that say whose the row is; a merged amount is one amount for all rows together and stays in the first."""


def fill_down(grid: Grid, header: Header) -> dict[int, list[int]]:
    """Write the value of a merged cell into the rows that it spans, unless these are blank otherwise.

    Args:
        grid: the sheet; its cells are changed.
        header: the header found.

    Returns:
        The sheet rows (from 1) that were filled, by column (from 0).
    """
    kinds = {each.index: each.column.kind for each in header.headings if each.column}
    filled: dict[int, list[int]] = defaultdict(list)
    for (top, column), (bottom, _) in grid.merges:
        if top > header.last and bottom > top and kinds.get(column) in _REPEATED:
            for row in range(top + 1, min(bottom + 1, len(grid.cells))):
                if not all(map(is_blank, grid.cells[row])):
                    grid.cells[row, column] = grid.cells[top, column]
                    filled[column].append(row + 1)
    return filled
