"""Mistakes planted in the price table: two copies of rules.xlsx, one with faults, one whose values lie on the limits.

No check is imported. ``PLANTED`` is the answer key; each row of ``NEAR`` is its neighbour on the silent side.
"""

from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

MONTH = "湖北-2026-01-两部制-"
PLANTED = {
    "电费-P1": (MONTH + "110kV", "平时段电价比五个分项之和多 0.000002 元"),
    "电费-P2": (MONTH + "35kV", "低谷时段电价折合系数 0.4511，比分时系数多 0.0011"),
    "电费-P3": ("系统运行费用", "各项已核实，仍比系统运行费用少 0.0043 元"),
    "电费-P4": (MONTH + "35kV", "政府性基金比基金明细之和多 0.000002 元，到户电价随之"),
    "电费-P5": (MONTH + "220kV及以上", "输配电价 0.0885 元，高于 110kV 的 0.0884 元，到户电价随之"),
    "电费-P6": (MONTH + "110kV", "需量电价 40.28 元，是容量电价 24.4 元的 1.6508 倍"),
}
"""Rule → the object of its finding, and what was done."""
NEAR = {
    "电费-P1": "220kV 平时段电价比五个分项之和多 0.000001 元，正好是允许差",
    "电费-P2": "110kV 低谷时段电价折合系数 0.45099…，比分时系数多不到 0.001",
    "电费-P3": "明细补一项 0.004301 元，比系统运行费用多 0.000001 元",
    "电费-P4": "35kV 政府性基金比基金明细之和多 0.000001 元，到户电价随之",
    "电费-P5": "220kV 输配电价等于 110kV 的 0.0884 元，到户电价随之",
    "电费-P6": "110kV 需量电价 40.26 元，正好是容量电价 24.4 元的 1.65 倍",
}
ALL_PRICES = ("平时段电价", "尖峰时段电价", "高峰时段电价", "低谷时段电价")
HEADER = 4


def write_faults(rules: Path, path: Path) -> Path:
    """Write a copy of the rules with every fault of ``PLANTED``."""
    workbook = openpyxl.load_workbook(rules)
    prices, items = workbook["电价"], workbook["系统运行费明细"]
    more(prices, "110kV", "0.000002", "平时段电价")
    more(prices, "35kV", "0.000438", "低谷时段电价")
    more(prices, "35kV", "0.000002", "政府性基金及附加", *ALL_PRICES)
    more(prices, "220kV及以上", "0.0191", "输配电价", *ALL_PRICES)
    more(prices, "110kV", "1.28", "需量电价")
    checked = column(items, "待核")
    for row in range(HEADER + 1, items.max_row + 1):
        if items.cell(row, 1).value:
            items.cell(row, checked).value = "否"
    workbook.save(path)
    return path


def write_near(rules: Path, path: Path) -> Path:
    """Write a copy of the rules with every neighbour of ``NEAR``."""
    workbook = openpyxl.load_workbook(rules)
    prices, items = workbook["电价"], workbook["系统运行费明细"]
    more(prices, "220kV及以上", "0.019", "输配电价", *ALL_PRICES)
    more(prices, "220kV及以上", "0.000001", "平时段电价")
    more(prices, "110kV", "0.000397", "低谷时段电价")
    more(prices, "35kV", "0.000001", "政府性基金及附加", *ALL_PRICES)
    more(prices, "110kV", "1.26", "需量电价")
    first = [cell.value for cell in items[HEADER + 1]]
    items.append([*first[:2], "补记", 0.004301, *first[4:]])
    workbook.save(path)
    return path


def more(prices: Worksheet, voltage: str, yuan: str, *titles: str) -> None:
    """Add some yuan to cells of a row of 电价."""
    row = next(cells for cells in prices.iter_rows(min_row=HEADER + 1) if cells[0].value == MONTH + voltage)
    for title in titles:
        cell = row[column(prices, title) - 1]
        cell.value = float(Decimal(str(cell.value)) + Decimal(yuan))


def column(sheet: Worksheet, title: str) -> int:
    """Return the column of a heading, its unit left out."""
    return next(cell.column for cell in sheet[HEADER] if str(cell.value).split("\n")[0] == title)
