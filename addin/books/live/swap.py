"""Swap: the new result sheets go beside the old ones first; the old ones change only when all the new ones stand."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import xlwings

from addin.books.layout import plan
from addin.books.result import ResultSheet
from addin.books.sheetframe import filter_range

_VERY_HIDDEN = 2


def swap(book: xlwings.Book, source: xlwings.Book, sheets: Sequence[ResultSheet], titles: Mapping[str, str]) -> None:
    """Bring the sheets of ``source`` into ``book``.

    Args:
        book: the workbook on the screen.
        source: holds the sheets under their own titles.
        sheets: what they show.
        titles: title of ``sheets`` -> title of our sheet in ``book`` that it replaces; a new one has no entry.
    """
    added: list[xlwings.Sheet] = []
    try:
        for sheet in sheets:
            added.append(_copied(source.sheets[sheet.title], added[-1] if added else _last(book)))
    except Exception:
        _remove(added)
        raise
    for sheet, new in zip(sheets, added, strict=True):
        if sheet.title in titles:
            _replace(book.sheets[titles[sheet.title]], new, sheet)
            new.delete()


def _replace(old: xlwings.Sheet, new: xlwings.Sheet, sheet: ResultSheet) -> None:
    """Give an old sheet the cells of a new one; formulas and names that look at the old one still find it."""
    for table in list(old.tables):
        table.api.Unlist()
    old.api.AutoFilterMode = False
    old.clear()
    new.cells.copy(old.range("A1"))
    layout = plan(sheet)
    if layout.single:
        old.range(filter_range(layout)).api.AutoFilter()


def _copied(sheet: xlwings.Sheet, after: xlwings.Sheet) -> xlwings.Sheet:
    """Copy a sheet behind another one; xlwings' own copy would ask for the names of all sheets, twice."""
    sheet.impl.copy(before=None, after=after.impl)
    return after.book.sheets[after.index]


def _last(book: xlwings.Book) -> xlwings.Sheet:
    """Return the last sheet behind which Excel lets another stand: not one that is very hidden."""
    return next(sheet for sheet in reversed(list(book.sheets)) if sheet.visible != _VERY_HIDDEN)


def _remove(sheets: Sequence[xlwings.Sheet]) -> None:
    for sheet in sheets:
        with suppress(Exception):
            sheet.delete()
