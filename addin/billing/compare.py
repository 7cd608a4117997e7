"""Issued against recomputed bills: row by row where rows correspond, else by component, else by total."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.billing.doubts import WHOLE, undone
from addin.billing.matching import by_row, matched
from addin.billing.money import fen
from addin.billing.month import Billing
from addin.billing.prices import ENERGY
from addin.billing.statement import ORDER, POWER_FACTOR
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
        units: index unit_key: customer_no, unit, issued_fen, recomputed_fen, difference_fen, by_row, allowed_fen,
            ``undone`` (could not be recomputed), ``different``.
        bills: index = row id of the customer's first bill of the month: customer_no, bill_no, issued_fen,
            recomputed_fen (what could not be recomputed is taken over), difference_fen (issued − recomputed), over_fen
            and under_fen (never netted), level, first (the first component that differs), ``undone``, ``different``.
    """

    issued: pd.DataFrame
    ours: pd.DataFrame
    units: pd.DataFrame
    bills: pd.DataFrame


def tolerance_of(rules: RulesInForce) -> Tolerance:
    """Read the tolerances; raises ``NoRule``."""
    keys = ("重算分项每行", "重算账单最低", "重算账单每行")
    values = fen(pd.Series([rules.value("tolerances", key) for key in keys]))
    return Tolerance(*(int(value) for value in values))


def compare(billing: Billing, rules: RulesInForce) -> Comparison:
    """Compare the issued bills of a month with the recomputed ones.

    Args:
        billing: the month recomputed.
        rules: in force; the tolerances.

    Source: ledger.md §2.9, §2.10.
    """
    tolerance = tolerance_of(rules)
    owners = billing.archive.bills["customer_no"]
    lines = billing.lines[billing.lines["customer_no"].isin(owners)]
    unpriced = undone(billing.unbilled, ENERGY[0])
    sides = matched(billing.issued, lines.assign(part=lines["component"]), set(owners) - unpriced)
    units = _units(*sides, billing.unbilled, tolerance)
    return Comparison(*sides, units, _bills(billing, units, len_by_customer(sides[0]), tolerance))


def len_by_customer(rows: pd.DataFrame) -> pd.Series:
    """Return how many rows each customer's bills have."""
    return rows.groupby("customer_no", sort=False).size()


