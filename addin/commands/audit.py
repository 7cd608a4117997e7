"""审核: the month's audit, or one part of it, on closed workbooks."""

import glob
from collections.abc import Callable
from pathlib import Path

from addin.books import journal
from addin.books.backup import backup
from addin.books.closed import ClosedBook
from addin.books.elsewhere import open_elsewhere
from addin.books.saving import check_writable
from addin.commands.companions import load_whole
from addin.commands.log import note
from addin.commands.register import enter, only_in, register_of
from addin.commands.registry import Figures, command
from addin.commands.saying import check_failed
from addin.commands.worksheets import renewed
from addin.job import Audit, Loaded, Order, audit
from addin.results.layout import lay_out
from addin.results.summary import summary

Progress = Callable[[str], None]


def _run(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Audit and write the results; the input is untouched unless ``in_place``, which keeps a backup.

    Returns:
        The figures of the run, and under ``result`` the path of the written workbook.

    Raises:
        ReadError, RuleError, JobError, BookError: the run cannot go on; nothing was written.
    """
    loaded = load_whole(order, progress)
    main = loaded.ledger.main
    target = main if in_place else result_book(loaded, out)
    check_writable(target)
    done = audit(loaded, oldest_first(main, target, *months_before(loaded)), progress, check_failed)
    progress("写回结果")
    remarks = [*open_elsewhere(loaded.order.books), *write(done, main, target)]
    figures = summary(done) | {"result": str(target), "remarks": remarks}
    note(target.parent, order.part, figures)
    return figures


def result_book(loaded: Loaded, out: Path | None) -> Path:
    """Return the workbook that gets the results: in ``out``, else in a folder beside the main book."""
    main = loaded.ledger.main
    folder = out or main.parent / f"{main.stem}-审计-{loaded.period.month}"
    return folder / main.name


def months_before(loaded: Loaded) -> list[Path]:
    """Return the results of earlier months beside the main book: their histories and accepted exceptions go on."""
    main, month = loaded.ledger.main, loaded.period.month
    folders = main.parent.glob(f"{glob.escape(main.stem)}-审计-????-??")
    return [folder / main.name for folder in folders if folder.name[-len(month) :] < month]


def oldest_first(*books: Path) -> list[Path]:
    """Return the books that may hold what staff wrote; of two, the one saved last wins."""
    return sorted({path for path in books if path.exists()}, key=lambda path: path.stat().st_mtime_ns)


def write(done: Audit, main: Path, target: Path) -> list[str]:
    """Write the result sheets into a copy of the main book, or into it; papers registered earlier stay registered.

    Returns:
        What the user should know, a sentence each: the book is signed or shared, a worksheet could not be renewed.
    """
    book = ClosedBook(main)
    earlier = ClosedBook(target).owned() if target != main and target.exists() else {}
    papers, lost = renewed(done.billing, done.loaded, {*book.owned(), *earlier}, target.parent)
    for sheet in (*lay_out(done, target.parent), *papers):
        book.write(sheet)
    if target != main and target.exists():
        enter(book, register_of(main), only_in(target, main))
    save(book, target)
    return [*book.notices, *lost]


def save(book: ClosedBook, target: Path) -> None:
    """Save a workbook; what it replaces is kept as a backup, and entered so that the write can be undone."""
    kept = backup(target) if target.exists() else None
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    if kept:
        journal.enter(target, kept)


@command(
    "audit",
    label="一键月度审计",
    group="审核",
    tip="读全部台账、账单和规则，做分级、电费复核、风险预警和台账检查；结果写入本月概览、复核发现等结果表，不改动您的数据",
    icon="CalculateNow",
    key_tip="Y",
    place=1,
    large=True,
)
def audit_month(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Run every check of the month."""
    return _run(order, out, in_place, progress)


@command(
    "check",
    label="检查数据",
    group="数据",
    tip="读全部台账表，查缺项、错码、重复和互相矛盾的行，写入「复核发现」和「数据问题」；不重算账单，不改动您的数据",
    icon="DataValidation",
    key_tip="E",
    place=2,
)
def check_data(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Check the ledger's own quality only."""
    return _run(order, out, in_place, progress)


@command(
    "grade",
    label="分级",
    group="审核",
    tip="按合同容量、重要性和贡献为每户提出建议等级，写入「分级结果」；不改写现等级",
    icon="SortDialog",
    key_tip="G",
    place=2,
)
def grade(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Grade the customers only."""
    return _run(order, out, in_place, progress)


@command(
    "review",
    label="电费复核",
    group="审核",
    tip="逐行重算本月账单并与已出账单比对，写入「账单重算」和「复核发现」",
    icon="ErrorChecking",
    key_tip="F",
    place=3,
)
def review(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Review the bills only."""
    return _run(order, out, in_place, progress)


@command(
    "risk",
    label="风险预警",
    group="审核",
    tip="按 28 项指标评估每户电费回收风险，写入「风险结果」",
    icon="TraceError",
    key_tip="R",
    place=4,
)
def risk(order: Order, out: Path | None, in_place: bool, progress: Progress) -> Figures:  # noqa: FBT001
    """Score the risk only."""
    return _run(order, out, in_place, progress)
