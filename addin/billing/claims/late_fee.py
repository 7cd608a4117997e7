"""Late fees (电费违约金) of unpaid and late paid bills, part by part: principal × days × rate, simple, no fee on fees.

Each part of a bill bears the fee from its due date to the day it was paid; what is still unpaid, to the day that counts
as today. Source: billing.md §7.1; 电力供应与使用条例第三十九条; 计费规则 违约金跨年方式, 到期日遇节假日,
部分付款清偿次序, 金额取整环节.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.charge import charge
from addin.billing.claims.late_fee_rates import YEARS
from addin.billing.days import working_days
from addin.billing.money import Whole, fen, round_half_up
from addin.rulebook import RulesInForce

TABLE = "billing_flags"
PER_LINE, FEE_FIRST, PRINCIPAL_FIRST = "每行", "先违约金后本金", "先本金后违约金"
SPLIT = "按日历年分段"
"""Days up to the end of the year in which a bill fell due bear the year's rate, later ones that of an older debt."""
PERMILLE, RATE_PLACES = 1000, 4
SCALE = PERMILLE * 10**RATE_PLACES


@dataclass(frozen=True, slots=True)
class LateFees:
    """Late fees of bills.

    Attributes:
        parts: one row per part of a bill's principal and rate: bill (row id), principal_fen, until, year (当年, 跨年),
            days, permille, amount_fen, paid (否 = still unpaid on ``until``); in order of bill and time.
        fee_fen: by row id of the bill, the sum of its parts.
        splits: one row per receipt: bill, received_on, received_fen, what of it went into ``fee_fen`` and
            ``principal_fen`` by the order of clearing, and ``recorded_fen``, the principal as the receipt says.
    """

    parts: pd.DataFrame
    fee_fen: pd.Series
    splits: pd.DataFrame


def due_days(due_on: pd.Series, rules: RulesInForce) -> pd.Series:
    """Return due dates, moved to the next working day where the rule says so."""
    return working_days(due_on) if rules.text(TABLE, "到期日遇节假日") == "顺延" else due_on


@charge(
    "电费违约金",
    how="欠费本金 × 天数 × 日费率，当年与跨年分段，不计复利",
    rules="计费规则（违约金）",
    source="电力供应与使用条例第三十九条",
)
def late_fees(owed: pd.DataFrame, receipts: pd.DataFrame, rules: RulesInForce, as_of: date, order: str) -> LateFees:
    """Reckon the late fee of each bill up to a day.

    Args:
        owed: bills, index = row id: bill_no, charge_fen (Int64), due_on (moved off holidays), 当年 and 跨年, the
            rates from ``rates_permille``; nothing empty.
        receipts: the sheet 收款记录; what arrived after ``as_of`` does not count.
        rules: say how a year's end is passed and where is rounded.
        as_of: today.
        order: what a payment clears first, a sentence that holds ``先违约金后本金`` or ``先本金后违约金``; any other:
            principal and fee as the receipts say.
    """
    running = _Running(owed, rules)
    known = receipts[receipts["received_on"] <= pd.Timestamp(as_of)].sort_values("received_on", kind="stable")
    place = _place(owed, known)
    known = known[place >= 0].assign(place=place[place >= 0])
    for _, turn in known.groupby(known.groupby("place").cumcount(), sort=True):
        running.take(turn, order)
    running.rest(as_of)
    return running.result()


