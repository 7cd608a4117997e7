"""Small workbooks for tests, written as people write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter


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


def book(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]] | str], name: str = "台账.xlsx") -> Path:
    """Write a workbook of the sheets, each rows of cells or a text table; return its path."""
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(table(rows) if isinstance(rows, str) else rows):
                sheet.write_row(number, 0, row)
    return path
