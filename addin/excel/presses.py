"""Presses: what each button does on the open workbook."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from addin.books.live import LiveBook
from addin.books.port import OpenBook
from addin.commands import following, opening, prices, source
from addin.commands.asking import Ask
from addin.commands.documents import DOCUMENTS
from addin.commands.rules import check_rules, problem_lines, rule_book
from addin.commands.start import new_ledger
from addin.excel.answer import Answer
from addin.excel.auditing import Auditing
from addin.excel.background import Progress
from addin.excel.papering import Papering
from addin.excel.worksheeting import Worksheeting
from addin.facts import JobError

_MOST_PROBLEMS = 8


class Work(Protocol):
    """A long job: begun with Excel, done in the background without it, brought in at the end."""

    def reckon(self, progress: Progress) -> None:
        """Do what takes long."""

    def finish(self) -> Answer:
        """Bring the result into the workbook."""


def new(_: OpenBook | None, said: str | None = None) -> str | Ask:
    """Put a blank ledger into a folder that the user names."""
    if said is None:
        return Ask("在哪个文件夹新建台账？请输入或粘贴文件夹的完整路径：")
    if not said.strip():
        raise JobError("没有填写文件夹，什么也没有新建；需要时请重新点「新建台账」")
    path = new_ledger(Path(said.strip().strip('"')))
    return f"已新建：{path}\n请打开它，先填「设置」和「客户台账」，再点「一键月度审计」。"


def check(book: OpenBook | None, _: str | None = None) -> str:
    """Check the rule book that a run on the open workbook would use."""
    path = rule_book(book.folder if book else None)
    problems = check_rules(path)
    lines = problem_lines(problems.head(_MOST_PROBLEMS))
    return "\n".join([f"规则表 {path}：{len(problems)} 项问题", *lines])


Press = Callable[[LiveBook, str | None], str | Ask]
SHORT: Mapping[str, Press] = {
    "new": new,
    prices.NAME: prices.import_beside,
    "previous": following.previous,
    "next": following.following,
    "source": source.to_source,
    source.OPENED: source.to_source_opened,
    "handle": following.handle,
    "folder": opening.open_folder,
    "rules open": opening.open_rules,
    "rules check": check,
    "handbook": opening.open_handbook,
    "log": opening.open_log,
    "about": opening.about,
}
"""Commands that are done at once, by name."""


def _auditing(part: str) -> Callable[[LiveBook, Path], Work]:
    return lambda book, folder: Auditing(part, book, folder)


def _papering(request: str) -> Callable[[LiveBook, Path], Work]:
    return lambda book, folder: Papering(request, book, folder)


LONG: Mapping[str, Callable[[LiveBook, Path], Work]] = {
    "bill": Worksheeting,
    **{part: _auditing(part) for part in ("audit", "check", "grade", "review", "risk")},
    **{f"{kind}{scope}": _papering(f"{kind}{scope}") for kind in ("document", *DOCUMENTS) for scope in ("", " all")},
}
"""Requests that take long, by name; `` all`` follows from a question."""
