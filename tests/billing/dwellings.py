"""The shipped rules with a price for dwellings, which 目录电价 leaves to the province: the number is made up."""

from dataclasses import replace
from functools import cache

import pandas as pd
from billing.reference import DWELLINGS, TRANSMISSION
from billing_area import rulebook

CLASS = "居民生活"


def with_dwellings(book):
    """Return a rule book in which dwellings have the price of the reference at every voltage."""
    empty = book.tables["catalogue_prices"]
    volts = sorted({voltage for _, voltage in TRANSMISSION})
    rows = pd.DataFrame({"voltage": volts}).assign(tariff_class=CLASS, price_yuan_per_kwh=float(DWELLINGS))
    rows = rows.assign(province="湖北", effective_on=pd.Timestamp("2020-01-01"), expires_on=pd.NaT)
    return replace(book, tables={**book.tables, "catalogue_prices": rows.reindex(columns=empty.columns)})


@cache
def priced_rulebook():
    """Return the shipped rules with that price, read once."""
    return with_dwellings(rulebook())
