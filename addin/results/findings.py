"""The sheet 复核发现: one line per root cause, linked to its source cell and its rule row."""

import os
from pathlib import Path

import pandas as pd

from addin.books.result import ResultSheet
from addin.reading import Ledger
from addin.results.citations import link as rule_link
from addin.results.sheet import block, figure_format, sheet, yuan
from addin.tables import FILLED
from addin.tables.result_findings import FINDINGS, OPINIONS

LINKED = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls"})
MONEY = ("amount_yuan", "charge_yuan", "late_fee_yuan")
"""Columns whose findings are about amounts: two decimals, as everywhere."""
FIRST_ROW = 5
"""Sheet row of the first finding: three heading lines and the header stand above it."""


def findings_sheet(
    findings: pd.DataFrame, ledger: Ledger, cited: list[str], subtitle: str, folder: Path
) -> ResultSheet:
    """Lay out the findings.

    Args:
        findings: roots with human columns and ``customer_name``, in printed order.
        ledger: says where a row stands.
        cited: rule citations in the order of the sheet 引用规则.
        subtitle: the run's line.
        folder: where the written book will stand; links to other books are relative to it.
    """
    cells = zip(findings["table"], findings["row"], findings["column"], strict=True)
    sources = [_source(table, row, column, ledger, folder) for table, row, column in cells]
    links = {
        "source": [link for _, link in sources],
        "rule": [rule_link(rule, cited) for rule in findings["rule"]],
    }
    shown = findings.assign(
        number=range(1, len(findings) + 1),
        source=[text for text, _ in sources],
        stake_yuan=yuan(findings["stake_fen"]),
        owed_yuan=yuan(findings["owed_fen"]),
    )
    least = shown["column"].isin(MONEY).map({True: 2, False: 0})
    formats = {}
    for name in ("actual", "expected", "difference"):
        shown[name] = shown[name].map(readable)
        formats[name] = [figure_format(value, digits) for value, digits in zip(shown[name], least, strict=True)]
    part = block(FINDINGS, shown, links=links, tone="level", toned=("level", "outcome"), formats=formats)
    return sheet(FINDINGS, [part], subtitle, list(findings["identity"]))


def opinions_sheet(written: pd.DataFrame, subtitle: str) -> ResultSheet:
    """Lay out what staff wrote about findings that are not listed now."""
    return sheet(OPINIONS, [block(OPINIONS, written)], subtitle, list(written.index))


def readable(value: object) -> object:
    """Return a number as people print it; whole numbers without decimals, others with at most four."""
    if not isinstance(value, float) or pd.isna(value):
        return None if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) else value
    return int(value) if value.is_integer() else float(f"{value:.6g}") if abs(value) < 1 else float(f"{value:.4f}")


def _source(table: str, row: float, column: str, ledger: Ledger, folder: Path) -> tuple[str, str | None]:
    """Return the text of a source cell, 电费账单!F12, and the link to it, also into another workbook handed over.

    There is no link into a .csv, which has no cells to point at.
    """
    if table not in FILLED or pd.isna(row):
        return FILLED[table].title if table in FILLED else "", None
    place = ledger.place(table, int(row))
    cell = ledger.cell(table, int(row), column) or f"A{place.row}"
    title = place.sheet.replace("'", "''")
    if place.book == ledger.main:
        return f"{place.sheet}!{cell}", f"'{title}'!{cell}"
    text = f"[{place.book.name}]{place.sheet}!{cell}"
    if place.book.suffix.lower() not in LINKED:
        return text, None
    file = os.path.relpath(place.book.resolve(), folder.resolve()).replace(os.sep, "/")
    return text, f"{file}#'{title}'!{cell}"
