"""Staging: the result sheets in a small workbook of their own, written as the closed side writes them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import xlsxwriter
import xlwings

from addin.books.closed import ClosedBook
from addin.books.result import Block, ResultSheet

_NAME = "KeyWatt 结果.xlsx"


@contextmanager
def staged(app: xlwings.App, sheets: Sequence[ResultSheet], *, date1904: bool) -> Iterator[xlwings.Book]:
    """Open a workbook that holds the result sheets behind an empty one; it is closed and removed at the end.

    It counts days as the workbook does that the sheets are for: Excel copies the numbers of dates, not the days.
    """
    with TemporaryDirectory(prefix="keywatt-") as folder:
        path = _written(Path(folder), sheets, date1904=date1904)
        book = app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
        try:
            yield book
        finally:
            book.close()


def absolute(sheet: ResultSheet, folder: Path) -> ResultSheet:
    """Return a sheet whose links into other workbooks name whole paths: a copied sheet keeps no folder to go from."""
    return replace(sheet, blocks=tuple(replace(block, links=_absolute(block, folder)) for block in sheet.blocks))


def _absolute(block: Block, folder: Path) -> dict[int, list[str | None]]:
    return {at: [link and _whole(link, folder) for link in links] for at, links in block.links.items()}


def _whole(link: str, folder: Path) -> str:
    file, cut, place = link.rpartition("#")
    return f"{unquote((folder / file).resolve().as_uri())}#{place}" if cut else link


def _written(folder: Path, sheets: Sequence[ResultSheet], *, date1904: bool) -> Path:
    blank, path = folder / "blank.xlsx", folder / _NAME
    with xlsxwriter.Workbook(blank, {"date_1904": date1904}) as book:
        book.add_worksheet("KeyWatt")
    closed = ClosedBook(blank)
    for sheet in sheets:
        closed.write(sheet)
    closed.save(path)
    return path
