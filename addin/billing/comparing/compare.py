"""Issued against recomputed bills: row by row where rows correspond, else by component, else by total."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.comparing.matching import by_row, matched
from addin.billing.doubts import WHOLE, undone
from addin.billing.money import fen
from addin.billing.pricing.prices import ENERGY
from addin.billing.statement import ORDER, POWER_FACTOR
from addin.billing.tolerances import tolerance_fen
from addin.rulebook import RulesInForce

BY_ROW, BY_COMPONENT, BY_TOTAL = "逐行", "分项", "总额"
TAKEN_OVER = ("退补", "其他")
"""Components that nobody can recompute: they are taken over as issued."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What recomputed and issued amounts may differ by [fen], from the rule table 容差.

    Attributes:
        row_fen: of a component, for each of its rows.
        bill_fen: of a bill, at least.
        bill_row_fen: of a bill, for each of its rows.
    """

    row_fen: int
    bill_fen: int
    bill_row_fen: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the issued bills of a month compare.

    Attributes:
        issued: issued rows, index = row id, in printed order; ``unit_key``, ``key``: see ``matched``.
        ours: recomputed rows of the same customers, likewise.
        units: index unit_key: customer_no, unit, issued_fen, recomputed_fen, difference_fen, by_row, allowed_fen and
            row_allowed_fen, ``undone`` (could not be recomputed), ``different``.
        bills: index = row id of the customer's first bill of the month: customer_no, bill_no, issued_fen,
            recomputed_fen (what could not be recomputed is taken over; ``NA`` where the whole is not known),
            difference_fen (issued − recomputed), over_fen
            and under_fen (never netted), level, first (the first component that differs), ``undone``, ``different``.
    """

    issued: pd.DataFrame
    ours: pd.DataFrame
    units: pd.DataFrame
    bills: pd.DataFrame


def tolerance_of(rules: RulesInForce) -> Tolerance:
    """Read the tolerances; raises ``NoRule``."""
    keys = ("重算分项每行", "重算账单最低", "重算账单每行")
    return Tolerance(*(tolerance_fen(rules, key) for key in keys))


def compare(
    issued: pd.DataFrame, lines: pd.DataFrame, bills: pd.DataFrame, doubts: pd.DataFrame, tolerance: Tolerance
) -> Comparison:
    """Compare the issued bills of a month with the recomputed ones.

    Args:
        issued: rows of the issued bills, from ``issued_rows``.
        lines: the chosen statements.
        bills: the issued bills of the month that stand.
        doubts: what could not be recomputed: customer_no, component, reason.
        tolerance: of rows and bills.

    Source: ledger.md §2.9, §2.10.
    """
    owners = pd.Index(bills["customer_no"].unique())
    mine = lines.assign(customer=owners.get_indexer(lines["customer_no"]), part=lines["component"])
    mine = mine[mine["customer"] >= 0]
    apart = owners.isin(undone(doubts, ENERGY[0]))
    apart[mine.loc[mine["component"].isin(ENERGY[1:]), "customer"]] = True
    sides = matched(issued, mine, ~apart)
    units = _units(*sides, doubts, tolerance)
    totals = _totals(bills, mine, units, doubts)
    rows = np.bincount(issued["customer"], minlength=len(owners))
    return Comparison(*sides, units.drop(columns="customer"), _verdicts(totals, units, rows, tolerance))


