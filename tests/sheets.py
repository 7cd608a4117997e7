"""Small workbooks for tests, written as people write them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]] | str


def table(text: str) -> list[list[object]]:
    """Turn lines of cells parted by ｜ or | into rows; plain numbers become numbers, a cell in quotes stays text."""
    rows = [line.replace("｜", "|").split("|") for line in text.strip().splitlines()]
    return [[cell(part.strip()) for part in row] for row in rows]


def cell(text: str) -> object:
    """Return a number for plain figures, text without its quotes, None for nothing."""
    if text.startswith("'"):
        return text.strip("'")
    try:
        return float(text)
    except ValueError:
        return text or None


def book(folder: Path, sheets: Mapping[str, Rows], name: str = "台账.xlsx") -> Path:
    """Write a workbook of the sheets, each rows of cells or a text table; return its path."""
    path = folder / name
    with xlsxwriter.Workbook(path, {"nan_inf_to_errors": True, "in_memory": True}) as workbook:
        formats = [workbook.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")]
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for row, cells in enumerate(table(rows) if isinstance(rows, str) else rows):
                for column, value in enumerate(cells):
                    write(sheet, row, column, value, formats)
    return path


def write(sheet, row, column, value, formats):
    """Write one cell as what it is: a text is never taken for a formula, a link or a number."""
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats[1])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[0])
    else:
        sheet.write(row, column, value)
