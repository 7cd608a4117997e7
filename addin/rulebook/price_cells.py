"""Published prices: what each cell should be by arithmetic (电费-P1 … 电费-P6).

The one place for the rule book's own check, the import of a table and the month's audit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from addin.rulebook.errors import NoRule
from addin.rulebook.in_force import RulesInForce, effective

Tables = Mapping[str, pd.DataFrame]
PART_COLUMNS = {
    "购电": "agent_yuan_per_kwh",
    "上网环节线损": "line_loss_yuan_per_kwh",
    "输配电": "transmission_yuan_per_kwh",
    "系统运行": "system_operation_yuan_per_kwh",
    "政府性基金": "funds_yuan_per_kwh",
}
"""Components of a published price in the words of the bill, and their columns in 电价."""
PARTS = tuple(PART_COLUMNS.values())
PERIOD_COLUMNS = {
    "尖": "sharp_yuan_per_kwh",
    "峰": "peak_yuan_per_kwh",
    "平": "flat_yuan_per_kwh",
    "谷": "valley_yuan_per_kwh",
    "深谷": "deep_valley_yuan_per_kwh",
}
TIMED = {period: column for period, column in PERIOD_COLUMNS.items() if period != "平"}
"""Periods whose price is the flat one times a factor."""
FLAT, SYSTEM, FUNDS = "flat_yuan_per_kwh", "system_operation_yuan_per_kwh", "funds_yuan_per_kwh"
DELIVERY = "transmission_yuan_per_kwh"
DEMAND, CAPACITY = "demand_yuan_per_kw_month", "capacity_yuan_per_kva_month"
_PER_YUAN = 10**8
"""Prices have at most eight decimals; as whole numbers their sums are exact."""


@dataclass(frozen=True, slots=True)
class PriceCells:
    """Cells of one column beside what they should be; all series have the same index, the rows of the table.

    Attributes:
        code: of the rule: ``电费-P1``.
        column: whose cells; what was ``seen`` there, and where they are ``off``.
        expected: what should stand there, ``NaN`` where nothing can be said.
        about: the period, where there are several.
        seen_factor: published factor of the period (P2), ratio (P6).
        factor: what it should be.
        made_of: columns that the expected price is made of: where one of them is in doubt, nothing is said.
    """

    code: str
    column: str
    seen: pd.Series
    expected: pd.Series
    off: pd.Series
    about: str = ""
    seen_factor: pd.Series = field(default_factory=pd.Series)
    factor: float = np.nan
    made_of: tuple[str, ...] = ()


def part_sums(prices: pd.DataFrame, limit: float) -> PriceCells:
    """电费-P1: the components add up to the flat price; ``limit`` [yuan/kWh] is allowed."""
    total = prices[list(PARTS)].apply(_whole).sum(axis="columns", skipna=False) / _PER_YUAN
    off = _apart(prices[FLAT], total, limit)
    return PriceCells("电费-P1", FLAT, prices[FLAT], total, off, "平", made_of=PARTS)


def period_factors(prices: pd.DataFrame, rules: RulesInForce, limit: float) -> list[PriceCells]:
    """电费-P2: published period price − fixed part = floating part × factor, one result a period.

    Args:
        prices: of one province.
        rules: of the province: 分时系数 of its default period set, and which components float.
        limit: how far the factors may be apart.
    """
    floats = [PART_COLUMNS[name] for name in _words(rules, "浮动项") if name in PART_COLUMNS]
    factors = rules.rows("period_factors")
    factors = factors[(factors["province"] == rules.province) & factors["period_set"].isin(_words(rules, "默认时段集"))]
    fixed = prices[[name for name in PARTS if name not in floats]].sum(axis="columns", skipna=False)
    base = prices[floats].sum(axis="columns", skipna=False) if floats else pd.Series(np.nan, index=prices.index)
    known = factors.drop_duplicates("period", keep="last").set_index("period")["factor"]
    found = []
    for period, column in TIMED.items():
        factor = float(known.get(period, np.nan))
        seen = (prices[column] - fixed) / base
        expected = _printed(fixed + base * factor)
        off = (seen - factor).abs() > limit
        found.append(PriceCells("电费-P2", column, prices[column], expected, off, period, seen, factor, PARTS))
    return found


def item_sums(prices: pd.DataFrame, items: pd.DataFrame, limit: float) -> PriceCells:
    """电费-P3: the items of the system operation charge add up to it, one row a province and month."""
    rows = prices.drop_duplicates(["province", "month"])
    months = pd.MultiIndex.from_frame(rows[["province", "month"]])
    parts = items.groupby(["province", "month"])["item_yuan_per_kwh"]
    total = parts.agg(lambda prices: prices.sum(skipna=False)).reindex(months).set_axis(rows.index)
    return PriceCells("电费-P3", SYSTEM, rows[SYSTEM], total, _apart(rows[SYSTEM], total, limit))


def fund_sums(prices: pd.DataFrame, items: pd.DataFrame, limit: float) -> PriceCells:
    """电费-P4: the province's fund items in force on the first day of the prices add up to the fund price."""
    total = pd.Series(np.nan, index=prices.index)
    for (province, day), rows in prices.groupby(["province", "effective_on"]).groups.items():
        mine = effective(items, day)
        mine = mine.loc[mine["province"] == province, "item_yuan_per_kwh"]
        total.loc[rows] = _whole(mine).sum(skipna=False) / _PER_YUAN if len(mine) else np.nan
    return PriceCells("电费-P4", FUNDS, prices[FUNDS], total, _apart(prices[FUNDS], total, limit))


