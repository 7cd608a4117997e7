"""电费: every row of the statement as quantity × price, the issued bill beside it, and the total."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.money import yuan
from addin.billing.pricing.market import TABLE as MARKET
from addin.billing.pricing.prices import ENERGY, OF
from addin.billing.statement import CAPACITY, POWER_FACTOR
from addin.books.layout import FIRST_COLUMN
from addin.books.sheetframe import letters
from addin.results.worksheet.adjustments import adjusted, amounts_taking_part, base, by_row
from addin.results.worksheet.beside import AMOUNT, CENTS, ISSUED, difference, difference_from, issued_beside, others
from addin.results.worksheet.capacity import Capacities
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.classes import Parts
from addin.results.worksheet.demand_shares import Demands
from addin.results.worksheet.energy import Billed
from addin.results.worksheet.factor import Rates
from addin.results.worksheet.figures import Figure, agreed, half_up, number, total
from addin.results.worksheet.paper import Cell, Own, Paper, Section, figure
from addin.results.worksheet.prices import Prices
from addin.tables.choices import PERIODS, TOTAL

TITLES = ("费用组成", "数量", "单价(元)", "计费天数", "当月天数", "重算金额(元)", "账单金额(元)", "差额(元)")
MONEY = "#,##0.00;[Red]-#,##0.00"
FORMATS = ("#,##0.00", "0.00######", "", "", MONEY, MONEY, MONEY)
HEADING = "电费（元）：金额 = 数量 × 单价（× 计费天数 ÷ 当月天数），四舍五入到分"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the rows of a bill refer to."""

    used: Billed
    parts: Parts
    prices: Prices
    capacities: Capacities
    demands: Demands
    rates: Rates


def charges(paper: Paper, case: Case, inputs: Inputs) -> None:
    """Write the rows of the statement, what the bill has beyond them, and the total."""
    section = paper.section(HEADING, TITLES, FORMATS)
    amounts: dict[int, Figure] = {}
    beside, hours = issued_beside(case), _hours(case)
    nth: dict[int, int] = {}
    shared = case.lines.duplicated(["segment", "component", "period"], keep=False)
    for index, line in case.lines.iterrows():
        at = int(str(index))
        quantity, price, days, note = _line(case, inputs, line, at, amounts, nth)
        divisor = number(line["divisor"]) if days is not None else None
        amount = _amount(line, amounts_taking_part(case, line, amounts) if by_row(case, line) else [])
        cells = [quantity, price, days, divisor, amount, beside.amounts.get(at)]
        cells.append(difference_from(section, case, beside.spans[at]) if beside.spans.get(at) else difference)
        note = "；".join(part for part in (note, beside.said(at)) if part)
        period = hours.get(line["rule"], "") if line["period"] == TOTAL else f"·{line['period']}"
        point = f" {line['point_no']}" if line["point_no"] and (line["component"] != DEMAND or shared[index]) else ""
        row = section.row(f"{line['component']}{period}{point}", cells, note, _rule(line["rule"]))
        amounts[at] = row[AMOUNT]
    others(section, case, beside.used)
    first, last = section.start, section.start + len(section.lines) - 1
    cells = [None, None, None, None, *(_sum(section, place, first, last) for place in (AMOUNT, ISSUED)), difference]
    section.row("合计", cells, _left_out(case), tone="total")


def _left_out(case: Case) -> str:
    """Say which components are in neither column of the total: not recomputed, and not on the bill."""
    lacking = case.billing.left_out(case.no)
    return f"不全：{'、'.join(lacking)}未能重算，账单也没有，没有计入" if lacking else ""


def _hours(case: Case) -> dict[object, str]:
    """Return the hour of each row of 市场价格 by its price cell in words; hour 1 is 0:00 to 1:00."""
    rows = case.ledger[MARKET]
    mine = rows.loc[rows["customer_no"].eq(case.no) & rows["month"].eq(case.billing.month), "hour"].dropna()
    return {case.ledger.where(MARKET, row, "price_yuan_per_kwh"): f"·第{int(hour)}小时" for row, hour in mine.items()}


def _rule(rule: object) -> str:
    """Return the rule rows that are cited, without what is said beside them."""
    return "；".join(part for part in rule.split("；") if "!" in part) if isinstance(rule, str) else ""


