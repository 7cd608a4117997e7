"""电费回收风险: 28 indicators, one-vote rules, level, exposure and measures of every customer. Clauses B6, D7, D8."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.billing.money import yuan
from addin.checks.risk.case import Case
from addin.checks.risk.debts import debts
from addin.checks.risk.exposure import exposure
from addin.checks.risk.measures import measures
from addin.checks.risk.rating import rated
from addin.checks.risk.scoring import score
from addin.reading import Ledger
from addin.rulebook import RulesInForce

TABLES = (
    "billing_terms", "receipts", "securities", "outside_risks", "contracts", "changes", "inspections", "register",
    "load_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risks:
    """The risk of every customer.

    Attributes:
        customers: one row per customer, index = row id in 客户台账: customer_no, customer_name, level (as printed),
            plain_level, level_by_score, computed_level (with vetoes, before a fall is held), rank, score, credit_score,
            previous_level, previous_rank, completeness_percent, short (数据不足), review_needed, note, vetoes,
            exposure_fen, exposure_yuan, arrears_fen, arrears_yuan, overdue_days, risk_types, measures.
        indicators: raw value and points of every indicator as text, index 户号.
    """

    customers: pd.DataFrame
    indicators: pd.DataFrame


def score_risks(  # noqa: PLR0913, PLR0917 - the facts of a month
    ledger: Ledger, usage: pd.DataFrame, rules: RulesInForce, month: str, as_of: date, earlier_risks: pd.DataFrame
) -> Risks:
    """Score every customer of 客户台账.

    Args:
        ledger: the sheets; those missing leave their indicators without data.
        usage: energy by customer and month.
        rules: in force at the month's end.
        month: the audited month.
        as_of: today.
        earlier_risks: the sheet 风险历史.
    """
    customers = ledger["customers"].dropna(subset=["customer_no"]).drop_duplicates("customer_no")
    owed = debts(ledger["bills"], ledger["receipts"], rules, month, as_of)
    tables = {name: ledger[name] for name in TABLES}
    case = Case(customers.set_index("customer_no"), tables, usage, owed, rules, month, as_of)
    scores = score(case)
    result = rated(case, scores, earlier_risks).join(exposure(case))
    safest = rules.rows("risk_levels")["rank"].min()
    told = measures(case, scores, result["rank"] > safest)
    rows = result.join(told).reset_index(names="customer_no").set_index(customers.index)
    return Risks(rows.assign(customer_name=customers["customer_name"], **_yuan(rows)), scores.shown())


def _yuan(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the amounts in yuan, exactly."""
    names = ("arrears", "exposure")
    return {f"{name}_yuan": rows[f"{name}_fen"].map(yuan, na_action="ignore").astype(object) for name in names}