def _place(owed: pd.DataFrame, receipts: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the place of the first bill of each receipt's number: a number used twice counts once."""
    places = pd.Series(np.arange(len(owed)), index=owed["bill_no"])
    places = places[~places.index.duplicated()]
    return np.asarray(places.reindex(receipts["bill_no"]).fillna(-1), dtype="int64")


class _Running:
    """The bills while payments come in, one turn after the other, all bills at once."""

    def __init__(self, owed: pd.DataFrame, rules: RulesInForce) -> None:
        self.owed = owed
        self.whole = rules.text(TABLE, "违约金跨年方式") != SPLIT
        self.per_line = rules.text(TABLE, "金额取整环节") == PER_LINE
        self.left = owed["charge_fen"].to_numpy("int64").copy()
        self.fixed = np.zeros(len(owed), dtype="int64")
        """Fees of the parts that are paid."""
        self.fees_paid = np.zeros(len(owed), dtype="int64")
        self.parts: list[pd.DataFrame] = []
        self.splits: list[pd.DataFrame] = []

    def take(self, receipts: pd.DataFrame, order: str) -> None:
        """Let at most one receipt of each bill clear its fee and principal."""
        place = receipts["place"].to_numpy()
        principal, fee = (
            fen(receipts[name]).fillna(0).to_numpy("int64") for name in ("principal_yuan", "late_fee_yuan")
        )
        until, received, recorded = receipts["received_on"], principal + fee, principal
        if FEE_FIRST in order:
            accrued = (
                self.fixed[place] + self._part(place, self.left[place], until)["amount_fen"].groupby(level=0).sum()
            )
            due = np.clip(accrued.to_numpy("int64") - self.fees_paid[place], 0, None)
            fee, principal = np.minimum(principal + fee, due), principal + fee - np.minimum(principal + fee, due)
        elif PRINCIPAL_FIRST in order:
            whole = principal + fee
            principal = np.minimum(whole, self.left[place])
            fee = whole - principal
        principal = np.minimum(principal, self.left[place])
        cells = {"received_fen": received, "fee_fen": fee, "principal_fen": principal, "recorded_fen": recorded}
        self.splits.append(pd.DataFrame({"place": place, "received_on": until.to_numpy(), **cells}))
        part = self._part(place, principal, until)
        self._keep(place, principal, part.assign(paid="是"))
        self.fees_paid[place] += fee

    def rest(self, as_of: date) -> None:
        """Let what is unpaid run until today."""
        place = np.flatnonzero(self.left > 0)
        until = pd.Series(pd.Timestamp(as_of), index=range(len(place)), dtype="datetime64[s]")
        self._keep(place, self.left[place], self._part(place, self.left[place], until).assign(paid="否"))

    def result(self) -> LateFees:
        """Return the parts in order of bill and time, with their sums."""
        parts = pd.concat(self.parts)
        parts = parts[(parts["days"] > 0) & (parts["principal_fen"] != 0)]
        parts = parts.sort_values(["place", "until", "year"], kind="stable").reset_index(drop=True)
        if not self.per_line:
            parts["amount_fen"] = _rounded_sums(parts)
        parts["bill"] = self.owed.index.to_numpy()[parts["place"].to_numpy("int64")]
        sums = parts.groupby("bill")["amount_fen"].sum().reindex(self.owed.index, fill_value=0)
        splits = pd.concat(self.splits) if self.splits else pd.DataFrame(columns=["place"])
        splits = splits.assign(bill=self.owed.index.to_numpy()[splits["place"].to_numpy("int64")])
        return LateFees(parts.drop(columns=["place", "exact"]), sums.astype("int64"), splits.drop(columns="place"))

    def _keep(self, place: npt.NDArray[np.intp], principal: Whole, part: pd.DataFrame) -> None:
        """Take a part off what is left."""
        self.left[place] -= principal
        self.fixed[place] += _sums(part)
        self.parts.append(part)

    def _part(self, place: npt.NDArray[np.intp], principal: Whole, until: pd.Series) -> pd.DataFrame:
        """Return two rows for each part, days of the first year and of later ones; index = running number of part."""
        until = until.reset_index(drop=True)
        due_on = self.owed["due_on"].iloc[place].reset_index(drop=True)
        days = (until - due_on).dt.days.clip(lower=0)
        older = (days - _days_left(due_on)).clip(lower=0)
        older = days.where(older > 0, 0) if self.whole else older
        rows = []
        for year, count in zip(YEARS, (days - older, older), strict=True):
            permille = self.owed[year].iloc[place].reset_index(drop=True)
            scaled = np.rint(permille.to_numpy("float64") * 10**RATE_PLACES).astype("int64")
            exact = principal * count.to_numpy("int64") * scaled
            cells = {"place": place, "principal_fen": principal, "until": until, "year": year, "days": count}
            amount = round_half_up(exact, SCALE)
            rows.append(pd.DataFrame(cells | {"permille": permille, "exact": exact, "amount_fen": amount}))
        return pd.concat(rows)


def _sums(part: pd.DataFrame) -> Whole:
    """Return the fee of each part, its two rates together."""
    return np.asarray(part["amount_fen"].groupby(level=0).sum(), dtype="int64")


def _days_left(due_on: pd.Series) -> pd.Series:
    """Return the days from a date to the end of its year."""
    return 365 + due_on.dt.is_leap_year.astype("int64") - due_on.dt.day_of_year


def _rounded_sums(parts: pd.DataFrame) -> Whole:
    """Return amounts that add up to the once rounded sum of their bill."""
    sums = parts.groupby("place")["exact"].cumsum().to_numpy("int64")
    rounded = pd.Series(round_half_up(sums, SCALE), index=parts.index)
    return np.asarray(rounded - rounded.groupby(parts["place"]).shift(fill_value=0), dtype="int64")
