"""A year of a customer: energy, charge, and how much of what was due came in by its due date."""

from datetime import date

import numpy as np
import pandas as pd

from addin.billing.days import working_days
from addin.billing.history import standing
from addin.billing.money import fen
from addin.rulebook import RulesInForce

_PERCENT = 100


def months_before(month: str, count: int) -> list[str]:
    """Return the ``count`` months before ``month``, oldest first."""
    return [str(part) for part in pd.period_range(end=pd.Period(month, "M") - 1, periods=count, freq="M")]


def yearly(customers: pd.DataFrame, usage: pd.DataFrame, window: list[str]) -> pd.DataFrame:
    """Add up energy and charge over a window of months.

    Returns:
        ``energy_kwh``, ``charge_fen``, ``billed_months``, ``missing_months`` (since connection; the month of connection
        itself may have no bill) and ``variation`` (standard deviation of the months ÷ their mean, NaN unless all are
        there).
    """
    inside = usage[usage["month"].isin(window) & usage["energy_kwh"].notna() & usage["charge_fen"].notna()]
    group = inside.groupby("customer_no", sort=False)
    sums = pd.DataFrame({
        "energy_kwh": group["energy_kwh"].sum(),
        "charge_fen": group["charge_fen"].sum().astype("float64"),
        "billed_months": group.size(),
        "variation": group["energy_kwh"].std(ddof=0) / group["energy_kwh"].mean(),
    })  # fmt: skip
    found = sums.reindex(customers["customer_no"]).set_axis(customers.index)
    found["billed_months"] = found["billed_months"].fillna(0).astype("int64")
    found["variation"] = found["variation"].where(found["billed_months"] == len(window))
    found["missing_months"] = (_expected(customers, window) - found["billed_months"]).clip(lower=0)
    return found


def on_time_percent(  # noqa: PLR0913, PLR0917 - the facts of paying on time are these
    customers: pd.DataFrame,
    bills: pd.DataFrame,
    receipts: pd.DataFrame,
    window: list[str],
    rules: RulesInForce,
    as_of: date,
) -> pd.Series:
    """Return the share of the money due that came in by its due date [%]; NaN where it cannot be said.

    It cannot be said without receipts, where a due date is missing, and where bills fell due before the month of the
    first receipt in the workbook: then nobody knows whether they were paid.

    Args:
        customers: with ``customer_no``.
        bills: 电费账单; those that fall due after ``as_of`` say nothing yet.
        receipts: 收款记录.
        window: months whose bills count.
        rules: say whether a due date on a holiday moves to the next working day.
        as_of: the day that counts as today.
    """
    rows = standing(bills)
    due = rows[rows["month"].isin(window)]
    moves = rules.text("billing_flags", "到期日遇节假日") == "顺延"
    due = due.assign(due_on=working_days(due["due_on"]) if moves else due["due_on"])
    due = due[~(due["due_on"] > pd.Timestamp(as_of))]
    since = receipts["received_on"].min()
    known = due["due_on"] >= (since.replace(day=1) if pd.notna(since) else pd.NaT)
    lines = pd.DataFrame({"customer_no": due["customer_no"], "owed": fen(due["charge_yuan"]).astype("float64")})
    lines["paid"] = np.minimum(_paid_by(due, receipts), lines["owed"])
    lines["unknown"] = ~known | lines["owed"].isna()
    sums = lines.groupby("customer_no", sort=False)[["owed", "paid", "unknown"]].sum().reindex(customers["customer_no"])
    percent = sums["paid"] / sums["owed"].where(sums["owed"] > 0) * _PERCENT
    return percent.where(sums["unknown"] == 0).set_axis(customers.index)


def _paid_by(due: pd.DataFrame, receipts: pd.DataFrame) -> pd.Series:
    """Return what came in for each bill by its due date [fen]; of bills with the same number the first gets it."""
    bills = due[due["bill_no"].notna() & ~due["bill_no"].duplicated()]
    place = pd.Index(bills["bill_no"]).get_indexer(receipts["bill_no"])
    known, place = receipts[place >= 0], place[place >= 0]
    timely = (known["received_on"].to_numpy() <= bills["due_on"].to_numpy()[place]).astype(bool)
    amounts = fen(known["principal_yuan"]).astype("float64").fillna(0).to_numpy()
    paid = np.bincount(place[timely], weights=amounts[timely], minlength=len(bills))
    return pd.Series(paid, index=bills.index).reindex(due.index, fill_value=0.0)


def _expected(customers: pd.DataFrame, window: list[str]) -> pd.Series:
    """Return how many months of the window should have a bill: those after the month of connection."""
    since = customers["connected_on"].fillna(customers["opened_on"]).dt.strftime("%Y-%m")
    place = np.searchsorted(np.array(window, dtype=str), since.fillna("0000-00").to_numpy(dtype=str), side="right")
    return pd.Series(len(window) - place, index=customers.index)
