"""What arithmetic says of a table before it is imported: the faults of its cells, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.published.table import PriceTable
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import CAPACITY, DEMAND, PriceCells, limit_of, month_cells
from addin.rulebook.price_tables import doubted

SIZE, ORDER, OTHER = "量级", "时段次序", "输配电价"
"""What is no rule of the audit: a price of another size than is known, periods in a wrong order, another price."""
REFUSED = ("电费-P1", "电费-P4", "电费-P6", SIZE, ORDER)
"""A table whose sums do not hold, or whose prices are not of the size of prices, is not imported."""
DOUBTFUL = (*REFUSED, "电费-P2")
"""Cells that stay under 待核, with the value that the arithmetic gives."""
_TEXTS = {
    "电费-P1": "平时段电价 {seen:.6f}，五个分项之和为 {expected:.6f}",
    "电费-P2": "{about}时段电价折合系数 {seen_factor:.4f}，分时系数表为 {factor:g}，按系数应为 {expected:.6f}",
    "电费-P3": "系统运行费用 {seen:.6f}，附注所列各项之和为 {expected:.6f}；以合计为准",
    "电费-P4": "政府性基金及附加 {seen:.8g}，规则表「基金明细」之和为 {expected:.8g}",
    "电费-P5": "输配电价 {seen:g}，高于{about}一档的 {expected:g}",
    "电费-P6": "需量电价 {seen:g}，是容量电价 {expected:g} 的 {seen_factor:.3f} 倍，应在 {low:g}–{high:g} 倍之间{hint}",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that the arithmetic disagrees with.

    Attributes:
        code: of the rule: ``电费-P1``.
        row: sheet row in the file.
        column: English name of the column.
        expected: the value that would fit; ``NaN`` where nobody can say.
        text: the sentence, place first.
    """

    code: str
    row: int
    column: str
    expected: float
    text: str


def faults(table: PriceTable, rules: RulesInForce) -> list[Fault]:
    """Return what is wrong with a table, 电费-P1 … P6; cells that the rule book doubts already are left out.

    Args:
        table: as read.
        rules: in force on the first day of its month, of its province.
    """
    prices = table.rows.assign(effective_on=pd.Timestamp(rules.day))
    items = table.items.assign(province=table.province, month=table.month)
    found = (fault for cells in month_cells(prices, items, rules) for fault in _of(cells, table, rules))
    return list({(one.code, one.row, one.column): one for one in found}.values())


def unchecked(table: PriceTable, rules: RulesInForce) -> list[str]:
    """Return what could not be checked for want of a rule or a printed figure, a sentence each."""
    prices = table.rows.assign(effective_on=pd.Timestamp(rules.day))
    items = table.items.assign(province=table.province, month=table.month)
    cells = month_cells(prices, items, rules)
    lacking = {one.code for one in cells if len(one.expected) and one.expected.isna().all() and one.seen.notna().any()}
    known = {one.code for one in cells if one.expected.notna().any()}
    why = {
        "电费-P2": f"未能核查分时系数：规则表没有{table.province}的「分时系数」或「计费规则」浮动项",
        "电费-P3": "未能核查系统运行费明细：表下附注没有列出各项",
        "电费-P4": f"未能核查基金明细：规则表「基金明细」没有{table.province}的行，或其中有「标准」不是数值",
    }
    return [said for code, said in why.items() if code in lacking - known]


def _of(cells: PriceCells, table: PriceTable, rules: RulesInForce) -> Iterator[Fault]:
    off = cells.off.fillna(value=False).astype(bool)
    rows = table.rows.loc[off.index]
    doubts = rules.rows("price_doubts")
    for row in off.index[off & ~doubted(rows, doubts, cells.column, *cells.made_of)]:
        values = {
            "seen": cells.seen[row], "expected": cells.expected[row], "about": _about(cells.about),
            "seen_factor": cells.seen_factor.get(row, np.nan), "factor": cells.factor,
            "low": limit_of(rules, "电费-P6:下限"), "high": limit_of(rules, "电费-P6:上限"),
        }  # fmt: skip
        exchanged = cells.column == DEMAND and values["low"] <= 1 / values["seen_factor"] <= values["high"]
        values["hint"] = "；两格对调则合，请与原表核对两列的列名和数" if exchanged else "；请与原表核对两格"
        said = f"{table.where(int(row), cells.column)}：{_TEXTS[cells.code].format(**values)}"
        fits = float(cells.expected[row]) if cells.column != DEMAND or exchanged else np.nan
        yield Fault(cells.code, int(row), cells.column, fits, said)
        if exchanged:
            there = f"{table.where(int(row), CAPACITY)}：容量电价 {cells.expected[row]:g}，与需量电价对调则合"
            yield Fault(cells.code, int(row), CAPACITY, float(cells.seen[row]), there)


def _about(about: str) -> str:
    """Return what a price is compared with, in words."""
    return "电压较低" if about == "电压" else about
