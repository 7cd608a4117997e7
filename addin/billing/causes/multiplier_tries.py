"""Multipliers that a bill may have been reckoned with: of all of it, of one of two meters, of the demand alone."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.basic.demand import ACTUAL
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.causes import mistakes
from addin.billing.causes.tried import Try, tried
from addin.billing.metering.readings import ACTIVE
from addin.billing.month import Billing
from addin.reading import Ledger
from addin.tables.choices import TOTAL

PAIR = 2
STEPS = (0.1, 10.0)
"""A decimal point in a multiplier that slipped."""
ROUND = (1, 10, 100)
"""What a multiplier that a bill implies is rounded to."""
Numbers = npt.NDArray[np.float64]


def multiplier_tries(ledger: Ledger, billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield multipliers: those written with readings or points, those a decimal point off, the one the bill implies."""
    used = _used(billing).reindex(terms.index)
    changed = _changed(billing).reindex(terms.index)
    usual = [*written(ledger, billing, "customer_no"), *(used * step for step in STEPS)]
    candidates = [*usual, *near(_implied(billing, used), known(ledger))]
    for fresh in unlike(used, candidates, changed["first"]):
        yield tried("倍率", fresh, "按倍率 {:g} 计算", mistakes.multiplier)
    for meter, of, said in (("old", "last", "旧表 {0[0]} 按新表"), ("new", "first", "新表 {0[0]} 按旧表")):
        pairs = changed[[meter, of]].dropna().apply(tuple, axis="columns", result_type="reduce").astype(object)
        yield tried("倍率", pairs, said + "的倍率 {0[1]:g} 计算", mistakes.meter_multiplier)
    by_demand = used.where(terms["capacity_mode"] == ACTUAL)
    for fresh in unlike(by_demand, [*usual, *near(_implied_by_demand(billing, by_demand), known(ledger))]):
        yield tried("需量倍率", fresh, "最大需量按倍率 {:g} 计算", mistakes.demand_multiplier)


def written(ledger: Ledger, billing: Billing, key: str) -> list[pd.Series]:
    """Return the multipliers written with readings of the month, points, readings before; ``key``: of whom."""
    readings = billing.archive.readings
    noted = readings.dropna(subset=["multiplier"]).groupby(key)["multiplier"]
    points = billing.archive.points.reset_index().drop_duplicates(key).set_index(key)["multiplier"]
    past = ledger["readings"]
    past = past[past["month"] < billing.month].sort_values("month", kind="stable")
    last = past.dropna(subset=["multiplier"]).groupby(key)["multiplier"].last()
    return [noted.min(), noted.max(), points, last]


def unlike(used: pd.Series, candidates: Iterable[pd.Series], *others: pd.Series) -> Iterator[pd.Series]:
    """Yield candidates for what was used, without those that are none, came before or are among others."""
    seen: list[pd.Series] = [used, *others]
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


def _changed(billing: Billing) -> pd.DataFrame:
    """Return old and new meter of each customer's only read point, where they have multipliers of their own.

    Index customer_no: ``old`` and ``new`` (meter_no), ``first`` and ``last`` (their multipliers).
    """
    energy, readings = billing.quantities.energy, billing.archive.readings
    rows = energy.metered.join(readings[["meter_no", "read_on"]]).sort_values("read_on", kind="stable")
    rows = rows[rows["point_no"].isin(energy.points.index[energy.points["root"]])]
    meters = rows.drop_duplicates(["customer_no", "point_no", "meter_no"]).groupby("customer_no")
    two = meters.agg(
        points=("point_no", "nunique"), meters=("meter_no", "size"), old=("meter_no", "first"),
        new=("meter_no", "last"), first=("multiplier", "first"), last=("multiplier", "last"),
    )  # fmt: skip
    return two[(two["points"] == 1) & (two["meters"] == PAIR) & (two["first"] != two["last"])]


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


def _implied_by_demand(billing: Billing, used: pd.Series) -> pd.Series:
    """Return the multiplier that the demand charge of the issued bill implies; a discount makes it inexact."""
    issued, ours = (
        rows[rows["component"] == DEMAND].groupby("customer_no")["amount_fen"].sum().reindex(used.index)
        for rows in (billing.issued, billing.lines)
    )
    return (used * issued / ours).where(ours > 0).astype("float64")


def near(exact: pd.Series, usual: Numbers) -> list[pd.Series]:
    """Return the multipliers nearest to one that a bill implies: round ones, and those in use on either side."""
    place = np.searchsorted(usual, exact.fillna(0.0))
    sides = [usual[np.clip(place + step, 0, len(usual) - 1)] for step in (-1, 0)] if len(usual) else []
    beside = [pd.Series(side, index=exact.index).where(exact.notna()) for side in sides]
    return [*((exact / step + 0.5) // 1 * step for step in ROUND), *beside]


def energy(rows: pd.DataFrame) -> pd.Series:
    """Return the energy that transmission is charged on, by customer_no [kWh]."""
    return rows[rows["component"] == "输配电"].groupby("customer_no")["quantity"].sum()