def _head(rule: object) -> str:
    return rule.split("；")[0] if isinstance(rule, str) else ""


def _line(  # noqa: PLR0913, PLR0917 - a row and all that it refers to
    case: Case, inputs: Inputs, line: pd.Series, at: int, amounts: Mapping[int, Figure], nth: dict[int, int]
) -> tuple[Figure, Figure, Figure | None, str]:
    """Return quantity, price and days of a row of the statement, and what is said of it."""
    segment, component, period = int(line["segment"]), line["component"], line["period"]
    word = case.price_words.get((segment, _head(line["rule"])), "")
    price = inputs.prices.get(((segment, word), component, period))
    if component == POWER_FACTOR:
        return (
            agreed(base(case, line, amounts), line["quantity"]),
            inputs.rates[at],
            None,
            adjusted(case, line),
        )
    if component == CAPACITY:
        kva, days = inputs.capacities[segment, nth.setdefault(segment, 0)]
        nth[segment] += 1
        part = agreed(days, line["days"]) if line["days"] != line["divisor"] else None
        return kva, agreed(price, line["unit_price"]), part, ""
    if component == DEMAND:
        kw, percent = inputs.demands[segment, str(line["point_no"])]
        paid = half_up(price * percent, price.places + CENTS, number(100)) if price else None
        part = number(line["days"]) if there(line["days"]) else None
        return kw, agreed(paid, line["unit_price"]), part, "需量电价 × 折扣"
    used = inputs.used.get((segment, str(line["point_no"])), {})
    quantity = inputs.parts.get((segment, word), used).get(period)
    if price is None:
        bought = _bought(case, inputs, period) if component == ENERGY[0] else quantity
        return _entered(bought, line["quantity"]), number(line["unit_price"]), None, _note(line["rule"])
    said = word.partition(OF)[2] if (segment, word) in inputs.parts else _note(line["rule"])
    return agreed(quantity, line["quantity"]), agreed(price, line["unit_price"]), None, said


def _note(rule: object) -> str:
    """Return where the price of a row stands, if in no rule row: in the sheet of the market."""
    return "" if _rule(rule) else str(rule)


def _bought(case: Case, inputs: Inputs, period: str) -> Figure | None:
    """Return the energy of a period that is bought together: of all segments and points but those of another class."""
    points = {"", *case.of_own_kind["point_no"]}
    mine = [one for (_, point_no), one in inputs.used.items() if point_no in points]
    timed = any(name in one for one in mine for name in PERIODS)
    column = [one.get(TOTAL if timed and period == "平" and len(one) == 1 else period) for one in mine]
    return total([one for one in column if one is not None]) if any(one is not None for one in column) else None


def _entered(used: Figure | None, quantity: object) -> Figure:
    """Return the energy of a row priced by itself: what is billed, else what stands beside its price in the ledger."""
    known = number(quantity)
    return used if used is not None and used.value == known.value else known


def _amount(line: pd.Series, parts: list[Figure]) -> Cell:
    """Return the amount of a row; of days of a month the share; of an adjustment the rate in percent, of ``parts``."""

    def made(own: Own) -> Figure:
        product, days, divisor = figure(own, 0) * figure(own, 1), own[2], own[3]
        if parts:
            each = [half_up(one * figure(own, 1), CENTS, number(100)) for one in parts]
            return agreed(half_up(total(each), CENTS), yuan(line["amount_fen"]))
        if line["component"] == POWER_FACTOR:
            return agreed(half_up(product, CENTS, number(100)), yuan(line["amount_fen"]))
        if isinstance(days, Figure) and isinstance(divisor, Figure):
            return agreed(half_up(product * days, CENTS, divisor), yuan(line["amount_fen"]))
        return agreed(half_up(product, CENTS), yuan(line["amount_fen"]))

    return made


def _sum(section: Section, place: int, first: int, last: int) -> Figure | None:
    """Return the sum of a column of money."""
    column = [row[place].value for row in section.rows if place in row.figures]
    letter = letters(FIRST_COLUMN + 1 + place)
    text = f"ROUND(SUM({letter}{first}:{letter}{last}),2)"
    return Figure(text, sum(column, Fraction(0)), CENTS) if column else None
