"""The bridge where xlwings' DLL is blocked: one process a request; request and answer are files, UTF-16.

``request.txt``: the workbook's full name, newline, the request. ``answer.txt``: an answer as ``answer.py`` describes;
``wait`` tells of the progress, and the VBA takes each file away as it reads it.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from addin.books.errors import BookError
from addin.excel.answer import CANCEL, POLL, Answer

ENCODING = "utf-16-le"
EVERY_SECONDS = 0.5
_TRIES = 20
Run = Callable[[str, object], str]
Find = Callable[[str], object]


def answer_request(folder: Path, run: Run, find: Find) -> None:
    """Answer the request in a folder.

    Args:
        folder: where the add-in stands.
        run: ``entry.run``.
        find: returns the open workbook of a full name; raises ``BookError`` when there is none.
    """
    name, request = _request(folder)
    try:
        book = find(name) if name else None
    except BookError as error:
        _put(folder, str(Answer("warn", f"没有完成：{error}")))
        return
    answer = run(request, book)
    while answer.startswith("wait\n"):
        _put(folder, answer)
        time.sleep(EVERY_SECONDS)
        answer = run(CANCEL if _stopped(folder) else POLL, book)
    _put(folder, answer)


def open_workbook(name: str) -> object:
    """Return an open workbook by its full name, in any Excel of this user.

    Raises:
        BookError: it is not open, or there is no Excel that could have opened it.
    """
    import xlwings  # noqa: PLC0415 - slow, and only here

    try:
        books = [book for app in xlwings.apps for book in app.books]
    except xlwings.XlwingsError as error:
        raise BookError(
            "这台电脑上没有可以操作的 Excel：请改用 keywatt audit 工作簿，结果写在旁边的文件夹。"
        ) from error
    for book in books:
        if book.fullname.casefold() == name.casefold():
            return book
    raise BookError(f"在 Excel 里没有找到打开的工作簿『{name}』：请先保存它（Ctrl+S），再点一次。")


def _request(folder: Path) -> tuple[str, str]:
    """Return the workbook's full name and the request."""
    name, _, request = (folder / "request.txt").read_text(encoding=ENCODING).partition("\n")
    return name, request


def _stopped(folder: Path) -> bool:
    """Tell whether the user stopped the work; the VBA may just be writing that."""
    with suppress(OSError, UnicodeError):
        return _request(folder)[1] == CANCEL
    return False


def _put(folder: Path, answer: str) -> None:
    """Write an answer in one step; the VBA may just be reading the one before."""
    path, fresh = folder / "answer.txt", folder / "answer.new"
    fresh.write_text(answer, encoding=ENCODING, newline="")
    for _ in range(_TRIES):
        with suppress(PermissionError):
            fresh.replace(path)
            return
        time.sleep(EVERY_SECONDS / 10)
