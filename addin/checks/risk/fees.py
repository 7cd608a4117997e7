"""Late fees that run on unpaid bills, reckoned where all late fees are: ``addin.billing.claims.late_fee``."""

import pandas as pd

from addin.billing.claims.late_fee import late_fees
from addin.billing.claims.late_fee_rates import YEARS, rates_permille
from addin.checks.risk.case import Case


def running_fees_fen(case: Case) -> pd.Series:
    """Return the late fee running on what is unpaid past its due date, by 户号 [fen]; simple, no fee on fees."""
    bills = _at_their_rates(case)
    unpaid = bills.assign(charge_fen=bills["unpaid_fen"]).dropna(subset=list(YEARS))
    nothing = pd.DataFrame(columns=["bill_no", "received_on", "principal_yuan", "late_fee_yuan"])
    fees = late_fees(unpaid, nothing, case.rules, case.as_of, "").fee_fen
    return fees.reindex(bills.index).astype("float64").groupby(bills["customer_no"], sort=False).sum(min_count=1)


def without_rate(case: Case) -> pd.Series:
    """Return by 户号 how many overdue bills bear no fee because neither contract nor rule says a rate."""
    bills = _at_their_rates(case)
    return bills[bills[list(YEARS)].isna().any(axis="columns")].groupby("customer_no", sort=False).size()


def _at_their_rates(case: Case) -> pd.DataFrame:
    """Return the overdue bills with the rates of their years."""
    bills = case.debts.bills[case.debts.overdue]
    rates = rates_permille(bills, case.tables["contracts"], case.tables["billing_terms"], case.rules)
    return bills.join(rates[list(YEARS)])
