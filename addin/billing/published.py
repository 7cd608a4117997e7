"""Published prices of a month for single customers, and what the energy and demand of a customer cost at them."""

import pandas as pd

from addin.billing.money import product_fen
from addin.billing.month import Billing

KW_PLACES, PRICE_PLACES = 8, 4
EPOCH = ["epoch", "tariff_kind", "pricing_voltage"]
"""What the price of a segment goes by."""


def published(billing: Billing, numbers: pd.Series, column: str, *, kind: str = "") -> pd.Series:
    """Return a published price for each customer: of its own tariff and voltage, as printed.

    Args:
        billing: the month.
        numbers: customer_no of each row.
        column: of the table 电价.
        kind: 单一制 or 两部制 in the place of the customer's own.

    Returns:
        Prices, float64; ``NaN`` where the customer has no terms or the table no row.
    """
    terms = billing.archive.terms
    tiers = billing.prices[billing.prices["variant"] == 0].set_index(["tariff", "voltage"])[column]
    tariff = pd.Series(kind, index=numbers.index) if kind else numbers.map(terms["tariff_kind"])
    keys = pd.MultiIndex.from_arrays([tariff, numbers.map(terms["pricing_voltage"])])
    return tiers.reindex(keys).set_axis(numbers.index).astype("float64")


def demand_percent(billing: Billing, numbers: pd.Series) -> pd.Series:
    """Return the share of the demand price that each customer pays [%]: reduced from the limit of use per kVA on."""
    reached = numbers.map(billing.quantities.intensity) >= billing.flags.discount_from_kwh_per_kva
    return reached.map({True: billing.flags.discount_percent, False: 100.0})


def demand_fen(billing: Billing, numbers: pd.Series, kw: pd.Series) -> pd.Series:
    """Return what a demand [kW] costs each customer in the month [fen], ``Int64``; ``NA`` without a price."""
    price = published(billing, numbers, "demand_yuan_per_kw_month")
    return product_fen((kw, KW_PLACES), (price, PRICE_PLACES), (demand_percent(billing, numbers), 2), divisor=100)


def capacity_fen(billing: Billing, numbers: pd.Series, kva_days: pd.Series) -> pd.Series:
    """Return what capacity × days [kVA·days] costs each customer [fen], ``Int64``; ``NA`` without a price."""
    price = published(billing, numbers, "capacity_yuan_per_kva_month")
    divisor = billing.flags.days_per_month or len(billing.days)
    return product_fen((kva_days, 2), (price, PRICE_PLACES), divisor=divisor)


def demand_terms(billing: Billing) -> pd.DataFrame:
    """Return what a kW of demand costs in each segment: days, month_days, demand_yuan_per_kw_month and ``percent``."""
    rows, name = billing.segments, "demand_yuan_per_kw_month"
    price = segment_prices(billing, rows, name).astype("float64")
    return rows[["days", "month_days"]].assign(**{name: price}, percent=demand_percent(billing, rows["customer_no"]))


def segment_prices(billing: Billing, segments: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of 电价, as printed, for each row of a segment: of its own days, tariff and voltage."""
    tables = [table[table["variant"] == 0].assign(epoch=epoch) for epoch, table in enumerate(billing.published)]
    every = pd.concat(tables).drop_duplicates(["epoch", "tariff", "voltage"]).set_index(["epoch", "tariff", "voltage"])
    return every[column].reindex(pd.MultiIndex.from_frame(segments[EPOCH])).set_axis(segments.index)
