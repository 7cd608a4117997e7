"""计费电量 of a cut month: the energy of each point in each segment, less sub-meters, with its part of the losses."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from addin.billing.readings import ACTIVE, TOTAL
from addin.billing.segments import DAY
from addin.billing.submeters import deducted
from addin.books.layout import FIRST_COLUMN
from addin.books.sheetframe import letters
from addin.results.worksheet.case import KWH, Case, there
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.meters import ENERGY, SHOWN, Energy, Meters, named
from addin.results.worksheet.paper import Paper, Section
from addin.tables.choices import PERIODS

BY_READING, BY_DAYS = "按变更日的示数", "按天数"
ACROSS = "另有示数跨过变更日：跨段的示数先按天数分开，再与其他示数合计"
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
    for point_no in _parents_first(case.points, mine):
        rows = mine[mine["point_no"] == point_no].sort_values("starts_on")
        for place, label in enumerate(map(str, rows.index)):
            found[label] = _row(section, case, read, rows, place, found)
    return found


def _parents_first(points: pd.DataFrame, mine: pd.DataFrame) -> list[str]:
    """Return the points, those that a ratio is taken of before the others."""
    waiting = mine.drop_duplicates("point_no").set_index("point_no")["relation"].eq("定比")
    own = [str(one) for one in points.index if one in waiting.index]
    return sorted(own, key=lambda one: _depth(points, one) if waiting[one] else 0)


def _depth(points: pd.DataFrame, point_no: str) -> int:
    above, depth = points.loc[point_no, "parent_no"], 1
    while above in points.index and points.loc[above, "relation"] == "定比" and depth < len(points):
        above, depth = points.loc[above, "parent_no"], depth + 1
    return depth


def _row(section: Section, case: Case, read: Meters, rows: pd.DataFrame, place: int, found: Parted) -> Energy:  # noqa: PLR0913, PLR0917
    """Write a point in a segment."""
    one = rows.iloc[place]
    if one["relation"] == "定比":
        cells, note = _by_ratio(case, one, found), f"上级在该段的电量 × {one['ratio_percent']:g}%"
    elif one["relation"] == "定量":
        days = [number(int(each)) for each in rows["days"]]
        whole = read.energy.get(str(one["point_no"]), {}).get(TOTAL)
        cells, note = {TOTAL: agreed(part(whole, days, place), one[TOTAL])}, f"{BY_DAYS}；{SHARED}"
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
    """Return a metered point's energy in a segment: by readings of the day of change if they give it, else by days."""
    point_no, one = str(rows["point_no"].iloc[0]), rows.iloc[place]
    days = [number(int(each)) for each in rows["days"]]
    cells: Energy = {}
    by_reading = False
    for name in KWH:
        whole = read.energy.get(point_no, {}).get(name)
        if whole is None or not there(one[name]):
            continue
        weights = _weights(case, read, rows, name)
        tries = [part(whole, each, place) for each in (weights, days) if each]
        fits = [each for each in tries if each is not None and each.value == number(one[name]).value]
        cells[name] = fits[0] if fits else agreed(None, one[name])
        by_reading |= bool(fits) and bool(weights) and fits[0] is tries[0]
    if any(one.taken for one in cells.values()):
        return cells, ACROSS
    return cells, f"{BY_READING if by_reading else BY_DAYS}；{SHARED}"


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


def _weights(case: Case, read: Meters, rows: pd.DataFrame, name: str) -> list[Figure]:
    """Return what the readings say a register counted in each segment; none where a reading lies across a cut."""
    point_no = str(rows["point_no"].iloc[0])
    register = ACTIVE + name
    lines = case.readings[case.readings["point_no"].eq(point_no) & case.readings["register"].eq(register)]
    if lines.empty and name == "平":
        return _weights(case, read, rows, TOTAL)
    lines = lines[lines["quantity"].notna()].sort_values("read_on", kind="stable")
    figures = read.quantities.get((point_no, register), [])
    starts = list(rows["starts_on"])
    places = [_segment(line, starts) for line in lines.to_dict("records")]
    if len(figures) != len(places) or None in places:
        return []
    each = [[one for one, at in zip(figures, places, strict=True) if at == place] for place in range(len(starts))]
    return [total(mine) if len(mine) != 1 else mine[0] for mine in each]


def _segment(line: dict[str, object], starts: Sequence[pd.Timestamp]) -> int | None:
    """Return in which segment a reading lies; a reading of the day of change counts at the end of the day before."""
    begin, end = (_at_cut(line[name], starts) for name in ("previous_on", "read_on"))
    first = 0 if begin is None else sum(1 for day in starts[1:] if begin >= day - DAY)
    last = sum(1 for day in starts[1:] if end is not None and end >= day)
    return first if first == last else None


def _at_cut(day: object, starts: Sequence[pd.Timestamp]) -> pd.Timestamp | None:
    if not there(day):
        return None
    moment = pd.Timestamp(str(day))
    return moment - DAY if moment in starts[1:] else moment


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
            for name, one in _matched(found[sub], above).items():
                cells.setdefault(name, []).append(number(0) - one)
    return {name: sum(parts[1:], parts[0]) for name, parts in cells.items()}


def _matched(off: Energy, above: Energy) -> Energy:
    """Return what is taken off, all of it off 平 where the sub-meter has no periods and the meter above has."""
    timed, above_timed = (any(name in one for name in PERIODS) for one in (off, above))
    return {TOTAL: off[TOTAL], "平": off[TOTAL]} if above_timed and not timed and TOTAL in off else off


def loss_parts(section: Section, case: Case, loss: Energy, left: dict[int, Energy], segment: int) -> Energy:
    """Return a segment's part of the losses of the month: of each period by its energy, else by days."""
    order = list(case.segments.sort_values("starts_on").index)
    place = order.index(segment)
    days = [number(int(case.segments.loc[one, "days"])) for one in order]
    cells: Energy = {}
    for name, whole in loss.items():
        weights = [left[one][name] for one in order if name in left[one]]
        share = part(whole, weights if len(weights) == len(order) else days, place) or part(whole, days, place)
        if share is not None:
            cells[name] = share
    if any(name in cells for name in PERIODS):
        cells[TOTAL] = _across(section, cells)
    return cells
