"""Thirteen months: how much was used, what was billed and when it was paid."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cast import Customer, noise, pick
from measures import DAYS, half_up, power_factor_percent
from metering import Point, fill_month, make_points
from pricing import Bill, billed_energy, price_bill
from usages import usage

MONTH = "2026-01"
MONTHS = [f"2025-{number:02}" for number in range(1, 13)] + [MONTH]
INDUSTRY = (0.87, 0.83, 0.99, 1.00, 1.01, 1.03, 1.06, 1.07, 1.01, 0.98, 1.00, 1.02, 1.0)
TRADE = (0.92, 0.88, 0.86, 0.84, 0.93, 1.08, 1.24, 1.25, 1.08, 0.92, 0.90, 0.98, 1.0)
SCHOOL = (0.88, 0.74, 0.92, 0.90, 0.94, 1.04, 0.92, 0.84, 1.02, 0.90, 0.92, 0.99, 1.0)
HEATING = (0.96, 0.93, 0.80, 0.66, 0.56, 0.52, 0.52, 0.54, 0.56, 0.66, 0.80, 0.93, 1.0)
SEASONS = {"商业": TRADE, "公共": TRADE, "冷库": TRADE, "学校": SCHOOL, "供热": HEATING}
PRICE_LEVELS = (1.015, 1.00, 0.98, 0.965, 0.96, 0.985, 1.035, 1.04, 1.0, 0.975, 0.985, 1.005, 1.0)
"""Prices of the month against 2026-01; the history has no price table and feeds trends only."""


@dataclass
class Month:
    """A bill of the history as it stands in 电费账单."""

    month: str
    kwh: int
    total: Decimal
    power_factor: Decimal | None
    percent: Decimal | None


@dataclass
class Receipt:
    """Money received for a bill."""

    month: str
    received_on: date
    principal: Decimal
    late_fee: Decimal
    way: str
    matures_on: date | None = None


def season(customer: Customer, month: str) -> float:
    """Return the month's energy against 2026-01."""
    number = MONTHS.index(month)
    if month == MONTH:
        return 1.0
    return SEASONS.get(customer.shape, INDUSTRY)[number] * (0.975 + 0.05 * noise(customer.no, month))


def segments(customer: Customer) -> list[tuple[int, int]]:
    """Return the capacity of January in segments (kVA, days): the sealing day is free, the unsealing day is charged."""
    whole = customer.kva
    if "冷备" in customer.marks:
        whole -= customer.devices[int(customer.marks["冷备"]) - 1].kva
    if "联锁" in customer.marks:
        whole = max(device.kva for device in customer.devices)
    for mark, sealed in (("暂停", True), ("启封", False)):
        if mark in customer.marks:
            number, day = map(int, customer.marks[mark].split("@"))
            less = whole - customer.devices[number - 1].kva
            return [(whole, day - 1), (less, DAYS - day + 1)] if sealed else [(less, day - 1), (whole, DAYS - day + 1)]
    return [(whole, DAYS)]


def metered(customer: Customer) -> list[Point]:
    """Return a customer's points with the readings of December and January."""
    points = make_points(customer)
    fill_month(customer, points, "2025-12", season(customer, "2025-12"))
    fill_month(customer, points, MONTH, 1.0)
    return points


def billed_months(customer: Customer) -> list[str]:
    """Return the months in which a customer had a bill."""
    last = (customer.closed_on or "9999")[:7]
    return [month for month in MONTHS if customer.connected_on[:7] < month < last]


def bills(customer: Customer, points: list[Point], january: Bill) -> list[Month]:
    """Return the thirteen months of bills; January is the one that was priced."""
    fixed = sum((row.amount for row in january.rows if row.component in {"容量电费", "需量电费"}), Decimal(0))
    energy_price = (january.total - fixed) / january.kwh
    return [
        _history(customer, points, month, energy_price, fixed, january) if month != MONTH else
        Month(MONTH, january.kwh, january.total, january.power_factor, january.percent)
        for month in billed_months(customer)
    ]  # fmt: skip


def _history(  # noqa: PLR0913, PLR0917
    customer: Customer, points: list[Point], month: str, energy_price: Decimal, fixed: Decimal, january: Bill
) -> Month:
    kwh = round(january.kwh * season(customer, month))
    if month == "2025-12":
        kwh = sum(billed_energy(usage(customer, points, month, []))[0].values())
    level = Decimal(str(PRICE_LEVELS[MONTHS.index(month)]))
    factor = percent = None
    if january.power_factor is not None:
        factor = min(
            january.power_factor + pick((Decimal("-0.01"), Decimal(0), Decimal("0.01")), customer.no, month, "pf"),
            Decimal(1),
        )
        percent = power_factor_percent(customer.standard, factor)
    return Month(month, kwh, half_up(energy_price * level * kwh + fixed, 2), factor, percent)


def due_on(month: str) -> date:
    """Return when a month's bill is due: the 20th of the next."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 20)


def receipts(customer: Customer, months: list[Month]) -> list[Receipt]:
    """Return what came in for the bills up to December; January is not due yet."""
    found = []
    for month in months:
        if month.month == MONTH:
            found += _instalments(customer, month, settled=False)
        elif "期" in customer.marks:
            found += _instalments(customer, month, settled=True)
        else:
            found.append(_receipt(customer, month, month.total, _paid_on(customer, month.month)))
    return found


def _instalments(customer: Customer, month: Month, *, settled: bool) -> list[Receipt]:
    """Return instalments within the month and, once the bill is settled, the rest."""
    parts = int(customer.marks.get("期", 1))
    share = half_up(month.total / parts, -3)
    year, number = map(int, month.month.split("-"))
    days = [calendar.monthrange(year, number)[1] * part // parts - 3 for part in range(1, parts)]
    early = [_receipt(customer, month, share, date(year, number, day)) for day in days]
    rest = month.total - share * (parts - 1)
    return [*early, _receipt(customer, month, rest, _paid_on(customer, month.month))] if settled else early


def _receipt(customer: Customer, month: Month, principal: Decimal, received_on: date) -> Receipt:
    late = max((received_on - due_on(month.month)).days, 0)
    fee = half_up(principal * Decimal("0.002") * late, 2)
    drafts = noise(customer.no, month.month, received_on.day, "draft") < float(customer.marks.get("承兑", 0)) * 0.6
    if drafts:
        return Receipt(month.month, received_on, principal, fee, "承兑汇票", received_on + timedelta(days=180))
    way = pick(("转账", "转账", "转账", "网银", "银行托收"), customer.no, "way")
    return Receipt(month.month, received_on, principal, fee, way)


def _paid_on(customer: Customer, month: str) -> date:
    """Return the day of payment, early enough except where cast.txt says otherwise (迟=month:days)."""
    due = due_on(month)
    late_month, _, days = customer.marks.get("迟", "").partition(":")
    if late_month == month:
        return due + timedelta(days=int(days))
    return due - timedelta(days=2 + int(noise(customer.no, "pays") * 9) + int(noise(customer.no, month, "pay") * 3))


def january(customer: Customer, points: list[Point]) -> Bill:
    """Return January's bill as the independent pricing prints it."""
    return price_bill(usage(customer, points, MONTH, segments(customer)))
