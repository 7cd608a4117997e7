"""风险敞口 = 欠费 + 已用未结电费 + 违约金 − 预存 − 有效担保. Source: management.md §3; 制度 B6."""

import numpy as np
import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.fees import running_fees_fen
from addin.checks.risk.standing import security_fen

DAYS_A_MONTH = 365.25 / 12
"""A calendar month's average length."""


def exposure(case: Case) -> pd.DataFrame:
    """Return arrears, overdue days and exposure by 户号.

    Used and not yet settled are bills not yet due or not yet issued, and the days since the last bill at the daily
    average.

    Returns:
        ``arrears_fen``, ``exposure_fen`` (Int64, never below zero), ``overdue_days``; NA without bills or receipts.
    """
    owed = case.debts
    arrears = case.paid(owed.arrears_fen)
    not_due = case.paid(owed.sums(owed.bills["unpaid_fen"], ~owed.overdue))
    fees = case.paid(running_fees_fen(case))
    open_fen = arrears + not_due + _since_last_bill(case) + fees - security_fen(case)
    return pd.DataFrame({
        "arrears_fen": arrears.astype("Int64"),
        "exposure_fen": np.rint(open_fen.clip(lower=0)).astype("Int64"),
        "overdue_days": case.paid(owed.longest_days),
    })  # fmt: skip


def _since_last_bill(case: Case) -> pd.Series:
    """Return the charge of the days that no bill covers yet, at the average of a day [fen]."""
    bills = case.debts.bills
    ends = bills["ends_on"]
    undated = bills.loc[ends.isna(), "month"]
    ends = ends.fillna(pd.to_datetime(undated) + pd.offsets.MonthEnd(0))
    last = ends.groupby(bills["customer_no"], sort=False).max()
    days = (pd.Timestamp(case.as_of) - last).dt.days.clip(lower=0)
    return (case.monthly / DAYS_A_MONTH * days.reindex(case.customers.index)).fillna(0)
