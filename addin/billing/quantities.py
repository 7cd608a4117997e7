"""What a bill is made of before prices: energy, capacity, demand, power factor of every customer."""

import dataclasses
from dataclasses import dataclass

import pandas as pd

from addin.billing.archive import SHIFTS, Archive
from addin.billing.assessment import assessed
from addin.billing.basic.capacity import customer_capacity, daily_capacity, stretches
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.energised import loss_units
from addin.billing.basic.month_demand import month_demand
from addin.billing.doubts import besides, gather, undone
from addin.billing.flags import Flags
from addin.billing.metering.agreed_lines import agreed_lines
from addin.billing.metering.check_meters import check_meters, pair_doubts, paired
from addin.billing.metering.energy import Energy, reckon_energy
from addin.billing.metering.fixed_energy import by_days
from addin.billing.metering.own_kinds import powerless
from addin.billing.metering.resupply import less, resupplied
from addin.billing.metering.swaps import unread_swaps
from addin.billing.unknown_quantities import capacity_doubts, concerned, uncontracted, unmetered, unmoded, unsteady
from addin.reading import Ledger
from addin.rulebook import RulesInForce
from addin.tables.choices import TOTAL


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of a month.

    Attributes:
        energy: what was used.
        daily: chargeable capacity by customer_no [kVA], columns days of the month.
        capacity: stretches of equal capacity: segment, customer_no, starts_on, days, capacity_kva.
        transformers: whose losses are reckoned, with their days: see ``loss_units``.
        lines: whose losses follow their resistance, see ``agreed_lines``.
        demand: metered, contracted and billed, with ``segment`` and ``floor_kw``, the least contract demand.
        resupply: what other customers draw behind a customer's meter: see ``resupplied``.
        check_meters: main and check meters side by side: see ``paired``.
        power_factor: by customer_no: active_kwh, reactive_kvarh, standard and power_factor in hundredths.
        standards: by segment, the power factor standard in hundredths.
        intensity: by customer_no, use ÷ contract transformer capacity [kWh/kVA].
        doubts: what could not be reckoned.
    """

    energy: Energy
    daily: pd.DataFrame
    capacity: pd.DataFrame
    transformers: pd.DataFrame
    lines: pd.DataFrame
    demand: pd.DataFrame
    resupply: pd.DataFrame
    check_meters: pd.DataFrame
    power_factor: pd.DataFrame
    standards: pd.Series
    intensity: pd.Series
    doubts: pd.DataFrame


def reckon(  # noqa: PLR0913 - a month has this many sides
    ledger: Ledger,
    archive: Archive,
    segments: pd.DataFrame,
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
        segments: of every customer, from ``month_segments``.
        month: ``YYYY-MM``.
        days: of the month.
        flags: the billing rules.
        rules: in force at its end.
    """
    devices, changes = archive.devices, archive.changes
    terms = archive.terms
    covered = pd.date_range(min(days[0], segments["starts_on"].min()), days[-1])
    each = daily_capacity(devices, changes, covered, flags)
    daily = customer_capacity(devices, each)
    units = loss_units(devices, changes, each, archive.windows, flags)
    points, versions = by_days(archive.points, archive.versions, archive.windows, days, flags)
    lines = agreed_lines(points, versions, ledger["supplies"], archive.windows, terms["line_loss_percent"], flags)
    energy = reckon_energy(
        terms,
        points,
        segments,
        versions=versions,
        readings=archive.readings,
        meter_changes=ledger["meter_changes"],
        devices=units,
        lines=lines,
        month_days=len(days),
        flags=flags,
        rules=rules,
    )
    shifts = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")["shifts"].map(SHIFTS)
    resupply, undeducted = resupplied(energy.points, shifts, terms["tariff_class"], flags)
    roots = main_points(energy.points, terms, resupply)
    demand, undemanded = month_demand(ledger, archive, segments, roots, each, month, flags)
    undemanded = besides(energy.doubts[energy.doubts["component"] == DEMAND], undemanded)
    demand["floor_kw"] = demand["customer_no"].map(daily[days].max(axis="columns")) * flags.contract_floor_percent / 100
    own = dataclasses.replace(energy, scope=_own(energy.scope, resupply))
    scope, unassessed = assessed(segments.set_index("customer_no"), own, flags)
    pairs = _pairs(ledger, archive, energy, days, flags, rules)
    intensity = _intensity(terms, energy)
    unknown = _unknown(ledger, archive, segments, energy, covered, intensity, flags)
    said = _said(archive, segments, gather([*unknown, undemanded, undeducted, pair_doubts(pairs), unassessed]))
    standards = scope["standard"].set_axis(segments.index)
    whole = scope[~scope.index.duplicated(keep="last")]
    parts = stretches(daily, segments)
    return Quantities(
        energy, daily[days], parts, units, lines, demand, resupply, pairs, whole, standards, intensity, said
    )


