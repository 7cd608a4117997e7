"""What is reckoned from meters: rounding, energy, transformer losses, power factor and its percentage."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

DAYS = 31


@dataclass(frozen=True)
class Transformer:
    """Name-plate of a transformer metered on its low side: S [kVA], P0 and Pk [kW], I0 and Uk [%], K."""

    rated_kva: int
    no_load_kw: str
    load_kw: str
    no_load_current: str
    impedance: str
    factor: str


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


@dataclass(frozen=True)
class Line:
    """A line of the customer's own: R of each phase [Ω], shape factor K, U [kV]."""

    ohm: str
    factor: str
    kv: str


def line_loss(line: Line, active: int, reactive: int) -> int:
    """Return what a line loses in a month [kWh] by R·I²: three phases, the mean current raised by the shape factor."""
    hours = Fraction(DAYS * 24)
    mean_squared = (Fraction(active) ** 2 + Fraction(reactive) ** 2) / (3 * Fraction(line.kv) ** 2 * hours**2)
    return int(half_up(3 * Fraction(line.factor) ** 2 * mean_squared * Fraction(line.ohm) * hours / 1000))


def spread(loss: int, kwh: dict[str, int]) -> dict[str, int]:
    """Spread a loss over the periods by their share of four decimals; 平 takes what rounding leaves."""
    total = sum(kwh.values())
    if "平" not in kwh or not total:
        return {next(iter(kwh)) if "平" not in kwh else "平": loss}
    shares = {
        period: int(half_up(loss * Fraction(half_up(Fraction(part, total), 4))))
        for period, part in kwh.items()
        if period != "平"
    }
    return shares | {"平": loss - sum(shares.values())}


def add(*parts: dict[str, int]) -> dict[str, int]:
    """Add energies period by period."""
    return {period: sum(part.get(period, 0) for part in parts) for period in parts[0]}


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


def adjustment(amounts: Iterable[Decimal], percent: Decimal) -> Decimal:
    """Return the power-factor charge: of each row that takes part, rounded, then added up."""
    return sum((half_up(amount * percent / 100, 2) for amount in amounts), Decimal(0))


def _reduction(std: int, cos: int) -> Decimal:
    steps = {
        90: ((95, 90, "0.15"),),
        85: ((90, 85, "0.10"), (94, 90, "0.15")),
        80: ((90, 80, "0.10"), (92, 90, "0.15")),
    }
    return sum((Decimal(rate) * max(0, min(cos, top) - low) for top, low, rate in steps[std]), Decimal(0))
