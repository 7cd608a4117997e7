"""Published prices in the rule book: 电费-P1 … 电费-P6 by ``price_cells``. Cells under 电价待核 are left out."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from addin.reading.problems import ERROR, NOTICE, WARNING
from addin.rulebook import price_cells
from addin.rulebook.in_force import RulesInForce, effective
from addin.rulebook.price_cells import DELIVERY, PriceCells, limit_of
from addin.rulebook.remark import Remark
from addin.rulebook.versions import standing
from addin.tables.rules import RULE_TABLES

Tables = Mapping[str, pd.DataFrame]
Month = tuple[pd.DataFrame, RulesInForce]
TITLES = {column.title: column.name for column in RULE_TABLES["prices"]}
_ADVICE = "与原价目表核对；核实前把该格列入电价待核并写备选值"


def doubted(prices: pd.DataFrame, doubts: pd.DataFrame, *columns: str) -> pd.Series:
    """Say in which rows of 电价 the cell of one of the columns is under 电价待核."""
    named = doubts.loc[doubts["column"].map(TITLES).isin(columns), "price_key"]
    return prices["key"].isin(named)


def lost_doubts(tables: Tables) -> Iterator[Remark]:
    """电价待核 that names no row or column of 电价."""
    keys = set(tables["prices"]["key"])
    for row, doubt in tables["price_doubts"].iterrows():
        if doubt["price_key"] not in keys:
            yield _lost(row, "price_key", doubt, "电价表中有的价格行键")
        if doubt["column"] not in TITLES:
            yield _lost(row, "column", doubt, "电价表的列名，不带单位")


def lost_classes(tables: Tables) -> Iterator[Remark]:
    """电价 of a class that 用户档 does not have: no customer is billed by such a row."""
    rows = tables["prices"].dropna(subset="user_class")
    known = pd.MultiIndex.from_frame(tables["user_classes"][["province", "user_class"]])
    lost = rows[~pd.MultiIndex.from_frame(rows[["province", "user_class"]]).isin(known)]
    for row, word in lost["user_class"].items():
        yield Remark(
            "prices", int(str(row)), "user_class", str(word), "「用户档」表中该省有的词", "改正后才有用户按这一行计价"
        )


def _lost(row: object, column: str, doubt: pd.Series, expected: str) -> Remark:
    return Remark("price_doubts", int(str(row)), column, str(doubt[column]), expected, "改正后该格才按待核处理")


def sums(tables: Tables) -> Iterator[Remark]:
    """电费-P1: the components add up to the flat price."""
    for prices, rules in _months(tables):
        cells = price_cells.part_sums(prices, limit_of(rules, "电费-P1:允许差"))
        yield from _remarks(tables, cells, _sum_of(cells, "{:.6f}（五个分项之和）"))


def factors(tables: Tables) -> Iterator[Remark]:
    """电费-P2: published period price − fixed part = floating part × factor."""
    for prices, rules in _months(tables):
        for cells in price_cells.period_factors(prices, rules, limit_of(rules, "电费-P2:允许差")):
            yield from _remarks(tables, cells, _sum_of(cells, f"{{:.6f}}（按系数 {cells.factor:g}）"), WARNING)


def _sum_of(cells: PriceCells, text: str) -> Callable[[int], str]:
    """Return what says the expected price of a row."""
    return lambda row: text.format(cells.expected[row])


def items(tables: Tables) -> Iterator[Remark]:
    """电费-P3, 电费-P4: items add up to the total; system operation items are published incompletely, so a hint."""
    for prices, rules in _months(tables):
        parts = effective(tables["system_operation_items"], rules.day)
        charge = price_cells.item_sums(prices, parts, limit_of(rules, "电费-P3:允许差"))
        advice = "明细不齐：以合计为准，得到全表后补齐"
        yield from _remarks(tables, charge, _sum_of(charge, "明细之和 {:.6f}"), NOTICE, advice)
        funds = price_cells.fund_sums(prices, tables["fund_items"], limit_of(rules, "电费-P4:允许差"))
        yield from _remarks(tables, funds, _sum_of(funds, "{:.8g}（基金明细之和）"))


def order(tables: Tables) -> Iterator[Remark]:
    """电费-P5: energy costs less at higher voltage, and two-part energy no more than single-part energy."""
    advice = "与原表核对"
    other = price_cells.exempt(_any_day(tables))
    for prices, _ in _months(tables):
        lower = price_cells.falling(prices, DELIVERY, ["province", "month", "tariff"], other)
        for cells, word in ((lower, "低一级电压的"), (price_cells.two_part_no_dearer(prices), "单一制")):
            yield from _remarks(tables, cells, _sum_of(cells, f"不高于{word} {{:g}}"), NOTICE, advice)
    frame = standing(tables["transmission_prices"])
    single, two = "single_part_yuan_per_kwh", "two_part_yuan_per_kwh"
    for column in (single, two):
        cells = price_cells.falling(frame, column, ["grid", "user_class", "effective_on"], other)
        yield from _hints(cells, _sum_of(cells, "不高于低一级电压的 {:g}"))
    above = PriceCells("电费-P5", two, frame[two], frame[single], frame[two] > frame[single])
    yield from _hints(above, _sum_of(above, "不高于单一制 {:g}"))


def ratios(tables: Tables) -> Iterator[Remark]:
    """电费-P6: demand price ÷ capacity price lies between the limits, except where losses are in the price."""
    for name in ("transmission_prices", "prices"):
        rules = _any_day(tables)
        low, high = limit_of(rules, "电费-P6:下限"), limit_of(rules, "电费-P6:上限")
        cells = price_cells.charge_ratios(standing(tables[name]), rules)
        for row in cells.off.index[cells.off]:
            expected = f"容量电价的 {low:g}–{high:g} 倍（现为 {cells.seen_factor[row]:.3f} 倍）"
            yield Remark(name, int(row), cells.column, f"{cells.seen[row]:g}", expected, "与原表核对", NOTICE)


def _months(tables: Tables) -> Iterator[Month]:
    """Yield the prices of each province and month that stand, with the rules of their first day."""
    prices = standing(tables["prices"])
    for (province, day, _), rows in prices.groupby(["province", "effective_on", "month"]):
        yield rows, RulesInForce(tables, {}, day.date(), str(province))


def _any_day(tables: Tables) -> RulesInForce:
    """Return the rules of the newest price's day, for what is not bound to a month."""
    return RulesInForce(tables, {}, tables["transmission_prices"]["effective_on"].max().date())


def _remarks(
    tables: Tables, cells: PriceCells, expected: Callable[[int], str], level: str = ERROR, advice: str = _ADVICE
) -> Iterator[Remark]:
    """Yield a remark for each cell of 电价 that is off and not under doubt."""
    rows = tables["prices"].loc[cells.off.index]
    sure = cells.off & ~doubted(rows, standing(tables["price_doubts"]), cells.column, *cells.made_of)
    for row in sure.index[sure]:
        yield Remark("prices", int(row), cells.column, f"{cells.seen[row]:.6f}", expected(row), advice, level)


def _hints(cells: PriceCells, expected: Callable[[int], str]) -> Iterator[Remark]:
    """Yield a hint for each cell of 输配电价 that is off."""
    for row in cells.off.index[cells.off]:
        yield Remark(
            "transmission_prices", int(row), cells.column, f"{cells.seen[row]:g}", expected(row), "与原表核对", NOTICE
        )
