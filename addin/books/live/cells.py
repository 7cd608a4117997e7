"""Cells of an open sheet, in blocks: read from A1 on, and written so that a text stays the text that it is."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import xlwings

from addin.books.looks import DATE_FORMAT, MOMENT_FORMAT, is_date_format

TEXT_FORMAT = "@"


def block(sheet: xlwings.Sheet, first: int = 1, last: int | None = None) -> list[list[object]]:
    """Return rows of a sheet, the used ones from column A on, in one call; errors as ``#N/A``."""
    used = sheet.used_range.last_cell
    area = sheet.range((first, 1), (used.row if last is None else last, used.column))
    values: list[list[object]] = area.options(ndim=2, err_to_str=True).value
    return values


def write_columns(cells: xlwings.Range, columns: Sequence[Sequence[object]]) -> None:
    """Write columns in one block; the formats are set first, or Excel would make 7 of ``"007"`` and run ``"=1+1"``."""
    plain = [[None if value is None or pd.isna(value) else value for value in column] for column in columns]
    for at, values in enumerate(plain):
        code = _format(values, str(cells[0, at].number_format or ""))
        if code:
            cells[:, at].number_format = code
    cells.options(ndim=2).value = list(zip(*plain, strict=True))


def _format(values: Sequence[object], known: str) -> str:
    """Return the number format that values need; empty when the one they find will do."""
    if any(isinstance(value, str) for value in values):
        return TEXT_FORMAT
    moments = [value for value in values if isinstance(value, date)]
    if not moments or is_date_format(known):
        return ""
    return MOMENT_FORMAT if any(isinstance(one, datetime) and one.time() for one in moments) else DATE_FORMAT
