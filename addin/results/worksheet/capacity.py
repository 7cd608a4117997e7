"""容(需)量: the stretches of chargeable capacity, and the demand that is billed with its discount."""

from fractions import Fraction

import pandas as pd

from addin.billing.capacity import events
from addin.billing.demand import COMPONENT as DEMAND
from addin.billing.demand import CONTRACT
from addin.billing.readings import DEMAND as REGISTER
from addin.billing.readings import TOTAL
from addin.billing.statement import CAPACITY
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.demand_shares import Demands, demand_shares
from addin.results.worksheet.energy import Billed
from addin.results.worksheet.figures import Figure, agreed, number, total
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Cell, Paper, Section
from addin.results.worksheet.resupply import Resupply

STRETCH = ("容量段", "起", "止", "天数", "计费容量(kVA)")
KW = ("需量", "抄见(kW)", "合同(kW)", "界限(%)", "本月电量", "容量(kVA)", "价格折扣(%)", "计费需量(kW)")
Capacities = dict[tuple[int, int], tuple[Figure, Figure]]
"""kVA and days by segment and the number of the stretch in it."""


def capacity(paper: Paper, case: Case) -> Capacities:
    """Write the stretches of a customer billed by capacity."""
    found: Capacities = {}
    if not case.lines["component"].eq(CAPACITY).any():
        return found
    section = paper.section("计费容量（每日在运变压器之和，取自「受电设备」「容量变动」）", STRETCH)
    stretches = case.billing.quantities.capacity
    mine = stretches[stretches["customer_no"].eq(case.no)]
    for at, one in enumerate(mine.to_dict("records")):
        begins, days = one["starts_on"], int(one["days"])
        ends = begins + pd.Timedelta(days=days - 1)
        note = _events(case) if at == 0 else ""
        cells: list[Cell] = [f"{begins:%m-%d}", f"{ends:%m-%d}", number(days), number(one["capacity_kva"])]
        row = section.row(f"第 {at + 1} 段", cells, note)
        segment = int(one["segment"])
        nth = sum(1 for known, _ in found if known == segment)
        found[segment, nth] = (row[3], row[2])
    return found


def _events(case: Case) -> str:
    """Return what changed the capacity within the days of the bill."""
    archive = case.billing.archive
    mine = archive.devices[archive.devices["customer_no"].eq(case.no)]
    window = archive.windows.loc[case.no]
    rows = events(mine, case.ledger["capacity_changes"], case.billing.flags)
    rows = rows[rows["on"].between(window["first_on"], window["last_on"])]
    said = [f"{one['device_no']} {one['changed_at']:%m-%d} {one['event']}" for one in rows.to_dict("records")]
    return "；".join(said) or "月内没有变动"


def demand(paper: Paper, case: Case, read: Meters, used: Billed, shared: Resupply) -> Demands:
    """Write the demand of a customer billed by it."""
    found: Demands = {}
    rows = case.billing.quantities.demand
    mine = rows[rows["customer_no"].eq(case.no) & rows["billed_kw"].notna()]
    if mine.empty or not case.lines["component"].eq(DEMAND).any():
        return found
    section = paper.section("计费需量：不超过合同界限按合同，超过按规则；每千伏安电量达标的价格打折", KW)
    for one in mine.to_dict("records"):
        row = section.row(str(one["point_no"] or "合计"), *_cells(section, case, read, used, shared, one))
        found[int(one["segment"]), str(one["point_no"])] = (row[6], row[5])
    return demand_shares(paper, case, read, used, found)


def _cells(  # noqa: PLR0913, PLR0917 - a demand depends on all of these
    section: Section, case: Case, read: Meters, used: Billed, shared: Resupply, one: dict[str, object]
) -> tuple[list[Figure | None], str]:
    """Return the cells of a demand, and what is said of it."""
    flags, terms = case.billing.flags, case.billing.archive.terms.loc[case.no]
    kw = agreed(metered_kw(case, read, shared, str(one["point_no"]), one["demand_kw"]), one["demand_kw"])
    contract = number(one["contract_kw"]) if there(one["contract_kw"]) else None
    limit = number(flags.over_contract_percent) if contract else None
    kwh = total([row[TOTAL] for row in used.values() if TOTAL in row])
    kva = terms["contract_capacity_kva"] - terms["motors_kva"]
    at = section.start + len(section.lines)
    reduced = bool(case.billing.quantities.intensity.get(case.no, 0) >= flags.discount_from_kwh_per_kva)
    paid = number(flags.discount_percent if reduced else 100)
    text = f"IF(F{at}>={number(flags.discount_from_kwh_per_kva).text}*G{at},{number(flags.discount_percent).text},100)"
    percent = Figure(text, paid.value, 0)
    note = f"每千伏安 {flags.discount_from_kwh_per_kva:g} kWh 起价格按 {flags.discount_percent:g}%"
    if one["mode"] == CONTRACT:
        note += f"；超过合同 {flags.over_contract_percent:g}% 的按读法{flags.over_contract_mode or '（未设定）'}"
    return [kw, contract, limit, kwh, number(kva), percent, _billed(at, one, flags.over_contract_mode)], note


def metered_kw(case: Case, read: Meters, shared: Resupply, point_no: str, known: object) -> Figure | None:
    """Return the demand of a point, or of several feeders together: their sum, or the larger."""
    own = case.points["root"] & case.points["customer_no"].eq(case.no)
    asked = [point_no] if point_no else list(map(str, case.points.index[own]))
    each = [_less(_largest(read.quantities.get((one, REGISTER), [])), shared.kw(one)) for one in asked]
    found = [one for one in each if one is not None]
    if len(found) <= 1 or any(one is None for one in each):
        return found[0] if found else None
    added = total(found)
    return added if added.value == number(known).value else _largest(found)


def _less(metered: Figure | None, off: Figure | None) -> Figure | None:
    """Return a demand less what is supplied on, not below nothing."""
    if metered is None or off is None:
        return metered
    left = metered - off
    return Figure(f"MAX(0,{left.text})", max(left.value, Fraction(0)), left.places)


def _largest(metered: list[Figure]) -> Figure | None:
    """Return the demand: of two meters in a month the larger."""
    if len(metered) <= 1:
        return metered[0] if metered else None
    value = max(one.value for one in metered)
    return Figure(f"MAX({','.join(one.text for one in metered)})", value, max(one.places for one in metered))


def _billed(at: int, one: dict[str, object], mode: str) -> Figure:
    """Return the billed demand: the contract up to its limit, beyond it as the rule's reading says."""
    known = number(one["billed_kw"])
    if one["mode"] != CONTRACT:
        return Figure(f"C{at}", known.value, known.places)
    limit = f"D{at}*E{at}/100"
    more = {"A": f"D{at}+2*(C{at}-{limit})", "B": f"{limit}+2*(C{at}-{limit})", "C": f"D{at}+2*(C{at}-D{at})"}
    beyond = more.get(mode, f"D{at}")
    return Figure(f"ROUND(IF(C{at}>ROUND({limit},8),{beyond},D{at}),8)", known.value, known.places)
