"""Why a row of a bill has no amount: a price cell that is empty, or a number finer than money is reckoned with."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.pricing.prices import ENERGY, FUNDS
from addin.billing.statement import CAPACITY
from addin.rulebook.price_cells import PART_COLUMNS, PERIOD_COLUMNS
from addin.tables.choices import TOTAL
from addin.tables.rules import RULE_TABLES

TITLES = {column.name: column.title for column in RULE_TABLES["prices"]}
OF_POWER = {CAPACITY: "capacity_yuan_per_kva_month", DEMAND: "demand_yuan_per_kw_month"}
REGION = "「计费参数」的输配区域不在「计费规则」的输配区域加价之中，{0}无从计价，请改正"
RELIEF = "「计费参数」的基金减免大于「电价」的政府性基金，或小数位数超过八位（元/kWh），政府性基金无从计价，请核对"
TOO_FINE = "的小数位太多（容量、电量至多两位，容量和需量电价至多四位，电度电价至多八位），金额算不准到分，请核对"


def unpriced(rows: pd.DataFrame, prices: pd.DataFrame) -> pd.Series:
    """Return why each of some rows of statements has no amount, sentences.

    Args:
        rows: component, period, quantity, unit_price, rule (``电价!8``…).
        prices: from ``component_prices``: row, ``blank``.
    """
    blank = prices.drop_duplicates("row").set_index("row")["blank"]
    said = [
        _why(one, blank) for one in rows[["component", "period", "quantity", "unit_price", "rule"]].to_dict("records")
    ]
    return pd.Series(said, index=rows.index, dtype=object)


def _why(one: dict[str, object], blank: pd.Series) -> str:
    """Return why a row has no amount."""
    component, period = str(one["component"]), str(one["period"])
    if pd.notna(one["unit_price"]):
        return f"{one['quantity']:,.10g} × {one['unit_price']:.10g} 元{TOO_FINE}"
    number = str(one["rule"]).split("；")[0].partition("!")[2]
    there = str(blank.get(int(number), "")).split() if number.isdigit() else []
    lacking = "".join(f"「{TITLES[name]}」" for name in _columns(component, period) if name in there)
    label = component if period == TOTAL else f"{component}（{period}）"
    if lacking:
        return f"规则表「电价」第{number}行{lacking}为空，{label}无从计价，请按价目表补填"
    return RELIEF if component == FUNDS else REGION.format(label)


def _columns(component: str, period: str) -> tuple[str, ...]:
    """Return the columns of 电价 that the price of a row is read off."""
    if component in OF_POWER:
        return (OF_POWER[component],)
    if component != ENERGY[0]:
        return (PART_COLUMNS[component],)
    return PERIOD_COLUMNS["平" if period == TOTAL else period], *PART_COLUMNS.values()
