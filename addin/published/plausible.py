"""Published prices beside what is known of their size: 输配电价 of the rule book, the month before, the flat price.

Sums and factors hold as well in a table whose every amount is in 分 under a heading of 元.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from addin.published.price_rows import TITLES
from addin.published.review import ORDER, OTHER, SIZE, Fault
from addin.published.table import PriceTable
from addin.reading.stack import withdrawn
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import CAPACITY, DELIVERY, DEMAND, FLAT, FUNDS, PART_COLUMNS, PERIOD_COLUMNS, limit_of
from addin.rulebook.price_tables import doubted
from addin.tables.choices import TARIFF_KINDS
from addin.tables.rules import RULE_TABLES

LIMIT, PERIOD_LIMIT = "电价导入:倍数", "电价导入:时段倍数"
_STEADY = (PART_COLUMNS["购电"], PART_COLUMNS["上网环节线损"], FUNDS, FLAT, DEMAND, CAPACITY)
"""What may be held against the month before; the system operation charge doubles from one month to the next."""
_ENERGY = dict(zip(TARIFF_KINDS, ("single_part_yuan_per_kwh", "two_part_yuan_per_kwh"), strict=True))
_FALLING = ("尖", "峰", "平", "谷", "深谷")
_NAMES = ["voltage", "user_class"]
_PER_YUAN = 10**8
_SIZE = (
    "{title} {seen:g}，{known}为 {about}，应在其 {limit:g} 倍以内；请与原表核对该格，并核对表头的单位（元、分）和列名"
)
_OTHER = "{title} {seen:g}，{known}为 {about}；请与原表核对，原表确为此数的，更正规则表"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a column is held against.

    Attributes:
        column: of the table.
        low: least that is known for each row, ``NaN`` where nothing is.
        high: most.
        words: where it stands.
        exact: the two should be the same.
    """

    column: str
    low: pd.Series
    high: pd.Series
    words: str
    exact: bool = False


def implausible(table: PriceTable, rules: RulesInForce, prices: pd.DataFrame) -> list[Fault]:
    """Return the cells of a table whose size or order is not that of prices, the first fault of each.

    Args:
        table: as read.
        rules: in force on its first day, of its province.
        prices: the sheet 电价, every row.

    Source: 审核阈值 电价导入:倍数, 电价导入:时段倍数, both 待核; 输配电价 of the grid in force, else of all grids.
    """
    known = [*_by_grid(table, rules), *_before(table, prices)]
    found = [fault for one in known for fault in _apart(table, one, limit_of(rules, LIMIT))]
    flat = table.rows[FLAT]
    for column in PERIOD_COLUMNS.values():
        beside = _Known(column, flat, flat, TITLES[FLAT])
        found += _apart(table, beside, limit_of(rules, PERIOD_LIMIT))
    found += _out_of_order(table)
    doubts = rules.rows("price_doubts")
    sure = [one for one in found if not doubted(table.rows.loc[[one.row]], doubts, one.column).any()]
    return list({(one.row, one.column): one for one in reversed(sure)}.values())[::-1]


def unsized(rules: RulesInForce) -> list[str]:
    """Say which limits the rule book does not have, so that nothing was held against them."""
    lacking = [key for key in (LIMIT, PERIOD_LIMIT) if np.isnan(limit_of(rules, key))]
    said = "、".join(f"『{key}』" for key in lacking)
    return [f"未能核查价格的量级：规则表「审核阈值」没有{said}，请从随程序提供的 rules.xlsx 补上"] if lacking else []


def _by_grid(table: PriceTable, rules: RulesInForce) -> Iterator[_Known]:
    """Yield the regulated prices: of the grid where its rows are in force, else of all grids."""
    every = rules.tables["transmission_prices"]
    every, own = every[~withdrawn(every)], rules.rows("transmission_prices")
    own = own[own["province"] == table.province]
    title = f"规则表「{RULE_TABLES['transmission_prices'].title}」"
    for tariff, rows in table.rows.groupby("tariff"):
        for column, name in ((DELIVERY, _ENERGY[str(tariff)]), (DEMAND, DEMAND), (CAPACITY, CAPACITY)):
            low, high = (_of_rows(rows, own, name, which) for which in ("min", "max"))
            yield _Known(column, low, high, f"{title}{table.province}该电压等级", exact=True)
            bare = rows.index[low.isna()]
            least, most = (pd.Series(every[name].agg(which), bare) for which in ("min", "max"))
            yield _Known(column, least, most, f"{title}各电网")


def _of_rows(rows: pd.DataFrame, known: pd.DataFrame, column: str, which: str) -> pd.Series:
    """Return the least or most of a column among the known rows that are named as each row is."""
    keys = [known[name].astype(object).fillna("") for name in _NAMES]
    asked = pd.MultiIndex.from_frame(rows[_NAMES].astype(object).fillna(""))
    return known[column].groupby(keys).agg(which).reindex(asked).set_axis(rows.index)


def _before(table: PriceTable, prices: pd.DataFrame) -> Iterator[_Known]:
    """Yield the prices of the month before."""
    month = str(pd.Period(table.month, "M") - 1)
    last = prices[(prices["province"] == table.province) & (prices["month"] == month) & ~withdrawn(prices)]
    for tariff, rows in table.rows.groupby("tariff"):
        same = last[last["tariff"] == tariff]
        for column in _STEADY:
            low, high = (_of_rows(rows, same, column, which) for which in ("min", "max"))
            yield _Known(column, low, high, f"{month} 电价")


def _apart(table: PriceTable, known: _Known, limit: float) -> Iterator[Fault]:
    """Yield the cells that are more than ``limit`` times, or less than that part of, what is known."""
    seen, low, high = table.rows[known.column].reindex(known.low.index), known.low, known.high
    sized = (low > 0) & seen.notna()
    off = sized & ((_whole(seen) > _whole(high * limit)) | (_whole(seen * limit) < _whole(low)))
    other = sized & ~off & (low == high) & (_whole(seen) != _whole(low)) & known.exact
    for row in seen.index[off | other]:
        about = f"{low[row]:g}" if low[row] == high[row] else f"{low[row]:g}–{high[row]:g}"
        values = {"title": TITLES[known.column], "seen": seen[row], "known": known.words, "about": about}
        said = _SIZE.format(**values, limit=limit) if off[row] else _OTHER.format(**values)
        fits = float(low[row]) if low[row] == high[row] else float("nan")
        where = table.where(int(row), known.column)
        yield Fault(SIZE if off[row] else OTHER, int(row), known.column, fits, f"{where}：{said}")


def _out_of_order(table: PriceTable) -> Iterator[Fault]:
    """Yield the periods that cost less than the next cheaper one."""
    for row, line in table.rows.iterrows():
        printed = [period for period in _FALLING if pd.notna(line[PERIOD_COLUMNS[period]])]
        for dear, cheap in pairwise(printed):
            column, other = PERIOD_COLUMNS[dear], PERIOD_COLUMNS[cheap]
            if line[column] < line[other]:
                there = table.where(int(str(row)), other)
                said = f"{TITLES[column]} {line[column]:g}，低于 {there} 的 {line[other]:g}，应不低于它"
                where = table.where(int(str(row)), column)
                advice = "请与原表核对是否两列对调或串行"
                yield Fault(ORDER, int(str(row)), column, float("nan"), f"{where}：{said}；{advice}")


def _whole(prices: pd.Series) -> pd.Series:
    """Return prices [yuan] as whole 10⁻⁸ yuan in floats, exact below 2^53."""
    return pd.Series(np.rint(prices.to_numpy("float64") * _PER_YUAN), index=prices.index)
