"""结果: from a finding on the open workbook to the cell that it is about."""

import re
from urllib.parse import unquote

from addin.books.port import OpenBook
from addin.commands.asking import Ask
from addin.commands.following import chosen, findings_of
from addin.commands.registry import When, command
from addin.facts import JobError
from addin.tables.result_findings import FINDINGS

OPENED = "source opened"
"""The request that opens the workbook of a source first."""
_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]{1,3}\d+)$")


@command(
    "source",
    label="跳到源单元格",
    group="结果",
    tip="从所选发现跳到它所指的原始单元格；在另一本工作簿里而没有打开的，问过后替您打开。不改任何单元格",
    icon="TracePrecedents",
    key_tip="L",
    place=3,
    when=When.FINDING,
    typed=False,
)
def to_source(book: OpenBook, _: str | None = None) -> str | Ask:
    """Follow the link of the selected finding; ask whether to open the other workbook where that is not open.

    Raises:
        JobError: no finding is selected, or it has no source cell.
    """
    file, place = _source(book)
    target = book.other(file) if file else book
    if target is None:
        name = unquote(file).replace("\\", "/").rpartition("/")[2]
        return Ask(f"来源在另一本工作簿『{name}』，它没有打开。现在打开它并跳过去吗？", yes=OPENED)
    return _shown(target, place)


def to_source_opened(book: OpenBook, _: str | None = None) -> str:
    """Open the workbook that the selected finding is about, and go to its source cell.

    Raises:
        JobError: as ``to_source``; BookError: the workbook is not there any more, or Excel does not open it.
    """
    file, place = _source(book)
    return _shown(book.other(file) or book.opened(file), place)


def _source(book: OpenBook) -> tuple[str, str]:
    """Return the file of the selected finding's source, empty where it is this one, and the place in it."""
    found = findings_of(book)
    row = chosen(book, found)[0]
    where = book.link(found.title, f"{found.columns[FINDINGS.column('source').title]}{row}")
    if not where:
        said = found.rows[row].get(FINDINGS.column("source").title)
        raise JobError(f"「{found.title}」第{row}行：这条发现没有可跳转的单元格（来源：{said or '无'}）")
    file, _cut, place = where.rpartition("#")
    return file, place


def _shown(target: OpenBook, place: str) -> str:
    """Select a place in a workbook."""
    title, cell = _place(place)
    if title not in target.sheet_titles:
        raise JobError(f"来源表「{title}」已不在工作簿『{target.name}』里（被改名或删除）；请重新审计后再跳转")
    target.select(title, cell)
    return f"来源：{title}!{cell}"


def _place(place: str) -> tuple[str, str]:
    """Return sheet and cell of a location such as ``'客户台账'!F12``; raises ``JobError`` when it is none."""
    match = _CELL.match(place.replace("$", ""))
    if not match:
        raise JobError(f"链接『{place}』不是单元格；请重新审计后再跳转")
    return (match[1] or match[2]).replace("''", "'"), match[3]
