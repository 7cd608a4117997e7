"""A second computation of a bill: plain fractions, one customer at a time, written from the tariff rules by itself.

Nothing of the product is imported. Prices are those of 国网湖北 2026-01 (billing.md §10), rules those of billing.md §2, §4,
§5, §6 and ledger.md §2.9. A customer is a plain ``Customer``; ``statement`` returns its rows in whole fen.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from math import floor

DAYS = 31
PERIODS = "尖峰平谷"
TRANSMISSION = {
    ("单一制", "<1kV"): "0.2103", ("单一制", "1-10(20)kV"): "0.1903", ("单一制", "35kV"): "0.1703",
    ("两部制", "1-10(20)kV"): "0.1263", ("两部制", "35kV"): "0.1065", ("两部制", "110kV"): "0.0884",
    ("两部制", "220kV及以上"): "0.0694",
}  # fmt: skip
PUBLISHED = {
    ("单一制", "<1kV"): "1.133999 0.930961 0.735686 0.516924",
    ("单一制", "1-10(20)kV"): "1.113999 0.910961 0.715686 0.496924",
    ("单一制", "35kV"): "1.093999 0.890961 0.695686 0.476924",
    ("两部制", "1-10(20)kV"): "1.049999 0.848961 0.651886 0.432924",
    ("两部制", "35kV"): "1.030199 0.827161 0.632086 0.413124",
    ("两部制", "110kV"): "1.012099 0.809061 0.613986 0.395024",
    ("两部制", "220kV及以上"): "0.993099 0.790061 0.594986 0.376024",
}
LOW = {"1-10(20)kV": ("26.3", "42"), "35kV": ("26.3", "42"), "110kV": ("24.4", "39"), "220kV及以上": ("24.4", "39")}
"""Capacity and demand price by voltage."""
AGENT, LINE_LOSS, SYSTEM, FUND = map(Fraction, ("0.384470", "0.013643", "0.082273", "0.0452"))
DWELLINGS = Fraction("0.588")
"""Price of the sub-meters that are dwellings: the catalogue is each province's own, this number is made up."""
SHORTEST_SUSPENSION, MUCH_USED = 15, 260
EXACT = None
"""Decimals of what is not rounded."""
once_a_customer = lru_cache(maxsize=16)
"""Fractions are slow: what several rows of a bill stand on is reckoned once, for as long as its customer is asked of."""


@dataclass(frozen=True)
class Meter:
    """A meter: its multiplier, and how far each register ran in the month (exact decimals)."""

    multiplier: int
    runs: tuple[Fraction, ...]
    reactive_run: Fraction
    demand_run: Fraction = Fraction(0)
    reverse_run: Fraction = Fraction(0)


@dataclass(frozen=True)
class Device:
    """A transformer: day of commissioning, sealing and unsealing within the month; 0 = not in it.

    ``deducted``: a suspension counts however short it is.
    """

    kva: int
    commissioned: int = 0
    sealed: int = 0
    unsealed: int = 0
    deducted: bool = False


@dataclass(frozen=True)
class Customer:
    """One customer's month; ``own_kind``: its sub-meter or ratio is business at that tariff kind, not dwellings.

    ``line``: ohm of each phase, shape factor and kV of a line whose loss is agreed by R·I².
    ``figure_before``: what the archive had for its ratio or agreed energy until the year before.
    ``dwelling``: first and last day on which all of it is a dwelling, from the first or to the last day of the month.
    """

    tariff: tuple[str, str]
    meters: tuple[Meter, ...]
    devices: tuple[Device, ...]
    mode: str
    contract_kva: int
    contract_kw: int = 0
    standard: str = "不考核"
    times_15: bool = False
    relief: Fraction = Fraction(0)
    low_side: bool = False
    plate: tuple[Fraction, ...] = ()
    line_loss_percent: Fraction = Fraction(0)
    line: tuple[Fraction, ...] = ()
    ratio_percent: Fraction = Fraction(0)
    sub_bears_losses: bool = False
    distributed: bool = False
    own_ratio_percent: Fraction = Fraction(0)
    sub_meter: tuple[Meter, ...] = field(default=())
    agreed_kwh: Fraction = Fraction(0)
    figure_before: Fraction = Fraction(0)
    own_kind: str = ""
    own_kind_adjusted: bool = False
    dwelling: tuple[int, int] = (0, 0)


def half_up(value, places=0):
    """Round half away from zero."""
    if places is EXACT:
        return Fraction(value)
    scale, above, below = 10**places, *value.as_integer_ratio()
    whole = (2 * abs(above) * scale + below) // (2 * below)
    return Fraction(whole if above >= 0 else -whole, scale)


def fen(value):
    """Return yuan as whole fen."""
    return int(half_up(value, 2) * 100)


