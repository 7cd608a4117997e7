"""Appending on the screen: new rows below the last filled row of a sheet that people keep."""

from collections.abc import Mapping, Sequence

import xlwings

from addin.books.live.cells import block, write_column
from addin.books.rowscan import column_number

_FILL_FORMATS = 3


def append(
    sheet: xlwings.Sheet, header_row: int, columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]
) -> list[int]:
    """Append rows and return their numbers; a filter that hides rows does not move their place."""
    last = last_filled(block(sheet), header_row, [column_number(letter) for letter in columns.values()])
    first, end = last + 1, last + len(rows)
    _dress(sheet, header_row, last, end)
    for table in sheet.tables:
        _grow(table, last, end)
    for name, letter in columns.items():
        if any(row.get(name) is not None for row in rows):
            write_column(sheet.range(f"{letter}{first}:{letter}{end}"), [row.get(name) for row in rows])
    return list(range(first, end + 1))


def last_filled(cells: Sequence[Sequence[object]], header_row: int, columns: Sequence[int]) -> int:
    """Return the last row, from the header's on, that holds something in one of the columns (from 1)."""
    filled = (
        number
        for number, row in enumerate(cells, 1)
        if any(at <= len(row) and row[at - 1] not in (None, "") for at in columns)
    )
    return max([header_row, *filled])


def _dress(sheet: xlwings.Sheet, header_row: int, last: int, end: int) -> None:
    """Give rows beyond what was used the formats of the row above; those that wait there have their own."""
    used = sheet.used_range.last_cell
    if last > header_row and used.row <= last:
        above = sheet.range((last, 1), (last, used.column))
        above.api.AutoFill(sheet.range((last, 1), (end, used.column)).api, _FILL_FORMATS)


def _grow(table: xlwings.main.Table, last: int, end: int) -> None:
    """Extend a table that ends in the last filled row; one with a totals row ends below it."""
    cells = table.range
    if cells.last_cell.row == last and not table.show_totals:
        table.resize(cells.resize(cells.shape[0] + end - last, cells.shape[1]))
