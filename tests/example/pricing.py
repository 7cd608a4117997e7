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

DAYS = 31
PERIODS = ("尖", "峰", "平", "谷")
AGENT, LINE_LOSS, SYSTEM, FUND = Decimal("0.384470"), Decimal("0.013643"), Decimal("0.082273"), Decimal("0.0452")
FACTORS = {"尖": Decimal("2.0"), "峰": Decimal("1.49"), "平": Decimal(1), "谷": Decimal("0.45")}


@dataclass(frozen=True)
class Tariff:
    """One row of the published table [yuan/kWh, yuan/kW·month, yuan/kVA·month]."""

    delivery: Decimal
    prices: dict[str, Decimal]
    demand: Decimal | None = None
    capacity: Decimal | None = None


def _tariff(delivery, flat, sharp, peak, valley, demand=None, capacity=None):  # noqa: PLR0913, PLR0917
    prices = {"尖": Decimal(sharp), "峰": Decimal(peak), "平": Decimal(flat), "谷": Decimal(valley)}
    return Tariff(Decimal(delivery), prices, demand and Decimal(demand), capacity and Decimal(capacity))


TABLE = {
    ("单一制", "<1kV"): _tariff("0.2103", "0.735686", "1.133999", "0.930961", "0.516924"),
    ("单一制", "1-10(20)kV"): _tariff("0.1903", "0.715686", "1.113999", "0.910961", "0.496924"),
    ("单一制", "35kV"): _tariff("0.1703", "0.695686", "1.093999", "0.890961", "0.476924"),
    ("两部制", "1-10(20)kV"): _tariff("0.1263", "0.651886", "1.049999", "0.848961", "0.432924", "42", "26.3"),
    ("两部制", "35kV"): _tariff("0.1065", "0.632086", "1.030199", "0.827161", "0.413124", "42", "26.3"),
    ("两部制", "110kV"): _tariff("0.0884", "0.613986", "1.012099", "0.809061", "0.395024", "39", "24.4"),
    ("两部制", "220kV及以上"): _tariff("0.0694", "0.594986", "0.993099", "0.790061", "0.376024", "39", "24.4"),
}
PRINTED_OTHERWISE = {
    ("单一制", "<1kV", "平"): Decimal("0.735886"),
    ("单一制", "1-10(20)kV", "平"): Decimal("0.715886"),
    ("单一制", "35kV", "平"): Decimal("0.695886"),
    ("两部制", "1-10(20)kV", "峰"): Decimal("0.846961"),
}
"""What the four doubtful cells of the table should be by its own components and factors."""


@dataclass(frozen=True)
class Transformer:
    """Name-plate of a transformer metered on its low side: S [kVA], P0 and Pk [kW], I0 and Uk [%], K."""

    rated_kva: int
    no_load_kw: str
    load_kw: str
    no_load_current: str
    impedance: str
    factor: str


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

    kwh: metered by period, or {"总": …} without periods; kvarh: |forward| + |reverse|, ``None``
    without a reactive meter; segments: (kVA, days) of equal
    capacity; demands: kW by feeder.
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


def half_up(value: Fraction | Decimal | int, places: int = 0) -> Decimal:
    """Round half up (away from zero) to a number of decimals, exactly."""
    scaled = abs(Fraction(value)) * Fraction(10) ** places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) if value >= 0 else Decimal(-whole)).scaleb(-places)


def read_kwh(previous: Decimal, current: Decimal, multiplier: Decimal) -> int:
    """Return what a register counted [kWh, kvarh]."""
    return int(half_up((current - previous) * multiplier))


