"""计费电量: what is left after sub-meters, with the losses, by period; of each segment where the month is cut."""

from addin.billing.readings import TOTAL
from addin.results.worksheet.case import COLUMNS, KWH, Case, there
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.losses import Losses
from addin.results.worksheet.meters import ENERGY, SHOWN, Energy, Meters, named
from addin.results.worksheet.paper import Paper, Section
from addin.tables.choices import PERIODS

Billed = dict[tuple[int, str], Energy]
"""Energy by segment and point (empty for the customer's main class)."""
BY_SEGMENT = "按段的电量取自重算：有变更日示数的按示数，没有的按天数分"


def energy(paper: Paper, case: Case, read: Meters, lost: Losses) -> Billed:
    """Write what is billed."""
    section = paper.section("计费电量（kWh）= 各计量点 − 分表 + 变损 + 线损，平段取余数", ENERGY[:-1], SHOWN)
    found: Billed = {}
    for one in case.billed.to_dict("records"):
        segment, point_no = int(one["segment"]), str(one["point_no"])
        expected = {name: one[name] for name in KWH}
        if case.cut:
            begins = case.segments.loc[segment, "starts_on"]
            cells = [agreed(None, expected[name]) if there(expected[name]) else None for name in KWH]
            row = section.row(f"{begins:%m-%d} 起 {point_no or '计费电量'}", cells, BY_SEGMENT)
        else:
            parts = _parts(section, case, read, lost, point_no)
            cells = [_sum(parts, name, expected) for name in KWH]
            row = section.row(f"计费电量 {point_no}".strip(), cells, tone="total")
        found[segment, point_no] = named(row)
    return found


def _sum(parts: list[Energy], name: str, expected: dict[str, object]) -> Figure | None:
    """Return the sum of a column; 平 takes what the sub-meters without periods leave."""
    if not there(expected[name]):
        return None
    column = [part[name] for part in parts if name in part]
    return agreed(total(column), expected[name]) if column or expected[name] else None


def _parts(section: Section, case: Case, read: Meters, lost: Losses, point_no: str) -> list[Energy]:
    """Write what a class is made of: points, sub-meters taken off, losses."""
    mine = case.points[case.points["customer_no"].eq(case.no) & ~case.merged]
    main = mine["billed_class"].eq(case.billing.archive.terms.loc[case.no, "tariff_class"])
    asked = [point_no] if point_no else list(mine.index[main])
    parts = []
    for one in map(str, asked):
        own = read.energy.get(one, {})
        parts.append(named(section.row(one, [own.get(name) for name in KWH])))
        for sub in map(str, case.taken_off.index[case.taken_off.eq(one)]):
            off = _matched(read.energy.get(sub, {}), own)
            cells = [number(0) - off[name] if name in off else None for name in KWH]
            parts.append(named(section.row(f"减：{sub}", cells, f"分表 {sub}，另计或转供")))
    return parts if point_no else [*parts, *_losses(section, case, read, lost)]


def _matched(off: Energy, above: Energy) -> Energy:
    """Return what is taken off, all of it off 平 where the sub-meter has no periods and the meter above has."""
    timed, above_timed = (any(name in one for name in PERIODS) for one in (off, above))
    return {TOTAL: off[TOTAL], "平": off[TOTAL]} if above_timed and not timed and TOTAL in off else off


def _losses(section: Section, case: Case, read: Meters, lost: Losses) -> list[Energy]:
    """Write how the losses are shared out over the periods."""
    roots = case.points.index[case.points["root"] & case.points["customer_no"].eq(case.no)]
    whole = {name: [read.energy[str(one)][name] for one in roots if name in read.energy[str(one)]] for name in COLUMNS}
    periods = {name: total(whole[name]) for name in PERIODS if whole[name]}
    digits = case.billing.flags.loss_share_decimals
    parts = []
    for label, loss in (("变损", lost.transformer), ("线损", lost.line)):
        if loss is not None:
            cells = _shares(loss, periods, digits)
            note = f"各时段份额 = 时段电量 ÷ 各时段之和（{digits} 位小数），平段取余数" if periods else ""
            parts.append(named(section.row(f"加：{label}", [cells.get(name) for name in KWH], note)))
    return parts


def _shares(loss: Figure, periods: Energy, digits: int) -> Energy:
    """Return a loss and its share in each period."""
    cells = {TOTAL: loss}
    if not periods:
        return cells
    base = total(list(periods.values()))
    for name, part in periods.items():
        if name != "平" and base.value:
            share = half_up(part * Figure(f"10^{digits}", number(10**digits).value), 0, base)
            cells[name] = half_up(loss * share, 0, Figure(f"10^{digits}", number(10**digits).value))
    others = [one for name, one in cells.items() if name != TOTAL]
    return cells | {"平": loss - total(others) if others else loss}
