"""计费电量: what is left after sub-meters, with the losses, by period; of each segment where the month is cut."""

from addin.billing.flags import YES
from addin.billing.metering.loss_shares import KINDS, LINE, top_points
from addin.results.worksheet.case import COLUMNS, KWH, Case, there
from addin.results.worksheet.cuts import left_of, loss_parts, matched, parted
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.losses import Losses
from addin.results.worksheet.meters import ENERGY, SHOWN, Energy, Meters, named
from addin.results.worksheet.paper import Paper, Section
from addin.tables.choices import PERIODS, TOTAL

Billed = dict[tuple[int, str], Energy]
"""Energy by segment and point (empty for the customer's main class)."""
HEADING = "计费电量（kWh）= 各计量点 − 分表 + 变损 + 线损，平段取余数"


def energy(paper: Paper, case: Case, read: Meters, lost: Losses) -> Billed:
    """Write what is billed."""
    if case.cut:
        return _of_segments(paper, case, read, lost)
    section = paper.section(HEADING, ENERGY[:-1], SHOWN)
    found: Billed = {}
    for one in case.billed.to_dict("records"):
        segment, point_no = int(one["segment"]), str(one["point_no"])
        parts = _parts(section, case, read, lost, point_no)
        cells = [_sum(parts, name, one) for name in KWH]
        found[segment, point_no] = named(section.row(f"计费电量 {point_no}".strip(), cells, tone="total"))
    return found


def _of_segments(paper: Paper, case: Case, read: Meters, lost: Losses) -> Billed:
    """Write what is billed in each segment of a month that is cut."""
    gross = parted(paper, case, read)
    section = paper.section(HEADING, ENERGY[:-1], SHOWN)
    found: Billed = {}
    rows = case.billed.sort_values(["point_no", "segment"])
    for point_no, mine in rows.groupby("point_no"):
        losses = _losses(section, case, read, lost, str(point_no))
        named_in = {name for one in losses for name in one}
        month = {name: total([one[name] for one in losses if name in one]) for name in KWH if name in named_in}
        own = {int(one): left_of(case, gross, int(one), str(point_no)) for one in mine["segment"]}
        for one in mine.to_dict("records"):
            segment = int(one["segment"])
            begins = f"{case.segments.loc[segment, 'starts_on']:%m-%d} 起"
            parts = [own[segment]]
            if month:
                shares = loss_parts(section, case, month, own, segment)
                note = "全月损耗按各段电量分，前几段之和取整，后段取差额"
                parts.append(named(section.row(f"{begins} 加：损耗", [shares.get(name) for name in KWH], note)))
            cells = [_plus(parts, name, one) for name in KWH]
            label = f"{begins} {point_no or '计费电量'}"
            row = section.row(label, cells, "该段各计量点 − 分表 + 损耗", tone="total")
            found[segment, str(point_no)] = named(row)
    return found


def _plus(parts: list[Energy], name: str, expected: dict[str, object]) -> Figure | None:
    """Return the sum of a column of a segment; the number itself where it cannot be put together so."""
    column = [part[name] for part in parts if name in part]
    if not there(expected[name]) or not (column or expected[name]):
        return None
    return agreed(sum(column[1:], column[0]) if column else None, expected[name])


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
            off = matched(read.energy.get(sub, {}), own)
            cells = [number(0) - off[name] if name in off else None for name in KWH]
            parts.append(named(section.row(f"减：{sub}", cells, f"分表 {sub}，另计或转供")))
    return [*parts, *_losses(section, case, read, lost, point_no)]


def _losses(section: Section, case: Case, read: Meters, lost: Losses, point_no: str) -> list[Energy]:
    """Write how the losses are shared out: to sub-meters that bear some, what is left to the main class; by period."""
    roots = case.points.index[case.points["root"] & case.points["customer_no"].eq(case.no)]
    same = case.points["billed_class"].eq(case.billing.archive.terms.loc[case.no, "tariff_class"])
    mains = [read.energy[str(one)] for one in (roots[same[roots]] if same[roots].any() else roots)]
    whole = {name: [one[name] for one in mains if name in one] for name in COLUMNS}
    own = _net(case, read, point_no) if point_no else {name: total(part) for name, part in whole.items() if part}
    periods = {name: part for name, part in own.items() if name in PERIODS}
    digits = case.billing.flags.loss_share_decimals
    parts = []
    for label, loss, kind in zip(("变损", "线损"), (lost.transformer, lost.line), KINDS, strict=True):
        mine = None if loss is None else _kept(loss, _borne(case, read, lost, kind), point_no)
        if mine is not None:
            cells = _shares(mine, periods, digits)
            note = f"各时段份额 = 时段电量 ÷ 各时段之和（{digits} 位小数），平段取余数" if periods else ""
            parts.append(named(section.row(f"加：{label}", [cells.get(name) for name in KWH], note)))
    return parts


def _borne(case: Case, read: Meters, lost: Losses, kind: str) -> Energy:
    """Return what each point at another class bears of a loss: main points less what stands behind them."""
    points, main = case.points, case.billing.archive.terms.loc[case.no, "tariff_class"]
    apart = points[points["customer_no"].eq(case.no) & points["billed_class"].ne(main)]
    apart = apart[apart[KINDS[kind]].eq(YES) & ~case.merged[apart.index]]
    top = top_points(points, apart.index).astype(str)
    parts = {str(one): _part(case, read, lost, kind, str(one), top[one]) for one in apart.index}
    found = {one: part for one, part in parts.items() if part is not None}
    for one in [str(each) for each in apart.index[apart["root"]] if str(each) in found]:
        behind = [found[str(each)] for each in apart.index if top[each] == one != str(each) and str(each) in found]
        found[one] = found[one] - total(behind) if behind else found[one]
    return found


def _part(case: Case, read: Meters, lost: Losses, kind: str, one: str, top: str) -> Figure | None:  # noqa: PLR0913, PLR0917
    """Return what a point and what stands behind it bear of a loss, by the share of the energy."""
    points = case.points
    kwh = (read.energy.get(one, {}) if one == top else _net(case, read, one)).get(TOTAL)
    if kind == LINE and one == top:
        return lost.lines.get(one)
    own = points["root"] & points["customer_no"].eq(case.no) & points["with_transformer_loss"].ne("否")
    loaded = [read.energy[str(each)][TOTAL] for each in points.index[own] if TOTAL in read.energy[str(each)]]
    loss, base = lost.transformer, total(loaded)
    if kind == LINE:
        loss, base = lost.lines.get(top), read.energy[top][TOTAL]
    if loss is None or kwh is None or not base.value:
        return None
    digits = case.billing.flags.loss_share_decimals
    scale = Figure(f"10^{digits}", number(10**digits).value)
    return half_up(loss * half_up(kwh * scale, 0, base), 0, scale)


def _net(case: Case, read: Meters, point_no: str) -> Energy:
    """Return the energy of a point less the sub-meters that are taken off it."""
    own = dict(read.energy.get(point_no, {}))
    for sub in map(str, case.taken_off.index[case.taken_off.eq(point_no)]):
        own |= {name: own[name] - one for name, one in matched(read.energy.get(sub, {}), own).items() if name in own}
    return own


def _kept(loss: Figure, borne: Energy, point_no: str) -> Figure | None:
    """Return what a sub-meter bears of a loss; for the main class what the sub-meters leave of it."""
    if point_no:
        return borne.get(point_no)
    return loss - total(list(borne.values())) if borne else loss


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