def _unknown(  # noqa: PLR0913, PLR0917 - what is not known may hang on any of these
    ledger: Ledger,
    archive: Archive,
    segments: pd.DataFrame,
    energy: Energy,
    covered: pd.DatetimeIndex,
    intensity: pd.Series,
    flags: Flags,
) -> list[pd.DataFrame]:
    """Return the doubts on energy, on capacity and on what power is charged by."""
    read = energy.metered.join(archive.readings[["previous_on", "read_on"]])
    return [
        energy.doubts,
        unmetered(archive.terms, energy, undone(archive.doubts)),
        unsteady(segments),
        unread_swaps(ledger["meter_changes"], archive.points, archive.readings, archive.windows),
        capacity_doubts(segments, archive.devices, archive.changes, covered, read, flags),
        uncontracted(segments, archive.terms, intensity, energy.doubts),
        unmoded(segments, archive.doubts),
    ]


def _said(archive: Archive, segments: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts on customers that are billed, one for each cause."""
    said = gather([archive.doubts, besides(archive.refused, found)])
    billed = said["customer_no"].isin(archive.terms.index) | said["customer_no"].isin(archive.doubts["customer_no"])
    return gather([concerned(said[billed], segments), powerless(archive.versions)])


def _own(scope: pd.DataFrame, resupply: pd.DataFrame) -> pd.DataFrame:
    """Return the energy of the power factor less what other customers draw behind the meters that count for it."""
    resupply = resupply[resupply["counted"]]
    taken = {"active_kwh": resupply["kwh"], "reactive_kvarh": resupply["kvarh"]}
    return scope.assign(**{name: less(scope[name], part, resupply["supplier"]) for name, part in taken.items()})


def _pairs(  # noqa: PLR0913, PLR0917 - two meters are compared by all of these
    ledger: Ledger, archive: Archive, energy: Energy, days: pd.DatetimeIndex, flags: Flags, rules: RulesInForce
) -> pd.DataFrame:
    """Return main and check meters side by side."""
    checks = check_meters(ledger["metering_points"], days)
    multiple = rules.value("audit_thresholds", "电费-A17:准确度倍数")
    return paired(checks, energy.points, archive.readings, ledger["meter_changes"], flags, multiple)


def main_points(points: pd.DataFrame, terms: pd.DataFrame, resupply: pd.DataFrame) -> pd.DataFrame:
    """Return the points without a point above that are billed at the customer's own class, less what is re-supplied.

    ``demand_read`` says whether there is a reading: what is left of it may still not be known.
    """
    main = points[points["root"] & (points["billed_class"] == points["customer_no"].map(terms["tariff_class"]))]
    left = less(main["demand_kw"], resupply["kw"], resupply["root"])
    return main.assign(demand_kw=left, demand_read=main["demand_kw"].notna())


def used_kwh(energy: Energy) -> pd.Series:
    """Return the use of all points by customer_no, ``NaN`` where one is not known."""
    groups = energy.billed.groupby("customer_no")[TOTAL]
    return groups.sum().mask(groups.count() < groups.size())


def _intensity(terms: pd.DataFrame, energy: Energy) -> pd.Series:
    """Return the use of all points ÷ contract transformer capacity, unrounded (ledger.md §3)."""
    transformers = terms["contract_capacity_kva"] - terms["motors_kva"]
    return used_kwh(energy).reindex(terms.index) / transformers.where(transformers > 0)
