"""What each customer used and was charged, month by month, from 电费账单."""

import pandas as pd

from addin.billing.money import fen

REVERSED = "已冲正"
COLUMNS = (
    "customer_no", "month", "energy_kwh", "charge_fen", "power_factor", "adjustment_percent", "due_on", "bill_no",
    "days", "state", "bills",
)  # fmt: skip
MONTHLY = ["customer_no", "month"]


def usage(bills: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer and month of the bills that stand.

    A reversed bill and the one that reverses it are left out; several bills of a month (instalments) are summed, the
    other facts being those of the last one.

    Args:
        bills: the sheet 电费账单.

    Returns:
        ``COLUMNS``; energy [kWh], charge_fen Int64 [fen], days from the first 起日 to the last 止日 inclusive,
        ``bills`` (how many there are); the index is the row id of the month's last bill, in the order of customer and
        month.
    """
    rows = standing(bills)
    rows = rows.assign(charge_fen=fen(rows["charge_yuan"])).sort_values([*MONTHLY, "ends_on"], kind="stable")
    again = rows.duplicated(MONTHLY, keep=False)
    kept = rows.drop_duplicates(MONTHLY, keep="last").assign(bills=1)
    if again.any():
        _put(kept, rows[again])
    kept["days"] = (kept["ends_on"] - kept["starts_on"]).dt.days + 1
    return kept[list(COLUMNS)]


def _put(kept: pd.DataFrame, several: pd.DataFrame) -> None:
    """Put the sums of months with several bills into the rows of their last bills."""
    groups = several.groupby(MONTHLY, sort=True)
    sums = groups[["energy_kwh", "charge_fen"]].sum(min_count=1).join(groups["starts_on"].min())
    sums["bills"] = groups.size()
    rows = several.drop_duplicates(MONTHLY, keep="last").index
    for name in sums:
        kept.loc[rows, name] = sums[name].to_numpy()


def added_up(bills: pd.Series) -> pd.Series:
    """Say of figures that are the sum of several bills that they are, so that nobody looks for them on one."""
    return bills.map(lambda count: f"（{count:g} 张账单之和）" if count > 1 else "").astype(object)


def standing(bills: pd.DataFrame, reversals: pd.Series | None = None) -> pd.DataFrame:
    """Return the bills that are neither reversed nor the reversal of another, and have customer and month.

    Args:
        bills: rows of 电费账单.
        reversals: the numbers of reversed bills, ``reverses_no`` of all rows; of ``bills`` alone unless given.
    """
    reversed_nos = (bills["reverses_no"] if reversals is None else reversals).dropna()
    stands = (bills["state"] != REVERSED) & ~bills["bill_no"].isin(reversed_nos) & bills["reverses_no"].isna()
    return bills[stands & bills["customer_no"].notna() & bills["month"].notna()]
