"""What each customer owes: bills against receipts, in whole fen, up to the day that counts as today."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from addin.billing.claims.late_fee import due_days
from addin.billing.history import standing
from addin.billing.money import fen
from addin.billing.own_months.trends import last_months
from addin.rulebook import RulesInForce

PENDING = "待发行"


@dataclass(frozen=True)
class Debts:
    """The bills that stand, with what was paid on each.

    Attributes:
        bills: customer_no, month, bill_no, ends_on, charge_fen, due_on (moved off holidays, NaT for a bill that is not
            issued yet), paid_fen, timely_fen, unpaid_fen, settled_on, overdue_days (0 unless past due and unpaid),
            late_days (settled − due, for a bill past due and unpaid its delay so far, else NaN); index = bill row id.
        average_fen: by 户号, the average charge of the last months up to ``month`` [fen, float].
        known: receipts were handed over; without them nothing can be said of debts.
        since: the first month of the receipts; empty without receipts.
        left_out: by 户号, bills that fell due before it and of which nobody knows whether they were paid.
        unpriced: by 户号, bills that are issued without an amount: they count as nothing.
    """

    bills: pd.DataFrame
    average_fen: pd.Series
    known: bool
    since: str
    left_out: pd.Series
    unpriced: pd.Series

    def sums(self, amounts: pd.Series, which: pd.Series) -> pd.Series:
        """Return amounts [fen] by 户号 over the bills chosen; customers without any are absent."""
        chosen = amounts[which].astype("float64")
        return chosen.groupby(self.bills.loc[which, "customer_no"], sort=False).sum()

    @cached_property
    def overdue(self) -> pd.Series:
        """Which bills are past due and unpaid."""
        return self.bills["overdue_days"] > 0

    @cached_property
    def arrears_fen(self) -> pd.Series:
        """Unpaid principal of bills past due, by 户号."""
        return self.sums(self.bills["unpaid_fen"], self.overdue)

    @cached_property
    def longest_days(self) -> pd.Series:
        """The longest delay of an unpaid bill, by 户号."""
        late = self.bills[self.overdue]
        return late.groupby("customer_no", sort=False)["overdue_days"].max()


def debts(bills: pd.DataFrame, receipts: pd.DataFrame, rules: RulesInForce, month: str, as_of: date) -> Debts:
    """Set bills off against receipts.

    Args:
        bills: the sheet 电费账单; reversed bills are left out.
        receipts: the sheet 收款记录; what arrived after ``as_of`` does not count.
        rules: say whether a due date on a holiday moves.
        month: the audited month; later bills do not count.
        as_of: today.
    """
    rows = standing(bills[bills["month"] <= month])
    owed = rows[["customer_no", "month", "bill_no", "ends_on"]].assign(charge_fen=fen(rows["charge_yuan"]).fillna(0))
    owed["due_on"] = due_days(rows["due_on"].where(rows["state"] != PENDING), rules)
    owed = owed.join(_paid(owed, receipts, as_of))
    since = receipts["received_on"].min()
    unsaid = (owed["due_on"] < _first_of_month(since)) & (owed["paid_fen"] == 0)
    left_out = owed[unsaid].groupby("customer_no", sort=False).size()
    average = monthly_average(owed[owed["due_on"].notna()], rules, month)
    named = "" if pd.isna(since) else f"{since:%Y-%m}"
    bare = owed[rows["charge_yuan"].isna() & owed["due_on"].notna()].groupby("customer_no", sort=False).size()
    return Debts(_delays(owed[~unsaid], as_of), average, len(receipts) > 0, named, left_out, bare)


def monthly_average(owed: pd.DataFrame, rules: RulesInForce, month: str) -> pd.Series:
    """Return 月均电费 by 户号 [fen]: the last months up to ``month``, as many as 风险参数 says."""
    months = int(rules.value("risk_parameters", "月均电费月数"))
    recent = owed[owed["month"].isin(last_months(month, months))]
    sums = recent["charge_fen"].astype("float64").groupby(recent["customer_no"], sort=False).sum()
    billed = recent.drop_duplicates(["customer_no", "month"])["customer_no"].value_counts(sort=False)
    return sums / billed.reindex(sums.index)


def _first_of_month(day: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of a day's month; NaT stays NaT."""
    return day if pd.isna(day) else day.normalize().replace(day=1)


def _delays(owed: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add what is unpaid and for how long."""
    unpaid = (owed["charge_fen"] - owed["paid_fen"]).clip(lower=0)
    settled_on = owed["settled_on"].where(unpaid == 0)
    late = (pd.Timestamp(as_of) - owed["due_on"]).dt.days
    overdue = late.where((unpaid > 0) & (late > 0), 0)
    late_days = (settled_on - owed["due_on"]).dt.days
    return owed.assign(
        unpaid_fen=unpaid,
        settled_on=settled_on,
        overdue_days=overdue,
        late_days=late_days.where(overdue == 0, overdue),
    )


def _paid(owed: pd.DataFrame, receipts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return paid_fen, timely_fen and settled_on (the last receipt) of each bill; a number used twice counts once."""
    bills = pd.Index(owed["bill_no"])
    first = np.flatnonzero(~bills.duplicated())
    known = receipts[receipts["received_on"] <= pd.Timestamp(as_of)]
    found = bills[first].get_indexer(known["bill_no"])
    known, place = known[found >= 0], first[found[found >= 0]]
    amounts = fen(known["principal_yuan"]).fillna(0).to_numpy(dtype="float64")
    days = known["received_on"].to_numpy()
    due = owed["due_on"].to_numpy()[place]
    last = np.full(len(owed), np.datetime64("NaT", "s"), dtype=days.dtype)
    np.fmax.at(last, place, days)
    parts = {"paid_fen": amounts, "timely_fen": np.where((days <= due) | np.isnat(due), amounts, 0)}
    sums = {name: np.bincount(place, weights=part, minlength=len(owed)).astype("int64") for name, part in parts.items()}
    return pd.DataFrame({**sums, "settled_on": last}, index=owed.index).astype(dict.fromkeys(parts, "Int64"))
