"""The rows of prices of a printed table → rows of 电价, each cell with its address in the file."""

import numpy as np
import pandas as pd

from addin.published import words
from addin.published.fields import BOTH, FLAT_PERIOD, LINE_LOSS, TIMED, VOLTAGE
from addin.published.headings import Headings
from addin.published.naming import Named, Naming
from addin.published.sheet import PrintedSheet
from addin.reading.problems import ReadError
from addin.reading.text import fold
from addin.tables.rules import RULE_TABLES

FLAT = "flat_yuan_per_kwh"
PRICES = RULE_TABLES["prices"]
MONEY = tuple(column.name for column in PRICES if column.unit.startswith("元"))
COLUMNS = ("key", "province", "month", "tariff", "voltage", "lower_kv", "upper_kv", "user_class", *MONEY)
REQUIRED = tuple(column.name for column in PRICES if column.name in MONEY and column.required)
TWO_PART_REQUIRED = ("demand_yuan_per_kw_month", "capacity_yuan_per_kva_month")
TITLES = {column.name: column.title for column in PRICES}


def price_rows(
    sheet: PrintedSheet, heads: Headings, classes: pd.DataFrame | None
) -> tuple[pd.DataFrame, dict[tuple[int, str], str], int]:
    """Return the price rows, the addresses of their cells, and the first row of the notes."""
    records: dict[int, dict[str, object]] = {}
    addresses: dict[tuple[int, str], str] = {}
    naming, end = Naming(sheet, heads, classes), sheet.height
    for row in range(heads.below, sheet.height):
        if _has_prices(sheet, row, heads):
            if end < row:
                raise ReadError(f"{sheet.line(row)}：附注之后又有价格；请把它移到价格行中，或另存为一张表")
            records[row + 1] = _record(sheet, row, heads, naming.row(row))
            _refuse_blank_period(sheet, row, heads, records[row + 1])
            addresses |= {(row + 1, name): sheet.address(row, at) for name, at in heads.columns.items()}
            addresses.setdefault((row + 1, FLAT), sheet.address(row, heads.columns.get(FLAT_PERIOD, 0)))
        elif len(sheet.texts(row)) == 1 and naming.title(sheet.texts(row)[0]):
            continue
        elif sheet.texts(row):
            end = min(end, row)
    frame = pd.DataFrame.from_dict(records, orient="index").reindex(columns=list(COLUMNS))
    return frame, addresses, end


def _has_prices(sheet: PrintedSheet, row: int, heads: Headings) -> bool:
    """Tell a row of prices: a voltage that is known, or numbers in most of the columns that every row needs."""
    numbers = sum(sheet.is_number(row, at) for name, at in heads.columns.items() if name in REQUIRED)
    known = VOLTAGE in heads.columns and words.voltage(sheet.text(row, heads.columns[VOLTAGE])) is not None
    return known or numbers * 2 > len(REQUIRED)


def _record(sheet: PrintedSheet, row: int, heads: Headings, named: Named) -> dict[str, object]:
    """Return one row of prices in the standard units; a grid that prices by class has the line loss in its prices."""
    money = {
        name: sheet.price(row, at, heads.texts[name], heads.scales[name])
        for name, at in heads.columns.items()
        if name in heads.scales
    }
    money[FLAT] = _flat(sheet, row, heads, money)
    if named["user_class"] is not None:
        money.setdefault(LINE_LOSS, 0.0)
    for name in (*REQUIRED, *(TWO_PART_REQUIRED if named["tariff"] == words.TWO_PART else ())):
        if np.isnan(money.get(name, np.nan)):
            raise ReadError(f"{_place(sheet, row, heads, name)}：空着，应有价格；请按原表补填，或检查合并单元格")
    return money | named


def _refuse_blank_period(sheet: PrintedSheet, row: int, heads: Headings, record: Named) -> None:
    """Refuse a row with prices of periods whose peak or valley is blank: a dash says that there is none."""
    if all(pd.isna(record[name]) for name in TIMED if name in heads.columns):
        return
    for name in BOTH:
        if not sheet.text(row, heads.columns[name]):
            said = "空着，同一行有其他时段的价格；请按原表补填，原表确无此价的填“—”"
            raise ReadError(f"{_place(sheet, row, heads, name)}：{said}")


def _flat(sheet: PrintedSheet, row: int, heads: Headings, money: dict[str, float]) -> float:
    """Return the flat price; where it is printed twice, as 非分时 and as 平, both have to say the same."""
    other = money.pop(FLAT_PERIOD, np.nan)
    flat = money.get(FLAT, np.nan)
    if not np.isnan(flat) and not np.isnan(other) and flat != other:
        there = sheet.address(row, heads.columns[FLAT_PERIOD])
        raise ReadError(
            f"{_place(sheet, row, heads, FLAT)}：{flat:g}，而 {there} 的平时段电价为 {other:g}，应相同；请与原表核对"
        )
    return other if np.isnan(flat) else flat


def _place(sheet: PrintedSheet, row: int, heads: Headings, name: str) -> str:
    """Return the place of a column in words, even where the table has no such column."""
    at = heads.columns.get(name, heads.columns.get(FLAT_PERIOD) if name == FLAT else None)
    if at is None:
        return f"{sheet.line(row)}「{TITLES[name]}」"
    return sheet.where(row, at, TITLES[name])


def refuse_twice(sheet: PrintedSheet, rows: pd.DataFrame, heads: Headings) -> None:
    """Refuse two rows of one tariff and voltage."""
    again = rows.index[rows.duplicated("key")]
    if len(again):
        row = int(again[0])
        first = int(rows.index[rows["key"] == rows.loc[row, "key"]][0])
        label = fold(f"{rows.loc[row, 'tariff']} {rows.loc[row, 'voltage']} {rows.loc[row, 'user_class'] or ''}")
        where = sheet.where(row - 1, heads.columns.get(VOLTAGE, heads.tariffs[-1]), "电压等级")
        raise ReadError(f"{where}：{label} 与第 {first} 行重复；请与原表核对用电类别和电压等级")
