"""Multipliers that a bill may have been reckoned with."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.causes import mistakes
from addin.billing.causes.tried import Try, tried
from addin.billing.metering.readings import ACTIVE
from addin.billing.month import Billing
from addin.reading import Ledger
from addin.tables.choices import TOTAL

STEPS = (0.1, 10.0)
"""A decimal point in a multiplier that slipped."""
ROUND = (1, 10, 100)
"""What a multiplier that a bill implies is rounded to."""
Numbers = npt.NDArray[np.float64]


def multiplier_tries(ledger: Ledger, billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield multipliers: those written with readings or points, those a decimal point off, the one the bill implies."""
    used = _used(billing).reindex(terms.index)
    candidates = [*written(ledger, billing, "customer_no"), *(used * step for step in STEPS)]
    candidates += near(_implied(billing, used), known(ledger))
    for fresh in unlike(used, candidates):
        yield tried("倍率", fresh, "按倍率 {:g} 计算", mistakes.multiplier)


def written(ledger: Ledger, billing: Billing, key: str) -> list[pd.Series]:
    """Return the multipliers written with readings of the month, points, readings before; ``key``: of whom."""
    readings = billing.archive.readings
    noted = readings.dropna(subset=["multiplier"]).groupby(key)["multiplier"]
    points = billing.archive.points.reset_index().drop_duplicates(key).set_index(key)["multiplier"]
    past = ledger["readings"]
    past = past[past["month"] < billing.month].sort_values("month", kind="stable")
    last = past.dropna(subset=["multiplier"]).groupby(key)["multiplier"].last()
    return [noted.min(), noted.max(), points, last]


def unlike(used: pd.Series, candidates: Iterable[pd.Series]) -> Iterator[pd.Series]:
    """Yield candidates for what was used, each without those that are none, or that came before."""
    seen: list[pd.Series] = [used]
    for candidate in candidates:
        own = candidate.reindex(used.index).astype("float64")
        fresh = own.where((own > 0) & ~pd.concat([each.eq(own) for each in seen], axis="columns").any(axis="columns"))
        seen.append(fresh)
        yield fresh


def _used(billing: Billing) -> pd.Series:
    """Return the multiplier that each customer's only read point was billed with."""
    energy = billing.quantities.energy
    read = energy.points[energy.points["root"] & energy.points[TOTAL].notna()]
    alone = read[~read["customer_no"].duplicated(keep=False)]
    taken = energy.metered.groupby("point_no", sort=False)["multiplier"].last()
    return pd.Series(alone.index.map(taken), index=pd.Index(alone["customer_no"]), dtype="float64")


def known(ledger: Ledger) -> Numbers:
    """Return the multipliers that the company uses, ascending."""
    every = ledger["metering_points"]["multiplier"].dropna().unique()
    return np.sort(every.astype("float64"))


def _implied(billing: Billing, used: pd.Series) -> pd.Series:
    """Return the multiplier that the energy of the issued bill implies; losses and sub-meters make it inexact."""
    metered = billing.quantities.energy.metered
    active = metered[metered["register"] == ACTIVE + TOTAL]
    runs = (active["quantity"] / active["multiplier"]).groupby(active["customer_no"]).sum().reindex(used.index)
    share = energy(billing.issued).reindex(used.index) / energy(billing.lines).reindex(used.index)
    kwh = active.groupby("customer_no")["quantity"].sum().reindex(used.index) * share
    return (kwh / runs).where(runs > 0)


def near(exact: pd.Series, usual: Numbers) -> list[pd.Series]:
    """Return the multipliers nearest to one that a bill implies: round ones, and those in use on either side."""
    place = np.searchsorted(usual, exact.fillna(0.0))
    sides = [usual[np.clip(place + step, 0, len(usual) - 1)] for step in (-1, 0)] if len(usual) else []
    beside = [pd.Series(side, index=exact.index).where(exact.notna()) for side in sides]
    return [*((exact / step + 0.5) // 1 * step for step in ROUND), *beside]


def energy(rows: pd.DataFrame) -> pd.Series:
    """Return the energy that transmission is charged on, by customer_no [kWh]."""
    return rows[rows["component"] == "输配电"].groupby("customer_no")["quantity"].sum()
