"""计费电量 of a cut month: the energy of each point in each segment, less sub-meters, with its part of the losses."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from addin.billing.metering.submeters import deducted
from addin.books.layout import FIRST_COLUMN
from addin.books.sheetframe import letters
from addin.results.worksheet.case import KWH, Case, there
from addin.results.worksheet.counted import any_used, by_readings, counted_in
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.meters import ENERGY, SHOWN, Energy, Meters, named
from addin.results.worksheet.paper import Paper, Section
from addin.tables.choices import PERIODS, TOTAL

BY_READING, BY_DAYS = "按变更日的示数", "按天数"
SHARED = "分段：前几段之和 = 全月 × 前几段的份额，取整；后段取差额"
Weights = Sequence[Figure]
Parted = dict[str, Energy]
"""Energy by the label of point and segment."""


def parted(paper: Paper, case: Case, read: Meters) -> Parted:
    """Write the energy of every point in every segment."""
    section = paper.section("各段电量（kWh）：变更日（或前一日）有示数的按示数，没有的按天数", ENERGY[:-1], SHOWN)
    table = case.billing.quantities.energy.segment_points
    mine = table[table["payer"] == case.no]
    found: Parted = {}
    for point_no in case.points.index[case.points.index.isin(mine["point_no"])]:
        rows = mine[mine["point_no"] == point_no].sort_values("starts_on")
        for place, label in enumerate(map(str, rows.index)):
            found[label] = _row(section, case, read, rows, place, found)
        if not read.energy.get(str(point_no)):
            read.energy[str(point_no)] = _month(section, str(point_no), [found[str(label)] for label in rows.index])
    return found


def _month(section: Section, point_no: str, parts: Sequence[Energy]) -> Energy:
    """Write what a point whose month is known by its segments only comes to: losses are shared by it."""
    sums = {name: [one[name] for one in parts if name in one] for name in KWH}
    cells = [total(column) if column else None for column in sums.values()]
    return named(section.row(f"全月 {point_no}", cells, "各段之和"))


def _row(section: Section, case: Case, read: Meters, rows: pd.DataFrame, place: int, found: Parted) -> Energy:  # noqa: PLR0913, PLR0917
    """Write a point in a segment."""
    one = rows.iloc[place]
    if one["relation"] == "定比":
        cells, note = _by_ratio(case, one, found), f"上级在该段的电量 × {one['ratio_percent']:g}%"
    elif one["relation"] == "定量":
        days = [number(int(each)) for each in rows["held_days"]]
        whole = number(one["month_fixed_kwh"])
        cells = {TOTAL: agreed(part(whole, days, place), one[TOTAL])}
        note = f"核定的月电量（不足整月的已按天数折算）{whole.text}，{BY_DAYS}；{SHARED}"
    else:
        cells, note = _measured(case, read, rows, place)
    shown = {name: cell for name, cell in cells.items() if there(one[name])}
    if any(name in shown for name in PERIODS) and TOTAL in shown:
        shown[TOTAL] = agreed(_across(section, shown), one[TOTAL])
    label = f"{one['starts_on']:%m-%d} 起 {one['point_no']}"
    return named(section.row(label, [shown.get(name) for name in KWH], note))


def _across(section: Section, cells: Energy) -> Figure:
    """Return the sum of the periods of the row that is being written."""
    at, first = section.start + len(section.lines), FIRST_COLUMN + 2
    text = f"SUM({letters(first)}{at}:{letters(first + len(PERIODS) - 1)}{at})"
    return Figure(text, sum((cells[name].value for name in PERIODS if name in cells), Fraction(0)))


def _measured(case: Case, read: Meters, rows: pd.DataFrame, place: int) -> tuple[Energy, str]:
    """Return a metered point's energy in a segment: by what its readings counted in each, else by days."""
    point_no, one = str(rows["point_no"].iloc[0]), rows.iloc[place]
    days = [number(int(each)) for each in rows["days"]]
    cells: Energy = {}
    said: list[str] = []
    for name in KWH:
        whole = read.energy.get(point_no, {}).get(name)
        if whole is None or not there(one[name]):
            continue
        counted = counted_in(case, read, rows, name)
        made = by_readings(whole, counted, place, own=name != "平") or part(whole, days, place)
        cells[name] = agreed(made, one[name])
        said += [each.span for each in counted if each.across] or ([] if any_used(counted) else [BY_DAYS])
    ways = list(dict.fromkeys(said))
    return cells, f"{'、'.join(ways) or BY_READING}；{SHARED}"


