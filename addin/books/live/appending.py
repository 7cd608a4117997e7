"""Appending on the screen: new rows below the last filled row of a sheet that people keep."""

from collections.abc import Mapping, Sequence

import xlwings

from addin.books.live.cells import block, write_columns
from addin.books.rowscan import column_number

_FILL_FORMATS = 3
_WINDOW = 500
"""Rows read at a time: a register of years is not read for the sake of its last row."""


def append(
    sheet: xlwings.Sheet, header_row: int, columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]
) -> list[int]:
    """Append rows and return their numbers; a filter that hides rows does not move their place."""
    last = last_row(sheet, header_row, [column_number(letter) for letter in columns.values()])
    first, end = last + 1, last + len(rows)
    _dress(sheet, header_row, last, end)
    for table in sheet.tables:
        _grow(table, last, end)
    given = {column_number(letter): [row.get(name) for row in rows] for name, letter in columns.items()}
    for start, values in side_by_side(given):
        write_columns(sheet.range((first, start), (end, start + len(values) - 1)), values)
    return list(range(first, end + 1))


def side_by_side(given: Mapping[int, list[object]]) -> list[tuple[int, list[list[object]]]]:
    """Return runs of neighbouring columns, each with its first number; a column without any value is left alone."""
    runs: list[tuple[int, list[list[object]]]] = []
    for at in sorted(at for at, values in given.items() if any(value is not None for value in values)):
        if runs and runs[-1][0] + len(runs[-1][1]) == at:
            runs[-1][1].append(given[at])
        else:
            runs.append((at, [given[at]]))
    return runs


def last_row(sheet: xlwings.Sheet, header_row: int, columns: Sequence[int]) -> int:
    """Return the last row, from the header's on, that holds something in one of the columns; read from the end."""
    used = sheet.used_range.last_cell
    for end in range(used.row, header_row, -_WINDOW):
        start = max(end - _WINDOW, header_row) + 1
        cells = block(sheet, start, end)
        filled = [start + at for at, row in enumerate(cells) if any(_holds(row, column) for column in columns)]
        if filled:
            return filled[-1]
    return header_row


def _holds(row: Sequence[object], column: int) -> bool:
    return column <= len(row) and row[column - 1] not in (None, "")


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
