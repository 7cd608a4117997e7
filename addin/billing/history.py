"""What each customer used and was charged, month by month, from 电费账单."""

import pandas as pd

from addin.billing.money import fen

REVERSED = "已冲正"
COLUMNS = (
    "customer_no", "month", "energy_kwh", "charge_fen", "power_factor", "adjustment_percent", "due_on", "bill_no",
    "days", "state",
)  # fmt: skip


def usage(bills: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer and month of the bills that stand.

    A reversed bill and the one that reverses it are left out; several bills of a month (instalments) are summed, the
    other facts being those of the last one.

    Args:
        bills: the sheet 电费账单.

    Returns:
        ``COLUMNS``; energy [kWh], charge_fen Int64 [fen], days between 起日 and 止日 inclusive; the index is the row id
        of the month's last bill, in the order of customer and month.
    """
    standing = bills[bills["customer_no"].notna() & bills["month"].notna() & _stands(bills)]
    rows = standing.assign(
        charge_fen=fen(standing["charge_yuan"]),
        days=(standing["ends_on"] - standing["starts_on"]).dt.days + 1,
        row=standing.index,
    ).sort_values(["customer_no", "month"], kind="stable")
    groups = rows.groupby(["customer_no", "month"], sort=True)
    sums = groups[["energy_kwh", "charge_fen"]].sum(min_count=1)
    kept = groups[["power_factor", "adjustment_percent", "due_on", "bill_no", "days", "state", "row"]].last()
    return sums.join(kept).reset_index().set_index("row").rename_axis(None)[list(COLUMNS)]


def _stands(bills: pd.DataFrame) -> pd.Series:
    """Return which bills are neither reversed nor the reversal of another."""
    reversed_nos = bills["reverses_no"].dropna()
    return (bills["state"] != REVERSED) & ~bills["bill_no"].isin(reversed_nos) & bills["reverses_no"].isna()
