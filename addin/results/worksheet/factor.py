"""力率: active and reactive energy, cosφ, the standard and the rate that the table gives."""

from fractions import Fraction

from addin.billing.flags import YES
from addin.billing.readings import TOTAL
from addin.billing.statement import POWER_FACTOR
from addin.results.worksheet.case import KVARH, Case
from addin.results.worksheet.figures import Figure, agreed, number, total
from addin.results.worksheet.losses import Losses
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Paper
from addin.results.worksheet.resupply import Resupply

TITLES = ("力率", "有功P(kWh)", "无功Q(kvarh)", "cosφ", "标准", "调整率(%)")
HUNDREDTHS = 2
Rates = dict[int, Figure]
"""Rate [%] by the index of its row in the statement."""


def factor(paper: Paper, case: Case, read: Meters, lost: Losses, shared: Resupply) -> Rates:
    """Write the power factor of a customer that is assessed, and its rate under each standard."""
    lines = case.lines[case.lines["component"].eq(POWER_FACTOR)]
    found: Rates = {}
    if lines.empty:
        return found
    section = paper.section("功率因数：cosφ = P ÷ √(P²＋Q²)，两位小数；含变损、线损", TITLES)
    known = case.billing.quantities.power_factor.loc[case.no]
    active = _energy(case, read, TOTAL, [lost.transformer, lost.line], shared.active)
    reactive = _energy(case, read, KVARH, [lost.reactive], shared.reactive)
    active, reactive = agreed(active, known["active_kwh"]), agreed(reactive, known["reactive_kvarh"])
    for index, line in lines.iterrows():
        at = section.start + len(section.lines)
        cosine = number(int(known["power_factor"])).value / 100
        ratio = Figure(f"ROUND(C{at}/SQRT(C{at}^2+D{at}^2),2)", cosine, HUNDREDTHS)
        standard = number(number(int(case.billing.quantities.standards[line["segment"]])).value / 100, HUNDREDTHS)
        cells = [active, reactive, ratio, standard, number(line["unit_price"], HUNDREDTHS)]
        row = section.row("力调系数", cells, "调整率按力调系数表逐格查得，不内插", str(line["rule"]))
        found[int(str(index))] = row[4]
    return found


def _energy(case: Case, read: Meters, name: str, losses: list[Figure | None], off: list[Figure]) -> Figure:
    """Return what takes part of the points without one above, with the losses, less what is supplied on."""
    own = case.points[case.points["root"] & case.points["customer_no"].eq(case.no)]
    same = own["billed_class"].eq(case.billing.archive.terms.loc[case.no, "tariff_class"])
    part = own.index[own["with_power_factor"].eq(YES) | (own["with_power_factor"].isna() & same)]
    rows = [read.energy[str(one)][name] for one in part if name in read.energy[str(one)]]
    whole = total([*rows, *(one for one in losses if one is not None)])
    if not off:
        return whole
    left = whole - total(off)
    return Figure(f"MAX(0,{left.text})", max(left.value, Fraction(0)), left.places)
