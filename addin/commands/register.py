"""通知书登记: every paper made is a row of it; numbers are never used twice, so rows are never lost."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from addin.books.port import Book
from addin.facts import JobError
from addin.reading import Ledger, ReadError, read_books
from addin.tables import FILLED

REGISTER = FILLED["register"]


def register_of(book: Path) -> Ledger:
    """Read the register of one workbook; empty where it has none."""
    return read_books([book], tables={REGISTER.name: REGISTER}, main_table="")


def enter(book: Book, register: Ledger, rows: Sequence[dict[str, object]]) -> None:
    """Append rows to the book's register, under its own headings.

    Raises:
        JobError: the book has no register, or a column is missing in it.
    """
    if not rows:
        return
    title, header_row, columns = header_of(register)
    known = [{name: value for name, value in row.items() if name in columns} for row in rows]
    book.append_rows(title, header_row, columns, known)


def header_of(register: Ledger) -> tuple[str, int, dict[str, str]]:
    """Return the register's title, header row and columns (name → letters).

    Raises:
        JobError: the book has no register, or a column is missing in it.
    """
    found = register.header(REGISTER.name, register.main)
    if found is None:
        raise JobError(f"工作簿里没有「{REGISTER.title}」表，文号无处登记；请从空白台账复制这张表（含列名）后重试")
    title, header_row, columns = found
    absent = [REGISTER.column(name).title for name in ("document_no", "customer_no", "document") if name not in columns]
    if absent:
        raise JobError(f"「{title}」第{header_row}行缺少列「{'」「'.join(absent)}」；请补上这些列名后重试")
    return found


def only_in(written: Path, main: Path) -> list[dict[str, object]]:
    """Return the register rows that an earlier result book has and the main book lacks."""
    try:
        earlier, now = register_of(written)[REGISTER.name], register_of(main)[REGISTER.name]
    except ReadError:
        return []
    extra = earlier[earlier["document_no"].notna() & ~earlier["document_no"].isin(now["document_no"])]
    names = [column.name for column in REGISTER]
    return [
        {name: value for name, value in row.items() if not pd.isna(value)} for row in extra[names].to_dict("records")
    ]
