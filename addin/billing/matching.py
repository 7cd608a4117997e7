"""Which rows of an issued and of a recomputed bill stand for the same thing."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.prices import ENERGY

MOST = 64
"""Rows of one component and period that a bill may have; further ones are compared by component."""
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def best_variant(lines: pd.DataFrame, issued: pd.DataFrame) -> pd.Series:
    """Choose, for each customer, the reading of doubtful price cells that its issued bill follows.

    Args:
        lines: statements of all variants; customer_no, bill, variant, component, amount_fen.
        issued: rows of the issued bills of the month: customer_no, component, amount_fen.

    Returns:
        The number of the chosen statement (``bill``) by customer_no: the one whose energy rows come nearest to the
        issued ones; as printed where both are equally near or nothing was issued.

    Source: ledger.md §2.8.
    """
    sums = lines.drop_duplicates("bill")[["customer_no", "bill", "variant"]]
    if not sums["variant"].any():
        return sums.set_index("customer_no")["bill"]
    ours, theirs = (
        side["amount_fen"].where(side["component"].isin(ENERGY), 0).groupby(side[by], sort=False).sum()
        for side, by in ((lines, "bill"), (issued, "customer_no"))
    )
    energy = sums["bill"].map(ours).astype("Int64").fillna(0)
    distance = (energy - sums["customer_no"].map(theirs).astype("Int64")).abs().fillna(0).astype("int64")
    nearest = sums.assign(distance=distance).sort_values(["distance", "variant"], kind="stable")
    return nearest.drop_duplicates("customer_no").set_index("customer_no")["bill"]


def matched(issued: pd.DataFrame, ours: pd.DataFrame, untraded: Mask) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the components and rows of both sides alike.

    Args:
        issued: rows of issued bills with ``part``, ``customer`` (a place), period, amount_fen.
        ours: recomputed rows likewise.
        untraded: by place, the customers whose line loss is compared with their purchase, both being priced by the
            period.

    Returns:
        Both with ``unit`` (what is compared under it), ``unit_key`` (running, in order of appearance), ``nth`` (of
        equal component and period), ``key`` (the same for rows that correspond; −1 for rows of no amount, which need
        no counterpart) and ``found``.
    """
    both = pd.concat([side[["customer", "part", "period", "amount_fen"]] for side in (issued, ours)], ignore_index=True)
    customer = both["customer"].to_numpy()
    code, parts = pd.factorize(np.append(both["part"].to_numpy(object), np.array(ENERGY, dtype=object)))
    unit = np.where((code[:-2] == code[-1]) & untraded[customer], code[-2], code[:-2])
    unit_key = pd.factorize(customer * len(parts) + unit)[0]
    period, periods = pd.factorize(both["period"])
    kind = pd.factorize(unit_key * len(periods) + period)[0]
    empty = (both["amount_fen"] == 0).fillna(value=False).to_numpy(bool)
    mine = np.arange(len(both)) >= len(issued)
    nth = np.minimum(_running(kind * 4 + empty * 2 + mine), MOST - 1)
    key = np.where(empty, -1, kind * MOST + nth)
    added = {"unit": pd.Series(parts[unit], dtype=object), "unit_key": unit_key, "nth": nth, "key": key}
    every = pd.DataFrame(added)
    theirs = issued.assign(**every[: len(issued)].set_axis(issued.index))
    own = ours.assign(**every[len(issued) :].set_axis(ours.index))
    place, keys = pd.factorize(key)
    sides = place[: len(issued)], place[len(issued) :]
    present = [np.bincount(side, minlength=len(keys)) > 0 for side in sides]
    for side, at, other in ((theirs, sides[0], present[1]), (own, sides[1], present[0])):
        side["found"] = other[at] & (side["key"].to_numpy() >= 0)
    return theirs, own


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

    They do where at least one row has its counterpart (or one side has none at all), unless one side has several rows
    of a kind and the other has not: then the component is split differently and only its sum can be compared.
    """
    split, any_found = np.zeros(units, dtype=bool), np.zeros(units, dtype=bool)
    sides = [side[side["key"] >= 0] for side in (issued, ours)]
    present = [np.bincount(side["unit_key"], minlength=units) > 0 for side in sides]
    for side in sides:
        any_found[side.loc[side["found"], "unit_key"]] = True
        split[side.loc[~side["found"] & (side["nth"] > 0), "unit_key"]] = True
    nothing = ~present[0] & ~present[1]
    return nothing | (~split & (any_found | ~(present[0] & present[1])))
