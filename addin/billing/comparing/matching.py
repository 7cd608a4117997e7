"""Which rows of an issued and of a recomputed bill stand for the same thing."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.pricing.prices import ENERGY, FIXED

MOST = 64
"""Rows of one component and period that a bill may have; further ones are compared by component."""
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def matched(issued: pd.DataFrame, ours: pd.DataFrame, untraded: Mask) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the components and rows of both sides alike.

    Args:
        issued: rows of issued bills with ``part`` (categories), ``customer`` (a place), period, amount_fen.
        ours: recomputed rows likewise.
        untraded: by place, the customers whose line loss is compared with their purchase, both being priced by the
            period. The fixed components of a bill that prints one price all in are so too.

    Returns:
        Both with ``unit`` (what is compared under it), ``unit_key`` (running, in order of appearance), ``nth`` (of
        equal component and period), ``key`` (the same for rows that correspond; −1 for rows of no amount, which need
        no counterpart) and ``found``.
    """
    sides = (issued, ours)
    customer = np.concatenate([side["customer"] for side in sides])
    amount = np.concatenate([side["amount_fen"].to_numpy("float64", na_value=np.nan) for side in sides])
    code, parts = _numbered(issued["part"], ours["part"])
    purchase, loss, *fixed = parts.get_indexer((*ENERGY, *FIXED))
    unit = np.where((code == loss) & untraded[customer], purchase, code)
    unit[_within_purchase(unit, customer, len(issued), purchase, fixed)] = purchase
    unit_key = pd.factorize(customer * len(parts) + unit)[0]
    period, periods = pd.factorize(np.concatenate([side["period"].to_numpy(object) for side in sides]))
    kind = unit_key * len(periods) + period
    empty, mine = amount == 0, np.arange(len(amount)) >= len(issued)
    nth = np.minimum(_running(kind * 4 + empty * 2 + mine), MOST - 1)
    nth = _by_point(nth, kind, issued["point_no"], ours["point_no"])
    counts = [np.bincount(kind[~empty & side], minlength=kind.max(initial=0) + 1) for side in (mine, ~mine)]
    place = np.flatnonzero(((counts[0] > 1) & (counts[0] == counts[1]))[kind] & ~empty)
    nth[place] = _in_any_order(nth[place], kind[place], mine[place], amount[place])
    added = {
        "unit": pd.Series(parts[unit], dtype=object),
        "unit_key": unit_key,
        "nth": nth,
        "key": np.where(empty, -1, kind * MOST + nth),
        "found": ~empty & (nth < np.where(mine, counts[1][kind], counts[0][kind])),
    }
    every = pd.DataFrame(added)
    theirs = issued.assign(**every[: len(issued)].set_axis(issued.index))
    own = ours.assign(**every[len(issued) :].set_axis(ours.index))
    return theirs, own


def _numbered(issued: pd.Series, ours: pd.Series) -> tuple[Places, pd.Index]:
    """Return the numbers of the words of both sides, and the words; the issued ones are categories."""
    words = dict.fromkeys([*issued.cat.categories, *ENERGY, *FIXED, *ours.unique()])
    parts = pd.Index(list(words), dtype=object)
    return np.append(issued.cat.codes.to_numpy(np.intp), parts.get_indexer(ours)), parts


def _within_purchase(unit: Places, customer: Places, issued: int, purchase: int, fixed: list[int]) -> Mask:
    """Say which rows are of fixed components that a bill has in its price all in: it prints a purchase, none of them.

    Source: ledger.md §2.9: compared row by row where rows correspond, else by component, else by total.
    """
    borne = np.zeros(unit.max(initial=-1) + 1, dtype=bool)
    borne[[place for place in fixed if place < len(borne)]] = True
    theirs, most = customer[:issued], customer.max(initial=-1) + 1
    without = np.bincount(theirs[borne[unit[:issued]]], minlength=most) == 0
    if without.any():
        without &= np.bincount(theirs[unit[:issued] == purchase], minlength=most) > 0
    every: Mask = borne[unit] & without[customer] if without.any() else np.zeros(len(unit), dtype=bool)
    return every


def _by_point(nth: Places, kind: Places, issued: pd.Series, ours: pd.Series) -> Places:
    """Number the issued rows of a kind like ours of the same point, where both sides have one row for each point.

    A point that none of ours of the kind is of stands for the customer's main class, whose rows name none.
    """
    several = np.flatnonzero(nth[len(issued) :] > 0)
    named = len(issued) + several[ours.to_numpy(object)[several] != ""]
    if not len(named):
        return nth
    place = np.flatnonzero(np.isin(kind, kind[named]))
    point_no = np.append(issued.to_numpy(object), ours.to_numpy(object))[place]
    rows = pd.DataFrame({"kind": kind[place], "point": point_no, "mine": place >= len(issued), "place": place})
    own = pd.MultiIndex.from_frame(rows.loc[rows["mine"], ["kind", "point"]])
    rows["point"] = rows["point"].where(pd.MultiIndex.from_frame(rows[["kind", "point"]]).isin(own), "")
    once = rows[~rows.duplicated(["kind", "point", "mine"], keep=False)]
    pairs = once[~once["mine"]].merge(once[once["mine"]], on=["kind", "point"], suffixes=("", "_of_ours"))
    whole = rows.groupby("kind").size().eq(pairs.groupby("kind").size() * 2)
    pairs = pairs[pairs["kind"].map(whole)]
    result = nth.copy()
    result[pairs["place"]] = nth[pairs["place_of_ours"]]
    return result


def _in_any_order(nth: Places, kind: Places, mine: Mask, amount_fen: npt.NDArray[np.float64]) -> Places:
    """Number the rows of a kind by amount where both sides hold the same ones, printed in another order."""
    rows = pd.DataFrame({"kind": kind, "mine": mine, "fen": np.nan_to_num(amount_fen, nan=-1), "nth": nth})
    rows = rows.sort_values(["kind", "mine", "fen"], kind="stable")
    theirs, ours = rows[~rows["mine"]], rows[rows["mine"]]
    alike = pd.Series(theirs["fen"].to_numpy() == ours["fen"].to_numpy()).groupby(theirs["kind"].to_numpy()).all()
    by_amount = rows.groupby(["kind", "mine"]).cumcount()
    result: Places = by_amount.where(rows["kind"].map(alike).astype(bool), rows["nth"]).sort_index().to_numpy(np.intp)
    return result


def _running(group: Places) -> Places:
    """Return the how-manieth of its group each element is, from 0."""
    order = np.argsort(group, kind="stable")
    fresh = np.append(True, group[order][1:] != group[order][:-1])[: len(group)]
    begins = np.flatnonzero(fresh)
    result = np.empty(len(group), dtype=np.intp)
    result[order] = np.arange(len(group)) - np.repeat(begins, np.diff(np.append(begins, len(group))))
    return result


def by_row(issued: pd.DataFrame, ours: pd.DataFrame, units: int) -> Mask:
    """Say of which components the rows correspond, by unit_key.

    They do where one side has no row at all, or where at least one row has its counterpart, unless one side has several
    rows of a kind and the other has not: then the component is split differently and only its sum can be compared.
    """
    split, any_found = np.zeros(units, dtype=bool), np.zeros(units, dtype=bool)
    sides = [side[side["key"] >= 0] for side in (issued, ours)]
    present = [np.bincount(side["unit_key"], minlength=units) > 0 for side in sides]
    for side in sides:
        any_found[side.loc[side["found"], "unit_key"]] = True
        split[side.loc[~side["found"] & (side["nth"] > 0), "unit_key"]] = True
    return ~(present[0] & present[1]) | (~split & any_found)
