"""Meters of the example and what they counted: points, registers and the usage that a bill is made from."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from math import sqrt

from cast import Customer, noise
from measures import DAYS, half_up, read_kwh
from prices import PERIODS

RATIOS = (50, 75, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)
SHARES = {
    "连续": (8.3, 25.0, 33.4, 33.3), "数据": (8.4, 25.1, 33.3, 33.2), "三班": (8.5, 25.5, 36.0, 30.0),
    "二班": (9.0, 26.0, 47.0, 18.0), "单班": (3.0, 16.0, 68.0, 13.0), "商业": (14.0, 33.0, 42.0, 11.0),
    "公共": (9.0, 22.0, 52.0, 17.0), "学校": (8.0, 21.0, 57.0, 14.0), "夜间": (4.0, 18.0, 20.0, 58.0),
    "供热": (8.6, 25.4, 34.0, 32.0), "冷库": (8.0, 24.0, 35.0, 33.0), "农业": (2.0, 12.0, 66.0, 20.0),
}  # fmt: skip
"""Shares of 尖峰平谷 [%] by the customer's rhythm."""
LOAD_FACTORS = {
    "连续": 0.84, "数据": 0.86, "三班": 0.74, "二班": 0.52, "单班": 0.36, "商业": 0.48, "公共": 0.46, "学校": 0.4,
    "夜间": 0.5, "供热": 0.7, "冷库": 0.66, "农业": 0.4,
}  # fmt: skip
ROLLED = Decimal(9986)


@dataclass
class Register:
    """A register of a meter over one month."""

    name: str
    previous: Decimal | None
    current: Decimal
    previous_on: str
    read_on: str
    meter_no: str = ""
    rolled: bool = False

    @property
    def difference(self) -> Decimal:
        return self.current - (self.previous or 0) + (10**4 if self.rolled else 0)


@dataclass
class Point:
    """A metering point with its meter and what its registers showed, by month."""

    no: str
    meter_no: str
    current: tuple[int, int]
    voltage: int
    role: str = "总表"
    share: float = 1.0
    digits: int = 6
    old_meter_no: str | None = None
    old_current: tuple[int, int] | None = None
    readings: dict[str, list[Register]] = field(default_factory=dict)

    @property
    def multiplier(self) -> int:
        return self.current[0] // self.current[1] * self.voltage

    def multiplier_of(self, month: str) -> int:
        """Return the multiplier of a month: other current transformers may have hung there before."""
        primary, secondary = self.old_current if self.old_current and month < "2026-01" else self.current
        return primary // secondary * self.voltage

    @property
    def step(self) -> Decimal:
        """What the last digit of a register stands for."""
        return Decimal("0.0001") if self.multiplier > 10000 else Decimal("0.01")

    def counted(self, month: str) -> dict[str, int]:
        """Return what each register counted in a month [kWh, kvarh]."""
        totals: dict[str, int] = {}
        for register in self.readings[month]:
            if register.name != "最大需量":
                kwh = read_kwh(Decimal(0), register.difference, Decimal(self.multiplier_of(month)))
                totals[register.name] = totals.get(register.name, 0) + kwh
        return totals

    def demand(self, month: str) -> Decimal:
        """Return the maximum demand of a month [kW]."""
        tops = [register.current for register in self.readings[month] if register.name == "最大需量"]
        return max(tops, default=Decimal(0)) * self.multiplier_of(month)


def point_no(customer: Customer, number: int) -> str:
    """Return the number of a customer's metering point."""
    return f"42{customer.order:06}{number:03}"


def make_points(customer: Customer) -> list[Point]:
    """Return a customer's metering points without readings."""
    feeders = int(customer.marks.get("表", 1))
    shares = {1: (1.0,), 2: (0.6, 0.4)}[feeders]
    if "备表" in customer.marks:
        shares = (1.0, 0.0)
    digits = 4 if "翻转" in customer.marks else 6
    points = [
        Point(point_no(customer, n), _meter_no(customer, n), *_ratios(customer, feeders), share=s, digits=digits)
        for n, s in enumerate(shares, start=1)
    ]
    if "换表" in customer.marks or "换互" in customer.marks:
        points[0].old_meter_no = _meter_no(customer, 9)
    if "换互" in customer.marks:
        points[0].old_current = (int(customer.marks["换互"]), 5)
    if "套表" in customer.marks:
        share = float(customer.marks["套表"])
        points.append(Point(point_no(customer, 3), _meter_no(customer, 3), (100, 5), 1, "套表", share))
    return points


def _meter_no(customer: Customer, number: int) -> str:
    return f"42{300 + customer.order:04}{int(noise(customer.no, 'meter', number) * 10**8):08}"


def _ratios(customer: Customer, feeders: int) -> tuple[tuple[int, int], int]:
    """Return CT and PT ratios that suit the capacity and the side of metering."""
    kv = float(customer.kv) if customer.side == "高计" else 0.38
    amperes = customer.kva / feeders / (sqrt(3) * kv)
    primary = int(customer.marks.get("CT", 0)) or next((r for r in RATIOS if r >= amperes * 0.9), RATIOS[-1])
    return (primary, 5), {0.38: 1, 10: 100, 35: 350, 110: 1100, 220: 2200}[kv]