def _units(issued: pd.DataFrame, ours: pd.DataFrame, doubts: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """Compare the components; see ``Comparison.units``."""
    both = pd.concat([issued, ours])
    units = both.drop_duplicates("unit_key").set_index("unit_key")[["customer_no", "unit"]]
    sums = [
        side.groupby("unit_key")["amount_fen"].sum().reindex(units.index).fillna(0).astype("int64")
        for side in (issued, ours)
    ]
    units["issued_fen"], units["recomputed_fen"] = sums
    units["by_row"] = by_row(issued, ours).reindex(units.index).fillna(value=True).astype(bool)
    units["undone"] = _undone(units, issued, doubts)
    units["difference_fen"] = units["issued_fen"] - units["recomputed_fen"]
    counts = [side.groupby("unit_key").size().reindex(units.index).fillna(0) for side in (issued, ours)]
    rows = np.maximum(*counts).where(units["unit"] != POWER_FACTOR, units["customer_no"].map(len_by_customer(issued)))
    units["allowed_fen"] = (rows.fillna(1) * tolerance.row_fen).astype("int64")
    torn = _rows_differ(issued, ours, units, tolerance)
    units["different"] = ~units["undone"] & ((units["difference_fen"].abs() > units["allowed_fen"]) | torn)
    return units


def _undone(units: pd.DataFrame, issued: pd.DataFrame, doubts: pd.DataFrame) -> pd.Series:
    """Say which components could not be recomputed, are taken over, or hold an amount that is none."""
    doubted = pd.MultiIndex.from_frame(doubts[["customer_no", "component"]])
    own = pd.MultiIndex.from_frame(units[["customer_no", "unit"]]).isin(doubted)
    whole = units["customer_no"].isin(undone(doubts))
    unread = units.index.isin(issued.loc[issued["amount_fen"].isna(), "unit_key"])
    return own | whole | unread | units["unit"].isin(TAKEN_OVER)


def _rows_differ(issued: pd.DataFrame, ours: pd.DataFrame, units: pd.DataFrame, tolerance: Tolerance) -> pd.Series:
    """Say in which components compared row by row a row differs by more than one row may."""
    amounts = ours[ours["key"] >= 0].set_index("key")["amount_fen"]
    off = (issued["amount_fen"] - issued["key"].map(amounts).fillna(0)).abs()
    lost = ours.loc[~ours["found"], "amount_fen"].abs()
    keys = pd.concat([issued["unit_key"], ours.loc[lost.index, "unit_key"]])
    most = pd.concat([off, lost]).groupby(keys.to_numpy()).max().reindex(units.index).fillna(0)
    allowed = units["allowed_fen"].where(units["unit"] == POWER_FACTOR, tolerance.row_fen)
    return units["by_row"] & (most > allowed).astype(bool)


def _bills(billing: Billing, units: pd.DataFrame, rows: pd.Series, tolerance: Tolerance) -> pd.DataFrame:
    """Compare the totals of each customer; see ``Comparison.bills``."""
    printed = billing.archive.bills
    bills = printed.drop_duplicates("customer_no")[["customer_no", "bill_no"]]
    customer = bills["customer_no"]
    totals = fen(printed["charge_yuan"])
    issued = totals.groupby(printed["customer_no"]).sum(min_count=1)
    bills["issued_fen"] = customer.map(issued)
    bare = ~customer.isin(rows.index)
    whole = billing.lines.groupby("customer_no")["amount_fen"].sum()
    expected = units["recomputed_fen"].where(~units["undone"], units["issued_fen"]).groupby(units["customer_no"]).sum()
    bills["recomputed_fen"] = customer.map(expected).where(~bare, customer.map(whole)).astype("Int64")
    bills.loc[customer.isin(undone(billing.unbilled)), "recomputed_fen"] = pd.NA
    bills["difference_fen"] = bills["issued_fen"] - bills["recomputed_fen"]
    return _verdicts(bills, units, bare, customer.map(rows).fillna(0).astype("int64"), billing, tolerance)


def _verdicts(  # noqa: PLR0913, PLR0917 - what a verdict on a bill rests on
    bills: pd.DataFrame, units: pd.DataFrame, bare: pd.Series, rows: pd.Series, billing: Billing, tolerance: Tolerance
) -> pd.DataFrame:
    """Add over, under, level, first, undone and different to the bills."""
    customer = bills["customer_no"]
    wrong = units[units["different"]]
    off = wrong["difference_fen"]
    over, under = (part.groupby(wrong["customer_no"]).sum() for part in (off.clip(lower=0), -off.clip(upper=0)))
    bills["over_fen"], bills["under_fen"] = customer.map(over).fillna(0), customer.map(under).fillna(0)
    coarse = units.loc[~units["undone"] & ~units["by_row"], "customer_no"]
    level = pd.Series(np.where(customer.isin(coarse), BY_COMPONENT, BY_ROW), index=bills.index, dtype=object)
    bills["level"] = level.where(~bare, BY_TOTAL)
    order = (
        wrong.assign(place=wrong["unit"].map(ORDER)).sort_values("place", kind="stable").drop_duplicates("customer_no")
    )
    bills["first"] = customer.map(order.set_index("customer_no")["unit"])
    bills["undone"] = customer.isin(units.loc[units["undone"], "customer_no"]) | customer.isin(undone(billing.unbilled))
    bills.loc[bare, "undone"] = customer[bare].isin(billing.unbilled["customer_no"])
    allowed = np.maximum(tolerance.bill_fen, rows * tolerance.bill_row_fen)
    apart = (bills["difference_fen"].abs() > allowed).fillna(value=False).astype(bool) & ~(bare & bills["undone"])
    bills["different"] = bills["first"].notna() | apart
    return bills


__all__ = ["BY_COMPONENT", "BY_ROW", "BY_TOTAL", "WHOLE", "Comparison", "compare", "tolerance_of"]
