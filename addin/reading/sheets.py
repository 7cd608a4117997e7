"""Which sheets hold which table: by title, by alias, or by a title such as 「2026年1月抄表记录」."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from addin.reading import faults
from addin.reading.grid import Book
from addin.reading.problems import Problems, ReadError, Spot
from addin.reading.text import fold
from addin.tables.column import Table

_PASSED_OVER = re.compile(r"旧|备份|作废|模板|样表|示例|说明|汇总|统计|透视|分析|图|副本|历史|copy|old")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A sheet of a book that holds a table."""

    book: Book
    sheet: str
    table: Table


def assign(books: Iterable[Book], tables: Mapping[str, Table], problems: Problems) -> list[Assigned]:
    """Return the sheets that hold the tables, book by book.

    Raises:
        ReadError: a book holds a table twice.
    """
    assigned: list[Assigned] = []
    for book in books:
        exact = {each.sheet: each for table in tables.values() for each in _exact(book, table)}
        assigned += exact.values()
        taken = {each.table.name for each in exact.values()}
        left = [sheet for sheet in book.sheets if sheet not in exact]
        assigned += _contained(
            book, left, [table for table in tables.values() if table.name not in taken], tables, problems
        )
    return assigned


def _titles(table: Table) -> tuple[str, ...]:
    return (fold(table.title), *map(fold, table.aliases))


def _exact(book: Book, table: Table) -> list[Assigned]:
    sheets = [sheet for sheet in book.sheets if fold(sheet) in _titles(table)]
    if len(sheets) > 1:
        sheets = [sheet for sheet in sheets if not book.read(sheet).is_ours]
    if len(sheets) > 1:
        names = "、".join(f"「{sheet}」" for sheet in sheets)
        raise ReadError(
            f"「{book.path.name}」里有 {len(sheets)} 张表都是「{table.title}」：{names}。"
            "不能确定用哪一张；请合并为一张，或把不用的改名（如加“旧”字）后重试。"
        )
    return [Assigned(book, sheet, table) for sheet in sheets]


def _contained(
    book: Book, sheets: Iterable[str], tables: Iterable[Table], every: Mapping[str, Table], problems: Problems
) -> list[Assigned]:
    """Return the sheets whose title contains that of one table, where this leaves no doubt."""
    owners = {sheet: _owner(sheet, every.values()) for sheet in sheets}
    found = []
    for table in tables:
        alike = [sheet for sheet, owner in owners.items() if owner is table and not book.read(sheet).is_ours]
        spot = Spot(book.path, "、".join(alike), table.name)
        if len(alike) > 1:
            problems.add(faults.TITLE_UNSURE, spot, seen="、".join(alike), hint=table.title)
        elif alike:
            problems.add(faults.TITLE_READ, spot, seen=alike[0], hint=table.title)
            found.append(Assigned(book, alike[0], table))
    return found


def _owner(sheet: str, tables: Iterable[Table]) -> Table | None:
    """Return the table whose title stands in the sheet's title; the longest wins, two of one length none."""
    folded = fold(sheet)
    if _PASSED_OVER.search(folded):
        return None
    inside = [(len(title), table) for table in tables for title in _titles(table) if len(title) > 2 and title in folded]  # noqa: PLR2004
    longest = [table for length, table in inside if length == max(inside, key=_length)[0]]
    return longest[0] if longest and all(table is longest[0] for table in longest) else None


def _length(inside: tuple[int, Table]) -> int:
    return inside[0]


def note_unused(books: Iterable[Book], assigned: Iterable[Assigned], problems: Problems) -> None:
    """Note the books of which no sheet is read: somebody meant them to count."""
    used = {each.book.path for each in assigned}
    for book in books:
        if book.path not in used:
            problems.add(faults.BOOK_UNUSED, Spot(book.path, "", ""), seen="、".join(book.sheets[:10]))


def note_missing(
    books: list[Book], assigned: Iterable[Assigned], tables: Mapping[str, Table], problems: Problems
) -> None:
    """Note the tables that no book holds, with the sheets whose titles come near."""
    found = {each.table.name for each in assigned}
    used = {(each.book.path, each.sheet) for each in assigned}
    spare = [sheet for book in books for sheet in book.sheets if (book.path, sheet) not in used]
    for table in tables.values():
        if table.name not in found:
            near = difflib.get_close_matches(table.title, spare, n=3, cutoff=0.5)
            seen = "、".join(near)
            problems.add(faults.SHEET_MISSING, Spot(books[0].path, "", table.name), seen=seen, hint=table.title)