def fill_month(customer: Customer, points: list[Point], month: str, factor: float) -> None:
    """Give every point its registers for a month; ``factor`` is the month's energy against 2026-01."""
    wanted = float(customer.marks.get("精确", customer.hours * customer.kva)) * factor
    for point in points:
        shares = [
            s + (noise(customer.no, month, p) - 0.5) * min(s, 2)
            for s, p in zip(SHARES[customer.shape], PERIODS, strict=True)
        ]
        energy = [wanted * point.share * s / sum(shares) for s in shares]
        differences = _differences(point, month, energy, flat="不分时" in customer.marks)
        _add_registers(customer, point, month, differences, wanted * point.share)


def _differences(point: Point, month: str, energy: list[float], *, flat: bool) -> dict[str, Decimal]:
    """Return register differences by name whose rounded energies add up to the rounded whole."""
    step, multiplier = point.step, Decimal(point.multiplier_of(month))
    parts = [_steps(kwh, multiplier, step) for kwh in energy]
    parts[2] = _steps(sum(energy), multiplier, step) - parts[0] - parts[1] - parts[3]
    if flat:
        return {"正向有功总": sum(parts)}
    for number in count():
        if _rounded(parts, multiplier) == read_kwh(Decimal(0), sum(parts), multiplier):
            break
        parts[number % 4] += step
    return {"正向有功总": sum(parts)} | {f"正向有功{p}": part for p, part in zip(PERIODS, parts, strict=True)}


def _rounded(parts: list[Decimal], multiplier: Decimal) -> int:
    return sum(read_kwh(Decimal(0), part, multiplier) for part in parts)


def _steps(kwh: float, multiplier: Decimal, step: Decimal) -> Decimal:
    return Decimal(round(kwh / float(multiplier * step))) * step


def _add_registers(customer: Customer, point: Point, month: str, differences: dict[str, Decimal], kwh: float) -> None:
    reactive = kwh * sqrt(1 - customer.pf**2) / customer.pf if customer.standard and point.role == "总表" else 0.0
    reverse = reactive * (0.04 if customer.order % 3 == 0 else 0.0)
    if point.role == "总表" and customer.standard:
        multiplier = Decimal(point.multiplier_of(month))
        differences["正向无功总"] = _steps(reactive - reverse, multiplier, point.step)
        differences["反向无功总"] = _steps(reverse, multiplier, point.step)
    point.readings[month] = [
        register
        for name, difference in differences.items()
        for register in _registers(customer, point, month, name, difference)
    ]
    if customer.kv != "0.38" and point.role == "总表":
        kw = Decimal(customer.marks["D"]) if "D" in customer.marks else Decimal(str(_demand(customer, month, kwh)))
        top = half_up(kw / point.multiplier_of(month), 4)
        point.readings[month].append(Register("最大需量", None, top, *dates(month), point.readings[month][-1].meter_no))


def _demand(customer: Customer, month: str, kwh: float) -> float:
    spread = 0.97 + 0.06 * noise(customer.no, month, "demand")
    return kwh / (DAYS * 24) / LOAD_FACTORS[customer.shape] * spread


def _registers(customer: Customer, point: Point, month: str, name: str, difference: Decimal) -> list[Register]:
    """Return a register's line of a month, two where the meter was changed on the way."""
    first_on, last_on = dates(month)
    start = _start(point, month, name)
    if "换表" in customer.marks and month == "2026-01":
        day = int(customer.marks["换表"])
        before = half_up(difference * day / DAYS, 2)
        changed_on = f"2026-01-{day:02}"
        return [
            Register(name, start, start + before, first_on, changed_on, point.old_meter_no),
            Register(name, Decimal("0.00"), difference - before, changed_on, last_on, point.meter_no),
        ]
    meter_no = point.old_meter_no if point.old_meter_no and month < "2026-01" else point.meter_no
    end = start + difference
    rolled = point.digits == 4 and end >= 10**4
    return [Register(name, start, end - 10**4 if rolled else end, first_on, last_on, meter_no, rolled)]


def _start(point: Point, month: str, name: str) -> Decimal:
    before = point.readings.get(previous(month))
    if point.old_current and before:
        return Decimal("0.00")
    if before:
        return next(register.current for register in before if register.name == name)
    if point.digits == 4 and name == "正向有功总":
        return ROLLED - Decimal("158.41")
    scale = {"正向有功总": 9000, "正向有功平": 4000}.get(name, 2600)
    return half_up(Decimal(str(round(400 + noise(point.no, name) * scale, 4))), -point.step.as_tuple().exponent)


def previous(month: str) -> str:
    """Return the month before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}"


def dates(month: str) -> tuple[str, str]:
    """Return the reading days before and at the end of a month of 31 days."""
    return {"2025-12": ("2025-11-30", "2025-12-31"), "2026-01": ("2025-12-31", "2026-01-31")}[month]
