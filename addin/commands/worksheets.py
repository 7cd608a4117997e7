"""The 核算底稿 of customers; those that stand in a workbook are written anew whenever it is audited."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from addin.billing.month import Billing, bill_month
from addin.books.result import ResultSheet, kind_of
from addin.facts import province_of
from addin.job import Loaded
from addin.results.worksheet.page import marker_of, title_of, worksheet


def worksheets(customers: Sequence[str], billing: Billing, loaded: Loaded, folder: Path | None) -> list[ResultSheet]:
    """Return the worksheets of customers that have a statement; ``folder`` is where the written book will stand."""
    company = loaded.settings.get("供电公司全称", "")
    return [worksheet(no, billing, loaded.ledger, loaded.rulebook, company=company, folder=folder) for no in customers]


def renewed(
    billing: Billing | None, loaded: Loaded, markers: Iterable[str], folder: Path | None
) -> tuple[list[ResultSheet], list[str]]:
    """Return anew the worksheets that workbooks hold: beside the results of a run no sheet says what held before it.

    Args:
        billing: the month as this run recomputed it; ``None``: it did not, and it is done where a worksheet is held.
        loaded: what was read.
        markers: of our sheets in the main workbook, and in the one that the results replace.
        folder: where the written book will stand.

    Returns:
        The sheets, and a sentence for each customer that can no longer be recomputed.
    """
    held = set(map(kind_of, markers))
    numbers = loaded.ledger["customers"]["customer_no"].dropna().unique()
    mine = [no for no in map(str, numbers) if kind_of(marker_of(no)) in held]
    if not mine:
        return [], []
    month = billing or recomputed(loaded)
    able = [no for no in mine if no in month.billed]
    lost = [_lost(no, month.month) for no in mine if no not in month.billed]
    return worksheets(able, month, loaded, folder), lost


def recomputed(loaded: Loaded) -> Billing:
    """Return the month recomputed."""
    return bill_month(loaded.ledger, loaded.rulebook, loaded.period.month, province_of(loaded.settings))


def _lost(no: str, month: str) -> str:
    why = f"户号 {no} 在 {month} 没有可以重算的账单（原因见「未能核查」）"
    return f"{why}，「{title_of(no)}」没有重写，不要再用原来那张"
