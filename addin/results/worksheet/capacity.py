"""容(需)量: the stretches of chargeable capacity, and the demand that is billed with its discount."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from addin.billing.basic.capacity import daily_capacity, events, suspended
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import CONTRACT
from addin.billing.basic.suspension_years import charged_again
from addin.billing.metering.readings import DEMAND as REGISTER
from addin.billing.statement import CAPACITY
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.demand_shares import Demands, demand_shares
from addin.results.worksheet.energy import Billed
from addin.results.worksheet.figures import Figure, agreed, decimal, number, total
from addin.results.worksheet.meters import Meters
from addin.results.worksheet.paper import Cell, Paper, Section
from addin.results.worksheet.resupply import Resupply
from addin.tables.choices import TOTAL

DEVICE = ("设备", "联锁组", "容量(kVA)")
STRETCH = ("容量段", "起", "止", "天数", "计费容量(kVA)")
KW = ("需量", "抄见(kW)", "合同(kW)", "界限(%)", "本月电量", "容量(kVA)", "价格折扣(%)", "计费需量(kW)")
Capacities = dict[tuple[int, int], tuple[Figure, Figure]]
"""kVA and days by segment and the number of the stretch in it."""
Running = dict[str, list[tuple[str, Figure]]]
"""Devices and their kVA by interlock group, those without one under the empty name."""


def capacity(paper: Paper, case: Case) -> Capacities:
    """Write the stretches of a customer billed by capacity, and the devices that each of them is made of."""
    found: Capacities = {}
    if not case.lines["component"].eq(CAPACITY).any():
        return found
    stretches = case.billing.quantities.capacity
    mine = stretches[stretches["customer_no"].eq(case.no)].to_dict("records")
    running = _running(paper, case, mine)
    section = paper.section("计费容量 = 当段在运设备之和，互为联锁的一组只计最大一台", STRETCH)
    for at, one in enumerate(mine):
        days = int(one["days"])
        kva = agreed(_together(running[at]), one["capacity_kva"])
        note = "；".join(part for part in (_interlocked(running[at]), _events(case) if at == 0 else "") if part)
        cells: list[Cell] = [f"{one['starts_on']:%m-%d}", f"{_last(one):%m-%d}", number(days), kva]
        row = section.row(f"第 {at + 1} 段", cells, note)
        segment = int(one["segment"])
        nth = sum(1 for known, _ in found if known == segment)
        found[segment, nth] = (row[3], row[2])
    return found


def _last(stretch: Mapping[Hashable, Any]) -> pd.Timestamp:
    return pd.Timestamp(stretch["starts_on"]) + pd.Timedelta(days=int(stretch["days"]) - 1)


def _running(paper: Paper, case: Case, stretches: Sequence[Mapping[Hashable, Any]]) -> list[Running]:
    """Write the devices of each stretch with what counts of each; return them by interlock group."""
    section = paper.section("在运设备（取自「受电设备」「容量变动」）：投运、封停、启封、暂换后的容量", DEVICE)
    devices = case.billing.archive.devices
    devices = devices[devices["customer_no"].eq(case.no)]
    days = pd.DatetimeIndex([one["starts_on"] for one in stretches])
    each = daily_capacity(devices, case.billing.archive.changes, days, case.billing.flags)
    found: list[Running] = []
    for at, stretch in enumerate(stretches):
        running: Running = {}
        for place, kva in each[stretch["starts_on"]].items():
            if kva > 0:
                one = devices.loc[place]
                group = str(one["interlock_group"]) if there(one["interlock_group"]) else ""
                label = f"第 {at + 1} 段 {one['device_no']}"
                row = section.row(label, [group or None, number(kva)], _standing(one["rated_kva"], kva))
                running.setdefault(group, []).append((str(one["device_no"]), row[1]))
        found.append(running)
    return found


def _standing(rated_kva: float, kva: float) -> str:
    return "铭牌容量" if rated_kva == kva else f"铭牌 {rated_kva:g} kVA，变动后 {kva:g} kVA"


def _together(running: Running) -> Figure:
    """Return the capacity that can run together: all devices without a group, the largest of each group."""
    alone = [kva for _, kva in running.get("", [])]
    return total([*alone, *(largest([kva for _, kva in each]) for group, each in running.items() if group)])


def _interlocked(running: Running) -> str:
    """Say which device of each interlock group counts, and why."""
    said = []
    for group, each in running.items():
        if group and len(each) > 1:
            name, kva = max(each, key=lambda one: one[1].value)
            names = "、".join(one for one, _ in each)
            said.append(f"联锁组 {group} 的 {names} 不能同时投运，只计最大的 {name} {decimal(kva.value):f} kVA")
    return "；".join(said)


def _events(case: Case) -> str:
    """Return what changed the capacity within the days of the bill."""
    archive = case.billing.archive
    mine = archive.devices[archive.devices["customer_no"].eq(case.no)]
    window = archive.windows.loc[case.no]
    flags, first, last = case.billing.flags, window["first_on"], window["last_on"]
    every = events(mine, case.billing.archive.changes, flags)
    rows = every[every["on"].between(first, last)]
    said = [f"{one['device_no']} {one['changed_at']:%m-%d} {one['event']}" for one in rows.to_dict("records")]
    again = charged_again(every[suspended(every)], last, flags)
    again = again[again["on"].between(first, last) & (again["kva"] > 0)]
    spent = f"起恢复计费（一年暂停满 {flags.suspensions.most_days} 天）"
    said += [f"{one['device_no']} {one['on']:%m-%d} {spent}" for one in again.to_dict("records")]
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
    metered = [read.quantities.get((one, REGISTER), []) for one in asked]
    each = [_less(largest(kw) if kw else None, shared.kw(one)) for one, kw in zip(asked, metered, strict=True)]
    found = [one for one in each if one is not None]
    if len(found) <= 1 or any(one is None for one in each):
        return found[0] if found else None
    added = total(found)
    return added if added.value == number(known).value else largest(found)


def _less(metered: Figure | None, off: Figure | None) -> Figure | None:
    """Return a demand less what is supplied on, not below nothing."""
    if metered is None or off is None:
        return metered
    left = metered - off
    return Figure(f"MAX(0,{left.text})", max(left.value, Fraction(0)), left.places)


def largest(figures: list[Figure]) -> Figure:
    """Return the largest: of two meters in a month, of transformers that interlock."""
    value = max(one.value for one in figures)
    text = f"MAX({','.join(one.text for one in figures)})" if len(figures) > 1 else figures[0].text
    return Figure(text, value, max(one.places for one in figures))


def _billed(at: int, one: dict[str, object], mode: str) -> Figure:
    """Return the billed demand: the contract up to its limit, beyond it as the rule's reading says."""
    known = number(one["billed_kw"])
    if one["mode"] != CONTRACT:
        return Figure(f"C{at}", known.value, known.places)
    limit = f"D{at}*E{at}/100"
    more = {"A": f"D{at}+2*(C{at}-{limit})", "B": f"{limit}+2*(C{at}-{limit})", "C": f"D{at}+2*(C{at}-D{at})"}
    beyond = more.get(mode, f"D{at}")
    return Figure(f"ROUND(IF(C{at}>ROUND({limit},8),{beyond},D{at}),8)", known.value, known.places)
