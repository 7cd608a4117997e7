"""其他工作簿: the workbooks that 设置 says belong to a ledger; bills and readings often stand in one of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from addin.facts import JobError
from addin.job import Loaded, Order, Progress, load
from addin.reading import read_books
from addin.tables import FILLED

SETTING = "其他工作簿"
RESULTS = "-审计-"
"""In the name of a folder of results: the ledger's copy in it names workbooks that stand beside the ledger."""
_SETTINGS = FILLED["settings"]


def load_whole(order: Order, progress: Progress) -> Loaded:
    """Read the books of an order and those that their 设置 name; a book that is given and named is read once.

    Raises:
        ReadError, RuleError, JobError: the run cannot go on; a workbook that is named is not there.
    """
    further = [path for book in order.books for path in companions(book, book.parent, order.books)]
    given = {path.resolve() for path in order.books}
    books = (*order.books, *(path for path in dict.fromkeys(further) if path.resolve() not in given))
    return load(replace(order, books=books), progress)


def companions(book: Path, folder: Path | None, given: Sequence[Path] = ()) -> list[Path]:
    """Return the workbooks that the sheet 设置 of ``book`` names; their places are relative to ``folder``.

    One that is not there, while a book of that name is among those ``given``, is that book.

    Raises:
        ReadError: the book cannot be read.
        JobError: one of them is not there; or the folder is unknown.
    """
    frame = read_books([book], {_SETTINGS.name: _SETTINGS}, main_table="")[_SETTINGS.name]
    said = "；".join(str(value) for value in frame.loc[frame["key"] == SETTING, "value"].dropna())
    return [_found(name.strip(), folder, given) for name in re.split("[;；、\n]", said) if name.strip()]


def _found(name: str, folder: Path | None, given: Sequence[Path]) -> Path:
    if folder is None and not Path(name).is_absolute():
        raise JobError(f"「设置」表「{SETTING}」：看到『{name}』，但这本工作簿没有本机文件夹；请先把它保存到本机再试")
    own = folder or Path()
    beside = [own / name, *([own.parent / name] if RESULTS in own.resolve().name else [])]
    same = [path for path in given if path.name == Path(name).name]
    found = next((path for path in [*beside, *same] if path.exists()), None)
    if found is None:
        raise JobError(f"「设置」表「{SETTING}」：看到『{name}』，在「{own}」里找不到；请核对文件名，或清空这一格")
    return found
