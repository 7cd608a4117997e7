"""示数 and the energy of each point: current − previous, × CT × PT, the remainder to 平."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.energy_segments import shares_of_part
from addin.billing.metering.multipliers import BY_RATIOS, LOW_SIDE, RATIOS, sides
from addin.billing.metering.readings import ACTIVE, DEMAND, QUADRANTS, REACTIVE, READING_DECIMALS, REGISTERS
from addin.results.worksheet.case import COLUMNS, KVARH, KWH, Case, there
from addin.results.worksheet.figures import PRODUCT, Figure, agreed, half_up, number, total
from addin.results.worksheet.paper import Cell, Own, Paper, Row, figure
from addin.tables.choices import PERIODS, TOTAL

TITLES = ("计量点·示数类型", "上次示数", "本次示数", "CT变比", "PT变比", "倍率", "翻转加", "抄见量")
ENERGY = ("计量点", "总", "尖", "峰", "平", "谷", "深谷", "无功")
SHOWN = "#,##0"
KW_PLACES, READING_PLACES, RATIO_PLACES = 6, 2, 4
BEFORE, AFTER, CURRENT, VOLTAGE, MULTIPLIER, OVER, QUANTITY = range(7)
"""Columns of a reading."""
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
    section = paper.section("示数：抄见量 =（本次 − 上次 + 翻转加）× 倍率，倍率 = CT × PT", TITLES)
    order = {name: place for place, name in enumerate(REGISTERS)}
    rows = case.readings.assign(place=case.readings["register"].map(order))
    rows = rows.sort_values(["point_no", "place", "read_on"], kind="stable")
    for point_no in case.points.index:
        for line in rows[rows["point_no"] == point_no].to_dict("records"):
            row = section.row(f"{point_no} {line['register']}", *_reading(case, line))
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


def _reading(case: Case, line: Mapping[str, object]) -> tuple[list[Cell], str]:
    """Return the cells of a reading, and what is said of it."""
    note = f"表 {line['meter_no']}{_span(line)}"
    if not there(line["quantity"]):
        return [], f"{note}；缺示数、倍率或表位数，没有抄见量"
    demand = line["register"] == DEMAND
    before = None if demand or not there(line["previous_reading"]) else _shown(line["previous_reading"])
    after = _shown(line["current_reading"])
    ratios = _ratios(case, line)
    if not ratios:
        note += f"；取{line['multiplier_from']}" if line["multiplier_from"] != BY_RATIOS else "；直接接入，倍率 1"
    digits = KW_PLACES if demand else case.billing.flags.quantity_decimals

    def multiplier(own: Own) -> Figure:
        both = figure(own, CURRENT) * figure(own, VOLTAGE) if ratios else number(line["multiplier"])
        return agreed(both, line["multiplier"])

    def quantity(own: Own) -> Figure:
        return agreed(half_up(_run(own) * figure(own, MULTIPLIER), digits), line["quantity"])

    return [before, after, *(ratios or (None, None)), multiplier, _rollover(case, line), quantity], note


def _shown(reading: object) -> Figure:
    """Return a reading with the decimals that a register has; a cell holds binary noise behind them."""
    return number(f"{reading:.{READING_DECIMALS}f}", READING_PLACES)


def _run(own: Own) -> Figure:
    """Return how far the register ran."""
    before, over = own[BEFORE], own[OVER]
    run = figure(own, AFTER)
    run = run - before if isinstance(before, Figure) else run
    return run + over if isinstance(over, Figure) else run


def _span(line: Mapping[str, object]) -> str:
    days = [f"{line[name]:%m-%d}" if there(line[name]) else "" for name in ("previous_on", "read_on")]
    return f"，{days[0]}～{days[1]}" if any(days) else ""


def _rollover(case: Case, line: Mapping[str, object]) -> Figure | None:
    """Return what a register that went over its top adds: a one and as many noughts as it has digits."""
    back = there(line["previous_reading"]) and line["current_reading"] < line["previous_reading"]  # type: ignore[operator]
    if line["rollover"] != YES or not back:
        return None
    records = case.ledger["meter_changes"].dropna(subset=["meter_digits"])
    known = records.loc[records["meter_no"] == line["meter_no"], "meter_digits"]
    digits = known.iloc[-1] if len(known) else case.points.loc[line["point_no"], "meter_digits"]
    return Figure(f"10^{int(digits)}", Fraction(10) ** int(digits))


def _ratios(case: Case, line: Mapping[str, object]) -> tuple[Figure, Figure] | None:
    """Return CT and PT of a reading's meter: of the archive, else of its record, whichever gives the multiplier."""
    versions, records = case.billing.archive.versions, case.ledger["meter_changes"]
    names = ["meter_no", *RATIOS]
    mine = versions.loc[versions["point_no"] == line["point_no"], [*names, "metering_side"]]
    side = mine["metering_side"].iloc[-1]
    rows = [{"metering_side": side} | one for part in (records[names], mine) for one in _of_meter(part, line)]
    for row in reversed(rows):
        pair = _ratio(row["current_ratio"]), _ratio(row["voltage_ratio"])
        if pair[0] and row["voltage_ratio"] is None and row["metering_side"] in LOW_SIDE:
            pair = pair[0], number(1)
        if pair[0] and pair[1] and float(pair[0].value * pair[1].value) == line["multiplier"]:
            return pair[0], pair[1]
    return None


def _of_meter(rows: pd.DataFrame, line: Mapping[str, object]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rows[rows["meter_no"] == line["meter_no"]].to_dict("records")
    return found


def _ratio(text: object) -> Figure | None:
    """Return a ratio such as 150/5 as the quotient that it is."""
    pair = sides(text) if isinstance(text, str) else None
    if pair is None:
        return None
    above, below = map(number, pair)
    places = 0 if (above.value / below.value).denominator == 1 else RATIO_PLACES
    return Figure(f"{above.text}/{below.text}", above.value / below.value, places, PRODUCT)


def _energy(case: Case, point_no: str, point: pd.Series, found: Meters) -> tuple[Mapping[str, Cell], str]:
    """Return a point's energy by column, and how it comes about."""
    relation, parts = point["relation"], case.billing.quantities.energy.segment_points
    if relation == "定比" and point_no in shares_of_part(parts, case.billing.segments).index:
        return {}, "定比在月内起止或改变：本月电量为各段之和，见「各段电量」"
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
