"""力率: active and reactive energy, cosφ, the standard and the rate that the table gives."""

from dataclasses import replace
from fractions import Fraction

from addin.billing.claims.steps import exact
from addin.billing.metering.power_factor_scope import counting
from addin.billing.statement import POWER_FACTOR
from addin.results.worksheet.case import KVARH, Case
from addin.results.worksheet.figures import Figure, agreed, number, total
from addin.results.worksheet.losses import Losses
from addin.results.worksheet.meters import SHOWN, Meters
from addin.results.worksheet.paper import Paper
from addin.results.worksheet.resupply import Resupply
from addin.tables.choices import TOTAL

TITLES = ("力率", "有功P(kWh)", "无功Q(kvarh)", "cosφ", "标准", "调整率(%)")
HUNDREDTHS, AROUND = 2, 14
Rates = dict[int, Figure]
"""Rate [%] by the index of its row in the statement."""


def factor(paper: Paper, case: Case, read: Meters, lost: Losses, shared: Resupply) -> Rates:
    """Write the power factor of a customer that is assessed, and its rate under each standard."""
    lines = case.lines[case.lines["component"].eq(POWER_FACTOR)]
    found: Rates = {}
    if lines.empty:
        return found
    section = paper.section("功率因数：cosφ = P ÷ √(P²＋Q²)，两位小数；含变损、线损", TITLES, (SHOWN, SHOWN))
    known = case.billing.quantities.power_factor.loc[case.no]
    active = _energy(case, read, TOTAL, [lost.transformer, lost.line], shared.active)
    reactive = _energy(case, read, KVARH, [lost.reactive], shared.reactive)
    active, reactive = agreed(active, known["active_kwh"]), agreed(reactive, known["reactive_kvarh"])
    for index, line in lines.iterrows():
        at = section.start + len(section.lines)
        cosine = number(int(known["power_factor"])).value / 100
        ratio = Figure(f"ROUND(C{at}/SQRT(C{at}^2+D{at}^2),2)", cosine, HUNDREDTHS)
        standard = number(number(int(case.billing.quantities.standards[line["segment"]])).value / 100, HUNDREDTHS)
        rate = _rate(case, standard, replace(ratio, text=f"E{at}"), line["unit_price"])
        cells = [active, reactive, ratio, standard, rate]
        row = section.row("力调系数", cells, "调整率按力调系数表逐格查得，不内插；公式列出邻近各格", str(line["rule"]))
        found[int(str(index))] = row[4]
    return found


def _rate(case: Case, standard: Figure, cosine: Figure, percent: object) -> Figure:
    """Return the rate that the table gives at the cosφ of the row; the formula holds its cells for those around it.

    LibreOffice chooses among at most thirty; a cosφ beyond them gives an error, not a wrong rate.
    """
    table = case.rules.rows("power_factor_table")
    mine = table[table["standard"].map(lambda one: exact(one) == standard.value)].sort_values("power_factor")
    cells = zip(mine["power_factor"], mine["change_percent"], strict=True)
    known = {int(exact(at) * 100): number(rate).text for at, rate in cells}
    here = int(cosine.value * 100)
    near = [at for at in range(here - AROUND, here + AROUND + 1) if at in known]
    if near != list(range(near[0], near[-1] + 1)):
        return number(percent, HUNDREDTHS)
    rates = ",".join(known[at] for at in near)
    text = f"CHOOSE(ROUND({cosine.text}*100,0)-{near[0] - 1},{rates})"
    return Figure(text, number(percent).value, HUNDREDTHS)


def _energy(case: Case, read: Meters, name: str, losses: list[Figure | None], off: list[Figure]) -> Figure:
    """Return what takes part, with the losses, less sub-meters that take none and what is supplied on."""
    own = case.points[case.points["customer_no"].eq(case.no)]
    counted = counting(own, case.billing.archive.terms["tariff_class"])
    rows = [read.energy[str(one)].get(name) for one in counted.index[counted > 0]]
    apart = [read.energy[str(one)].get(name) for one in counted.index[counted < 0]]
    whole = total([one for one in (*rows, *losses) if one is not None])
    whole = whole - total([one for one in apart if one is not None]) if apart else whole
    if not off:
        return whole
    left = whole - total(off)
    return Figure(f"MAX(0,{left.text})", max(left.value, Fraction(0)), left.places)