def part(whole: Figure | None, weights: Weights, place: int) -> Figure | None:
    """Return a part of a whole by its weight: the rounded share up to it, less that of the parts before."""
    if whole is None or not sum(one.value for one in weights):
        return None
    upto = _share(whole, weights, place + 1)
    return upto - _share(whole, weights, place) if place else upto


def _share(whole: Figure, weights: Weights, count: int) -> Figure:
    """Return the rounded share of the first parts; of all of them the whole."""
    return whole if count == len(weights) else half_up(whole * _sum(weights[:count]), 0, _sum(weights))


def _sum(weights: Weights) -> Figure:
    """Return weights added up; plain numbers as the number that they make."""
    if not any(one.computed for one in weights):
        return number(sum((one.value for one in weights), Fraction(0)))
    return total(list(weights))


def _by_ratio(case: Case, one: pd.Series, found: Parted) -> Energy:
    """Return the energy of a sub-meter by ratio, of the point above in the same segment."""
    base, digits = found.get(str(one["parent_no"]), {}), case.billing.flags.share_decimals
    percent = number(one["ratio_percent"])
    names = [name for name in PERIODS if name in base] or [TOTAL]
    cells = {name: agreed(half_up(base[name] * percent, digits, number(100)), one[name])
             for name in names if name in base and there(one[name])}  # fmt: skip
    return {TOTAL: agreed(None, one[TOTAL]), **cells} if TOTAL not in cells and there(one[TOTAL]) else cells


def left_of(case: Case, found: Parted, segment: int, point_no: str) -> Energy:
    """Return what is billed in a segment before losses: the points of a class, less the sub-meters taken off them."""
    table = case.billing.quantities.energy.segment_points
    mine = table[table["payer"].eq(case.no) & table["segment"].eq(segment)]
    target, merged = deducted(mine)
    main = mine["billed_class"].eq(case.segments.loc[segment, "tariff_class"])
    own = mine["customer_no"].eq(segment) & ~merged
    asked = mine.index[own & (mine["point_no"].eq(point_no) if point_no else main)]
    cells: dict[str, list[Figure]] = {}
    for label in map(str, asked):
        above = found[label]
        for name, one in above.items():
            cells.setdefault(name, []).append(one)
        for sub in map(str, target.index[target.eq(label)]):
            for name, one in matched(found[sub], above).items():
                cells.setdefault(name, []).append(number(0) - one)
    return {name: sum(parts[1:], parts[0]) for name, parts in cells.items()}


def matched(off: Energy, above: Energy) -> Energy:
    """Return what is taken off, all of it off 平 where the sub-meter has no periods and the meter above has."""
    timed, above_timed = (any(name in one for name in PERIODS) for one in (off, above))
    return {TOTAL: off[TOTAL], "平": off[TOTAL]} if above_timed and not timed and TOTAL in off else off


def loss_parts(section: Section, case: Case, loss: Energy, left: dict[int, Energy], segment: int) -> Energy:
    """Return a segment's part of the losses of the month: of each period by its energy, else by days.

    Args:
        section: the row is written into it.
        case: the customer.
        loss: of the month.
        left: energy before losses of every segment that bears some of it.
        segment: which one.
    """
    order = list(case.segments.loc[list(left)].sort_values("starts_on").index)
    place = order.index(segment)
    days = [number(int(case.segments.loc[one, "days"])) for one in order]
    cells: Energy = {}
    for name, whole in loss.items():
        share = part(whole, [left[one].get(name, number(0)) for one in order], place) or part(whole, days, place)
        if share is not None:
            cells[name] = share
    if any(name in cells for name in PERIODS):
        cells[TOTAL] = _across(section, cells)
    return cells
