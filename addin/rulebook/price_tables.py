"""Published prices: what can be checked by arithmetic (电费-P1 … 电费-P6). Cells under 电价待核 are left out."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from addin.rulebook.remark import ERROR, NOTICE, WARNING, Remark
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
PARTS = ("agent", "line_loss", "transmission", "system_operation", "funds")
PERIODS = {"sharp": "尖", "peak": "峰", "valley": "谷", "deep_valley": "深谷"}
IN_TRANSMISSION = "是"
_MONTH = ["province", "month"]


def doubted(tables: Tables) -> pd.Series:
    """Return which cells of 电价 are under 电价待核: a set of column names for each row."""
    names = {column.title: column.name for column in RULE_TABLES["prices"]}
    doubts = tables["price_doubts"]
    cells = doubts["column"].map(names).groupby(doubts["price_key"]).agg(set)
    found = tables["prices"]["key"].map(cells)
    return found.map(lambda cell: cell if isinstance(cell, set) else set())


def lost_doubts(tables: Tables) -> Iterator[Remark]:
    """电价待核 that names no row or column of 电价."""
    keys = set(tables["prices"]["key"])
    titles = {column.title for column in RULE_TABLES["prices"]}
    for row, doubt in tables["price_doubts"].iterrows():
        if doubt["price_key"] not in keys:
            yield _lost(row, "price_key", doubt, "电价表中有的价格行键")
        if doubt["column"] not in titles:
            yield _lost(row, "column", doubt, "电价表的列名，不带单位")


def _lost(row: object, column: str, doubt: pd.Series, expected: str) -> Remark:
    return Remark("price_doubts", int(str(row)), column, str(doubt[column]), expected, "改正后该格才按待核处理")


def sums(tables: Tables) -> Iterator[Remark]:
    """电费-P1: the components add up to the flat price."""
    prices, doubts = tables["prices"], doubted(tables)
    total = sum(prices[f"{part}_yuan_per_kwh"] for part in PARTS)
    sure = ~doubts.map(lambda cells: "flat_yuan_per_kwh" in cells)
    off = (prices["flat_yuan_per_kwh"] - total).abs() > _limit(tables, "电费-P1:允许差")
    for row in prices.index[off & sure]:
        yield _price(row, "flat_yuan_per_kwh", prices, f"{total.loc[row]:.6f}（五个分项之和）")


def factors(tables: Tables) -> Iterator[Remark]:
    """电费-P2: published period price − fixed part = floating part × factor."""
    prices, doubts, limit = tables["prices"], doubted(tables), _limit(tables, "电费-P2:允许差")
    factors = tables["period_factors"].set_index(["province", "period"])["factor"]
    base = prices["agent_yuan_per_kwh"] + prices["line_loss_yuan_per_kwh"]
    fixed = sum(prices[f"{part}_yuan_per_kwh"] for part in PARTS[2:])
    for name, period in PERIODS.items():
        column = f"{name}_yuan_per_kwh"
        factor = prices["province"].map(lambda province, one=period: factors.get((province, one), np.nan))
        sure = ~doubts.map(lambda cells, one=column: one in cells)
        off = ((prices[column] - fixed) / base - factor).abs() > limit
        for row in prices.index[off & sure]:
            expected = fixed[row] + base[row] * factor[row]
            yield _price(row, column, prices, f"{expected:.6f}（按系数 {factor[row]:g}）", WARNING)


def items(tables: Tables) -> Iterator[Remark]:
    """电费-P3, 电费-P4: items add up to the total; system operation items are published incompletely, so a hint."""
    prices = tables["prices"]
    parts = tables["system_operation_items"].groupby(_MONTH)["item_yuan_per_kwh"].sum()
    for month, rows in prices.groupby(_MONTH).groups.items():
        seen = prices.loc[rows[0], "system_operation_yuan_per_kwh"]
        total = parts.get(month)
        if total is not None and abs(total - seen) > _limit(tables, "电费-P3:允许差"):
            advice = "明细不齐：以合计为准，得到全表后补齐"
            expected = f"明细之和 {total:.6f}"
            yield Remark(
                "prices", int(rows[0]), "system_operation_yuan_per_kwh", f"{seen:.6f}", expected, advice, NOTICE
            )
    funds = tables["fund_items"].groupby("province")["item_yuan_per_kwh"].sum()
    off = (prices["funds_yuan_per_kwh"] - prices["province"].map(funds)).abs() > _limit(tables, "电费-P4:允许差")
    for row in prices.index[off]:
        total = funds[prices.loc[row, "province"]]
        yield _price(row, "funds_yuan_per_kwh", prices, f"{total:.8g}（基金明细之和）")


def order(tables: Tables) -> Iterator[Remark]:
    """电费-P5: energy costs less at higher voltage, and two-part energy no more than single-part energy."""
    frame = tables["transmission_prices"]
    group = ["grid", "user_class", "effective_on"]
    for column in ("single_part_yuan_per_kwh", "two_part_yuan_per_kwh"):
        known = frame[frame[column].notna() & (frame["grid"] != _shenzhen(tables))].sort_values("lower_kv")
        before = known.groupby(group, dropna=False)[column].shift()
        for row in known.index[known[column] > before]:
            yield _hint(row, column, frame, f"不高于低一级电压的 {before[row]:g}")
    for row in frame.index[frame["two_part_yuan_per_kwh"] > frame["single_part_yuan_per_kwh"]]:
        yield _hint(row, "two_part_yuan_per_kwh", frame, f"不高于单一制 {frame.loc[row, 'single_part_yuan_per_kwh']:g}")


def ratios(tables: Tables) -> Iterator[Remark]:
    """电费-P6: demand price ÷ capacity price lies between the limits, except where losses are in the price."""
    low, high = _limit(tables, "电费-P6:下限"), _limit(tables, "电费-P6:上限")
    for name in ("transmission_prices", "prices"):
        frame = tables[name]
        ratio = frame["demand_yuan_per_kw_month"] / frame["capacity_yuan_per_kva_month"]
        usual = frame.get("grid", pd.Series("", index=frame.index)) != _shenzhen(tables)
        for row in frame.index[((ratio < low) | (ratio > high)) & usual]:
            seen = f"{frame.loc[row, 'demand_yuan_per_kw_month']:g}"
            expected = f"容量电价的 {low:g}–{high:g} 倍（现为 {ratio[row]:.3f} 倍）"
            yield Remark(name, row, "demand_yuan_per_kw_month", seen, expected, "与原表核对", NOTICE)


def _shenzhen(tables: Tables) -> str:
    """Return the grid whose prices contain the losses and follow rules of their own; empty when there is none."""
    rates = tables["line_loss_rates"]
    return next(iter(rates.loc[rates["in_transmission"] == IN_TRANSMISSION, "grid"]), "")


def _limit(tables: Tables, key: str) -> float:
    """Return a threshold whatever its date: the newest row of the key."""
    rows = tables["audit_thresholds"]
    rows = rows[rows["key"] == key].sort_values("effective_on")
    return float(rows["value"].iloc[-1]) if len(rows) else np.nan


def _price(row: int, column: str, prices: pd.DataFrame, expected: str, level: str = ERROR) -> Remark:
    seen = f"{prices.loc[row, column]:.6f}"
    advice = "与原价目表核对；核实前把该格列入电价待核并写备选值"
    return Remark("prices", int(row), column, seen, expected, advice, level)


def _hint(row: int, column: str, frame: pd.DataFrame, expected: str) -> Remark:
    return Remark(
        "transmission_prices", int(row), column, f"{frame.loc[row, column]:g}", expected, "与原表核对", NOTICE
    )
