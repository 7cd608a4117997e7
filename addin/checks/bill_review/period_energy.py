"""What each customer used in each period of the month, as the checks of periods ask it."""

import pandas as pd

from addin.billing.month import Billing
from addin.checks.bill_review.registers import PERIOD_OF, looked_up
from addin.tables.choices import NOT_TIMED, PERIODS


def energy_by_period(readings: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return what each customer that is billed by period used in each, at all its points.

    Args:
        readings: the sheet 抄表记录.
        billing: the month recomputed.

    Returns:
        ``customer_no``, ``period``, ``kwh`` [kWh, NaN where it was not reckoned]; one row per customer and period that
        has a reading, index = row id of the first of them.
    """
    points, terms = billing.quantities.energy.points, billing.archive.terms
    roots = points[points["root"]]
    rows = readings[readings["month"] == billing.month]
    rows = rows.assign(period=rows["register"].map(PERIOD_OF))
    rows = rows[rows["period"].notna() & rows["point_no"].isin(roots.index) & rows["customer_no"].isin(terms.index)]
    first = rows.drop_duplicates(["customer_no", "period"])[["customer_no", "period"]]
    first = first[first["customer_no"].map(terms["period_set"]) != NOT_TIMED]
    energy = roots.groupby("customer_no")[list(PERIODS)].sum(min_count=1)
    return first.assign(kwh=looked_up(energy, first["customer_no"], first["period"]))
