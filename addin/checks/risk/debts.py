"""What each customer owes: bills against receipts, in whole fen, up to the day that counts as today."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
import pandas as pd

from addin.billing.history import standing
from addin.billing.money import fen, product_fen, transport
from addin.rulebook import RulesInForce

PENDING = "待发行"
SATURDAY = 5
PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Debts:
    """The bills that stand, with what was paid on each.

    Attributes:
        bills: customer_no, month, charge_fen, due_on (moved off holidays), paid_fen, timely_fen, unpaid_fen,
            settled_on, overdue_days (0 unless past due and unpaid), late_days (settled − due, NaN while unpaid);
            index = bill row id.
        average_fen: by 户号, the average charge of the months before ``month``, at most twelve [fen, float].
        known: receipts were handed over; without them nothing can be said of debts.
    """

    bills: pd.DataFrame
    average_fen: pd.Series
    known: bool

    def sums(self, amounts: pd.Series, which: pd.Series) -> pd.Series:
        """Return amounts [fen] by 户号 over the bills chosen; 0 where a customer has none of them."""
        chosen = amounts.where(which, 0).astype("float64")
        return chosen.groupby(self.bills["customer_no"]).sum()

    @property
    def overdue(self) -> pd.Series:
        """Which bills are past due and unpaid."""
        return self.bills["overdue_days"] > 0

    @property
    def arrears_fen(self) -> pd.Series:
        """Unpaid principal of bills past due, by 户号."""
        return self.sums(self.bills["unpaid_fen"], self.overdue)


def debts(bills: pd.DataFrame, receipts: pd.DataFrame, rules: RulesInForce, month: str, as_of: date) -> Debts:
    """Set bills off against receipts.

    Args:
        bills: the sheet 电费账单; reversed and pending bills are left out.
        receipts: the sheet 收款记录; what arrived after ``as_of`` does not count.
        rules: say whether a due date on a holiday moves.
        month: the audited month; later bills do not count.
        as_of: today.
    """
    rows = standing(bills)
    rows = rows[(rows["state"] != PENDING) & (rows["month"] <= month)]
    owed = rows[["customer_no", "month", "bill_no"]].assign(charge_fen=fen(rows["charge_yuan"]))
    owed["due_on"] = due_days(rows["due_on"], moved=moves_off_holidays(rules))
    owed = owed.join(_paid(owed, receipts, as_of))
    owed["unpaid_fen"] = (owed["charge_fen"] - owed["paid_fen"]).clip(lower=0)
    owed["settled_on"] = owed["settled_on"].where(owed["unpaid_fen"] == 0)
    late = (pd.Timestamp(as_of) - owed["due_on"]).dt.days
    owed["overdue_days"] = late.where((owed["unpaid_fen"] > 0) & (late > 0), 0)
    owed["late_days"] = (owed["settled_on"] - owed["due_on"]).dt.days
    return Debts(owed, monthly_average(owed, rules, month), len(receipts) > 0)


def monthly_average(owed: pd.DataFrame, rules: RulesInForce, month: str) -> pd.Series:
    """Return 月均电费 by 户号 [fen]: the last months up to ``month``, as many as 风险参数 says."""
    months = int(rules.value("risk_parameters", "月均电费月数"))
    recent = owed[owed["month"].isin(last_months(month, months))]
    return recent.groupby(["customer_no", "month"])["charge_fen"].sum().astype("float64").groupby("customer_no").mean()


def last_months(month: str, count: int) -> list[str]:
    """Return the ``count`` months that end with ``month``, oldest first."""
    return [str(one) for one in pd.period_range(end=pd.Period(month, "M"), periods=count, freq="M")]


def moves_off_holidays(rules: RulesInForce) -> bool:
    """Say whether a due date on a holiday moves to the next working day."""
    return rules.text("billing_flags", "到期日遇节假日") == "顺延"


def due_days(due_on: pd.Series, *, moved: bool) -> pd.Series:
    """Return due dates, moved to the next working day where they fall on a holiday."""
    if not moved:
        return due_on
    moves = {day: pd.Timestamp(working_day(day.date())) for day in due_on.dropna().unique()}
    return due_on.map(moves).astype("datetime64[s]")


def working_day(day: date) -> date:
    """Return the day itself, or the next working day; past the published calendar weekends alone count."""
    while not _is_workday(day):
        day += timedelta(days=1)
    return day


def _is_workday(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def _paid(owed: pd.DataFrame, receipts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return paid_fen, timely_fen and settled_on of each bill."""
    known = receipts[receipts["received_on"] <= pd.Timestamp(as_of)]
    due = owed.drop_duplicates("bill_no").set_index("bill_no")["due_on"]
    amounts = fen(known["principal_yuan"]).fillna(0)
    timely = amounts.where(known["received_on"] <= known["bill_no"].map(due), 0)
    by_bill = pd.DataFrame({"paid_fen": amounts, "timely_fen": timely}).groupby(known["bill_no"]).sum()
    last = known.groupby("bill_no")["received_on"].max()
    found = by_bill.join(last.rename("settled_on")).reindex(owed["bill_no"]).set_axis(owed.index)
    counts = found[["paid_fen", "timely_fen"]].fillna(0).astype("Int64")
    return counts.assign(settled_on=found["settled_on"].astype("datetime64[s]"))


def late_fees_fen(one: Debts, permille: pd.Series) -> pd.Series:
    """Return the late fee that runs on bills past due, by 户号 [fen].

    Args:
        one: the debts.
        permille: rate by 户号 [‰/day].
    """
    rate = one.bills["customer_no"].map(permille).astype("float64")
    unpaid = transport(one.bills["unpaid_fen"], 2)
    fees = product_fen((unpaid, 2), (one.bills["overdue_days"], 0), (rate, 4), divisor=PERMILLE)
    return one.sums(fees.fillna(0), one.overdue)
