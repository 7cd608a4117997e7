"""What was read, and the energy of each point that it comes to: the remainder to 平."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from addin.billing.metering.energy_segments import shares_of_part
from addin.billing.metering.readings import ACTIVE, QUADRANTS, REACTIVE, REGISTERS
from addin.results.sheet import figure_format
from addin.results.worksheet.case import COLUMNS, KVARH, KWH, Case, there
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.paper import Cell, Paper, Row
from addin.results.worksheet.readings import QUANTITY, TITLES, reading
from addin.tables.choices import PERIODS, TOTAL

ENERGY = ("计量点", "总", "尖", "峰", "平", "谷", "深谷", "无功")
SHOWN = "#,##0"
Energy = dict[str, Figure]
"""Figures by name of ``COLUMNS``."""


@dataclass(slots=True)
class Meters:
    """What was read: figures by point and register, and the energy of each point."""

    quantities: dict[tuple[str, str], list[Figure]] = field(default_factory=dict)
    energy: dict[str, Energy] = field(default_factory=dict)


def meters(paper: Paper, case: Case) -> Meters:
    """Write what was read, and what each point comes to."""
    found = Meters()
    formats = ("",) * QUANTITY + (_quantity_format(case.readings["quantity"]),)
    section = paper.section("示数：抄见量 =（本次 − 上次 + 翻转加）× 倍率，倍率 = CT × PT", TITLES, formats)
    order = {name: place for place, name in enumerate(REGISTERS)}
    rows = case.readings.assign(place=case.readings["register"].map(order))
    rows = rows.sort_values(["point_no", "place", "read_on"], kind="stable")
    for point_no in case.points.index:
        for line in rows[rows["point_no"] == point_no].to_dict("records"):
            row = section.row(f"{point_no} {line['register']}", *reading(case, line))
            if QUANTITY in row.figures:
                register = REACTIVE[0] if line["beside_forward"] else line["register"]
                found.quantities.setdefault((str(point_no), register), []).append(row[QUANTITY])
    section = paper.section("各计量点电量（kWh、kvarh）：总与各时段之差并入平段", ENERGY, SHOWN)
    for point_no, point in case.points.iterrows():
        energy, note = _energy(case, str(point_no), point, found)
        row = section.row(f"{point_no}（{point['relation'] or '总表'}）", [energy.get(name) for name in COLUMNS], note)
        found.energy[str(point_no)] = named(row)
    return found


def named(row: Row) -> Energy:
    """Return a row's figures by name."""
    return {COLUMNS[place]: one for place, one in row.figures.items()}


def _quantity_format(quantities: pd.Series) -> str:
    """Return the number format of what was read: thousands apart, as many decimals as the finest has."""
    return max((figure_format(quantity) for quantity in quantities), key=len, default=SHOWN) or SHOWN


def _energy(case: Case, point_no: str, point: pd.Series, found: Meters) -> tuple[Mapping[str, Cell], str]:
    """Return a point's energy by column, and how it comes about."""
    relation, parts = point["relation"], case.billing.quantities.energy.segment_points
    if relation == "定比" and point_no in shares_of_part(parts, case.billing.segments).index:
        return {}, "定比（或其上级）在月内起止或改变：本月电量为各段之和，见「各段电量」"
    if relation == "定比":
        return _by_ratio(
            case, point, found
        ), f"定比：上级 {point['parent_no']} 各时段 × {point['ratio_percent']:g}%，取整"
    if relation == "定量":
        return _agreed(case, point)
    return _measured(point_no, point, found)


def _agreed(case: Case, point: pd.Series) -> tuple[Mapping[str, Cell], str]:
    """Return the agreed energy of a sub-meter: of a month, or of the days of it that are billed."""
    if point["fixed_days"] == point["of_days"]:
        return {TOTAL: number(point[TOTAL])}, "定量：核定的月电量"
    days, of = (number(int(point[name])) for name in ("fixed_days", "of_days"))
    part = half_up(number(point["agreed_kwh"]) * days, case.billing.flags.quantity_decimals, of)
    return {TOTAL: agreed(part, point[TOTAL])}, f"定量：核定的月电量 × {days.text} 天 ÷ {of.text} 天，取整"


def _by_ratio(case: Case, point: pd.Series, found: Meters) -> Mapping[str, Cell]:
    """Return the energy of a sub-meter by ratio: of each period of the meter above, else of its total."""
    base, digits = found.energy.get(str(point["parent_no"]), {}), case.billing.flags.share_decimals
    percent = number(point["ratio_percent"])
    parts: dict[str, Cell] = {
        name: agreed(half_up(base[name] * percent, digits, number(100)), point[name])
        for name in PERIODS
        if name in base and there(point[name])
    }
    whole = None if parts or TOTAL not in base else half_up(base[TOTAL] * percent, digits, number(100))
    periods = [one for one in parts.values() if isinstance(one, Figure)]
    return {TOTAL: agreed(whole or _plus(periods), point[TOTAL]), **parts}


def _plus(figures: list[Figure]) -> Figure | None:
    """Return the sum of expressions."""
    return sum(figures[1:], figures[0]) if figures else None


def _measured(point_no: str, point: pd.Series, found: Meters) -> tuple[Mapping[str, Cell], str]:
    """Return what the meters of a point measured: 平 is the total less all other periods."""
    read = {name: found.quantities.get((point_no, ACTIVE + name)) for name in KWH}
    sums = {name: total(parts) for name, parts in read.items() if parts}
    timed = any(name in sums for name in PERIODS)
    parts: dict[str, Cell] = {
        name: agreed(sums[name], point[name]) for name in PERIODS if name in sums and name != "平"
    }
    others = [sums[name] for name in PERIODS if name in sums]
    whole = sums.get(TOTAL, _plus(others))
    cells: dict[str, Cell] = {TOTAL: agreed(whole, point[TOTAL]) if there(point[TOTAL]) else None, **parts}
    if timed and TOTAL in sums:
        cells["平"] = agreed(_less(sums[TOTAL], [sums[n] for n in parts]), point["平"])
    elif timed and there(point["平"]):
        cells["平"] = agreed(sums.get("平"), point["平"])
    rest = whole.value - sum((one.value for one in others), Fraction(0)) if whole and timed else Fraction(0)
    reactive = [one for name in REACTIVE for one in found.quantities.get((point_no, name), [])]
    reactive = reactive or [one for name in QUADRANTS for one in found.quantities.get((point_no, name), [])]
    if there(point[KVARH]):
        cells[KVARH] = agreed(_plus([_absolute(one) for one in reactive]), point[KVARH])
    return cells, f"总与各时段之差 {float(rest):g} kWh 并入平段" if rest else ""


def _less(whole: Figure, parts: list[Figure]) -> Figure:
    return whole - total(parts) if parts else whole


def _absolute(one: Figure) -> Figure:
    return Figure(f"ABS({one.text})", abs(one.value), one.places)
