"""Reading several workbooks as one ledger."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from addin.reading import faults, sheets
from addin.reading.grid import Book, Grid, open_book
from addin.reading.header import OwnNames
from addin.reading.ledger import Ledger
from addin.reading.part import PART, Part, Source, read_part
from addin.reading.problems import Problems, ReadError, Spot
from addin.reading.sheets import Assigned
from addin.reading.stack import note_duplicates, stack
from addin.reading.text import fold
from addin.tables import FILLED
from addin.tables.column import Table
from addin.tables.settings import COLUMN_NAMES

Progress = Callable[[str], None]


def read_books(
    paths: Sequence[Path],
    tables: Mapping[str, Table] | None = None,
    main_table: str = "customers",
    progress: Progress | None = None,
) -> Ledger:
    """Read workbooks and text exports as one ledger; nothing is ever written to them.

    Args:
        paths: .xlsx, .xlsm, .xlsb, .xls, .csv; tables of one title are stacked in this order.
        tables: the declared tables by name; default: the sheets that people fill.
        main_table: the table whose book results are written to; empty: the first book.
        progress: called with a sentence before each sheet.

    Raises:
        ReadError: a file is missing, protected, damaged or no workbook; a book holds one table twice; no book holds
            the main table.
    """
    declared = FILLED if tables is None else tables
    problems = Problems()
    with _without_collector():
        books = [open_book(path) for path in _once(paths)]
        own = _own_names(books, problems)
        assigned = sheets.assign(books, declared, own, problems)
        _main(books, [(each.table.name, each.book.path) for each in assigned], declared, main_table)
        parts = _read(assigned, own, problems, progress or (lambda _: None))
    held = [(name, part.book) for name, stacked in parts.items() for part in stacked]
    main = _main(books, held, declared, main_table)
    sheets.note_unused(books, {path for _, path in held}, problems)
    sheets.note_empty(parts, declared, problems)
    sheets.note_missing(books, parts, declared, problems)
    stacks = {name: stack(table, parts.get(name, [])) for name, table in declared.items()}
    for each in stacks.values():
        note_duplicates(each, problems)
    return Ledger(stacks, [book.path for book in books], main, problems.frame(), problems.refused())


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector: rows make millions of objects and no cycles, each pass over them is lost time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _once(paths: Iterable[Path]) -> list[Path]:
    """Return the paths without repetition."""
    known = {Path(path).resolve(): Path(path) for path in reversed(list(paths))}
    if not known:
        raise ReadError("没有指定工作簿。请给出至少一个 .xlsx 文件。")
    return list(reversed(known.values()))


def _main(
    books: Sequence[Book], held: Iterable[tuple[str, Path]], tables: Mapping[str, Table], main_table: str
) -> Path:
    """Return the book that results are written to; ``held`` are the tables found, with their books."""
    if not main_table:
        return books[0].path
    for name, path in held:
        if name == main_table:
            return path
    title = tables[main_table].title
    found = "、".join(sheet for book in books for sheet in book.sheets[:10])
    names = "、".join(f"「{book.path.name}」" for book in books)
    raise ReadError(
        f"{names}里没有工作表「{title}」（现有：{found}）。请检查文件是否选对，或把客户清单改名为「{title}」。"
    )


def _own_names(books: Iterable[Book], problems: Problems) -> OwnNames:
    """Return the company's own headings from the sheets 列名对照."""
    names: dict[tuple[str, str], str] = {}
    for book in books:
        for sheet in book.sheets:
            if fold(sheet) == fold(COLUMN_NAMES.title):
                frame = read_part(Source(book, sheet, 0, {}), book.read(sheet), COLUMN_NAMES, Problems()).frame
                rows = (
                    frame.fillna({"table_title": ""})[["table_title", "own_title", "standard_title"]]
                    .dropna()
                    .itertuples(name=None)
                )
                for row, table, own, standard in rows:
                    names[fold(table), fold(own)] = fold(standard)
                    _check_name(table, standard, Spot(book.path, sheet, COLUMN_NAMES.name), row, problems)
    return names


def _check_name(title: str, standard: str, spot: Spot, row: int, problems: Problems) -> None:
    """Note a row of 列名对照 that names no table or no column."""
    tables = [each for each in FILLED.values() if fold(title) in ("", fold(each.title), *map(fold, each.aliases))]
    if fold(standard) not in {fold(column.title) for table in tables for column in table}:
        problems.add(
            faults.NAME_UNKNOWN, spot, cell=f"C{row}", column="标准列名", seen=f"{title} / {standard}", row=row
        )


def _read(assigned: Iterable[Assigned], own: OwnNames, problems: Problems, progress: Progress) -> dict[str, list[Part]]:
    """Read every sheet; its raw cells are released before the next one."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for each in assigned:
        progress(f"读取「{each.book.path.name}」的「{each.sheet}」")
        source = Source(each.book, each.sheet, PART * len(parts[each.table.name]), own)
        part = _read_one(each, source, each.book.read(each.sheet), problems)
        parts[each.table.name] += [part] if part else []
    return parts


def _read_one(assigned: Assigned, source: Source, grid: Grid, problems: Problems) -> Part | None:
    """Read a sheet, unless it is one of ours or its title only looked like the table's."""
    table = assigned.table
    if grid.is_ours or not (assigned.sure or sheets.fits(grid, table, source.own)):
        return None
    if not assigned.sure:
        spot = Spot(source.book.path, source.sheet, table.name)
        problems.add(faults.TITLE_READ, spot, seen=source.sheet, hint=table.title)
    return read_part(source, grid, table, problems)
