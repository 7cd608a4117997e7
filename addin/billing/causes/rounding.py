"""The bill summed up unrounded and rounded once: a habit of other programs that costs a fen or two."""

import pandas as pd

from addin.billing.money import product
from addin.billing.statement import CAPACITY, POWER_FACTOR

MICRO = 6
"""Decimals of a yuan that are kept of each row."""


def rounded_once_fen(lines: pd.DataFrame, components: tuple[str, ...], month_days: int) -> pd.Series:
    """Return the total [fen] of each customer whose rows are not rounded before they are added up.

    Args:
        lines: rows of statements.
        components: that the power factor adjustment is taken on.
        month_days: divisor of a day's share of the capacity charge.
    """
    exact = product((lines["quantity"], 6), (lines["unit_price"], 8), digits=MICRO)
    days = lines["days"].fillna(month_days)
    daily = product((lines["quantity"], 2), (lines["unit_price"], 4), (days, 0), digits=MICRO, divisor=month_days)
    exact = exact.where(lines["component"] != CAPACITY, daily)
    plain = lines["component"] != POWER_FACTOR
    customer = lines["customer_no"]
    base = exact[lines["component"].isin(components)].groupby(customer).sum()
    rate = lines.loc[~plain].groupby("customer_no")["unit_price"].first().reindex(base.index).fillna(0.0)
    adjusted = product((base, 0), (rate, 2), digits=0, divisor=100)
    whole = exact[plain].groupby(customer).sum() + adjusted.reindex(customer.unique()).fillna(0)
    return product((whole, 0), digits=0, divisor=10 ** (MICRO - 2))
