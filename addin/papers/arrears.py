"""Arrears: what a customer owes on a day, principal only, exact to the fen."""

from datetime import date
from decimal import Decimal

import pandas as pd

from addin.billing.history import standing
from addin.billing.money import fen
from addin.papers.lacking import Lacking
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
        ``Lacking`` where an amount is empty: of the bill, or of a payment on it.
    """
    bills = standing(ledger["bills"])
    today = pd.Timestamp(as_of)
    due = bills[bills["customer_no"].isin(customers) & ~(bills["due_on"] >= today) & (bills["state"] != "待发行")]
    receipts = ledger["receipts"]
    paid = receipts[receipts["bill_no"].isin(due["bill_no"]) & ~(receipts["received_on"] > today)]
    received = fen(paid["principal_yuan"]).groupby(paid["bill_no"]).sum().astype("int64")
    left = fen(due["charge_yuan"]) - received.reindex(due["bill_no"]).fillna(0).to_numpy("int64")
    sums = left.fillna(0).clip(lower=0).groupby(due["customer_no"]).sum().reindex(customers).fillna(0).astype("int64")
    owed = {customer: Decimal(int(amount)) * _FEN for customer, amount in sums.items()}
    return pd.Series(owed | _unknown(due, paid), index=customers, dtype=object)


def _unknown(due: pd.DataFrame, paid: pd.DataFrame) -> dict[object, Lacking]:
    """Return by customer the empty cell of a bill or of a payment on it, without which nobody knows what is owed."""
    owners = due.drop_duplicates("bill_no").set_index("bill_no")["customer_no"]
    payments, bills = paid[paid["principal_yuan"].isna()], due[due["charge_yuan"].isna()]
    cells = [(owners[no], "receipts", row, "principal_yuan") for row, no in payments["bill_no"].items()]
    cells += [(no, "bills", row, "charge_yuan") for row, no in bills["customer_no"].items()]
    return {no: Lacking((table, int(str(row)), column)) for no, table, row, column in cells}
