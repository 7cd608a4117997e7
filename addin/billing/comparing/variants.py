"""Which reading of doubtful prices an issued bill follows."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.money import scaled
from addin.billing.pricing.prices import ENERGY, PLACES
from addin.tables.choices import PERIODS, TOTAL

EACH = pd.Index((TOTAL, *PERIODS), dtype=object)
PRICES = [period + mark for period in EACH for mark in "°*"]
"""Of purchase, as published and on the agent's multiple; see ``component_prices``."""
Places = npt.NDArray[np.intp]
Fen = npt.NDArray[np.int64]


def best_variant(bills: pd.DataFrame, energy: pd.DataFrame, issued: pd.DataFrame) -> pd.Series:
    """Choose, for each customer, the reading of doubtful price cells that its issued bill follows.

    Args:
        bills: statements of all variants, a row a segment: customer_no, bill (running from 0), variant, and prices
            from ``component_prices``.
        energy: their rows on energy: bill, component, period, amount_fen.
        issued: rows of the issued bills of the month: customer_no, part, period, unit_price, amount_fen; rows of
            sub-meters at another class have no part in it, ours are no rows on energy.

    Returns:
        The number of the chosen statement (``bill``) by customer_no: the one with more of the prices that the issued
        bill prints; where that does not tell, the one whose energy rows come nearest to the issued ones; the first
        variant where both are equally near or nothing was issued on energy.

    Source: ledger.md §2.8.
    """
    each = bills[["customer_no", "bill", "variant"]].drop_duplicates("bill").set_index("customer_no")
    several, size = each[each.index.duplicated(keep=False)], len(each)
    if several.empty:
        return each["bill"]
    owners = several.index.unique()
    own, paid = owners.get_indexer(several.index), _owners(issued, owners)
    asked = issued["part"].isin(ENERGY).to_numpy() & (paid >= 0)
    theirs, paid = issued.loc[asked, ["part", "period", "unit_price", "amount_fen"]], paid[asked]
    ours = _energy_fen(energy, energy["component"], energy["bill"].to_numpy(), size)[several["bill"]]
    sums = _energy_fen(theirs, theirs["part"], paid, len(owners))[own]
    distance = np.where(sums.any(axis=1), _distance(ours, sums), 0)
    mine = bills.loc[bills["bill"].isin(several["bill"]), ["customer_no", "bill", "row", "variant", *PRICES]]
    printed = _printed_prices(mine, theirs, owners, paid, size)[several["bill"]]
    nearest = several.iloc[np.lexsort((several["variant"], distance, -printed))]
    nearest = nearest[~nearest.index.duplicated()]
    return pd.concat([each[~each.index.isin(owners)], nearest])["bill"]


def _owners(issued: pd.DataFrame, owners: pd.Index) -> Places:
    """Return the place of each row's customer among these, −1 for others; ``customer`` numbers the customers."""
    first = issued[~issued["customer"].duplicated()]
    place = np.full(issued["customer"].max() + 1 if len(issued) else 0, -1)
    place[first["customer"]] = owners.get_indexer(first["customer_no"])
    result: Places = place[issued["customer"]]
    return result


def _printed_prices(bills: pd.DataFrame, issued: pd.DataFrame, owners: pd.Index, paid: Places, size: int) -> Places:
    """Return how many issued rows of purchase print a price of each statement, with or without the agent's multiple.

    A bill with a wrong quantity comes near the wrong statement by chance: the price that it prints does not change.
    """
    asked = (issued["part"].isin(ENERGY[:1]) & issued["unit_price"].notna()).to_numpy()
    rows, periods = issued[asked], _doubted(bills)
    theirs = pd.DataFrame({"owner": paid[asked], "row": np.arange(len(rows)), "period": rows["period"].to_numpy()})
    theirs["price"] = scaled(rows["unit_price"], PLACES).to_numpy()
    ours = bills.assign(owner=owners.get_indexer(bills["customer_no"]))
    found = [
        _same_prices(theirs[theirs["period"] == period], ours[["owner", "bill", period + "°", period + "*"]])
        for period in periods
    ]
    every = pd.concat(found or [pd.DataFrame({"bill": [], "row": []}, dtype="int64")]).drop_duplicates()
    return np.bincount(every["bill"], minlength=size)


def _doubted(bills: pd.DataFrame) -> list[str]:
    """Return the periods whose price is not the same in all readings of some price row."""
    prices = bills.drop_duplicates(["row", "variant"]).sort_values("row")
    values, row = prices[PRICES].to_numpy("float64", na_value=-1), prices["row"].to_numpy()
    moved = ((values[1:] != values[:-1]) & (row[1:] == row[:-1])[:, None]).any(axis=0)
    return [period for period, apart in zip(EACH, moved.reshape(-1, 2).any(axis=1), strict=True) if apart]


def _same_prices(issued: pd.DataFrame, bills: pd.DataFrame) -> pd.DataFrame:
    """Return bill and row where an issued price is one of the bill's two, as far as its decimals (at least 4) tell.

    Where all statements of an owner have the same prices, nothing is asked: no row would tell one from another.
    """
    bills = bills.set_axis(["owner", "bill", "plain", "boosted"], axis="columns")
    apart = bills.loc[~bills.duplicated(["owner", "plain", "boosted"], keep=False), "owner"]
    pairs = issued[issued["owner"].isin(apart)].merge(bills, on="owner")
    unit = np.where(pairs["price"] % 10**4 == 0, 10**4, np.where(pairs["price"] % 10**2 == 0, 10**2, 1))
    same = [((pairs[name] - pairs["price"]).abs() * 2 <= unit).fillna(value=False) for name in ("plain", "boosted")]
    return pairs.loc[same[0] | same[1], ["bill", "row"]]


def _energy_fen(rows: pd.DataFrame, component: pd.Series, place: Places, size: int) -> Fen:
    """Add up the amounts of the rows on energy by place and period [fen].

    A column each for ``EACH`` period and, last, for any other word. Sums of fen are exact in float64 below 2⁵³.
    """
    wanted = np.flatnonzero(component.isin(ENERGY).to_numpy())
    period = EACH.get_indexer(rows["period"].to_numpy(object)[wanted])
    cell = place[wanted] * (len(EACH) + 1) + np.where(period < 0, len(EACH), period)
    fen = rows["amount_fen"].to_numpy("float64", na_value=0)[wanted]
    summed = np.bincount(cell, fen, size * (len(EACH) + 1))
    return summed.reshape(size, -1).astype("int64")


def _distance(ours: Fen, theirs: Fen) -> Fen:
    """Return how far two bills are apart, period by period where both have the same ones, else in their sum [fen].

    In the sum a deviation of other rows may hide that of the doubtful price: of bills with prices of four decimals one
    in ten was compared with the wrong reading.
    """
    apart = ours - theirs
    alike = ((ours != 0) == (theirs != 0)).all(axis=1)
    result: Fen = np.where(alike, np.abs(apart).sum(axis=1), np.abs(apart.sum(axis=1)))
    return result


def adopted_prices(lines: pd.DataFrame) -> pd.Series:
    """Return which alternatives each statement follows: what its energy rows cite behind the price row."""
    other = lines[lines["variant"] > 0]
    other = other[other["component"] == ENERGY[0]].drop_duplicates("customer_no")
    return other.set_index("customer_no")["rule"].str.split("；", n=1).str[1]
