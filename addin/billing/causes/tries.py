"""Which mistakes are worth trying for which customers, with what they would need to know, and how they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.basic.capacity import CLOSING
from addin.billing.causes import mistakes
from addin.billing.causes.prices import AT
from addin.billing.flags import NO, YES
from addin.billing.metering.readings import ACTIVE
from addin.billing.month import Billing
from addin.reading import Ledger
from addin.tables.choices import TOTAL

ADJUSTED, CHARGED = frozenset({"力调电费"}), frozenset({"容量电费", "需量电费", "力调电费"})
TOUCHES: Mapping[str, frozenset[str]] = {
    "力调标准": ADJUSTED, "容需量": CHARGED, "需量折扣": CHARGED,
    "时段": ADJUSTED | {"购电"}, "1.5倍": ADJUSTED | {"购电"}, "基金": frozenset({"政府性基金"}),
}  # fmt: skip
"""Components that a family can change; one that is not named can change any."""
STANDARDS = ("0.90", "0.85", "0.80", "不考核")
MODES = ("按容量", "实际最大需量", "合同最大需量")
PAIRS = ("峰谷", "尖峰", "平谷", "峰平", "尖平", "尖谷")
STEPS = (0.1, 10.0)
"""A decimal point in a multiplier that slipped."""
ROUND = (1, 10, 100)
"""What a multiplier that a bill implies is rounded to."""
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    """A mistake that may have been made.

    Attributes:
        family: tries of one family exclude one another.
        facts: by customer_no, what the mistake needs to know; customers that it cannot concern are not in it.
        words: by customer_no, what follows 若.
        change: makes the mistake on clones.
    """

    family: str
    facts: pd.Series
    words: pd.Series
    change: mistakes.Change

    def explains(self, different: frozenset[str]) -> bool:
        """Say whether it can change every one of the components that differ."""
        return self.family not in TOUCHES or different <= TOUCHES[self.family]

    def shares(self, different: frozenset[str]) -> bool:
        """Say whether it can change one of the components that differ (whatever, where only the total is known)."""
        return self.family not in TOUCHES or not different or bool(different & TOUCHES[self.family])


def tries(ledger: Ledger, billing: Billing, asked: pd.Index, months: tuple[str, ...]) -> list[Try]:
    """Return every try that concerns at least one of the customers.

    Args:
        ledger: the sheets that were read.
        billing: the month recomputed.
        asked: customers whose bills differ.
        months: other months whose prices may have been taken.
    """
    terms = billing.archive.terms.reindex(asked)
    every = [
        *_multipliers(ledger, billing, terms), *_swaps(billing, terms), *_standards(terms),
        *_prices(billing, terms, months), *_charges(terms), *_losses(billing, terms),
        *_capacity(ledger, billing, terms), *_meters(billing, terms), *_reactive(billing, terms),
    ]  # fmt: skip
    return [one for one in every if len(one.facts)]


def _try(family: str, facts: pd.Series, said: str, change: mistakes.Change) -> Try:
    """Return a try whose words hold its fact; customers without one are left out."""
    kept = facts.dropna()
    return Try(family, kept, kept.map(said.format), change)


def _same(fact: object, customer_nos: pd.Index) -> pd.Series:
    """Return the same fact for every customer."""
    return pd.Series(fact, index=customer_nos)


def _multipliers(ledger: Ledger, billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield multipliers: those written with readings or points, those a decimal point off, the one the bill implies."""
    used = _used(billing).reindex(terms.index)
    readings = billing.archive.readings
    noted = readings.dropna(subset=["multiplier"]).groupby("customer_no")["multiplier"]
    points = billing.archive.points.drop_duplicates("customer_no").set_index("customer_no")["multiplier"]
    past = ledger["readings"]
    past = past[past["month"] < billing.month].sort_values("month", kind="stable")
    last = past.dropna(subset=["multiplier"]).groupby("customer_no")["multiplier"].last()
    candidates = [
        noted.min(),
        noted.max(),
        points,
        last,
        *(used * step for step in STEPS),
        *_implied(billing, used, _known(ledger)),
    ]
    seen: list[pd.Series] = [used]
    for candidate in candidates:
        own = candidate.reindex(terms.index).astype("float64")
        fresh = own.where((own > 0) & ~pd.concat([each.eq(own) for each in seen], axis="columns").any(axis="columns"))
        seen.append(fresh)
        yield _try("倍率", fresh, "按倍率 {:g} 计算", mistakes.multiplier)


