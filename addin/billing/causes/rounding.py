"""Other ways of adding up a statement: orders of rounding, a power factor cut off or without reactive losses."""

from collections.abc import Callable, Mapping

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.causes.other_factors import truncated_factor, without_reactive_losses
from addin.billing.causes.reckoned import FEN, PLACES, Rows, rounded, truncated
from addin.billing.money import product, transport
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY, POWER_FACTOR

FAMILY = "取整"
UNASSESSED = "无功变损不计入力率"
SHORT = 4
"""Decimals of a price that is rounded before it is used."""
COLUMNS = ["customer_no", "order", "off"]


def other_orders(billing: Billing, customer_nos: pd.Index, table: pd.DataFrame) -> pd.DataFrame:
    """Return which other ways of adding up give exactly the issued total.

    Args:
        billing: a month recomputed.
        customer_nos: bills that are asked.
        table: rule table 力调系数.

    Returns:
        customer_no, ``order`` in words (what follows 若), and in how many components it is ``off`` by more than rows
        may; ``order`` is each of ``ORDERS``, and a customer may fit several.
    """
    rows = Rows(billing, billing.lines[billing.lines["customer_no"].isin(customer_nos)], table)
    if rows.lines.empty:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat([_fitting(billing, rows, words, order(rows)) for words, order in ORDERS.items()])


def _once(rows: Rows) -> pd.Series:
    return rows.by_sum(rows.exact, lambda micro: micro, rows.lines["unit_price"])


def _truncated(rows: Rows) -> pd.Series:
    return rows.adjusted(truncated(rows.exact), truncated)


def _adjusted_by_row(rows: Rows) -> pd.Series:
    return rows.by_row(rows.amounts, rounded, rows.lines["unit_price"])


def _adjusted_by_sum(rows: Rows) -> pd.Series:
    return rows.by_sum(rows.amounts, rounded, rows.lines["unit_price"])


def _short_prices(rows: Rows) -> pd.Series:
    """Round the price of each row of energy first."""
    price = transport(product((rows.lines["unit_price"], PLACES), digits=SHORT), SHORT)
    energy = ~rows.lines["component"].isin((CAPACITY, DEMAND, POWER_FACTOR))
    return rows.adjusted(rounded(rows.priced(price)).where(energy, rows.amounts), rounded)


def _short_daily_price(rows: Rows) -> pd.Series:
    """Round the capacity price of a day first."""
    lines = rows.lines
    daily = product((lines["unit_price"], PLACES), digits=SHORT, divisor=lines["divisor"].fillna(1).astype("int64"))
    part = (lines["component"] == CAPACITY) & (lines["days"] != lines["divisor"])
    every = rounded(rows.priced(transport(daily, SHORT), lines["bill"] * 0 + 1))
    return rows.adjusted(every.where(part, rows.amounts), rounded)


ORDERS: Mapping[str, Callable[[Rows], pd.Series]] = {
    "各行不取整、合计后一次取整": _once,
    "各行舍去分以下的尾数": _truncated,
    "力调电费逐行计算、各自取整": _adjusted_by_row,
    "力调电费按各行之和计算、取整一次": _adjusted_by_sum,
    "力率舍去尾数取两位小数": truncated_factor,
    "电度单价先取四位小数": _short_prices,
    "容量电费的每日单价先取四位小数": _short_daily_price,
    UNASSESSED: without_reactive_losses,
}
"""What is tried, in the words that follow 若: the rows in micro-yuan of each."""


def family(order: str) -> str:
    """Return which family an order is of: all are of rounding, but for one that no trial needs to be billed for."""
    return "力率变损" if order == UNASSESSED else FAMILY


def _fitting(billing: Billing, rows: Rows, words: str, micro: pd.Series) -> pd.DataFrame:
    """Return the customers whose rows, reckoned so, add up to exactly what was issued."""
    micro = micro.fillna(rows.lines["amount_fen"] * FEN)
    totals = billing.totals.set_index("customer_no")
    sums = (rounded(micro.groupby(rows.lines["customer_no"]).sum()) // FEN).astype("Int64")
    issued = totals["issued_fen"].reindex(sums.index)
    same = sums.index[(sums == issued).fillna(value=False)]
    off = _off(billing, rows, micro).reindex(same).fillna(0)
    off = off.mask(totals["bare"].reindex(same), 0)
    return pd.DataFrame({"customer_no": same, "order": words, "off": off.to_numpy("float64")})


def _off(billing: Billing, rows: Rows, micro: pd.Series) -> pd.Series:
    """Return in how many components of each bill the sums still differ by more than their rows may."""
    units = billing.comparison.units
    units = units[units["customer_no"].isin(rows.lines["customer_no"])]
    keys = billing.comparison.ours["unit_key"].reindex(rows.lines.index)
    ours = micro.groupby(keys).sum().reindex(units.index).fillna(units["recomputed_fen"] * FEN)
    apart = (units["issued_fen"] * FEN - ours).abs() > units["allowed_fen"] * FEN
    return (apart & ~units["undone"]).groupby(units["customer_no"]).sum()
