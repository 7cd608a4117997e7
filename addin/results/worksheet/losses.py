"""变损 and 线损: of each transformer by its method, and of the line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.agreed_lines import GIVEN
from addin.billing.metering.loss_scope import LOW_SIDE
from addin.billing.metering.losses import HOURS_PER_DAY, WATTS
from addin.results.worksheet.case import KVARH, Case
from addin.results.worksheet.figures import Figure, half_up, number, total
from addin.results.worksheet.meters import SHOWN, Meters
from addin.results.worksheet.paper import Cell, Own, Paper, Row, Section, figure
from addin.results.worksheet.transformers import ACTIVE_LOSS, Load, devices_of, looked_up, plates, squared, transformers
from addin.tables.choices import TOTAL

RESULT = (
    "损耗",
    "有功Wp(kWh)",
    "无功Wq(kvarh)",
    "容量×折算天数",
    "各台之和",
    "率(%)",
    "有功损耗(kWh)",
    "无功损耗(kvarh)",
)
KWH_FORMATS = (SHOWN, SHOWN, "", "", "", SHOWN, SHOWN)
WIRES = ("线路", "线路电阻R(Ω)", "形状系数K", "供电电压U(kV)", "运行小时T")
REACTIVE, RATE = 1, 4
BY_RESISTANCE = "K²·R·(Wp²+Wq²)÷(1000·U²·T)，取整；公式待核，以合同为准"
HEADING = "变损与线损（多台变压器每天按当天运行的容量分摊电量；同时运行的，折算天数即运行天数）"


@dataclass(frozen=True, slots=True)
class Losses:
    """Active loss of transformers, their reactive loss and that of the line; ``None`` where there is none; by point."""

    transformer: Figure | None = None
    reactive: Figure | None = None
    line: Figure | None = None
    lines: Mapping[str, Figure] = field(default_factory=dict)


def losses(paper: Paper, case: Case, read: Meters) -> Losses:
    """Write the losses of a customer that bears some."""
    every = case.billing.quantities.energy.losses
    if case.no not in every.index or not every.loc[case.no].any():
        return Losses()
    known = every.loc[case.no]
    roots = case.points[case.points["root"] & case.points["customer_no"].eq(case.no)]
    found: tuple[Figure | None, Figure | None] = (None, None)
    wires = _wires(paper, case)
    if known["transformer_loss_kwh"] or known["reactive_loss_kvarh"]:
        low = roots[roots["metering_side"].eq(LOW_SIDE) & ~roots["with_transformer_loss"].eq("否")]
        devices = devices_of(case)
        load = _load(low, devices, read)
        plate, table = plates(paper, devices), looked_up(paper, case, devices, load)
        section = paper.section(HEADING, RESULT, KWH_FORMATS)
        found = transformers(section, case, devices, plate, table, load)
    else:
        section = paper.section(HEADING, RESULT, KWH_FORMATS)
    lines = _lines(section, case, roots, read, known, wires)
    return Losses(*found, _line(list(lines.values()), known), lines)


def _load(low: pd.DataFrame, devices: pd.DataFrame, read: Meters) -> Load:
    """Return what was measured behind the transformers."""
    behind = [read.energy[str(one)] for one in low.index]
    reactive = [one[KVARH] for one in behind if KVARH in one]
    shares = [number(one.rated_kva) * number(int(one.shared_days)) for one in devices.itertuples()]
    parts = number(sum((one.value for one in shares), Fraction(0))) if len(shares) > 1 else None
    active = total([one[TOTAL] for one in behind])
    return Load(active, total(reactive) if len(reactive) == len(behind) else None, parts)


def _wires(paper: Paper, case: Case) -> Mapping[str, Row]:
    """Write what is agreed of lines whose loss follows their resistance, by point."""
    section = paper.section("用户线路（协议按 R·I² 公式计线损；T = 计费天数 × 24）", WIRES)
    every = case.billing.quantities.lines
    rule, rows = "", {}
    for point_no, line in every[every["customer_no"].eq(case.no)].iterrows():
        rule = rule or case.rules.cite_key("billing_flags", "线损公式:按电阻")
        cells = [number(line[name]) for name in (*GIVEN, "supply_kv")]
        hours = number(int(line["days"])) * number(HOURS_PER_DAY)
        rows[str(point_no)] = section.row(f"线路 {point_no}", [*cells, hours], "R、K 按合同，U 为电源的供电电压", rule)
    return rows


def _lines(  # noqa: PLR0913, PLR0917 - a line loses by all of these
    section: Section,
    case: Case,
    roots: pd.DataFrame,
    read: Meters,
    known: pd.Series,
    wires: Mapping[str, Row],
) -> Mapping[str, Figure]:
    """Write the loss of the line, of each point that takes part."""
    if not known["line_loss_kwh"]:
        return {}
    parts = {}
    for point_no in map(str, roots.index[roots["with_line_loss"].eq(YES)]):
        energy = read.energy[point_no]
        if point_no in wires:
            cells: list[Cell] = [energy[TOTAL], energy.get(KVARH), None, None, None, _resistive(wires[point_no], case)]
            note = BY_RESISTANCE
        else:
            percent = number(case.billing.archive.terms.loc[case.no, "line_loss_percent"])
            cells, note = [energy[TOTAL], None, None, None, percent, _share], "总电量 × 线损率，取整"
        parts[point_no] = section.row(f"线损 {point_no}", cells, note)[ACTIVE_LOSS]
    return parts


def _line(parts: list[Figure], known: pd.Series) -> Figure | None:
    """Return the loss of all lines."""
    if not parts:
        return None
    whole = total(parts) if len(parts) > 1 else parts[0]
    return whole if whole.value == Fraction(int(known["line_loss_kwh"])) else number(known["line_loss_kwh"], taken=True)


def _share(own: Own) -> Figure:
    return half_up(figure(own, 0) * figure(own, RATE), 0, number(100))


def _resistive(wire: Row, case: Case) -> Callable[[Own], Figure]:
    """Return the loss of a line by its resistance, of the energy that stands left of it."""

    def loss(own: Own) -> Figure:
        ohm, factor, kv, hours = (wire[place] for place in range(len(WIRES) - 1))
        reactive = own[REACTIVE]
        text, squares = squared(figure(own, 0), reactive if isinstance(reactive, Figure) else None, case)
        scale = number(10 ** (2 * kv.places))
        below = f"ROUND({WATTS}*{kv.text}^2*{hours.text}*{scale.text},0)"
        whole = Figure(below, WATTS * kv.value**2 * hours.value * scale.value)
        above = factor * factor * ohm * Figure(text, squares)
        return half_up(above * scale if kv.places else above, 0, whole)

    return loss
