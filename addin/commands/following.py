"""结果: walking through 复核发现 on the open workbook, and saying what was done about a finding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.books.layout import IDENTITY_TITLE
from addin.books.port import OpenBook
from addin.books.result import kind_of
from addin.books.sheetframe import letters
from addin.commands.asking import Ask
from addin.commands.registry import When, command
from addin.facts import JobError
from addin.tables.result_findings import FINDINGS, HUMAN, STATES
from addin.tables.results import marker

_DONE = "已处理"
_UNTIL = re.compile(r"至\s*(\d{4})-(\d{1,2})-(\d{1,2})")
_WHO = re.compile(r"[@＠](\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Findings:
    """The sheet 复核发现 as it stands: its title, its columns by heading, and its findings by row number."""

    title: str
    columns: dict[str, str]
    rows: dict[int, dict[str, object]]


@command(
    "previous",
    label="上一条",
    group="结果",
    tip="在「复核发现」里选中上一条发现；被筛选隐藏的跳过。不改任何单元格",
    icon="ReviewPreviousComment",
    key_tip="B",
    place=1,
    when=When.RESULTS,
    typed=False,
)
def previous(book: OpenBook, _: str | None = None) -> str:
    """Select the finding before the selected one."""
    return _step(book, -1)


@command(
    "next",
    label="下一条",
    group="结果",
    tip="在「复核发现」里选中下一条发现；被筛选隐藏的跳过。不改任何单元格",
    icon="ReviewNextComment",
    key_tip="N",
    place=2,
    when=When.RESULTS,
    typed=False,
)
def following(book: OpenBook, _: str | None = None) -> str:
    """Select the finding after the selected one."""
    return _step(book, 1)


@command(
    "handle",
    label="已处理/说明…",
    group="结果",
    tip="把处理状态、处理说明、责任人写到所选的一条或几条发现上；重跑审计后保留",
    icon="ReviewNewComment",
    key_tip="M",
    place=4,
    when=When.FINDING,
    typed=False,
)
def handle(book: OpenBook, said: str | None = None) -> str | Ask:
    """Write what was done about the selected findings; without a text, ask for it.

    Raises:
        JobError: no finding is selected, or the text names a day that is none.
    """
    found = findings_of(book)
    rows = chosen(book, found)
    if said is None:
        return Ask(_question(found, rows))
    if not said.strip():
        raise JobError("没有填写处理情况，什么也没有改；需要时请重新点「已处理/说明…」")
    values = handling(said)
    titles = {column.name: column.title for column in HUMAN}
    book.put(
        found.title, {f"{found.columns[titles[name]]}{row}": value for row in rows for name, value in values.items()}
    )
    return f"已写入 {len(rows)} 条：{values['handling']}"


def handling(said: str) -> dict[str, object]:
    """Return the human columns that a typed line means: 状态 说明 至YYYY-MM-DD @责任人, each but the text optional.

    >>> handling("已核实 屋顶光伏 至2026-12-31 @张三")["responsible"]
    '张三'

    Raises:
        JobError: the end date is no day.
    """
    values: dict[str, object] = {"handling": _DONE}
    rest = said.strip()
    if who := _WHO.search(rest):
        values["responsible"], rest = who[1], rest[: who.start()].strip()
    if until := _UNTIL.search(rest):
        values["verified_until_on"], rest = _day(until), (rest[: until.start()] + rest[until.end() :]).strip()
    state = next((one for one in STATES if rest.startswith(one)), "")
    note = rest[len(state) :].strip(" ，,：:；;　")
    return values | ({"handling": state} if state else {}) | ({"handling_note": note} if note else {})


def findings_of(book: OpenBook) -> Findings:
    """Return the sheet 复核发现 of an open workbook; raises ``JobError`` when it has none or it lost its columns."""
    ours = kind_of(marker(FINDINGS))
    title = next((title for one, title in book.owned().items() if kind_of(one) == ours), None)
    if title is None:
        raise JobError(f"工作簿『{book.name}』里没有「{FINDINGS.title}」；请先点「一键月度审计」")
    return _parsed(title, book.cells(title))


def _parsed(title: str, cells: Sequence[Sequence[object]]) -> Findings:
    """Return the findings that the cells of a sheet hold; raises ``JobError`` when it lost its columns."""
    head = next((at for at, row in enumerate(cells) if row and row[0] == IDENTITY_TITLE), None)
    if head is None:
        raise JobError(f"「{title}」的表头被删除了，无法辨认各条发现；请重新审计")
    headings = [str(one or "") for one in cells[head]]
    columns = {text: letters(at) for at, text in enumerate(headings, 1) if text}
    absent = [one.title for one in (FINDINGS.column("source"), *HUMAN) if one.title not in columns]
    if absent:
        raise JobError(f"「{title}」缺少列「{'」「'.join(absent)}」；请重新审计，表会按原样重写")
    rows = {at + 1: dict(zip(headings, cells[at], strict=False)) for at in range(head + 1, len(cells)) if cells[at][0]}
    return Findings(title, columns, rows)


def _step(book: OpenBook, way: int) -> str:
    """Select the next finding in a direction that no filter hides."""
    found = findings_of(book)
    row = next((row for row in _ahead(book, found, way) if not book.hidden(found.title, row)), None)
    if row is None:
        raise JobError(f"已经是{'最后' if way > 0 else '最前'}一条发现（共 {len(found.rows)} 条）")
    book.select(found.title, f"{found.columns[FINDINGS.column('message').title]}{row}")
    return f"第 {list(found.rows).index(row) + 1} / {len(found.rows)} 条：{found.rows[row].get('说明') or ''}"


def _ahead(book: OpenBook, found: Findings, way: int) -> list[int]:
    """Bring the findings to the front; return the rows in a direction, the selected one first when coming back."""
    comes_back = book.selection().title != found.title
    book.show(found.title)
    now = next(iter(book.selection().rows), 0)
    return [row for row in sorted(found.rows)[::way] if (row - now) * way > 0 or (comes_back and row == now)]


def chosen(book: OpenBook, found: Findings) -> list[int]:
    """Return the rows of the selected findings; raises ``JobError`` when there are none."""
    chosen = book.selection()
    rows = [row for row in chosen.rows if row in found.rows] if chosen.title == found.title else []
    if not rows:
        raise JobError(f"没有选中发现；请在「{found.title}」里点选一行（或几行）发现后重试")
    return rows


def _question(found: Findings, rows: list[int]) -> str:
    first = found.rows[rows[0]]
    which = (
        f"「{found.title}」第{rows[0]}行：{first.get('说明') or ''}" if len(rows) == 1 else f"选中的 {len(rows)} 条发现"
    )
    return (
        f"{which}\n请填处理情况：状态 说明 @责任人，例如：已处理 已更正倍率 @张三\n"
        f"状态可填 {'、'.join(STATES)}，不写按「{_DONE}」；已核实的例外可写截止日，例如：已核实 屋顶光伏 至2026-12-31"
    )


def _day(match: "re.Match[str]") -> date:
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise JobError(f"『{match[0]}』不是日期；应为 至2026-12-31 这样的写法") from None
