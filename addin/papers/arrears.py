"""Arrears: what a customer owes on a day, principal only, exact to the fen."""

from datetime import date
from decimal import Decimal

import pandas as pd

from addin.billing.history import standing
from addin.billing.money import fen
from addin.reading import Ledger

_FEN = Decimal("0.01")


def arrears_yuan(ledger: Ledger, customers: pd.Index, as_of: date) -> pd.Series:
    """Return the principal past due and unpaid of each customer.

    Args:
        ledger: the sheets 电费账单 and 收款记录.
        customers: 户号.
        as_of: the day; a bill due on it is not past due, a payment of it counts.

    Returns:
        Exact amounts [yuan] as ``Decimal``, index = customers; none owed is 0. A bill without 交费截止日 counts as due.
    """
    bills = standing(ledger["bills"])
    today = pd.Timestamp(as_of)
    due = bills[bills["customer_no"].isin(customers) & ~(bills["due_on"] >= today) & (bills["state"] != "待发行")]
    receipts = ledger["receipts"]
    paid = receipts[receipts["bill_no"].isin(due["bill_no"]) & ~(receipts["received_on"] > today)]
    received = fen(paid["principal_yuan"]).groupby(paid["bill_no"]).sum().astype("int64")
    owed = (
        fen(due["charge_yuan"]).astype("int64") - received.reindex(due["bill_no"]).fillna(0).astype("int64").to_numpy()
    )
    sums = owed.clip(lower=0).groupby(due["customer_no"]).sum().reindex(customers).fillna(0).astype("int64")
    return pd.Series([Decimal(int(amount)) * _FEN for amount in sums], index=customers, dtype=object)
