"""Rows of a rule book: new ones appended below the others, old ones taken back."""

from collections.abc import Mapping, Sequence

import pandas as pd

from addin.books.backup import backup
from addin.books.closed import ClosedBook
from addin.books.saving import check_writable
from addin.facts import JobError
from addin.published.entries import Entries
from addin.rulebook import Rulebook
from addin.tables.rules import RULE_TABLES


def write_entries(made: Entries, rulebook: Rulebook) -> str:
    """Write the entries into the rule book; return the name of its backup, empty when nothing had to be written.

    Raises:
        JobError: the book lacks a table or a column; BookError: it cannot be written.
    """
    if made.empty:
        return ""
    check_writable(rulebook.path)
    book = ClosedBook(rulebook.path)
    for name, rows in made.taken_back.items():
        title, _, letters = _header(rulebook, name)
        cells = {(row, letters[column]): value for row, line in rows.items() for column, value in line.items()}
        book.set_values(title, cells)
    for name, new in made.added.items():
        title, row, letters = _header(rulebook, name)
        _refuse_unplaced(name, letters, new)
        book.append_rows(title, row, letters, new)
    copy = backup(rulebook.path)
    book.save(rulebook.path)
    return copy.name


def _header(rulebook: Rulebook, name: str) -> tuple[str, int, dict[str, str]]:
    """Return title, header row and letters of a rule table."""
    found = rulebook.ledger.header(name, rulebook.path)
    if found is None:
        title = RULE_TABLES[name].title
        raise JobError(f"规则表「{rulebook.path.name}」没有「{title}」表，无处写入；请从随程序提供的 rules.xlsx 补回")
    return found


def _refuse_unplaced(name: str, letters: Mapping[str, str], new: Sequence[Mapping[str, object]]) -> None:
    """Refuse rows with a value for a column that the user's own table does not have (such as 用户档)."""
    values = {column for row in new for column, value in row.items() if column not in letters and not pd.isna(value)}
    if values:
        table = RULE_TABLES[name]
        lacking = "、".join(column.title for column in table if column.name in values)
        raise JobError(
            f"规则表「{table.title}」没有「{lacking}」列，无处写入；请从随程序提供的 rules.xlsx 补上该列再导入"
        )
