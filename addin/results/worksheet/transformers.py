"""变损 of each transformer by its method, and of the customer together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from addin.billing.claims.steps import exact as fraction
from addin.billing.claims.steps import half_up as rounded
from addin.billing.metering.loss_scope import AGREED, FORMULA, MOTOR, PERCENT, TABLED
from addin.billing.metering.loss_tables import KEY
from addin.billing.metering.losses import HOURS_PER_DAY
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.paper import Paper, Row, Section

PLATE = ("空载损耗P0(kW)", "负载损耗Pk(kW)", "空载电流I0(%)", "阻抗电压Uk(%)", "变损系数K", "容量S(kVA)", "运行小时T")
NAMES = ("no_load_loss_kw", "load_loss_kw", "no_load_current_percent", "impedance_percent", "loss_factor", "rated_kva")
LOOKED_UP = ("查变损表", "电量(kWh)", "满载月电量", "运行天数", "查表负荷率", "表中有功", "表中无功")
PARTS, ACTIVE_LOSS, REACTIVE_LOSS = 3, 5, 6
RATIO_PLACES, TENTHS = 5, 1
BY_FORMULA = "有功 = P0·T + K·Pk·(Wp²+Wq²)÷(T·S²)；无功 = I0·S·T + K·Uk·(Wp²+Wq²)÷(T·S)，百分数除以 100"
OVERLOAD = Fraction(11, 10)
"""Load of the row of 变损表 that stands for all above 1: losses of each 1,000 kWh."""
Pair = tuple[Figure, Figure]
"""Active and reactive."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the transformers carried together: kWh, kvarh (``None``: not measured), and what their shares add up to."""

    active: Figure
    reactive: Figure | None
    parts: Figure | None


def devices_of(case: Case) -> pd.DataFrame:
    """Return the transformers in service, with their days within the bill."""
    rows = case.billing.quantities.transformers
    return rows[rows["customer_no"].eq(case.no) & ~rows["device_kind"].eq(MOTOR) & (rows["days"] > 0)]


def plates(paper: Paper, devices: pd.DataFrame) -> Mapping[object, Row]:
    """Write the nameplates of transformers whose loss follows the formula."""
    section = paper.section("变压器铭牌（T = 运行天数 × 24）", ("变压器", *PLATE))
    rows = {}
    for at, device in devices.iterrows():
        if device["loss_method"] == FORMULA and all(there(device[name]) for name in NAMES):
            hours = number(int(device["days"])) * number(HOURS_PER_DAY)
            rows[at] = section.row(str(device["device_no"]), [*(number(device[name]) for name in NAMES), hours])
    return rows


def looked_up(paper: Paper, case: Case, devices: pd.DataFrame, load: Load) -> Mapping[object, Row]:
    """Write what the table of losses says of transformers that follow it."""
    section = paper.section("变损表：负荷率 = 电量 ÷（满载月电量 × 天数 ÷ 标准天数）＋ 加值，取一位小数", LOOKED_UP)
    rows = {}
    table = case.rules.rows("loss_table")
    for at, device in devices[devices["loss_method"].eq(TABLED)].iterrows():
        mine = table[(table[KEY] == device[KEY]).all(axis="columns")]
        kwh = half_up(load.active * _part(device), 0, load.parts) if load.parts else load.active
        rows[at] = _looked_up(section, case, device, mine, kwh)
    return rows


def _looked_up(section: Section, case: Case, device: pd.Series, mine: pd.DataFrame, kwh: Figure) -> Row:
    """Write one transformer: its load, and the row of the table at it."""
    flags, at = case.billing.flags, section.start + len(section.lines)
    full, days = number(mine["full_load_kwh"].iloc[0]), number(int(device["days"]))
    whole = half_up(moved_to(full, f"D{at}") * moved_to(days, f"E{at}"), 0, number(flags.loss_table_days))
    scale = Figure(f"10^{RATIO_PLACES}", Fraction(10**RATIO_PLACES))
    ratio = half_up(moved_to(kwh, f"C{at}") * scale, 0, whole)
    exact = Figure(f"{ratio.text}/{scale.text}", ratio.value / scale.value, RATIO_PLACES)
    load = exact + number(flags.loss_table_step)
    tenth = half_up(load, TENTHS)
    if load.value > 1 or not kwh.value:
        known = OVERLOAD if kwh.value else Fraction(0)
        tenth = Figure(f"IF(C{at}=0,0,IF({load.text}>1,{number(OVERLOAD).text},{tenth.text}))", known, TENTHS)
    found = mine[mine["load_ratio"].map(fraction).eq(tenth.value)]
    row = found.iloc[0]
    cells = [kwh, full, days, tenth, number(row["loss_kwh"], TENTHS), number(row["loss_kvarh"], TENTHS)]
    label = f"{device['device_no']} {device['model']}"
    return section.row(label, cells, "负荷率 1.1 的行为每千 kWh 的损耗", f"变损表!{found.index[0]}")


def moved_to(figure: Figure, text: str) -> Figure:
    """Return a figure as its own row refers to it."""
    return replace(figure, text=text, computed=True, taken=False)


