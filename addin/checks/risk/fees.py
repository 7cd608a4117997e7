"""Late fees that run on unpaid bills: the contract's rate, else the rule row. Source: ledger.md §3, 违约金费率."""

import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.debts import late_fees_fen


def running_fees_fen(case: Case) -> pd.Series:
    """Return the late fee running on bills past due, by 户号 [fen]."""
    return late_fees_fen(case.debts, rates_permille(case))


def rates_permille(case: Case) -> pd.Series:
    """Return the rate by 户号 [‰/day]: the newest contract's, else 违约金费率 for debts of the year."""
    contracts = case.tables["contracts"].dropna(subset=["late_fee_permille"]).sort_values("effective_on", kind="stable")
    agreed = contracts.groupby("customer_no")["late_fee_permille"].last()
    rates = case.rules.rows("late_fee_rates")
    general = rates[(rates["user_kind"] == "其他") & (rates["debt_kind"] == "当年")]["permille_per_day"]
    return agreed.reindex(case.customers.index).fillna(general.iloc[0] if len(general) else float("nan"))
