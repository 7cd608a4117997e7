"""What a row of a bill is made from, as data: readings, quantity, price with its cell in rules.xlsx, rounding."""

from collections.abc import Mapping

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.flag_rows import TABLE
from addin.billing.metering.readings import DEMAND as REGISTER
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY, POWER_FACTOR
from addin.rulebook import Rulebook
from addin.rulebook.price_cells import PART_COLUMNS, PERIOD_COLUMNS
from addin.tables.choices import TOTAL

READING = ("point_no", "meter_no", "register", "previous_reading", "current_reading", "multiplier", "quantity")
PRICED = {CAPACITY: "capacity_yuan_per_kva_month", DEMAND: "demand_yuan_per_kw_month"} | PART_COLUMNS
PRICES = {"电价": "prices", "力调系数": "power_factor_table"}
ROUNDED, ROUNDED_BY_ROW = "金额取整位数", "力调取整环节"
"""Rows of 计费规则 on the rounding of a row of the bill, and of what a power factor adjustment is summed of."""


def inputs_of(place: object, billing: Billing, rulebook: Rulebook) -> dict[str, object]:
    """Return the inputs of a row of a statement, numbers as decimal text; empty for a row that was not recomputed.

    Args:
        place: its index in ``billing.lines``; blank where none stands beside an issued row.
        billing: the month.
        rulebook: every dated rule.

    Returns:
        ``readings`` (point_no, meter_no, register, previous, current, multiplier, quantity; ``sign`` −1 of a sub-meter
        that is taken off), ``quantity``, ``unit_price``, ``days`` and ``divisor`` (blank: a whole month),
        ``price_cells`` of rules.xlsx, and ``rounding`` with the rule row that says of what.
    """
    if pd.isna(place):
        return {}
    line = billing.lines.loc[int(float(str(place)))]
    numbers = {name: _text(line[name]) for name in ("quantity", "unit_price", "days", "divisor")}
    rules = rulebook.on(billing.days[-1].date(), billing.province)
    return {
        "readings": [_reading(one) for one in _readings(line, billing).to_dict("records")],
        **numbers,
        "price_cells": _price_cells(line, rulebook),
        "rounding": {"how": "四舍五入到分", "rule": rules.cite_key(TABLE, _rounded(line))},
    }


def _rounded(line: pd.Series) -> str:
    return ROUNDED_BY_ROW if line["component"] == POWER_FACTOR else ROUNDED


def _readings(line: pd.Series, billing: Billing) -> pd.DataFrame:
    every = billing.inputs
    mine = every[every["customer_no"].eq(line["customer_no"]) & every["of_point"].eq(line["point_no"])]
    if line["component"] in {CAPACITY, POWER_FACTOR}:
        return mine.iloc[:0]
    return mine[mine["period"].eq(REGISTER if line["component"] == DEMAND else line["period"])]


def _reading(one: Mapping[str, object]) -> dict[str, object]:
    told = {name.removesuffix("_reading"): one[name] for name in READING}
    return {name: _text(value) for name, value in told.items()} | {"sign": one["sign"]}


def _price_cells(line: pd.Series, rulebook: Rulebook) -> list[str]:
    """Return the cells that the price was read off; of 购电 the published price and the components taken off it."""
    title, _, row = str(line["rule"]).split("；")[0].partition("!")
    if title not in PRICES or not row.isdigit():
        return []
    if title != "电价":
        names = ["change_percent"]
    elif line["component"] == "购电":
        names = [PERIOD_COLUMNS["平" if line["period"] == TOTAL else line["period"]], *PART_COLUMNS.values()]
    else:
        names = [PRICED[line["component"]]]
    return [rulebook.ledger.link(PRICES[title], int(row), name) for name in names]


def _text(value: object) -> str | None:
    """Return a number as decimal text, a word as it is."""
    if pd.isna(value):
        return None
    return f"{value:.12g}" if isinstance(value, float | int) else str(value)