def falling(rows: pd.DataFrame, column: str, group: Sequence[str], other: Collection[str] = ()) -> PriceCells:
    """电费-P5: energy costs no more at the next higher voltage; ``expected`` is the price one step below.

    Grids in ``other`` have columns that are no higher voltages: 高供低计 is dearer than 高供高计.
    """
    grid = rows["grid"] if "grid" in rows else rows["province"]
    known = rows[rows[column].notna() & ~grid.isin(other)].sort_values("lower_kv", kind="stable")
    below = known.groupby(list(group), dropna=False)[column].shift().reindex(rows.index)
    return PriceCells("电费-P5", column, rows[column], below, rows[column] > below, "电压")


def two_part_no_dearer(prices: pd.DataFrame) -> PriceCells:
    """电费-P5: two-part energy costs no more than single-part energy of the same voltage and month."""
    same = ["province", "month", "printed_voltage" if "printed_voltage" in prices else "voltage"]
    single = prices[prices["tariff"] == "单一制"].drop_duplicates(same, keep="last").set_index(same)[DELIVERY]
    two = prices[prices["tariff"] == "两部制"]
    other = single.reindex(pd.MultiIndex.from_frame(two[same])).set_axis(two.index)
    return PriceCells("电费-P5", DELIVERY, two[DELIVERY], other, two[DELIVERY] > other, "单一制")


def charge_ratios(rows: pd.DataFrame, rules: RulesInForce) -> PriceCells:
    """电费-P6: demand price ÷ capacity price lies between the limits; ``exempt`` grids have a scale of their own."""
    low, high = limit_of(rules, "电费-P6:下限"), limit_of(rules, "电费-P6:上限")
    grid = rows["grid"] if "grid" in rows else rows["province"]
    priced = rows[rows[DEMAND].notna() & rows[CAPACITY].notna() & ~grid.isin(exempt(rules))]
    ratio = priced[DEMAND] / priced[CAPACITY]
    demand, capacity = _whole(priced[DEMAND]), _whole(priced[CAPACITY])
    off = (demand < np.rint(capacity * low)) | (demand > np.rint(capacity * high))
    return PriceCells("电费-P6", DEMAND, priced[DEMAND], priced[CAPACITY], off, "", ratio)


def exempt(rules: RulesInForce) -> set[str]:
    """Return the grids whose prices contain the line losses: 深圳, with scales of its own."""
    rates = rules.tables["line_loss_rates"]
    return set(rates.loc[rates["in_transmission"] == "是", "grid"])


def month_cells(prices: pd.DataFrame, items: pd.DataFrame, rules: RulesInForce) -> list[PriceCells]:
    """Return everything that arithmetic says of one month's prices of one province.

    Args:
        prices: rows of 电价, ``effective_on`` included.
        items: 系统运行费明细 of the month.
        rules: in force on its first day, of the province.
    """
    return [
        part_sums(prices, limit_of(rules, "电费-P1:允许差")),
        *period_factors(prices, rules, limit_of(rules, "电费-P2:允许差")),
        item_sums(prices, items, limit_of(rules, "电费-P3:允许差")),
        fund_sums(prices, rules.tables["fund_items"], limit_of(rules, "电费-P4:允许差")),
        falling(prices, DELIVERY, ["province", "month", "tariff"], exempt(rules)),
        two_part_no_dearer(prices),
        charge_ratios(prices, rules),
    ]


def limit_of(rules: RulesInForce, key: str) -> float:
    """Return a threshold; ``NaN``, which nothing exceeds, where none is in force."""
    try:
        return rules.value("audit_thresholds", key)
    except NoRule:
        return float("nan")


def _words(rules: RulesInForce, key: str) -> tuple[str, ...]:
    """Return the words of a billing rule; none where the province has not set it."""
    try:
        return rules.words("billing_flags", key)
    except NoRule:
        return ()


def _apart(seen: pd.Series, expected: pd.Series, limit: float) -> pd.Series:
    """Say where two prices are further apart than the limit, exactly."""
    return (_whole(seen) - _whole(expected)).abs() > np.rint(limit * _PER_YUAN)


def _whole(prices: pd.Series) -> pd.Series:
    """Return prices [yuan] as whole 10⁻⁸ yuan in floats, exact below 2^53."""
    return pd.Series(np.rint(prices.to_numpy("float64") * _PER_YUAN), index=prices.index)


def _printed(prices: pd.Series) -> pd.Series:
    """Return computed prices with the six decimals in which period prices are printed."""
    return pd.Series(np.floor(prices.to_numpy("float64") * 10**6 + 0.5 + 1e-6) / 10**6, index=prices.index)
