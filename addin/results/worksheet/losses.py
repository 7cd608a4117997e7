"""变损 and 线损: of each transformer by its method, and of the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from addin.billing.capacity import daily_capacity
from addin.billing.flags import YES
from addin.billing.loss_scope import FORMULA, LOW_SIDE, MOTOR
from addin.billing.losses import HOURS_PER_DAY
from addin.billing.readings import TOTAL
from addin.billing.steps import half_up as rounded
from addin.results.worksheet.case import KVARH, Case, there
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Own, Paper, Row, Section, figure

PLATE = ("空载损耗P0(kW)", "负载损耗Pk(kW)", "空载电流I0(%)", "阻抗电压Uk(%)", "变损系数K", "容量S(kVA)", "运行小时T")
NAMES = ("no_load_loss_kw", "load_loss_kw", "no_load_current_percent", "impedance_percent", "loss_factor", "rated_kva")
RESULT = ("损耗", "有功Wp(kWh)", "无功Wq(kvarh)", "线损率(%)", "", "", "有功损耗(kWh)", "无功损耗(kvarh)")
ACTIVE_LOSS, REACTIVE_LOSS = 5, 6


@dataclass(frozen=True, slots=True)
class Losses:
    """Active loss of transformers, their reactive loss and the loss of the line; ``None`` where there is none."""

    transformer: Figure | None = None
    reactive: Figure | None = None
    line: Figure | None = None


def losses(paper: Paper, case: Case, read: Meters) -> Losses:
    """Write the losses of a customer that bears some."""
    every = case.billing.quantities.energy.losses
    if case.no not in every.index or not every.loc[case.no].any():
        return Losses()
    known = every.loc[case.no]
    roots = case.points[case.points["root"] & case.points["customer_no"].eq(case.no)]
    low = roots[roots["metering_side"].eq(LOW_SIDE) & ~roots["with_transformer_loss"].eq("否")]
    devices = _devices(case) if len(low) else pd.DataFrame()
    plates = _plates(paper, devices)
    section = paper.section("变损与线损", RESULT)
    transformer = _transformers(section, devices, plates, low, read, known)
    line = _line(section, case, roots, read, known)
    return Losses(*transformer, line)


def _devices(case: Case) -> pd.DataFrame:
    """Return the transformers in service, with their days within the bill."""
    archive = case.billing.archive
    mine = archive.devices[archive.devices["customer_no"].eq(case.no) & ~archive.devices["device_kind"].eq(MOTOR)]
    window = archive.windows.loc[case.no]
    days = pd.date_range(window["first_on"], window["last_on"])
    each = daily_capacity(mine, case.ledger["capacity_changes"], days, case.billing.flags)
    rows = mine.assign(days=(each > 0).sum(axis="columns"))
    return rows[rows["days"] > 0]


def _plates(paper: Paper, devices: pd.DataFrame) -> Mapping[object, Row]:
    """Write the nameplates of transformers whose loss follows the formula."""
    section = paper.section("变压器铭牌（T = 运行天数 × 24）", ("变压器", *PLATE))
    rows = {}
    for at, device in devices.iterrows():
        if device["loss_method"] == FORMULA and all(there(device[name]) for name in NAMES):
            hours = number(int(device["days"])) * number(HOURS_PER_DAY)
            rows[at] = section.row(str(device["device_no"]), [*(number(device[name]) for name in NAMES), hours])
    return rows


def _transformers(  # noqa: PLR0913, PLR0917 - losses depend on all of these
    section: Section,
    devices: pd.DataFrame,
    plates: Mapping[object, Row],
    low: pd.DataFrame,
    read: Meters,
    known: pd.Series,
) -> tuple[Figure | None, Figure | None]:
    """Write the loss of transformers: live where one transformer follows the formula, else as recomputed."""
    if not known["transformer_loss_kwh"] and not known["reactive_loss_kvarh"]:
        return None, None
    behind = [read.energy[str(one)] for one in low.index]
    active, reactive = total([one[TOTAL] for one in behind]), [one[KVARH] for one in behind if KVARH in one]
    methods = "、".join(sorted(set(devices["loss_method"].dropna())))
    made: tuple[Figure | None, Figure | None] = (None, None)
    if len(plates) == len(devices) == 1 and len(reactive) == len(behind):
        plate = next(iter(plates.values()))
        made = _formula(plate, active, total(reactive))
        note = "有功 = P0·T + K·Pk·(Wp²+Wq²)÷(T·S²)；无功 = I0·S·T + K·Uk·(Wp²+Wq²)÷(T·S)，百分数除以 100"
    else:
        note = f"变损方法 {methods}，{len(devices)} 台变压器按容量×天数分摊"
    expected = [known[name] for name in ("transformer_loss_kwh", "reactive_loss_kvarh")]
    both = [agreed(one, value) for one, value in zip(made, expected, strict=True)]
    row = section.row("变压器损耗", [active, total(reactive), None, None, None, *both], note)
    return row[ACTIVE_LOSS], row[REACTIVE_LOSS]


def _formula(plate: Row, active: Figure, reactive: Figure) -> tuple[Figure, Figure]:
    """Return both losses of one transformer by the formula."""
    p0, pk, i0, uk, k, kva, hours = (plate[place] for place in range(7))
    squares = active.value**2 + reactive.value**2
    text = f"({active.text}^2+{reactive.text}^2)"
    kwh = p0.value * hours.value + k.value * pk.value * squares / (hours.value * kva.value**2)
    first = f"ROUND({p0.text}*{hours.text}+{k.text}*{pk.text}*{text}/({hours.text}*{kva.text}^2),0)"
    kvarh = (i0.value * kva.value * hours.value + k.value * uk.value * squares / (hours.value * kva.value)) / 100
    second = f"({i0.text}*{kva.text}*{hours.text}+{k.text}*{uk.text}*{text}/({hours.text}*{kva.text}))/100"
    return Figure(first, rounded(kwh, 0)), Figure(f"ROUND({second},0)", rounded(kvarh, 0))


def _share(own: Own) -> Figure:
    return half_up(figure(own, 0) * figure(own, 2), 0, number(100))


def _line(section: Section, case: Case, roots: pd.DataFrame, read: Meters, known: pd.Series) -> Figure | None:
    """Write the loss of the line, of each point that takes part."""
    if not known["line_loss_kwh"]:
        return None
    percent = case.billing.archive.terms.loc[case.no, "line_loss_percent"]
    parts = []
    for point_no in roots.index[roots["with_line_loss"].eq(YES)]:
        whole = read.energy[str(point_no)][TOTAL]
        row = section.row(
            f"线损 {point_no}",
            [
                whole,
                None,
                number(percent),
                None,
                None,
                lambda own: half_up(figure(own, 0) * figure(own, 2), 0, number(100)),
            ],
            "总电量 × 线损率，取整",
        )
        parts.append(row[ACTIVE_LOSS])
    whole = total(parts) if len(parts) > 1 else parts[0]
    return whole if whole.value == Fraction(int(known["line_loss_kwh"])) else number(known["line_loss_kwh"], taken=True)