@once_a_customer
def read(meters):
    """Return kWh by period and kvarh of a point: each register of each meter rounded, the rest of the total to 平.

    Reactive energy is the absolute sum of both directions (billing.md §4.2).
    """
    periods = [sum(half_up(meter.runs[at] * meter.multiplier) for meter in meters) for at in range(len(PERIODS))]
    total = sum(half_up(sum(meter.runs) * meter.multiplier) for meter in meters)
    periods[PERIODS.index("平")] += total - sum(periods)
    ways = [run * meter.multiplier for meter in meters for run in (meter.reactive_run, meter.reverse_run)]
    return tuple(periods), sum(half_up(kvarh) for kvarh in ways)


def taken_off(one, periods):
    """Return what sub-meters at another class take off each period."""
    if one.sub_meter:
        return read(one.sub_meter)[0]
    if one.agreed_kwh:
        return [one.agreed_kwh if name == "平" else Fraction(0) for name in PERIODS]
    return [half_up(kwh * one.ratio_percent / 100) for kwh in periods]


def running(device, day):
    """Say whether a transformer is charged on a day: from its commissioning, not from its sealing to its unsealing."""
    if day < device.commissioned:
        return False
    if not device.sealed or day < device.sealed:
        return True
    if device.unsealed and device.unsealed - device.sealed < SHORTEST_SUSPENSION and not device.deducted:
        return True
    return bool(device.unsealed) and day >= device.unsealed


def energised(device, day):
    """Say whether a transformer has losses on a day: sealed ones have none, however short the suspension is."""
    sealed = device.sealed and device.sealed <= day and not (device.unsealed and device.unsealed <= day)
    return device.commissioned <= day and not sealed


def capacity_segments(one):
    """Return (kVA, days) of each stretch of equal capacity above nothing."""
    daily = [sum(device.kva for device in one.devices if running(device, day)) for day in business_days(one)]
    stretches = []
    for kva in daily:
        if stretches and stretches[-1][0] == kva:
            stretches[-1][1] += 1
        else:
            stretches.append([kva, 1])
    return [(kva, days) for kva, days in stretches if kva]


def business_days(one):
    """Return the days on which the customer is no dwelling."""
    first, last = one.dwelling
    return [day for day in range(1, DAYS + 1) if not first <= day <= last]


def before_the_cut(one, meter_days, kwh):
    """Return what a register of a meter that counts on some days ran before the class changes (§6: parted by days)."""
    cut = one.dwelling[1] if one.dwelling[0] == 1 else one.dwelling[0] - 1
    first, last = meter_days
    return half_up(Fraction(kwh) * max(0, min(last, cut) - first + 1) / (last - first + 1))


def days_of(one, at):
    """Return the first and last day of a meter: of two the second begins the day after the 13th, its day of change.

    A reading of the first day of a new class is that of the change itself: it counts for the evening before.
    """
    cut = one.dwelling[1] if one.dwelling[0] == 1 else one.dwelling[0] - 1
    changed_on = 12 if cut == 12 else 13
    if len(one.meters) == 1:
        return 1, DAYS
    return (changed_on + 1, DAYS) if at else (1, changed_on)


def both_classes(one):
    """Return the kWh of each period at business prices, and all kWh at the price of dwellings.

    Each period's loss is parted as the period's energy is; the first part is rounded, the second takes the rest.
    """
    metered, kvarh = read(one.meters)
    before = [
        sum(
            before_the_cut(one, days_of(one, at), half_up(meter.runs[period] * meter.multiplier))
            for at, meter in enumerate(one.meters)
        )
        for period in range(len(PERIODS))
    ]
    transformer, _, line = losses(one, metered, kvarh)
    lost = [sum(part) for part in zip(*(shared(loss, metered) for loss in (transformer, line)), strict=True)]
    days = one.dwelling[1] if one.dwelling[0] == 1 else one.dwelling[0] - 1
    with_losses = [
        kwh + half_up(loss * (Fraction(kwh, all_) if all_ else Fraction(days, DAYS)))
        for kwh, all_, loss in zip(before, metered, lost, strict=True)
    ]
    after = [all_ + loss - part for all_, loss, part in zip(metered, lost, with_losses, strict=True)]
    return (after, sum(with_losses)) if one.dwelling[0] == 1 else (with_losses, sum(after))


def losses(one, periods, kvarh):
    """Return transformer loss [kWh, kvarh] and line loss [kWh] (billing.md §5.1, §5.4)."""
    active = sum(periods)
    line = half_up(active * one.line_loss_percent / 100 if not one.line else heat(*one.line, active, kvarh))
    days = sum(energised(one.devices[0], day) for day in range(1, DAYS + 1))
    if not one.low_side or not days:
        return Fraction(0), Fraction(0), line
    p0, pk, i0, uk, k = one.plate
    hours, kva = days * 24, one.devices[0].kva
    squares = active**2 + kvarh**2
    loss = half_up(p0 * hours + k * pk / (hours * kva**2) * squares)
    reactive = half_up(i0 / 100 * kva * hours + k * uk / 100 / (hours * kva) * squares)
    return loss, reactive, line