def _used(billing: Billing) -> pd.Series:
    """Return the multiplier that each customer's only read point was billed with."""
    energy = billing.quantities.energy
    read = energy.points[energy.points["root"] & energy.points[TOTAL].notna()]
    alone = read[~read["customer_no"].duplicated(keep=False)]
    taken = energy.metered.groupby("point_no", sort=False)["multiplier"].last()
    return pd.Series(alone.index.map(taken), index=pd.Index(alone["customer_no"]), dtype="float64")


def _known(ledger: Ledger) -> Numbers:
    """Return the multipliers that the company uses, ascending."""
    every = ledger["metering_points"]["multiplier"].dropna().unique()
    return np.sort(every.astype("float64"))


def _implied(billing: Billing, used: pd.Series, known: Numbers) -> list[pd.Series]:
    """Return the multipliers nearest to the energy of the issued bill: round ones, and those in use on either side.

    Losses and sub-meters make what the bill implies inexact.
    """
    metered = billing.quantities.energy.metered
    active = metered[metered["register"] == ACTIVE + TOTAL]
    runs = (active["quantity"] / active["multiplier"]).groupby(active["customer_no"]).sum().reindex(used.index)
    share = _energy(billing.issued).reindex(used.index) / _energy(billing.lines).reindex(used.index)
    kwh = active.groupby("customer_no")["quantity"].sum().reindex(used.index) * share
    exact = (kwh / runs).where(runs > 0)
    place = np.searchsorted(known, exact.fillna(0.0))
    sides = [known[np.clip(place + step, 0, len(known) - 1)] for step in (-1, 0)] if len(known) else []
    beside = [pd.Series(side, index=exact.index).where(exact.notna()) for side in sides]
    return [*((exact / step + 0.5) // 1 * step for step in ROUND), *beside]


def _energy(rows: pd.DataFrame) -> pd.Series:
    """Return the energy that transmission is charged on, by customer_no [kWh]."""
    return rows[rows["component"] == "输配电"].groupby("customer_no")["quantity"].sum()


def _swaps(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield pairs of periods that may have been taken for one another."""
    billed = billing.quantities.energy.billed
    timed = billed.loc[billed["平"].notna(), "customer_no"]
    for pair in PAIRS:
        values = pd.Series(pair, index=terms.index[terms.index.isin(timed)])
        yield _try("时段", values, f"把{pair[0]}段与{pair[1]}段示数互换", mistakes.swap)


def _standards(terms: pd.DataFrame) -> Iterator[Try]:
    """Yield the other power factor standards."""
    for standard in STANDARDS:
        other = pd.Series(standard, index=terms.index[terms["power_factor_standard"] != standard])
        said = "不执行功率因数调整" if standard == "不考核" else "按力调标准 {} 计算"
        yield _try("力调标准", other, said, mistakes.term("power_factor_standard"))


def _prices(billing: Billing, terms: pd.DataFrame, months: tuple[str, ...]) -> Iterator[Try]:
    """Yield the other price rows: voltage, kind of tariff, month."""
    rows, row_of = billing.prices.drop_duplicates(["tariff", "voltage"]), mistakes.term("pricing_voltage")
    for voltage in rows["voltage"].unique():
        kinds = set(rows.loc[rows["voltage"] == voltage, "tariff"])
        fits = terms["tariff_kind"].isin(kinds) & (terms["pricing_voltage"] != voltage)
        yield _try("价表行", _same(voltage, terms.index[fits]), "按 {} 计价", row_of)
    for kind in rows["tariff"].unique():
        other = pd.Series(kind, index=terms.index[terms["tariff_kind"] != kind])
        yield _try("电价制度", other, "按{}计算", mistakes.tariff)
    for month in months:
        yield _try("价表月份", terms["pricing_voltage"] + AT + month, f"按 {month} 的价表计算", row_of)


def _charges(terms: pd.DataFrame) -> Iterator[Try]:
    """Yield mode of capacity, discount on demand, 1.5 × agent price, relief from funds."""
    two_part = terms[terms["capacity_mode"].isin(MODES)]
    for mode in MODES:
        fits = (two_part["capacity_mode"] != mode) & (two_part["contract_demand_kw"].notna() | (mode != MODES[2]))
        said = f"容（需）量电费按{mode.removeprefix('按')}计收"
        yield _try("容需量", _same(mode, two_part.index[fits]), said, mistakes.term("capacity_mode"))
    demand = two_part.index[two_part["capacity_mode"] != MODES[0]]
    yield _try("需量折扣", _same(mistakes.NEAR_KVA, demand), "按折扣价计需量电费", mistakes.discount)
    yield _try("需量折扣", _same(mistakes.FAR_KVA, demand), "不按折扣价计需量电费", mistakes.discount)
    flagged = terms["agent_factor_15"] == YES
    column = mistakes.term("agent_factor_15")
    yield _try("1.5倍", _same(NO, terms.index[flagged]), "代理购电价格不乘 1.5 倍", column)
    yield _try("1.5倍", _same(YES, terms.index[~flagged]), "代理购电价格乘 1.5 倍", column)
    relieved = terms.index[terms["fund_relief_yuan_per_kwh"] > 0]
    yield _try("基金", _same(0.0, relieved), "不减免政府性基金", mistakes.term("fund_relief_yuan_per_kwh"))


def _losses(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield losses left out or counted twice."""
    losses = billing.quantities.energy.losses
    lossy = losses.index[losses["transformer_loss_kwh"] > 0].intersection(terms.index)
    yield _try("变损", _same(NO, lossy), "不计变损", mistakes.loss)
    lines = losses.index[losses["line_loss_kwh"] > 0].intersection(terms.index)
    yield _try("线损", _same(0.0, lines), "不计线损", mistakes.line_loss)
    yield _try("线损", _same(2.0, lines), "线损计两次", mistakes.line_loss)


def _capacity(ledger: Ledger, billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield suspensions overlooked or a day off, devices charged for a whole month."""
    first, last = billing.days[0], billing.days[-1]
    changes = ledger["capacity_changes"]
    shut = changes[changes["event"].isin(CLOSING) & (changes["changed_at"] <= last)]
    touched = terms.index[terms.index.isin(shut["customer_no"])]
    yield _try("暂停", _same(YES, touched), "不扣减暂停的容量", mistakes.never_sealed)
    for days, said in ((1, "封停、启封推后 1 天"), (-1, "封停、启封提前 1 天")):
        yield _try("暂停", _same(days, touched), said, mistakes.sealed_days)
    devices = billing.archive.devices
    new = devices.loc[(devices["commissioned_on"] > first) & (devices["commissioned_on"] <= last), "customer_no"]
    fresh = terms.index[terms.index.isin(new)]
    yield _try("新投", _same(YES, fresh), "新投设备按整月计费", mistakes.whole_month)


def _meters(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield sub-meters not taken off, one of two meters forgotten."""
    points = billing.archive.points
    behind = points.loc[points["parent_no"].notna(), "customer_no"]
    yield _try("分表", _same(YES, terms.index[terms.index.isin(behind)]), "不扣减分表电量", mistakes.not_taken_off)
    readings = billing.archive.readings
    meters = readings.drop_duplicates(["customer_no", "point_no", "meter_no"])
    twice = meters[meters.duplicated(["customer_no", "point_no"], keep=False)].sort_values("read_on", kind="stable")
    two = twice.groupby("customer_no")["meter_no"]
    for which in (two.first(), two.last()):
        yield _try("换表", which.reindex(terms.index), "漏计电能表 {} 的示数", mistakes.left_out)


def _reactive(billing: Billing, terms: pd.DataFrame) -> Iterator[Try]:
    """Yield reactive energy summed up wrongly: the reverse register left out or taken off, readings not multiplied."""
    metered = billing.quantities.energy.metered
    reactive = metered[metered["register"].isin(mistakes.REACTIVE)]
    back = reactive.loc[reactive["register"] == mistakes.REVERSE, "customer_no"]
    reverse = _same(YES, terms.index[terms.index.isin(back)])
    yield _try("无功", reverse, "不计反向无功", mistakes.no_reverse)
    yield _try("无功", reverse, "从正向无功中减去反向无功", mistakes.reverse_taken_off)
    keys = zip(reactive["point_no"], billing.archive.readings["meter_no"].reindex(reactive.index), strict=True)
    factors = dict(zip(keys, reactive["multiplier"], strict=True))
    multiplied = terms.index[terms.index.isin(reactive.loc[reactive["multiplier"] != 1, "customer_no"])]
    yield _try("无功", _same(YES, multiplied), "无功示数不乘倍率", mistakes.unmultiplied(factors))
