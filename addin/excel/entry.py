"""The one place that VBA calls: ``run(request, workbook)``; no error ever reaches the user as a traceback."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlwings

from addin.books.errors import BusyError
from addin.books.live import LiveBook
from addin.commands.asking import Ask
from addin.commands.log import log_file, write
from addin.commands.registry import COMMANDS
from addin.commands.saying import EXPECTED, sentence, unexpected
from addin.excel.answer import CANCEL, POLL, Answer, asked, parsed
from addin.excel.background import Background, CancelledError
from addin.excel.presses import LONG, SHORT, Work

_SOON_SECONDS = 0.3
"""Work that ends within this time is answered at once."""
_STOPPED = "已停止，没有写入任何内容"


@dataclass(frozen=True)
class Running:
    """The work that goes on, one at a time: what it is, its thread, the folder of its copies."""

    work: Work
    background: Background
    folder: "TemporaryDirectory[str]"


_running: list[Running] = []


def run(request: str, workbook: object = None) -> str:
    """Do what a button asks for, and return the answer as VBA reads it (``answer.py``).

    Args:
        request: a command's name, or what an answer asked for next.
        workbook: Excel's Workbook, or an ``xlwings.Book``; ``None`` when none is open.
    """
    try:
        return str(_answer(request, workbook))
    except CancelledError:
        return str(Answer("done", _STOPPED))
    except EXPECTED as error:
        write(log_file(), f"{parsed(request)[0]}\t{sentence(error)}")
        return str(Answer("warn", f"没有完成：{sentence(error)}"))
    except Exception as error:  # noqa: BLE001 - whatever happened, the user gets a sentence and the log the trace
        return str(Answer("error", f"没有完成：{unexpected(error)}"))


def _answer(request: str, workbook: object) -> Answer:
    name, typed = parsed(request)
    if name in {POLL, CANCEL}:
        return _progress(stop=name == CANCEL)
    if _running:
        return Answer("warn", "上一项还没有做完：请等状态栏的提示结束，或按 Esc 停止，再点一次。")
    book = None if workbook is None else LiveBook(opened(workbook))
    if name in LONG:
        return _begin(name, book)
    return _short(name, book, typed)


def _begin(name: str, book: LiveBook | None) -> Answer:
    """Begin a long job."""
    if book is None:
        return Answer("warn", "没有打开的工作簿：请先打开台账，再点一次。")
    folder = TemporaryDirectory(prefix="keywatt-", ignore_cleanup_errors=True)
    try:
        work = LONG[name](book, Path(folder.name))
    except BaseException:
        folder.cleanup()
        raise
    background = Background(COMMANDS[name.removesuffix(" all")].label, work.reckon)
    _running.append(Running(work, background, folder))
    return _progress(wait_seconds=_SOON_SECONDS)


def _progress(*, stop: bool = False, wait_seconds: float = 0) -> Answer:
    """Return how far the running job is; once it is done, bring its result in."""
    if not _running:
        return Answer("done")
    now = _running[0]
    if stop:
        now.background.stop()
    if not now.background.done(wait_seconds):
        return Answer("wait", now.background.said)
    try:
        now.background.check()
        answer = now.work.finish()
    except BusyError as error:
        return Answer("wait", sentence(error))
    except BaseException:
        _end()
        raise
    _end()
    return answer


def _end() -> None:
    """Forget the running job and its copies."""
    _running.pop().folder.cleanup()


def _short(name: str, book: LiveBook | None, typed: str | None) -> Answer:
    """Do at once what takes no time."""
    said: Any = SHORT[name](book, typed)  # type: ignore[arg-type]  # buttons that need a workbook are grey without one
    if isinstance(said, Ask):
        return Answer("confirm" if said.yes else "ask", said.text, asked(said.yes or name, said.before))
    return Answer("info" if "\n" in said else "done", said)


def opened(workbook: Any) -> xlwings.Book:  # noqa: ANN401 - COM gives whatever VBA handed over
    """Return an open workbook as xlwings knows it; what Excel refuses is tried a few times, not for ever."""
    if isinstance(workbook, xlwings.Book):
        return workbook
    windows: Any = getattr(xlwings, "_xlwindows")  # noqa: B009 - there on Windows only; a workbook handed over by COM
    windows.N_COM_ATTEMPTS = 20
    return xlwings.Book(impl=windows.Book(windows.COMRetryObjectWrapper(workbook)))
