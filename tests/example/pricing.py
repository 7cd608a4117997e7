"""Prices a month's bill by itself, in Decimal and Fraction, from the published rules; imports no product code.

It stands in for the company's billing system: what it prints is what the product has to arrive at by its own way.

References: 国网湖北 2026年1月代理购电价格表 (published 2026-01); 水电财字〔1983〕215号 (power factor);
发改价格〔2023〕526号 (260 kWh/kVA); 供电营业规则(2024) (capacity by calendar days).
Limitations: one province, one month, one tariff class per customer; conventions are those of the example's ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from measures import (
    DAYS,
    Line,
    Transformer,
    add,
    adjustment,
    half_up,
    line_loss,
    power_factor,
    power_factor_percent,
    spread,
    transformer_losses,
)
from prices import AGENT, FACTORS, FUND, LINE_LOSS, PRINTED_OTHERWISE, SYSTEM, TABLE


@dataclass(frozen=True)
class SubMeter:
    """A group behind the main meter that has a price of its own (居民): ratio [%], fixed or metered kWh."""

    point_no: str
    price: Decimal
    ratio: Decimal | None = None
    kwh: int = 0


@dataclass
class Usage:
    """What a month's bill is made from.

    kwh: metered by period, or {"总": …} without periods; kvarh: |forward| + |reverse|, ``None`` without a reactive meter;
    segments: (kVA, days) of equal capacity; demands: kW by feeder.
    """

    kind: str
    voltage: str
    kwh: dict[str, int]
    kvarh: int | None = 0
    standard: Decimal | None = None
    mode: str = "不计"
    segments: list[tuple[int, int]] = field(default_factory=list)
    transformer_kva: int = 0
    demands: list[Decimal] = field(default_factory=list)
    larger_demand: bool = False
    contract_demand: Decimal | None = None
    transformer: Transformer | None = None
    agreed_loss_kwh: int = 0
    line_loss_percent: Decimal = Decimal(0)
    line: Line | None = None
    subs: list[SubMeter] = field(default_factory=list)
    retail: dict[str, Decimal] = field(default_factory=dict)
    all_in: Decimal | None = None
    agent_factor: Decimal = Decimal(1)
    corrected: bool = False
    layout: str = "合并"
    point_no: str | None = None


@dataclass
class Row:
    """A row of the printed bill."""

    component: str
    period: str
    quantity: Decimal
    price: Decimal | None
    amount: Decimal
    days: int | None = None
    point_no: str | None = None


@dataclass
class Bill:
    """A printed bill: rows, energy [kWh], power factor, its percentage and the total [yuan]."""

    rows: list[Row]
    kwh: int
    power_factor: Decimal | None
    percent: Decimal | None

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


def billed_energy(usage: Usage) -> tuple[dict[str, int], int]:
    """Return billed energy by period [kWh], losses included, and assessed reactive energy [kvarh]."""
    active, reactive = sum(usage.kwh.values()), usage.kvarh
    losses, reactive_loss = usage.agreed_loss_kwh, 0
    if usage.transformer:
        losses, reactive_loss = transformer_losses(usage.transformer, active, reactive)
    line = int(half_up(Fraction(usage.line_loss_percent) * active / 100))
    if usage.line:
        line = line_loss(usage.line, active, reactive or 0)
    return add(usage.kwh, spread(losses, usage.kwh), spread(line, usage.kwh)), (reactive or 0) + reactive_loss


def without_subs(usage: Usage, billed: dict[str, int]) -> tuple[dict[str, int], list[int]]:
    """Take the sub-meters' energy out of the main group; return what is left and what each sub has [kWh]."""
    left, taken = dict(billed), []
    for sub in usage.subs:
        parts = {"平": sub.kwh} if sub.ratio is None else {p: _share(usage.kwh[p], sub.ratio) for p in usage.kwh}
        left = {period: kwh - parts.get(period, 0) for period, kwh in left.items()}
        taken.append(sum(parts.values()))
    return left, taken


def _share(kwh: int, ratio: Decimal) -> int:
    return int(half_up(Fraction(ratio) * kwh / 100))


def published(usage: Usage, period: str) -> Decimal:
    """Return the published price of a period, from the doubtful or from the corrected cell [yuan/kWh]."""
    period = "平" if period == "总" else period
    price = TABLE[usage.kind, usage.voltage].prices[period]
    return PRINTED_OTHERWISE.get((usage.kind, usage.voltage, period), price) if usage.corrected else price


