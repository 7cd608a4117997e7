"""What a bill is made of before prices: energy, capacity, demand, power factor of every customer."""

from dataclasses import dataclass

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.assessment import assessed
from addin.billing.capacity import capacity_doubts, customer_capacity, daily_capacity, segments
from addin.billing.demand import COMPONENT as DEMAND
from addin.billing.demand import MODES, billed_demand
from addin.billing.doubts import doubt, gather
from addin.billing.energy import Energy, reckon_energy
from addin.billing.flags import Flags
from addin.billing.readings import TOTAL
from addin.billing.statement import CAPACITY
from addin.reading import Ledger
from addin.rulebook import RulesInForce

BY_CAPACITY = "按容量"


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of a month.

    Attributes:
        energy: what was used.
        daily: chargeable capacity by customer_no [kVA], columns days.
        capacity: segments of equal capacity: customer_no, starts_on, days, capacity_kva.
        demand: metered, contracted and billed: see ``billed_demand``.
        power_factor: by customer_no: active_kwh, reactive_kvarh, standard and power_factor in hundredths.
        intensity: by customer_no, use ÷ contract transformer capacity [kWh/kVA].
        doubts: what could not be reckoned.
    """

    energy: Energy
    daily: pd.DataFrame
    capacity: pd.DataFrame
    demand: pd.DataFrame
    power_factor: pd.DataFrame
    intensity: pd.Series
    doubts: pd.DataFrame


def reckon(  # noqa: PLR0913 - a month has this many sides
    ledger: Ledger,
    archive: Archive,
    terms: pd.DataFrame,
    month: str,
    days: pd.DatetimeIndex,
    *,
    flags: Flags,
    rules: RulesInForce,
) -> Quantities:
    """Reckon the quantities of a month.

    Args:
        ledger: the sheets that were read.
        archive: of the month.
        terms: of the archive, period sets filled in.
        month: ``YYYY-MM``.
        days: of the month.
        flags: the billing rules.
        rules: in force at its end.
    """
    devices, changes = archive.devices, ledger["capacity_changes"]
    each = daily_capacity(devices, changes, days, flags)
    daily = customer_capacity(devices, each)
    energy = reckon_energy(
        terms,
        archive.points,
        versions=archive.versions,
        readings=archive.readings,
        meter_changes=ledger["meter_changes"],
        devices=devices.assign(days=(each > 0).sum(axis="columns")),
        month_days=len(days),
        flags=flags,
        rules=rules,
    )
    declared = ledger["declared_demands"]
    declared = declared[declared["month"] == month]
    demand, undemanded = billed_demand(terms, _main(energy.points, terms), ledger["supplies"], declared, flags)
    scope, unassessed = assessed(terms, energy.scope)
    intensity = _intensity(terms, energy)
    doubts = [
        archive.doubts,
        energy.doubts,
        _unmetered(terms, energy),
        _capacity_doubts(terms, devices, changes),
        undemanded,
        _uncontracted(terms, intensity),
        unassessed,
    ]
    said = gather(doubts)
    said = said[said["customer_no"].isin(terms.index) | said["customer_no"].isin(archive.doubts["customer_no"])]
    return Quantities(energy, daily, segments(daily), demand, scope, intensity, said)


def _main(points: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the points without a point above that are billed at the customer's own class."""
    return points[points["root"] & (points["billed_class"] == points["customer_no"].map(terms["tariff_class"]))]


def _intensity(terms: pd.DataFrame, energy: Energy) -> pd.Series:
    """Return the use of all points ÷ contract transformer capacity, unrounded (ledger.md §3)."""
    groups = energy.billed.groupby("customer_no")[TOTAL]
    used = groups.sum().mask(groups.count() < groups.size()).reindex(terms.index)
    transformers = terms["contract_capacity_kva"] - terms["motors_kva"]
    return used / transformers.where(transformers > 0)


def _unmetered(terms: pd.DataFrame, energy: Energy) -> pd.DataFrame:
    """Say which customers have no energy to bill at their own class, and which have sub-meters without a price."""
    own = energy.billed[energy.billed["point_no"] == ""]
    known = set(own.loc[own[TOTAL].notna(), "customer_no"]) | set(energy.doubts["customer_no"])
    lacking = terms.index[~terms.index.isin(known)].to_series()
    apart = energy.billed[energy.billed["point_no"] != ""]
    parts = [doubt(lacking, "没有结算计量点或本月的抄表记录")]
    for tariff, rows in apart.groupby("billed_class"):
        said = f"{tariff}分表的电价没有列入规则库，该行未能重算"
        parts.append(doubt(rows["customer_no"].drop_duplicates(), said, str(tariff)))
    return gather(parts)


def _capacity_doubts(terms: pd.DataFrame, devices: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Say which customers are billed by a capacity that is not known."""
    asked = terms.index[terms["capacity_mode"] == BY_CAPACITY]
    lacking = asked[~asked.isin(devices["customer_no"])].to_series()
    said = capacity_doubts(devices, changes)
    said = said[said.index.isin(asked)]
    return gather(
        [
            doubt(lacking, "按容量计费而「受电设备」没有该户的设备", CAPACITY),
            doubt(said.index.to_series(), said, CAPACITY),
        ]
    )


def _uncontracted(terms: pd.DataFrame, intensity: pd.Series) -> pd.DataFrame:
    """Say for which demand customers the use per kVA, and so the price, is not known."""
    lacking = terms.index[terms["capacity_mode"].isin(MODES) & intensity.isna()].to_series()
    return doubt(lacking, "「客户台账」没有合同容量（或本月电量不全），无法判断需量电价是否打折", DEMAND)
