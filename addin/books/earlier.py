"""Earlier rows: one of our own sheets read back, so that what people wrote into it can be carried over."""

from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.books.layout import FIRST_COLUMN, IDENTITY_TITLE
from addin.books.result import kind_of

_Rows = list[list[object]]


def earlier_rows(path: Path, marker: str) -> pd.DataFrame:
    """Return the first table of our sheet of that marker in the workbook at ``path``.

    Returns:
        Columns by their titles, dtype object, ``None`` where blank; the index is the identity of each row. Rows
        without identity, and repeated ones (copies made by the user), are left out. Empty when there is no such file
        or sheet.

    Raises:
        BookError: the file is damaged or encrypted: notes must not be lost in silence.
    """
    path = Path(path)
    title = _title(path, marker) if path.is_file() else None
    if title is None:
        return _frame([], [])
    rows: _Rows = [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python()]
    at = next((number for number, row in enumerate(rows) if row and row[0] == IDENTITY_TITLE), None)
    return _frame(rows[at], rows[at + 1 :]) if at is not None else _frame([], [])


def _title(path: Path, marker: str) -> str | None:
    owned = ClosedBook(path).owned().items()
    return next((title for found, title in owned if kind_of(found) == kind_of(marker)), None)


def _frame(header: list[object], rows: _Rows) -> pd.DataFrame:
    titles = [str(title) for title in header[FIRST_COLUMN - 1 :]]
    identified = [row for row in rows if row[0] not in ("", None)]
    values = [[None if value == "" else value for value in row[FIRST_COLUMN - 1 :]] for row in identified]
    index = pd.Index([str(row[0]) for row in identified], dtype=object, name="identity")
    frame = pd.DataFrame(values, index=index, columns=pd.Index(titles, dtype=object), dtype=object)
    return frame.loc[~index.duplicated(), [title != "" for title in titles]]
