"""Prices of other months, put into the month under another voltage's name, so that a clone can be billed by them."""

import dataclasses
from collections.abc import Sequence

import pandas as pd

from addin.rulebook import Rulebook

CATALOGUE = "catalogue_prices"
AT = "@"
"""Between the voltage (or its 用户档) and the month whose prices are meant: ``35kV@2025-12``."""


def other_months(rulebook: Rulebook, month: str, province: str) -> tuple[str, ...]:
    """Return the months next to a month for which the province's prices are known."""
    prices = rulebook.all("prices")
    known = set(prices.loc[prices["province"] == province, "month"])
    near = (str(pd.Period(month, "M") + step) for step in (-1, 1))
    return tuple(one for one in near if one in known)


def with_other_months(rulebook: Rulebook, month: str, province: str) -> Rulebook:
    """Return the rule book with the prices of the months beside a month, as further voltages of that month.

    What sub-meters of other classes cost stays what it is, under these names too. Where none are known it is the book
    itself: another one would have all its guards looked at again.
    """
    prices, near = rulebook.all("prices"), other_months(rulebook, month, province)
    if not near:
        return rulebook
    own = prices[(prices["province"] == province) & (prices["month"] == month)]
    every = _under(prices, [_moved(prices, one, month, province, own) for one in near])
    catalogue = rulebook.all(CATALOGUE)
    renamed = [catalogue.assign(voltage=catalogue["voltage"] + AT + one) for one in near]
    return dataclasses.replace(
        rulebook, tables={**rulebook.tables, "prices": every, CATALOGUE: _under(catalogue, renamed)}
    )


def _under(table: pd.DataFrame, rows: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put rows under those of a table, with row numbers of their own."""
    every = pd.concat([table, *rows])
    first = max(table.index, default=0) + 1
    every.index = pd.Index([*table.index, *range(first, first + len(every) - len(table))])
    return every


def _moved(prices: pd.DataFrame, source: str, month: str, province: str, own: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a month under the name of another, in force when that one's rows are."""
    rows = prices[(prices["province"] == province) & (prices["month"] == source)].copy()
    rows["key"] += AT + month
    rows["voltage"] = rows["voltage"].mask(rows["user_class"].isna(), rows["voltage"] + AT + source)
    rows["user_class"] += AT + source
    rows["month"], rows["effective_on"] = month, own["effective_on"].min()
    return rows.assign(expires_on=own["expires_on"].max())