def heat(ohm, factor, kv, active, kvarh):
    """Return what three phases lose [kWh] to the square of their effective current, shape factor × mean (§5.4)."""
    hours = DAYS * 24
    mean_squared = (active**2 + kvarh**2) / (3 * kv**2 * hours**2)
    return 3 * factor**2 * mean_squared * ohm * hours / 1000


def shared(loss, periods):
    """Share a loss over the periods, whole kWh, the rest to 平 (billing.md §5.3)."""
    total = sum(periods) or 1
    shares = [half_up(loss * share_of(kwh, total)) for kwh in periods]
    flat = PERIODS.index("平")
    shares[flat] = loss - sum(share for at, share in enumerate(shares) if at != flat)
    return shares


def share_of(kwh, total):
    """Return a period's share, four decimals."""
    return half_up(Fraction(kwh) / total, 4)


def energy_prices(one):
    """Return what each period's 购电 row costs."""
    return floating_prices(PUBLISHED[one.tariff], TRANSMISSION[one.tariff], one.times_15)


@cache
def floating_prices(published, transmission, times_15):
    """Return published prices less what does not float; 1.5 × on the agent price."""
    fixed = Fraction(transmission) + SYSTEM + FUND
    floating = [Fraction(price) - fixed for price in published.split()]
    if not times_15:
        return floating
    base, boosted = AGENT + LINE_LOSS, AGENT * Fraction(3, 2) + LINE_LOSS
    return [half_up(boosted * half_up(price / base, 4), 6) for price in floating]


def hundredths(active, reactive, *, cut=False):
    """Return cosφ in hundredths by comparing squares, a half rounded up, or all behind them cut off."""
    total, more = active**2 + reactive**2, 0 if cut else 1
    return next(c for c in range(100, -1, -1) if c == 0 or 40_000 * active**2 >= (2 * c - more) ** 2 * total)


def rate(standard, cosine):
    """Return the percentage of the table of 1983, by its integer form (billing.md §4.3)."""
    if cosine >= standard:
        steps = {
            90: [(95, 90, "0.15")],
            85: [(90, 85, "0.1"), (94, 90, "0.15")],
            80: [(90, 80, "0.1"), (92, 90, "0.15")],
        }
        return -sum(Fraction(each) * max(0, min(cosine, top) - low) for top, low, each in steps[standard])
    first = standard - 20
    if cosine >= first:
        return Fraction(standard - cosine, 2)
    return Fraction(10 + first - cosine if cosine >= first - 5 else 15 + 2 * (first - 5 - cosine))


@once_a_customer
def billed_energy(one):
    """Return the kWh of each period that are billed: less sub-meters, with losses."""
    metered, kvarh = read(one.meters)
    transformer, _, line = losses(one, metered, kvarh)
    off = taken_off(one, metered)
    left = [kwh - part for kwh, part in zip(metered, off, strict=True)]
    kept = [loss - borne(one, loss, sum(off), sum(metered)) for loss in (transformer, line)]
    return tuple(sum(part) for part in zip(left, *(shared(loss, metered) for loss in kept), strict=True))


def behind_energy(one):
    """Return the kWh of each period of dwellings or of a sub-meter at a kind of its own, with the losses it bears."""
    metered, kvarh = read(one.meters)
    transformer, _, line = losses(one, metered, kvarh)
    off = taken_off(one, metered)
    parts = [shared(borne(one, loss, sum(off), sum(metered)), off) for loss in (transformer, line)]
    return [sum(part) for part in zip(off, *parts, strict=True)]


def borne(one, loss, sub_kwh, total):
    """Return what the sub-meter bears of a loss: by its share of the energy, four decimals (billing.md §5.3)."""
    return half_up(loss * share_of(sub_kwh, total)) if one.sub_bears_losses and total else Fraction(0)


@dataclass(frozen=True)
class Habit:
    """How a program rounds: as billing.md §4.2 and §6 say, or one of the other ways that are in use.

    ``cut`` makes fen of yuan; ``once`` leaves all rows unrounded until they are added up; ``by_row`` takes the power
    factor adjustment of each row, else of their sum; ``cosine_cut`` does not round cosφ up; energy prices and daily prices of capacity may
    be rounded to so many decimals first; without ``reactive_losses`` those are no part of the power factor.
    """

    cut: Callable = half_up
    once: bool = False
    by_row: bool = True
    cosine_cut: bool = False
    price_places: int | None = EXACT
    daily_places: int | None = EXACT
    reactive_losses: bool = True


def off(value, places=0):
    """Leave off what is behind so many decimals."""
    return (1 if value >= 0 else -1) * Fraction(floor(abs(value) * 10**places), 10**places)


