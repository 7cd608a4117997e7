"""Journal: what the writes into a workbook replaced, so that the last one can be undone, and the one before it.

It stands beside the workbook, ``<name>-写入记录.jsonl``: a line a write, with the name of the backup and the SHA-256 of
the workbook before and after.
"""

import hashlib
import json
from pathlib import Path
from typing import BinaryIO

from addin.books.backup import backup
from addin.books.errors import BookError
from addin.books.saving import check_writable, save_atomically, writing


def journal_of(book: Path) -> Path:
    """Return the journal of a workbook."""
    return book.with_name(f"{book.name}-写入记录.jsonl")


def enter(book: Path, kept: Path) -> None:
    """Enter a write into ``book`` that ``kept`` is the backup of."""
    line = {"backup": kept.name, "before": digest(kept), "after": digest(book)}
    with writing(journal_of(book)), journal_of(book).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(line, ensure_ascii=False) + "\n")


def undo(book: Path) -> tuple[Path, Path]:
    """Give a workbook the bytes that it had before the last write; what it holds now is kept as a further backup.

    Returns:
        The backup that was put back, and that of what the workbook held until now.

    Raises:
        BookError: there is no write to undo, somebody changed the workbook since, or the backup is not what it was.
    """
    check_writable(book)
    lines = _lines(book)
    last = json.loads(lines[-1])
    source = book.with_name(str(last["backup"]))
    _refuse_changed(book, source, last)
    content, now = source.read_bytes(), backup(book)
    save_atomically(book, lambda out: _put(out, content), like=source)
    _keep(journal_of(book), lines[:-1])
    return source, now


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lines(book: Path) -> list[str]:
    """Return the lines of a workbook's journal, at least one."""
    journal = journal_of(book)
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
    if not book.is_file() or not lines:
        raise BookError(f"没有可以撤销的写入：『{book.name}』旁边的『{journal.name}』里没有记录。")
    return lines


def _refuse_changed(book: Path, source: Path, last: dict[str, str]) -> None:
    if digest(book) != last["after"]:
        raise BookError(
            f"工作簿『{book.name}』在 KeyWatt 写入之后又有人改过，没有撤销，以免丢掉这些改动："
            f"写入前的样子在备份『{source.name}』里，请打开它对照。"
        )
    if not source.is_file() or digest(source) != last["before"]:
        raise BookError(f"备份『{source.name}』不见了或被改过，没有撤销：请从别的备份中恢复。")


def _put(out: BinaryIO, content: bytes) -> None:
    out.write(content)


def _keep(journal: Path, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    save_atomically(journal, lambda out: _put(out, text), like=journal)
