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
    kept_bills = standing(bills)
    rows = kept_bills.assign(
        charge_fen=fen(kept_bills["charge_yuan"]),
        days=(kept_bills["ends_on"] - kept_bills["starts_on"]).dt.days + 1,
        row=kept_bills.index,
    ).sort_values(["customer_no", "month"], kind="stable")
    groups = rows.groupby(["customer_no", "month"], sort=True)
    sums = groups[["energy_kwh", "charge_fen"]].sum(min_count=1)
    kept = groups[["power_factor", "adjustment_percent", "due_on", "bill_no", "days", "state", "row"]].last()
    return sums.join(kept).reset_index().set_index("row").rename_axis(None)[list(COLUMNS)]


def standing(bills: pd.DataFrame) -> pd.DataFrame:
    """Return the bills that are neither reversed nor the reversal of another, and have customer and month."""
    reversed_nos = bills["reverses_no"].dropna()
    stands = (bills["state"] != REVERSED) & ~bills["bill_no"].isin(reversed_nos) & bills["reverses_no"].isna()
    return bills[stands & bills["customer_no"].notna() & bills["month"].notna()]