def transformer_losses(unit: Transformer, active: int, reactive: int | None) -> tuple[int, int]:
    """Return active [kWh] and reactive [kvarh] losses of a month by the formula method.

    Without a reactive meter (``None``) the load is taken at cosφ 0.8 and no reactive loss is reckoned.
    """
    hours, rated, factor = Fraction(DAYS * 24), Fraction(unit.rated_kva), Fraction(unit.factor)
    squares = Fraction(active) ** 2 + (Fraction(active * 3, 4) if reactive is None else Fraction(reactive)) ** 2
    real = Fraction(unit.no_load_kw) * hours + factor * Fraction(unit.load_kw) * squares / (hours * rated**2)
    imaginary = Fraction(unit.no_load_current) / 100 * rated * hours
    imaginary += factor * Fraction(unit.impedance) / 100 * squares / (hours * rated)
    return int(half_up(real)), 0 if reactive is None else int(half_up(imaginary))


def spread(loss: int, kwh: dict[str, int]) -> dict[str, int]:
    """Spread a loss over the periods by their share; 平 takes what rounding leaves."""
    total = sum(kwh.values())
    if "平" not in kwh or not total:
        return {next(iter(kwh)) if "平" not in kwh else "平": loss}
    shares = {period: int(half_up(Fraction(loss * part, total))) for period, part in kwh.items() if period != "平"}
    return shares | {"平": loss - sum(shares.values())}


def add(*parts: dict[str, int]) -> dict[str, int]:
    """Add energies period by period."""
    return {period: sum(part.get(period, 0) for part in parts) for period in parts[0]}


def billed_energy(usage: Usage) -> tuple[dict[str, int], int]:
    """Return billed energy by period [kWh], losses included, and assessed reactive energy [kvarh]."""
    active, reactive = sum(usage.kwh.values()), usage.kvarh
    losses, reactive_loss = usage.agreed_loss_kwh, 0
    if usage.transformer:
        losses, reactive_loss = transformer_losses(usage.transformer, active, reactive)
    line = int(half_up(Fraction(usage.line_loss_percent) * active / 100))
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


def power_factor(active: int, reactive: int) -> Decimal | None:
    """Return cosφ rounded half up to two decimals, compared in squares so that no root is taken."""
    if not active and not reactive:
        return None
    square = Fraction(active**2, active**2 + reactive**2)
    hundredths = next(c for c in range(100, -1, -1) if c == 0 or square >= Fraction(2 * c - 1, 200) ** 2)
    return Decimal(hundredths).scaleb(-2)


def power_factor_percent(standard: Decimal, factor: Decimal) -> Decimal:
    """Return the percentage of the 1983 table: minus is a reduction."""
    cos, std = int(factor * 100), int(standard * 100)
    if cos >= std:
        return -_reduction(std, cos)
    first = {90: 70, 85: 65, 80: 60}[std]
    if cos >= first:
        return Decimal(std - cos) / 2
    return Decimal(10 + first - cos) if cos >= first - 5 else Decimal(15 + 2 * (first - 5 - cos))


def _reduction(std: int, cos: int) -> Decimal:
    steps = {
        90: ((95, 90, "0.15"),),
        85: ((90, 85, "0.10"), (94, 90, "0.15")),
        80: ((90, 80, "0.10"), (92, 90, "0.15")),
    }
    return sum((Decimal(rate) * max(0, min(cos, top) - low) for top, low, rate in steps[std]), Decimal(0))


def price_bill(usage: Usage) -> Bill:
    """Return the whole bill of a month."""
    billed, reactive = billed_energy(usage)
    total = sum(billed.values())
    main, taken = without_subs(usage, billed)
    rows = energy_rows(usage, main) + capacity_rows(usage, total)
    base = sum((row.amount for row in rows if row.component != "政府性基金"), Decimal(0))
    for row in rows:
        row.point_no = usage.point_no if row.component not in {"容量电费", "需量电费"} else None
    for sub, kwh in zip(usage.subs, taken, strict=True):
        rows.append(_row("购电", "总", kwh, sub.price))
        rows[-1].point_no = sub.point_no
    factor = power_factor(total, reactive) if usage.standard else None
    percent = power_factor_percent(usage.standard, factor) if factor is not None else None
    if percent is not None:
        rows.append(Row("力调电费", "总", base, percent, half_up(base * percent / 100, 2)))
    return Bill(rows, total, factor, percent)