def purchase_price(usage: Usage, period: str) -> Decimal:
    """Return the floating part of a period's price: agent price and line loss [yuan/kWh]."""
    if usage.retail:
        return usage.retail[period]
    if usage.agent_factor != 1:
        base = usage.agent_factor * AGENT + LINE_LOSS
        return half_up(base * FACTORS[period], 6)
    return published(usage, period) - TABLE[usage.kind, usage.voltage].delivery - SYSTEM - FUND


def energy_rows(usage: Usage, kwh: dict[str, int]) -> list[Row]:
    """Return the rows of energy: purchase by period, then the components that do not float, on the whole."""
    if usage.all_in is not None:
        return [_row("购电", "总", sum(kwh.values()), usage.all_in)]
    rows = purchase_rows(usage, kwh)
    fixed = [("输配电", TABLE[usage.kind, usage.voltage].delivery), ("系统运行", SYSTEM), ("政府性基金", FUND)]
    if usage.retail:
        fixed.insert(0, ("上网环节线损", LINE_LOSS))
    for name, price in fixed:
        parts = kwh if usage.layout == "逐时段" else {"总": sum(kwh.values())}
        rows += [_row(name, period, part, price) for period, part in parts.items()]
    return (
        [_sum_up(rows, name) for name in dict.fromkeys(row.component for row in rows)]
        if usage.layout == "汇总"
        else rows
    )


def purchase_rows(usage: Usage, kwh: dict[str, int]) -> list[Row]:
    """Return one row per period; with the layout 分列 the line loss stands in rows of its own."""
    prices = {period: purchase_price(usage, period) for period in kwh}
    if usage.layout != "分列":
        return [_row("购电", period, part, prices[period]) for period, part in kwh.items()]
    losses = {period: half_up(LINE_LOSS * FACTORS.get(period, Decimal(1)), 6) for period in kwh}
    rows = [_row("购电", period, part, prices[period] - losses[period]) for period, part in kwh.items()]
    return rows + [_row("上网环节线损", period, part, losses[period]) for period, part in kwh.items()]


def _row(component: str, period: str, quantity: int, price: Decimal) -> Row:
    return Row(component, period, Decimal(quantity), price, half_up(quantity * price, 2))


def _sum_up(rows: Iterable[Row], component: str) -> Row:
    mine = [row for row in rows if row.component == component]
    price = mine[0].price if len(mine) == 1 else None
    quantity = sum((row.quantity for row in mine), Decimal(0))
    return Row(component, "总", quantity, price, sum((row.amount for row in mine), Decimal(0)))


def capacity_rows(usage: Usage, total_kwh: int) -> list[Row]:
    """Return the rows of capacity (by calendar days) or demand (260 kWh/kVA discount)."""
    tariff = TABLE.get((usage.kind, usage.voltage))
    if usage.mode == "按容量":
        return [_capacity_row(kva, days, tariff.capacity) for kva, days in usage.segments]
    if usage.mode not in {"合同最大需量", "实际最大需量"}:
        return []
    price = tariff.demand * (Decimal("0.9") if total_kwh >= 260 * usage.transformer_kva else 1)
    return [Row("需量电费", "总", kw, price, half_up(kw * price, 2)) for kw in billed_demands(usage)]


def _capacity_row(kva: int, days: int, price: Decimal) -> Row:
    amount = half_up(Fraction(kva * days, DAYS) * Fraction(price), 2)
    return Row("容量电费", "总", Decimal(kva), price, amount, days)


def billed_demands(usage: Usage) -> list[Decimal]:
    """Return the demands that are charged [kW]; above 105 % of the contract the excess counts double."""
    demands = [max(usage.demands)] if usage.larger_demand else usage.demands
    if usage.mode == "实际最大需量":
        return demands
    limit = usage.contract_demand * Decimal("1.05")
    excess = max(sum(demands) - limit, Decimal(0))
    return [usage.contract_demand + 2 * excess]


def price_bill(usage: Usage) -> Bill:
    """Return the whole bill of a month."""
    billed, reactive = billed_energy(usage)
    total = sum(billed.values())
    main, taken = without_subs(usage, billed)
    rows = energy_rows(usage, main) + capacity_rows(usage, total)
    taking_part = [row.amount for row in rows if row.component != "政府性基金"]
    for row in rows:
        row.point_no = usage.point_no if row.component not in {"容量电费", "需量电费"} else None
    for sub, kwh in zip(usage.subs, taken, strict=True):
        rows.append(_row("购电", "总", kwh, sub.price))
        rows[-1].point_no = sub.point_no
    factor = power_factor(total, reactive) if usage.standard else None
    percent = power_factor_percent(usage.standard, factor) if factor is not None else None
    if percent is not None:
        rows.append(Row("力调电费", "总", sum(taking_part, Decimal(0)), percent, adjustment(taking_part, percent)))
    return Bill(rows, total, factor, percent)
