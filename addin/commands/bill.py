"""结果: one customer's bill of a month, row by row, and its 核算底稿."""

from collections.abc import Callable, Sequence
from pathlib import Path

from addin.billing.month import Billing
from addin.books.closed import ClosedBook
from addin.books.elsewhere import open_elsewhere
from addin.books.saving import check_writable
from addin.commands.audit import result_book, save
from addin.commands.bill_figures import bills_told
from addin.commands.companions import load_whole
from addin.commands.registry import Figures, When, command
from addin.commands.worksheets import recomputed, worksheets
from addin.facts import JobError
from addin.job import Loaded, Order

Progress = Callable[[str], None]


@command(
    "bill",
    label="核算底稿",
    group="结果",
    tip="重算所选客户本月的电费，写一张「核算底稿-户号」：从示数到合计都是可以核对的公式，附账单金额、差额和所依规则",
    icon="Calculator",
    key_tip="K",
    place=5,
    when=When.BOOK,
)
def bill(
    order: Order, customers: Sequence[str], out: Path | None, progress: Progress, *, write: bool = False
) -> Figures:
    """Recompute the month and tell the bills of some customers; write their worksheets where that is asked.

    Returns:
        ``month``, ``bills`` and ``remarks``, sentences about the run; where worksheets were asked for ``result``, the
        written workbook (empty: nobody had a statement).

    Raises:
        ReadError, RuleError, JobError, BookError: the run cannot go on, or a 户号 is not there; nothing was written.
    """
    loaded = load_whole(order, progress)
    billing = recomputed_for(customers, loaded, progress)
    figures: Figures = {
        "month": billing.month,
        "bills": bills_told(customers, billing, loaded),
        "remarks": open_elsewhere(loaded.order.books),
    }
    if not write:
        return figures
    able = [no for no in customers if no in billing.billed]
    if not able:
        return figures | {"result": ""}
    target = result_book(loaded, out)
    check_writable(target)
    progress("写核算底稿")
    book = ClosedBook(target if target.exists() else loaded.ledger.main)
    remarks = [*figures["remarks"], *book.notices, *_older(target, loaded)]
    for sheet in worksheets(able, billing, loaded, target.parent):
        book.write(sheet)
    save(book, target)
    return figures | {"result": str(target), "remarks": remarks}


def _older(target: Path, loaded: Loaded) -> list[str]:
    """Say where the results beside the worksheet are older than the ledger: the two may then disagree."""
    if not target.exists() or all(_saved(path) <= _saved(target) for path in loaded.order.books):
        return []
    return [f"台账在上次写「{target.name}」之后改过，其中别的结果表还是原来的：请重新审计"]


def _saved(path: Path) -> int:
    return path.stat().st_mtime_ns


def recomputed_for(customers: Sequence[str], loaded: Loaded, progress: Progress) -> Billing:
    """Return the month recomputed; raises ``JobError`` for a 户号 that is not in 客户台账."""
    known = set(loaded.ledger["customers"]["customer_no"])
    strangers = [no for no in customers if no not in known]
    if strangers:
        raise JobError(f"「客户台账」没有户号 {'、'.join(strangers)}：请核对户号（文本格式、前面的零不要丢）后重试")
    progress("重算账单")
    return recomputed(loaded)
