"""Swap: the new result sheets come in beside the old ones, then take their place: all, or none.

Old sheets stay the sheets that they are, so that formulas and names that look at them still find them. Each gets its
new cells in one call, which Excel does or refuses whole; a copy of what it held is kept until all of them are done.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import xlwings

from addin.books.errors import BookError
from addin.books.layout import plan
from addin.books.live.refusals import GONE, com_codes
from addin.books.result import ResultSheet
from addin.books.sheetframe import filter_range

_HIDDEN, _VERY_HIDDEN = 0, 2
_TRIES, _PAUSE_SECONDS = 3, 0.1


@dataclass(frozen=True, slots=True)
class Kept:
    """An old sheet, a copy of what it holds with its title, and the address of its filter, empty when it has none."""

    old: xlwings.Sheet
    image: xlwings.Sheet
    title: str
    filtered: str


def swap(book: xlwings.Book, source: xlwings.Book, sheets: Sequence[ResultSheet], titles: Mapping[str, str]) -> None:
    """Bring the sheets of ``source`` into ``book``.

    Args:
        book: the workbook on the screen.
        source: holds the sheets under their own titles.
        sheets: what they show.
        titles: title of ``sheets`` -> title of our sheet in ``book`` that it replaces; a new one has no entry.

    Raises:
        BookError: what some sheets held could not be put back, or what was needed meanwhile not be removed.
    """
    before = {sheet.name for sheet in book.sheets}
    added: list[xlwings.Sheet] = []
    kept: dict[str, Kept] = {}
    try:
        for sheet in sheets:
            added.append(_copied(source.sheets[sheet.title], added[-1] if added else _last(book)))
        for title, known in titles.items():
            kept[title] = _kept(book.sheets[known], added[-1])
        for sheet, new in zip(sheets, added, strict=True):
            if sheet.title in kept:
                _fill(kept[sheet.title].old, new, _filter(sheet))
    except Exception as error:
        lost = _put_back(book, kept.values(), before)
        if lost and not com_codes(error) & GONE:
            raise BookError(_lost(lost)) from error
        raise
    replaced = [new for sheet, new in zip(sheets, added, strict=True) if sheet.title in kept]
    if left := _removed([*replaced, *(one.image for one in kept.values())]):
        raise BookError(f"结果已全部写入，只是 Excel 不让删除中途用过的 {left} 张工作表：它们排在最后，请手工删除。")


def _put_back(book: xlwings.Book, kept: Iterable[Kept], before: set[str]) -> list[str]:
    """Give old sheets what they held and delete what was added; return the titles of the copies that had to stay."""
    lost = [one.title for one in kept if not _insisted(partial(_fill, one.old, one.image, one.filtered))]
    _insisted(lambda: _removed([sheet for sheet in book.sheets if sheet.name not in before.union(lost)]))
    return lost


def _fill(old: xlwings.Sheet, new: xlwings.Sheet, filtered: str) -> None:
    """Give an old sheet the cells of a new one; rows that a filter hides would not be copied."""
    for sheet in (old, new):
        for table in list(sheet.tables):
            table.api.Unlist()
        sheet.api.AutoFilterMode = False
    new.cells.copy(old.range("A1"))
    if filtered:
        old.range(filtered).api.AutoFilter()


def _filter(sheet: ResultSheet) -> str:
    layout = plan(sheet)
    return filter_range(layout) if layout.single else ""


def _kept(old: xlwings.Sheet, after: xlwings.Sheet) -> Kept:
    """Keep a copy of an old sheet; Excel copies none that is very hidden."""
    filtered = str(old.api.AutoFilter.Range.Address) if old.api.AutoFilterMode else ""
    very_hidden = old.visible == _VERY_HIDDEN
    if very_hidden:
        old.api.Visible = _HIDDEN
    try:
        image = _copied(old, after)
    finally:
        if very_hidden:
            old.api.Visible = _VERY_HIDDEN
    return Kept(old, image, image.name, filtered)


def _lost(titles: Sequence[str]) -> str:
    """Say where the results stand that could not be put back."""
    names = "、".join(f"「{title}」" for title in titles)
    return (
        f"Excel 中途拒绝写入，也不让放回：原来的结果完整地留在工作表{names}里；"
        "请结束单元格编辑、关闭对话框后重新运行，再删除这几张表，或不保存关闭工作簿。"
    )


def _copied(sheet: xlwings.Sheet, after: xlwings.Sheet) -> xlwings.Sheet:
    """Copy a sheet behind another one; xlwings' own copy would ask for the names of all sheets, twice."""
    sheet.impl.copy(before=None, after=after.impl)
    return after.book.sheets[after.index]


def _last(book: xlwings.Book) -> xlwings.Sheet:
    """Return the last sheet behind which Excel lets another stand: not one that is very hidden."""
    return next(sheet for sheet in reversed(list(book.sheets)) if sheet.visible != _VERY_HIDDEN)


def _removed(sheets: Sequence[xlwings.Sheet]) -> int:
    """Delete sheets and return how many Excel would not let go."""
    return sum(not _insisted(sheet.delete) for sheet in sheets)


def _insisted(action: Callable[[], object]) -> bool:
    """Do what Excel may refuse for a moment; tell whether it went well in the end."""
    for attempt in range(_TRIES):
        try:
            action()
        except Exception as error:  # noqa: BLE001 - whatever it is, the sheets that can be saved are
            if com_codes(error) & GONE:
                return False
            time.sleep(_PAUSE_SECONDS * attempt)
        else:
            return True
    return False
