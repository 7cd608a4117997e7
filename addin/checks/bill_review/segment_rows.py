"""The printed rows of bills with the segment of the month that each is for: its days, terms and price row.

A month that is cut has a row for each segment; what holds at the month's end says nothing about the others.
"""

import pandas as pd

from addin.billing.metering.own_kinds import each_kind
from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.pricing.prices import PLACES
from addin.billing.published import segment_prices
from addin.billing.statement import DIRECT
from addin.tables.choices import TOTAL


def segment_of(billing: Billing) -> pd.Series:
    """Return the segment of each issued row, index = row id.

    Returns:
        ``Int64``, places in ``billing.segments``: the only one of a customer whose month is whole, else that of the
        recomputed row it is compared with; ``NA`` where it corresponds to none.
    """
    segments = billing.segments
    whole = segments[~segments["cut"]].reset_index(names="segment").set_index("customer_no")["segment"]
    own = _of_recomputed(billing, "segment").astype("Int64")
    return billing.comparison.issued["customer_no"].map(whole).astype("Int64").fillna(own)


def _of_recomputed(billing: Billing, column: str) -> pd.Series:
    """Return a column of the recomputed row that each issued row is compared with; blank where there is none."""
    rows, ours = billing.comparison.issued, billing.comparison.ours
    known = ours[ours["key"] >= 0].drop_duplicates("key").set_index("key")[column]
    compared = rows["unit_key"].map(billing.comparison.units["by_row"]).astype(bool)
    return rows["key"].map(known).where(compared)


def own_kind_points(billing: Billing) -> pd.Series:
    """Return of each issued row the point at a tariff kind of its own that it is for; empty for rows of others.

    That is the point of the recomputed row it is compared with, else the printed one; blank where neither is known.
    """
    kinds = billing.archive.versions.dropna(subset=["own_kind"])["point_no"].unique()
    points = _of_recomputed(billing, "point_no").astype(object).fillna(billing.comparison.issued["point_no"])
    return points.where(points.isin(kinds) | points.isna(), "").astype(object)


def priced_segments(billing: Billing) -> pd.DataFrame:
    """Return every segment at each tariff kind that energy of it is priced at, with its price of 政府性基金.

    Returns:
        segment, customer_no, tariff_kind, ``own`` (of points at a kind of their own), ``row`` of 电价, and ``funds``,
        less what the customer is relieved of [10⁻⁸ yuan/kWh].
    """
    rows = each_kind(billing.segments, billing.quantities.energy.billed)
    relief = scaled(rows["fund_relief_yuan_per_kwh"].fillna(0.0), PLACES)
    funds = scaled(segment_prices(billing, rows, "funds_yuan_per_kwh"), PLACES) - relief
    told = rows.assign(row=segment_prices(billing, rows, "row"), funds=funds, own=rows.index.duplicated())
    return told.reset_index(names="segment")[["segment", "customer_no", "tariff_kind", "own", "row", "funds"]]


def assessed_customers(billing: Billing) -> pd.Series:
    """Return the power factor standard, in hundredths, of those that have one in a segment, by customer_no."""
    standards = billing.quantities.standards.dropna()
    owner = billing.segments["customer_no"].reindex(standards.index)
    return standards.set_axis(owner).groupby(level=0, sort=False).last()


def direct_kwh(billing: Billing) -> pd.Series:
    """Return what those that trade directly used in the segments in which they do, by customer_no [kWh]."""
    billed = billing.quantities.energy.billed
    own = billed[billed["point_no"] == ""]
    kinds = own["segment"].map(billing.segments["market_kind"])
    return own[kinds == DIRECT].groupby("customer_no")[TOTAL].sum(min_count=1)


def month_days(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return the calendar days of the month that each issued row is for; of the bill's where that is not known."""
    known = segment_of(billing).reindex(rows.index).map(billing.segments["month_days"])
    return known.fillna(len(billing.days)).astype("int64")


def rule_days(months: pd.Series, billing: Billing) -> pd.Series:
    """Return by how many days a month's price is divided by the rule: a fixed number, else those of its month."""
    return months * 0 + billing.flags.days_per_month if billing.flags.days_per_month else months


def charged_days(rows: pd.DataFrame, billing: Billing) -> tuple[pd.Series, pd.Series]:
    """Return the days that issued rows with days are charged of a month's price, and by what they are divided.

    A whole month is 1 ÷ 1, and so is a row without days.
    """
    months = month_days(rows, billing)
    divisor = rule_days(months, billing)
    part = rows["days"].notna() & (rows["days"] != months)
    return rows["days"].where(part, 1).astype("float64"), divisor.where(part, 1)
