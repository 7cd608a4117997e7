"""Serving: the Python that is kept warm beside Excel, and the way to a workbook from a process of its own."""

import time
from collections.abc import Callable

from addin import checks
from addin.excel import entry
from addin.excel.answer import CANCEL, POLL
from addin.facts import JobError

EVERY_SECONDS = 0.3
Ask = Callable[[str, str], str | None]


def serve(clsid: str) -> None:
    """Answer VBA's calls until Excel ends; everything that a first press would wait for is loaded before.

    Raises:
        JobError: this is not Windows.
    """
    import xlwings  # noqa: PLC0415 - slow, and only here

    if not hasattr(xlwings, "_xlwindows"):
        raise JobError("serve 只在 Windows 上由 Excel 加载项启动；其他系统请直接运行 keywatt audit 工作簿")
    checks.load()
    xlwings.serve(clsid)  # type: ignore[call-arg]  # elsewhere than on Windows a stand-in that takes nothing


def follow(request: str, book: object, ask: Ask, tell: Callable[[str], None]) -> tuple[str, str]:
    """Send a request and what its answers ask for, until one ends the work.

    Args:
        request: a command's name.
        book: the open workbook.
        ask: is given the kind of a question and its text; ``None`` ends the work, else what was said.
        tell: is given each step.

    Returns:
        Kind and text of the last answer. Ctrl+C stops the work between two steps.
    """
    answer = entry.run(request, book)
    while True:
        kind, _, text = answer.partition("\n")
        if kind == "wait":
            answer = _waited(text, book, tell)
        elif kind in {"ask", "confirm"}:
            following, _, question = text.partition("\n")
            said = ask(kind, question)
            if said is None:
                return "done", ""
            answer = entry.run(following if kind == "confirm" else f"{following}\n{said}", book)
        else:
            return kind, text


def _waited(step: str, book: object, tell: Callable[[str], None]) -> str:
    """Wait a little and ask how far the work is."""
    tell(step)
    try:
        time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        return entry.run(CANCEL, book)
    return entry.run(POLL, book)
