"""高供高计 and 高供低计 where a grid has a price column for each: a customer's 10kV completed by its 计量侧."""

import dataclasses

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.pricing.price_days import PriceDays
from addin.tables.choices import METERING_SIDES


def by_metering_side(archive: Archive, prices: PriceDays) -> Archive:
    """Return the archive with 10kV completed by the customer's 计量侧 where the prices tell the sides apart.

    Customers with points on several sides keep what is written, and lack a price row.
    """
    known = {word for word in prices.costs["printed_voltage"].unique() if word.endswith(METERING_SIDES)}
    if not known:
        return archive
    side = metering_side(archive.points)
    rows, terms = archive.term_rows, archive.terms
    return dataclasses.replace(
        archive,
        term_rows=rows.assign(pricing_voltage=_completed(rows["pricing_voltage"], rows["customer_no"], side, known)),
        terms=terms.assign(pricing_voltage=_completed(terms["pricing_voltage"], terms.index.to_series(), side, known)),
    )


def _completed(words: pd.Series, numbers: pd.Series, side: pd.Series, known: set[str]) -> pd.Series:
    """Return voltages with the side behind them where that is a column of the prices."""
    whole = words + numbers.map(side)
    return whole.where(whole.isin(known), words)


def metering_side(points: pd.DataFrame) -> pd.Series:
    """Return on which side each customer's points without one above are metered; none where they differ."""
    sides = points.loc[points["parent_no"].isna(), ["customer_no", "metering_side"]].dropna().drop_duplicates()
    return sides[~sides["customer_no"].duplicated(keep=False)].set_index("customer_no")["metering_side"]