def transformers(  # noqa: PLR0913, PLR0917 - losses depend on all of these
    section: Section,
    case: Case,
    devices: pd.DataFrame,
    plate: Mapping[object, Row],
    table: Mapping[object, Row],
    load: Load,
) -> tuple[Figure | None, Figure | None]:
    """Write the loss of each transformer, and their sum where there are several."""
    known = case.billing.quantities.energy.losses.loc[case.no]
    expected = [known[name] for name in ("transformer_loss_kwh", "reactive_loss_kvarh")]
    rows = [_one(section, case, device, plate.get(at) or table.get(at), load) for at, device in devices.iterrows()]
    written = [row for row in rows if row is not None]
    sums = [total([row[place] for row in written]) for place in (ACTIVE_LOSS, REACTIVE_LOSS)]
    both = [agreed(one, value) for one, value in zip(sums, expected, strict=True)]
    if len(written) == 1 and not any(one.taken for one in both):
        return written[0][ACTIVE_LOSS], written[0][REACTIVE_LOSS]
    row = section.row("变损合计", [*(None for _ in range(ACTIVE_LOSS)), *both])
    return row[ACTIVE_LOSS], row[REACTIVE_LOSS]


def _one(section: Section, case: Case, device: pd.Series, source: Row | None, load: Load) -> Row | None:
    """Write one transformer's loss; ``None`` of one without a method."""
    method, at = device["loss_method"], section.start + len(section.lines)
    part = _part(device) if load.parts else None
    share = Figure(f"E{at}/F{at}", Fraction(1)), part, load.parts
    front = [load.active, load.reactive, part, load.parts]
    label = f"变损 {device['device_no']}（{method}）"
    if method == FORMULA and source is not None:
        return section.row(label, [*front, None, *_formula(source, case, load, share)], BY_FORMULA)
    if method == TABLED and source is not None:
        return section.row(label, [*front, None, *_from_table(source, case)], "表中损耗 × 天数 ÷ 标准天数")
    if method == PERCENT:
        return section.row(label, [*front, number(device["loss_percent"]), *_percent(device, load)], "有功 × 变损率")
    if method == AGREED:
        kwh = number(device["agreed_loss_kwh"]) * number(int(device["days"]))
        days = number(len(case.billing.days))
        note = f"协议 {device['agreed_loss_kwh']:g} kWh × 运行 {int(device['days'])} 天 ÷ 当月 {days.text} 天"
        return section.row(label, [None, None, None, None, None, half_up(kwh, 0, days), number(0)], note)
    return None


def _part(device: pd.Series) -> Figure:
    """Return by what several transformers share their energy: capacity × ``shared_days``."""
    return number(device["rated_kva"]) * number(int(device["shared_days"]))


def _percent(device: pd.Series, load: Load) -> Pair:
    kwh = load.active * number(device["loss_percent"])
    shared = kwh * _part(device) if load.parts else kwh
    below = load.parts * number(100) if load.parts else number(100)
    return half_up(shared, 0, below), number(0)


def _from_table(row: Row, case: Case) -> Pair:
    kwh, _, days, load, *losses = (row[place] for place in range(6))
    over = load.value == OVERLOAD
    factor, below = (kwh, number(1000)) if over else (days, number(case.billing.flags.loss_table_days))
    active, reactive = (half_up(loss * factor, 0, below) for loss in losses)
    return active, reactive


def _formula(plate: Row, case: Case, load: Load, share: tuple[Figure, Figure | None, Figure | None]) -> Pair:
    """Return both losses of one transformer by the formula, of its share of what they carried."""
    p0, pk, i0, uk, k, kva, hours = (plate[place] for place in range(7))
    wq = load.reactive
    text, squares = squared(load.active, wq, case)
    if share[1] is not None and share[2] is not None:
        squares *= (share[1].value / share[2].value) ** 2
        text = f"{text}*({share[0].text})^2"
    kwh = p0.value * hours.value + k.value * pk.value * squares / (hours.value * kva.value**2)
    first = f"ROUND({p0.text}*{hours.text}+{k.text}*{pk.text}*{text}/({hours.text}*{kva.text}^2),0)"
    if wq is None:
        return Figure(first, rounded(kwh, 0)), number(0)
    kvarh = (i0.value * kva.value * hours.value + k.value * uk.value * squares / (hours.value * kva.value)) / 100
    second = f"({i0.text}*{kva.text}*{hours.text}+{k.text}*{uk.text}*{text}/({hours.text}*{kva.text}))/100"
    return Figure(first, rounded(kwh, 0)), Figure(f"ROUND({second},0)", rounded(kvarh, 0))


def squared(wp: Figure, wq: Figure | None, case: Case) -> tuple[str, Fraction]:
    """Return the square of the apparent energy, in a formula and exactly; by the rule without kvarh."""
    if wq is not None:
        return f"({wp.text}^2+{wq.text}^2)", wp.value**2 + wq.value**2
    divisor = number(case.billing.flags.no_reactive_divisor)
    return f"ROUND(({wp.text}/{divisor.text})^2,0)", rounded((wp.value / divisor.value) ** 2, 0)
