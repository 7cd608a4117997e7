"""Mistakes planted in the example by editing cells, each with the answer that an audit has to give.

No check is imported: a planter knows only what was done to the cells. ``主`` is what was planted, ``从`` what follows
from it for the same customer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import records
from history import MONTH
from ledger import Cells, Example
from measures import adjustment, half_up
from metering import Register
from prices import PERIODS


@dataclass(frozen=True)
class Answer:
    """A line of answers.csv."""

    code: str
    short: str
    about: str
    note: str
    rank: str = "主"


Planter = Callable[[Example], str | None]
PLANTED: list[tuple[str, tuple[str, ...], tuple[str, ...], Planter]] = []


def fault(short: str, *codes: str, follows: tuple[str, ...] = ()) -> Callable[[Planter], Planter]:
    """Register a planter for a customer; it returns the object of the finding, its docstring says what was done."""

    def register(planter: Planter) -> Planter:
        PLANTED.append((short, codes, follows, planter))
        return planter

    return register


def plant(example: Example) -> list[Answer]:
    """Plant every fault and return the answers."""
    answers = []
    for short, codes, follows, planter in PLANTED:
        about, note = planter(example) or "", (planter.__doc__ or "").strip()
        answers += [Answer(code, short, about, note) for code in codes]
        answers += [Answer(code, short, about, f"由此引起：{note}", "从") for code in follows]
    return answers


def bill(example: Example, short: str) -> Cells:
    """Return the customer's bill of January."""
    return example.row("电费账单", short, 电费年月=MONTH)


def line(example: Example, short: str, component: str, period: str | None = None) -> Cells:
    """Return a line of January's bill."""
    rows = example.rows("账单明细", short, 费用组成=component)
    return next(row for row in rows if period is None or row["分时时段"] == period)


def readings(example: Example, short: str, month: str = MONTH, **cells: object) -> list[Cells]:
    """Return a customer's readings of a month."""
    return example.rows("抄表记录", short, 电费年月=month, **cells)


def add_up(example: Example, short: str) -> None:
    """Make power-factor charge and total follow from the other rows as they stand now."""
    rows = example.rows("账单明细", short)
    based = [r for r in rows if r["费用组成"] not in {"政府性基金", "力调电费"}]
    for row in rows:
        if row["费用组成"] == "力调电费":
            row["计费数量"] = sum((r["电费金额(元)"] for r in based), Decimal(0))
            row["电费金额(元)"] = adjustment([r["电费金额(元)"] for r in based], row["计费标准"])
    total_up(example, short)


def total_up(example: Example, short: str) -> None:
    """Make the total follow from the rows as they stand now."""
    bill(example, short)["应收电费(元)"] = sum((r["电费金额(元)"] for r in example.rows("账单明细", short)), Decimal(0))


def reprice(row: Cells, price: str) -> None:
    """Give a row another price and the amount that follows."""
    row["计费标准"] = Decimal(price)
    row["电费金额(元)"] = half_up(row["计费数量"] * row["计费标准"], 2)


def reread(example: Example, short: str, change: Callable[[str, Decimal], Decimal]) -> None:
    """Change what January's registers counted and issue the bill that follows: ``change(register, difference)``."""
    for point in example.points[short]:
        registers = {register.name: register for register in point.readings[MONTH]}
        for register in registers.values():
            register.current = _after(register, change(register.name, register.difference))
        balance(registers, point.multiplier)
        for row in records.reading_rows(example.customers[short], [point], MONTH):
            readings(example, short, 示数类型=row["示数类型"], 表计编号=row["表计编号"])[0].update(row)
    example.issue(short, example.usage(short))


def balance(registers: dict[str, Register], multiplier: int) -> None:
    """Make the whole what the periods add up to, in readings and in rounded energy; 平 gives way."""
    periods = [register for name, register in registers.items() if name[-1] in PERIODS]
    if not periods:
        return
    total, flat = registers["正向有功总"], registers["正向有功平"]
    for _ in range(100):
        total.current = total.previous + sum((register.difference for register in periods), Decimal(0))
        if sum(_kwh(register, multiplier) for register in periods) == _kwh(total, multiplier):
            return
        flat.current += Decimal("0.01")


def _kwh(register: Register, multiplier: int) -> Decimal:
    return half_up(register.difference * multiplier)


def _after(register: Register, difference: Decimal) -> Decimal:
    """Return the reading after ``difference``; a demand register starts from nothing and has four decimals."""
    if register.previous is None:
        return half_up(difference, 4)
    return register.previous + half_up(difference, 2)


def reissue(example: Example, short: str, **changes: object) -> None:
    """Issue January's bill as if something in it were otherwise."""
    made = example.usage(short)
    for name, value in changes.items():
        setattr(made, name, value)
    example.issue(short, made)


def scale_history(
    example: Example, short: str, *, kwh: str = "1", yuan: str = "1", months: tuple[str, ...] = ()
) -> None:
    """Scale bills of earlier months, and what was received for them."""
    for row in example.rows("电费账单", short):
        if row["电费年月"] != MONTH and (not months or row["电费年月"] in months):
            row["总计费电量(kWh)"] = int(half_up(row["总计费电量(kWh)"] * Decimal(kwh)))
            row["应收电费(元)"] = half_up(row["应收电费(元)"] * Decimal(yuan), 2)
            for receipt in example.rows("收费记录", short, 核销账单=row["电费编号"]):
                receipt["实收电费(元)"] = row["应收电费(元)"]
