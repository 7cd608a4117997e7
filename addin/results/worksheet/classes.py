"""用户档: the class of a customer whose grid prices by it, the use that decides its step, and each step's energy."""

from fractions import Fraction

import pandas as pd

from addin.billing.step_parts import ABOVE, TIMED, above_first
from addin.results.worksheet.capacity import metered_kw
from addin.results.worksheet.case import KWH, Case, there
from addin.results.worksheet.energy import Billed
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.meters import ENERGY, SHOWN, Energy, Meters, named
from addin.results.worksheet.paper import Cell, Own, Paper, figure
from addin.results.worksheet.resupply import Resupply
from addin.rulebook.in_force import cite
from addin.tables.choices import TOTAL
from addin.tables.rule_prices import PER_KW

HEADING = "用户档与用电强度：强度 = 本月电量 ÷ 合同容量或最大需量；本档电量按「分档计价方式」"
STEPS = ("用户档", "本月电量", "容量或需量", "强度下限(kWh)", "强度上限(kWh)", "本档电量(kWh)")
FORMATS = ("#,##0.00", "#,##0.00######", "", "", "#,##0.00######")
TABLE = "user_classes"
Parts = dict[tuple[int, str], Energy]
"""Energy by segment and word of the price row, of use beyond the first step where the steps are priced apart."""


def classes(paper: Paper, case: Case, read: Meters, used: Billed, shared: Resupply) -> Parts:
    """Write the class and its steps, and what is used in each of them."""
    steps = case.billing.steps
    mine = steps[steps["customer_no"].eq(case.no)] if len(steps) else steps
    if mine.empty:
        return {}
    reading = case.billing.flags.step_pricing
    section = paper.section(
        "用户档与用电强度：强度 = 本月电量 ÷ 合同容量或最大需量；本档电量按「分档计价方式」", STEPS, FORMATS
    )
    reached = mine.iloc[0]
    kwh = agreed(total([row[TOTAL] for row in used.values() if TOTAL in row]), reached["used_kwh"] / 10**6)
    table = case.rules.rows(TABLE)
    own = table[table["size_class"].eq(table.loc[reached["rule_row"], "size_class"])]
    bounds = []
    for row, one in own.sort_values("above_kwh_per_unit", na_position="first").iterrows():
        cells, note = _step(case, read, shared, reached, one, kwh, reading)
        line = section.row(one["user_class"], cells, note, cite(TABLE, int(str(row))))
        bounds.append(line[4] if 4 in line.figures else line[0])  # noqa: PLR2004 - 本档电量
    beyond = above_first(mine)
    return _parts(paper, case, beyond, used, bounds, kwh) if reading == ABOVE and len(beyond) else {}


def _step(  # noqa: PLR0913, PLR0917 - a step and what its use is measured by
    case: Case, read: Meters, shared: Resupply, reached: pd.Series, one: pd.Series, kwh: Figure, reading: str
) -> tuple[list[Cell], str]:
    """Return the cells of a step, and what is said of it."""
    if not there(one["per"]):
        return [kwh], "不分用电强度"
    units = number(reached["units"])
    if one["per"] == PER_KW:
        units = agreed(metered_kw(case, read, shared, "", reached["units"]), reached["units"])
    bounds = [number(one[name]) if there(one[name]) else None for name in ("above_kwh_per_unit", "upto_kwh_per_unit")]
    said = f"每{one['per']}：" + ("本月最大需量" if one["per"] == PER_KW else "合同容量")
    return [kwh, units, *bounds, lambda own: _within(own, above=reading == ABOVE)], said


def _within(own: Own, *, above: bool) -> Figure:
    """Return the energy of a step: what is between its bounds, or all of it where the use ends there."""
    kwh, low, high = figure(own, 0), _bound(own, 2), _bound(own, 3)
    start = low.value if low else Fraction(0)
    if above:
        upto = f"MIN({kwh.text},{high.text})" if high else kwh.text
        value = max(min(kwh.value, high.value if high else kwh.value) - start, Fraction(0))
        return Figure(f"MAX(0,{upto}-{low.text})" if low else upto, value, number(value).places)
    tests = ([f"{kwh.text}>{low.text}"] if low else []) + ([f"{kwh.text}<={high.text}"] if high else [])
    inside = (kwh.value > start or low is None) and (high is None or kwh.value <= high.value)
    return Figure(f"IF(AND({','.join(tests)}),{kwh.text},0)", kwh.value if inside else Fraction(0), kwh.places)


def _bound(own: Own, place: int) -> Figure | None:
    """Return a bound of the step in kWh, with no more decimals than it has; ``None`` where it has none."""
    if not isinstance(own[place], Figure):
        return None
    bound = figure(own, place) * figure(own, 1)
    places = number(bound.value).places
    return Figure(f"ROUND({bound.text},{places})", bound.value, places)


def _parts(  # noqa: PLR0913, PLR0917 - energy and the steps that it is cut at
    paper: Paper, case: Case, beyond: pd.DataFrame, used: Billed, bounds: list[Figure], kwh: Figure
) -> Parts:
    """Write the energy of each segment cut at the bounds of the steps."""
    section = paper.section("分档电量（kWh）：到各档上限的电量取整，后一档取差额，平段取余数", ENERGY[:-1], SHOWN)
    found: Parts = {}
    for segment, steps in beyond.groupby("segment"):
        whole, done = used[int(str(segment)), ""], dict[str, Figure]()
        for place, one in enumerate(steps.to_dict("records")):
            last = place == len(steps) - 1
            upto = whole if last else _upto(whole, total(bounds[: place + 1]), kwh)
            cells = {name: value - done[name] if done else value for name, value in upto.items()}
            since = f"{case.segments.loc[segment, 'starts_on']:%m-%d} 起 " if case.cut else ""
            row = named(section.row(f"{since}{one['user_class']}", [cells.get(name) for name in KWH]))
            done = {name: done[name] + row[name] if done else row[name] for name in row}
            found[int(str(segment)), str(one["pricing_voltage"])] = row
    return found


def _upto(whole: Energy, bound: Figure, kwh: Figure) -> Energy:
    """Return what of the energy is up to a bound of the month's use; 平 takes the rest of the total."""
    cells = {name: half_up(whole[name] * bound, 0, kwh) for name in (TOTAL, *TIMED) if name in whole}
    timed = [cells[name] for name in TIMED if name in cells]
    if "平" in whole:
        cells["平"] = cells[TOTAL] - total(timed) if timed else cells[TOTAL]
    return cells
