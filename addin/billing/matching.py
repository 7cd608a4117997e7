"""Which rows of an issued and of a recomputed bill stand for the same thing."""

import pandas as pd

from addin.billing.prices import ENERGY

MOST = 64
"""Rows of one component and period that a bill may have; further ones are compared by component."""


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
    ours = lines[lines["component"].isin(ENERGY)].groupby(["bill", "variant"], sort=False)["amount_fen"].sum()
    theirs = issued[issued["component"].isin(ENERGY)].groupby("customer_no")["amount_fen"].sum()
    sums = lines.drop_duplicates("bill")[["customer_no", "bill", "variant"]]
    energy = sums["bill"].map(ours.droplevel("variant")).astype("Int64").fillna(0)
    distance = (energy - sums["customer_no"].map(theirs).astype("Int64")).abs().fillna(0).astype("int64")
    nearest = sums.assign(distance=distance).sort_values(["distance", "variant"], kind="stable")
    return nearest.drop_duplicates("customer_no").set_index("customer_no")["bill"]


def matched(issued: pd.DataFrame, ours: pd.DataFrame, untraded: set[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the components and rows of both sides alike.

    Args:
        issued: rows of issued bills with ``part``, customer_no, period, amount_fen.
        ours: recomputed rows with ``part`` likewise.
        untraded: customers whose line loss is compared with their purchase, both being priced by the period.

    Returns:
        Both with ``unit`` (what is compared under it), ``unit_key``, ``nth`` (of equal component and period), ``key``
        (the same for rows that correspond; −1 for rows of no amount, which need no counterpart) and ``found``.
    """
    needed = ["customer_no", "part", "period", "amount_fen"]
    both = pd.concat([issued[needed], ours[needed]], ignore_index=True)
    mine = both.index >= len(issued)
    folded = both["part"].isin(ENERGY) & both["customer_no"].isin(untraded)
    both["unit"] = both["part"].mask(folded, ENERGY[0])
    both["unit_key"] = both.groupby(["customer_no", "unit"], sort=False).ngroup()
    kind = both.groupby(["unit_key", "period"], sort=False).ngroup()
    empty = (both["amount_fen"] == 0).fillna(value=False).astype(bool)
    both["nth"] = kind.groupby(kind * 4 + empty * 2 + mine).cumcount().clip(upper=MOST - 1)
    both["key"] = (kind * MOST + both["nth"]).mask(empty, -1)
    added = both[["unit", "unit_key", "nth", "key"]]
    sides = tuple(side.assign(**added[of].set_axis(side.index)) for side, of in ((issued, ~mine), (ours, mine)))
    for one, other in (sides, sides[::-1]):
        one["found"] = one["key"].isin(other["key"]) & (one["key"] >= 0)
    return sides[0], sides[1]


def by_row(issued: pd.DataFrame, ours: pd.DataFrame) -> pd.Series:
    """Say of which components the rows correspond, by unit_key.

    They do where at least one row has its counterpart (or one side has none at all), unless one side has several rows
    of a kind and the other has not: then the component is split differently and only its sum can be compared.
    """
    parts = [side.loc[side["key"] >= 0, ["unit_key", "nth", "found"]] for side in (issued, ours)]
    every = pd.concat(parts, ignore_index=True)
    split = (~every["found"] & (every["nth"] > 0)).groupby(every["unit_key"]).any()
    any_found = every["found"].groupby(every["unit_key"]).any()
    alone = ~(split.index.isin(parts[0]["unit_key"]) & split.index.isin(parts[1]["unit_key"]))
    return ~split & (any_found | alone)
