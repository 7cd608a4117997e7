"""核查停用: a check switched off for a customer, with reason and end date."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from addin.reading import Ledger
from addin.reading.problems import COLUMNS, WARNING

TABLE = "switched_off"
EXPECTED = "「核查覆盖」中有的编码，如 电费-A01"
ADVICE = "改正编码，否则这一行不起作用"


def switched_off(findings: pd.DataFrame, sheet: pd.DataFrame, as_of: date) -> pd.Series:
    """Return which findings are of a check that is switched off for the customer.

    A row without reason or end date is not honoured; the last day still counts.

    Args:
        findings: as collected: ``code``, ``customer_no``.
        sheet: 核查停用.
        as_of: today.
    """
    honoured = sheet[sheet["reason"].notna() & (sheet["until_on"] >= pd.Timestamp(as_of))]
    off = pd.MultiIndex.from_frame(honoured[["code", "customer_no"]])
    asked = pd.MultiIndex.from_frame(findings[["code", "customer_no"]])
    return pd.Series(asked.isin(off), index=findings.index)


def unknown_codes(ledger: Ledger, codes: Collection[str]) -> pd.DataFrame:
    """Return the rows of 核查停用 that name no check, as rows of 数据问题."""
    given = ledger[TABLE]["code"].dropna()
    lost = given[~given.isin(list(codes))]
    rows = []
    for row, seen in lost.items():
        place = ledger.place(TABLE, int(str(row)))
        cell = ledger.cell(TABLE, int(str(row)), "code")
        rows.append((WARNING, place.book.name, place.sheet, cell, "编码", seen, EXPECTED, ADVICE, TABLE, row))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"row": "int64"})