USUAL = Habit()


def statement(one, *, by_registers=False, habit=USUAL):
    """Return the rows of a bill: (component, period, fen), those of nothing left out.

    Behind generation of the customer's own the power factor is adjusted only where the rule says that the forward and
    reverse registers are enough (力率分布式口径); no meter here has four quadrants.
    """
    rows = [
        (component, period, int(habit.cut(yuan, 2) * 100))
        for component, period, yuan in priced(one, habit, by_registers=by_registers)
    ]
    return sorted(row for row in rows if row[2])


def total_fen(one, habit=USUAL):
    """Return the total of a bill."""
    if habit.once:
        return fen(sum(yuan for *_, yuan in priced(one, habit)))
    return sum(row[2] for row in statement(one, habit=habit))


@once_a_customer
def assessed_energy(one):
    """Return P and Q of the power factor, with losses."""
    metered, kvarh = read(one.meters)
    transformer, reactive, line = losses(one, metered, kvarh)
    return sum(metered) + transformer + line, kvarh + reactive


def priced(one, habit, *, by_registers=False):
    """Return the rows of a bill before they are cut to the fen, the adjustment taken on rows that are cut or not.

    Of reactive energy without active energy there is no adjustment: a person decides (billing.md §4.2).
    """
    active, kvarh = assessed_energy(one)
    billed, own = billed_energy(one), behind_energy(one)
    if one.dwelling[0]:
        billed, kwh = both_classes(one)
        own = [kwh]
    rows = energy_rows(one, billed, habit) + capacity_or_demand(one, active, billed, habit)
    others = [funds(one, billed, habit)]
    if not one.own_kind:
        others.append(("居民生活", "总", sum(own) * half_up(DWELLINGS, habit.price_places)))
    else:
        apart = energy_rows(replace(one, tariff=(one.own_kind, one.tariff[1])), own, habit)
        rows, others = (rows + apart, others) if one.own_kind_adjusted else (rows, others + apart)
        others = [*others, funds(one, own, habit)]
    known = by_registers or not one.distributed
    if not known or one.standard == "不考核" or not active:
        return [*rows, *others]
    lost = 0 if habit.reactive_losses else kvarh - read(one.meters)[1]
    cosine = hundredths(active, kvarh - lost, cut=habit.cosine_cut)
    percent = rate(int(one.standard[2:]), cosine)
    each = [yuan if habit.once else habit.cut(yuan, 2) for *_, yuan in rows]
    apart = habit.by_row and not habit.once
    shares = [habit.cut(yuan * percent / 100, 2) if apart else yuan * percent / 100 for yuan in each]
    return [*rows, *others, ("力调电费", "总", sum(shares))]


def energy_rows(one, kwh, habit):
    """Return the rows on energy that the adjustment is taken on, of the kWh of each period."""
    energy = [("购电", *each) for each in zip(PERIODS, kwh, energy_prices(one), strict=True)]
    energy += [("输配电", "总", sum(kwh), Fraction(TRANSMISSION[one.tariff])), ("系统运行", "总", sum(kwh), SYSTEM)]
    return [(component, period, used * half_up(price, habit.price_places)) for component, period, used, price in energy]


def funds(one, kwh, habit):
    """Return the row of the funds."""
    return ("政府性基金", "总", sum(kwh) * half_up(FUND - one.relief, habit.price_places))


def capacity_or_demand(one, used, billed, habit):
    """Return the rows on capacity or demand (billing.md §2.2, §2.3)."""
    if one.mode == "不计":
        return []
    per_kva, per_kw = map(Fraction, LOW[one.tariff[1]])
    if one.mode == "按容量":
        daily = half_up(per_kva / DAYS, habit.daily_places)
        segments = capacity_segments(one)
        return [("容量电费", "总", kva * (per_kva if days == DAYS else daily * days)) for kva, days in segments]
    metered = max(half_up(meter.demand_run * meter.multiplier, 6) for meter in one.meters)
    kw = metered if one.mode == "实际最大需量" else Fraction(one.contract_kw)
    reduced = Fraction(9, 10) if used >= MUCH_USED * one.contract_kva else 1
    share = Fraction(len(business_days(one)), DAYS)
    return [("需量电费", "总", part * per_kw * reduced * share) for part in demands(one, kw, sum(billed))]


def demands(one, kw, billed_kwh):
    """Return the kW of the meter above and of a ratio sub-meter of its class: by energy, six decimals (§2.3, S4)."""
    kwh = sum(half_up(part * one.own_ratio_percent / 100) for part in read(one.meters)[0])
    if one.mode != "实际最大需量" or not 0 < kwh <= billed_kwh:
        return [kw]
    part = half_up(kw * kwh / billed_kwh, 6)
    return [kw - part, part]
