"""转供: what other customers draw behind the meter is taken off the demand and the power factor."""

from dataclasses import dataclass, field

from addin.billing.flag_rows import RESUPPLY, TABLE
from addin.billing.metering.resupply import KW_PLACES
from addin.results.worksheet.case import KVARH, Case, there
from addin.results.worksheet.figures import Figure, half_up, number, total
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Paper

TITLES = ("转供计量点", "电量(kWh)", "无功(kvarh)", "每kW电量", "扣减需量(kW)")
KWH, REACTIVE, KW = 0, 1, 3
"""Columns."""


@dataclass(slots=True)
class Resupply:
    """What is taken off: kWh, kvarh, and kW by the main point that it stands behind."""

    active: list[Figure] = field(default_factory=list)
    reactive: list[Figure] = field(default_factory=list)
    demand: dict[str, list[Figure]] = field(default_factory=dict)

    def kw(self, point_no: str) -> Figure | None:
        """Return what is taken off the demand of a main point."""
        return total(self.demand[point_no]) if point_no in self.demand else None


def resupply(paper: Paper, case: Case, read: Meters) -> Resupply:
    """Write what other customers draw behind this one's meter."""
    every = case.billing.quantities.resupply
    section = paper.section("转供扣减：需量 = 电量 ÷ 每千瓦电量，六位小数；电量、无功不参与本户力率", TITLES)
    found = Resupply()
    for point_no, one in every[every["supplier"].eq(case.no)].iterrows():
        own = read.energy.get(str(point_no), {})
        kwh = own.get("总", number(one["kwh"], taken=True)) if there(one["kwh"]) else None
        kvarh = own.get(KVARH, number(one["kvarh"], taken=True)) if there(one["kvarh"]) else None
        per_kw = number(one["kwh_per_kw"]) if there(one["kwh_per_kw"]) else None
        row = section.row(str(point_no), [kwh, kvarh, per_kw, _kw(kwh, per_kw)], "", _rule(case, one["kwh_per_kw"]))
        found.active += [row[KWH]] if KWH in row.figures and one["counted"] else []
        found.reactive += [row[REACTIVE]] if REACTIVE in row.figures and one["counted"] else []
        if KW in row.figures:
            found.demand.setdefault(str(one["root"]), []).append(row[KW])
    return found


def _kw(kwh: Figure | None, per_kw: Figure | None) -> Figure | None:
    """Return the demand that an energy stands for."""
    if kwh is None or per_kw is None:
        return None
    scale = Figure(f"10^{KW_PLACES}", number(10**KW_PLACES).value)
    whole = half_up(kwh * scale, 0, per_kw)
    return Figure(f"{whole.text}/{scale.text}", whole.value / scale.value, KW_PLACES)


def _rule(case: Case, per_kw: object) -> str:
    """Return the rule row that says how much energy stands for a kW."""
    keys = {case.billing.flags.resupply_kwh_per_kw[use]: key for use, key in RESUPPLY.items()
            if use in case.billing.flags.resupply_kwh_per_kw}  # fmt: skip
    return case.rules.cite_key(TABLE, f"转供扣减:{keys[per_kw]}") if per_kw in keys else ""