def _units(issued: pd.DataFrame, ours: pd.DataFrame, doubts: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """Compare the components; see ``Comparison.units``; ``customer`` is the place of the customer."""
    both = pd.concat([side[["unit_key", "customer", "customer_no", "unit"]] for side in (issued, ours)])
    units = both[~both["unit_key"].duplicated().to_numpy()].set_index("unit_key")
    sides = (issued, ours)
    units["issued_fen"], units["recomputed_fen"] = (_sums(side, "unit_key", len(units)) for side in sides)
    units["by_row"] = by_row(issued, ours, len(units))
    units["undone"] = _undone(units, issued, doubts)
    units["difference_fen"] = units["issued_fen"] - units["recomputed_fen"]
    counts = [np.bincount(side["unit_key"], minlength=len(units)) for side in sides]
    units["issued_rows"] = counts[0]
    printed = np.bincount(units["customer"], counts[0]).astype("int64")[units["customer"]]
    adjusted = units["unit"].isin([POWER_FACTOR])
    rows = np.where(adjusted, np.maximum(printed, 1), np.maximum(*counts))
    units["allowed_fen"] = rows * tolerance.row_fen
    units["row_allowed_fen"] = units["allowed_fen"].where(adjusted, tolerance.row_fen)
    torn = _rows_differ(issued, ours, units)
    apart = units["difference_fen"].abs() > units["allowed_fen"]
    units["different"] = ~units["undone"] & (printed > 0) & (apart | torn)
    return units


def _sums(rows: pd.DataFrame, place: str, size: int) -> npt.NDArray[np.int64]:
    """Add up the amounts [fen] at each place; what is no amount counts as nothing. Exact below 2⁵³."""
    amount = rows["amount_fen"].to_numpy("float64", na_value=0)
    return np.bincount(rows[place].to_numpy(), amount, size).astype("int64")


def _undone(units: pd.DataFrame, issued: pd.DataFrame, doubts: pd.DataFrame) -> pd.Series:
    """Say which components could not be recomputed, are taken over, or hold an amount that is none."""
    unread = units.index.isin(issued.loc[issued["amount_fen"].isna(), "unit_key"])
    unread |= units["unit"].isin(TAKEN_OVER)
    if doubts.empty:
        return unread
    doubtful = units[units["customer_no"].isin(doubts["customer_no"])]
    whole = doubtful["customer_no"].isin(undone(doubts))
    doubted = pd.MultiIndex.from_frame(doubts[["customer_no", "component"]])
    own = pd.MultiIndex.from_frame(doubtful[["customer_no", "unit"]]).isin(doubted)
    return unread | units.index.isin(doubtful.index[whole | own])


def _rows_differ(issued: pd.DataFrame, ours: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """Say in which components compared row by row a row differs by more than one row may."""
    mine, theirs = (side["amount_fen"].to_numpy("float64", na_value=np.nan) for side in (ours, issued))
    keyed = np.flatnonzero(ours["key"] >= 0)
    place = pd.Index(ours["key"].to_numpy()[keyed]).get_indexer(issued["key"])
    off = np.abs(theirs - np.nan_to_num(np.append(mine[keyed], 0)[place]))
    lost = ~ours["found"].to_numpy()
    most = np.zeros(len(units))
    for rows, amount in (
        (issued["unit_key"].to_numpy()[off > 0], off[off > 0]),
        (ours.loc[lost, "unit_key"], mine[lost]),
    ):
        np.maximum.at(most, rows, np.abs(np.nan_to_num(amount)))
    return units["by_row"] & (most > units["row_allowed_fen"])


def _totals(bills: pd.DataFrame, lines: pd.DataFrame, units: pd.DataFrame, doubts: pd.DataFrame) -> pd.DataFrame:
    """Return issued and recomputed total of each customer; what could not be recomputed is taken over as issued.

    A bill of nothing without rows is right where nothing is recomputed either.
    """
    totals = bills.drop_duplicates("customer_no")[["customer_no", "bill_no"]].copy()
    customer, size = totals["customer_no"], len(totals)
    printed = fen(bills["charge_yuan"]).groupby(bills["customer_no"])
    totals["issued_fen"] = customer.map(printed.sum().mask(printed.count() < printed.size()))
    totals["bare"] = ~np.isin(np.arange(size), units.loc[units["issued_rows"] > 0, "customer"])
    kept = units["recomputed_fen"].where(~units["undone"], units["issued_fen"])
    taken, whole = _sums(units.assign(amount_fen=kept), "customer", size), _sums(lines, "customer", size)
    known = ~customer.isin(undone(doubts)) & ~(totals["bare"] & customer.isin(doubts["customer_no"]))
    known &= ~customer.isin(_open(units, doubts))
    expected = pd.Series(np.where(totals["bare"], whole, taken), index=totals.index, dtype="Int64")
    nothing = (totals["issued_fen"] == 0).fillna(value=False).astype(bool)
    expected = expected.mask(totals["bare"] & ~customer.isin(lines["customer_no"]) & ~nothing)
    totals["recomputed_fen"] = expected.where(known)
    totals["difference_fen"] = totals["issued_fen"] - totals["recomputed_fen"]
    return totals


def _open(units: pd.DataFrame, doubts: pd.DataFrame) -> pd.Series:
    """Return whose total is not known: something could not be recomputed, and is not on the bill to be taken over."""
    asked = doubts[doubts["component"] != WHOLE]
    if asked.empty:
        return asked["customer_no"]
    mine = (units["issued_rows"] > 0) & units["customer_no"].isin(asked["customer_no"])
    printed = pd.MultiIndex.from_frame(units.loc[mine, ["customer_no", "unit"]])
    there = pd.MultiIndex.from_frame(asked[["customer_no", "component"]]).isin(printed)
    return asked.loc[~there, "customer_no"]


def _verdicts(
    totals: pd.DataFrame, units: pd.DataFrame, rows: npt.NDArray[np.int64], tolerance: Tolerance
) -> pd.DataFrame:
    """Add over, under, level, first, undone and different to the totals of bills with so many rows each."""
    customer = totals["customer_no"]
    wrong = units[units["different"]]
    off = wrong["difference_fen"]
    over, under = (part.groupby(wrong["customer_no"]).sum() for part in (off.clip(lower=0), -off.clip(upper=0)))
    totals["over_fen"], totals["under_fen"] = (customer.map(part).fillna(0).astype("int64") for part in (over, under))
    coarse = customer.isin(units.loc[~units["undone"] & ~units["by_row"], "customer_no"])
    level = pd.Series(np.where(coarse, BY_COMPONENT, BY_ROW), index=totals.index, dtype=object)
    totals["level"] = level.where(~totals["bare"], BY_TOTAL)
    ordered = wrong.assign(place=wrong["unit"].map(ORDER)).sort_values("place", kind="stable")
    totals["first"] = customer.map(ordered.drop_duplicates("customer_no").set_index("customer_no")["unit"])
    totals["undone"] = customer.isin(units.loc[units["undone"], "customer_no"]) | totals["recomputed_fen"].isna()
    allowed = np.maximum(tolerance.bill_fen, rows * tolerance.bill_row_fen)
    apart = (totals["difference_fen"].abs() > allowed).fillna(value=False).astype(bool)
    totals["different"] = totals["first"].notna() | apart
    return totals
