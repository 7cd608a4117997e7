"""Which sheets hold which table: by title, by alias, or by a title such as 「2026年1月抄表记录」."""

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.reading import faults
from addin.reading.grid import Book, Grid
from addin.reading.header import OwnNames, find_header
from addin.reading.part import Part
from addin.reading.problems import Problems, ReadError, Spot
from addin.reading.text import fold
from addin.tables.column import Table

_PASSED_OVER = re.compile(r"旧|备份|作废|模板|样表|示例|说明|汇总|统计|透视|分析|图|副本|历史|copy|old")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A sheet of a book that holds a table; ``sure`` by its title, else its header has to confirm it."""

    book: Book
    sheet: str
    table: Table
    sure: bool = True


def assign(books: Iterable[Book], tables: Mapping[str, Table], own: OwnNames, problems: Problems) -> list[Assigned]:
    """Return the sheets that hold the tables, book by book.

    Args:
        books: the opened books.
        tables: the declared tables.
        own: the company's own headings.
        problems: titles that leave a doubt go here.

    Raises:
        ReadError: a book holds a table twice.
    """
    assigned: list[Assigned] = []
    for book in books:
        exact = {each.sheet: each for table in tables.values() for each in _exact(book, table)}
        taken = {each.table.name for each in exact.values()}
        assigned += exact.values()
        for table, alike in _alike(book, exact, tables).items():
            if table not in taken:
                assigned += _only(book, alike, tables[table], own, problems)
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


def _alike(book: Book, taken: Collection[str], tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Return the sheets whose title contains that of a table, by the table's name."""
    alike: dict[str, list[str]] = defaultdict(list)
    for sheet in book.sheets:
        owner = _owner(sheet, tables.values()) if sheet not in taken else None
        if owner:
            alike[owner.name].append(sheet)
    return alike


def _only(book: Book, alike: list[str], table: Table, own: OwnNames, problems: Problems) -> list[Assigned]:
    """Return the one sheet among those alike that holds the table; several that might are left unread."""
    if len(alike) > 1:
        alike = [sheet for sheet in alike if fits(book.read(sheet), table, own)]
    if len(alike) > 1:
        names = "、".join(alike)
        problems.add(faults.TITLE_UNSURE, Spot(book.path, names, table.name), seen=names, hint=table.title)
        return []
    return [Assigned(book, sheet, table, sure=False) for sheet in alike]


def fits(grid: Grid, table: Table, own: OwnNames) -> bool:
    """Tell whether a sheet has the key columns of a table, and half of the required ones."""
    header = None if grid.is_ours else find_header(grid.top, table, own)
    names = {each.column.name for each in header.headings if each.column} if header else set()
    required = {column.name for column in table if column.required}
    return bool(names) and required.intersection(table.key) <= names and 2 * len(required & names) >= len(required)


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


def note_unused(books: Iterable[Book], used: Collection[Path], problems: Problems) -> None:
    """Note the books of which no sheet is read: somebody meant them to count."""
    for book in books:
        if book.path not in used:
            problems.add(faults.BOOK_UNUSED, Spot(book.path, "", ""), seen="、".join(book.sheets[:10]))


def note_empty(parts: Mapping[str, Sequence[Part]], tables: Mapping[str, Table], problems: Problems) -> None:
    """Note the sheets that have a header and no row under it: one row a book, a new ledger has seventeen of them."""
    empty: dict[Path, list[tuple[str, str]]] = defaultdict(list)
    for name, stacked in parts.items():
        for part in stacked:
            if part.letters and part.frame.empty and not tables[name].optional:
                empty[part.book].append((part.sheet, name))
    for book, alike in empty.items():
        (sheet, name), several = alike[0], len(alike) > 1
        seen = "".join(f"「{title}」" for title, _ in alike) if several else ""
        problems.add(faults.NO_ROWS, Spot(book, "", "") if several else Spot(book, sheet, name), seen=seen)


def note_missing(
    books: Sequence[Book], parts: Mapping[str, Sequence[Part]], tables: Mapping[str, Table], problems: Problems
) -> None:
    """Note the tables that no book holds though a check needs them, with the sheets whose titles come near."""
    used = {(part.book, part.sheet) for stacked in parts.values() for part in stacked}
    spare = [sheet for book in books for sheet in book.sheets if (book.path, sheet) not in used]
    for table in tables.values():
        if not parts.get(table.name) and not table.optional:
            near = difflib.get_close_matches(table.title, spare, n=3, cutoff=0.5)
            seen = "、".join(near)
            problems.add(faults.SHEET_MISSING, Spot(books[0].path, "", table.name), seen=seen, hint=table.title)
