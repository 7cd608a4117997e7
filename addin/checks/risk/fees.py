"""Late fees that run on unpaid bills: the contract's rate, else the rule row. Source: ledger.md §3, 违约金费率."""

import pandas as pd

from addin.billing.money import product_fen, transport
from addin.checks.risk.case import Case

PERMILLE = 1000
DAYS_A_YEAR = 365
SPLIT = "按日历年分段"
"""Days up to the end of the year in which a bill fell due bear the year's rate, later ones that of an older debt."""


def running_fees_fen(case: Case) -> pd.Series:
    """Return the late fee running on what is unpaid past its due date, by 户号 [fen]; simple, no fee on fees."""
    bills = case.debts.bills[case.debts.overdue]
    days = bills["overdue_days"]
    older = _days_in_later_years(bills["due_on"], days)
    if case.rules.text("billing_flags", "违约金跨年方式") != SPLIT:
        older = days.where(older > 0, 0)
    rates = rates_permille(case).reindex(bills["customer_no"]).set_axis(bills.index)
    weighed = (days - older) * rates["当年"] + older * rates["跨年"]
    fees = product_fen((transport(bills["unpaid_fen"], 2), 2), (weighed, 4), divisor=PERMILLE)
    return fees.astype("float64").groupby(bills["customer_no"], sort=False).sum()


def _days_in_later_years(due_on: pd.Series, days: pd.Series) -> pd.Series:
    """Return how many days of a delay lie after the year in which the bill fell due."""
    left = DAYS_A_YEAR + due_on.dt.is_leap_year - due_on.dt.day_of_year
    return (days - left.fillna(0)).clip(lower=0)


def rates_permille(case: Case) -> pd.DataFrame:
    """Return the rates by 户号 [‰/day], columns 当年 and 跨年: the newest contract's for both, else 违约金费率."""
    contracts = case.tables["contracts"].dropna(subset=["late_fee_permille"]).sort_values("effective_on", kind="stable")
    agreed = contracts.groupby("customer_no")["late_fee_permille"].last().reindex(case.customers.index)
    rows = case.rules.rows("late_fee_rates")
    general = rows[rows["user_kind"] == "其他"].set_index("debt_kind")["permille_per_day"]
    return pd.DataFrame({kind: agreed.fillna(general.get(kind, float("nan"))) for kind in ("当年", "跨年")})
