"""The agreed energy (定量) of points that are billed for a part of the month only."""

import numpy as np
import pandas as pd

from addin.billing.flags import Flags
from addin.billing.money import product, transport
from addin.days import DAY, LONG_AGO, NEVER

FIXED = "定量"
AGREED_DECIMALS = 2


def by_days(
    points: pd.DataFrame, versions: pd.DataFrame, windows: pd.DataFrame, month_days: pd.DatetimeIndex, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the points and their rows with the part of an agreed monthly energy that the days of the bill bear.

    A customer that begins or ends within the month, or a point that does, is billed for its days of the month; a whole
    reading cycle is a whole month.

    Args:
        points: settlement points in force, index point_no.
        versions: all their rows in force in the month.
        windows: by customer_no, the ``first_on`` and ``last_on`` that the bill covers.
        month_days: of the natural month.
        flags: the billing rules.

    Returns:
        Both with ``fixed_kwh`` [kWh] of the days; the points with ``agreed_kwh`` of a month, and, of an agreed energy,
        ``fixed_days`` and ``of_days`` (the same where all of the month is billed, 0 elsewhere).

    Source: billing.md §5.3 of agreed losses, prorated by days; 计费规则 定量:不足月折算 (待核).
    """
    fixed = versions["relation"] == FIXED
    if not fixed.any():
        return points.assign(agreed_kwh=points["fixed_kwh"], fixed_days=0.0, of_days=0.0), versions
    told = versions["point_no"].isin(versions.loc[fixed, "point_no"])
    agreed = points[points.index.isin(versions.loc[told, "point_no"])]
    days = _days(agreed, versions[told], windows, month_days).reindex(points.index, fill_value=0.0)
    points = points.assign(agreed_kwh=points["fixed_kwh"], **days.to_dict("series"))
    if not flags.fixed_by_days or not (points["fixed_days"] < points["of_days"]).any():
        return points.assign(fixed_days=points["of_days"]), versions
    return points.assign(fixed_kwh=_part(points, points, flags)), versions.assign(
        fixed_kwh=_part(versions, points.reindex(versions["point_no"]).set_axis(versions.index), flags)
    )


def _days(
    points: pd.DataFrame, versions: pd.DataFrame, windows: pd.DataFrame, month_days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Return for how many days each point is billed, and of how many; 0 of 0 where nobody bills its customer."""
    mine = windows.reindex(points["customer_no"]).set_axis(points.index)
    first, last = mine["first_on"], mine["last_on"]
    begins = first > month_days[0]
    short = begins | ((last < month_days[-1]) & (first == month_days[0]))
    whole = ((last - first).dt.days + 1).mask(short, len(month_days))
    return pd.DataFrame({"fixed_days": days_in_force(mine, versions), "of_days": whole}).fillna(0.0)


def days_in_force(covered: pd.DataFrame, versions: pd.DataFrame) -> pd.Series:
    """Return by point_no on how many days of its bill a row of the point is in force.

    Args:
        covered: by point_no, ``first_on`` and ``last_on`` of the bill.
        versions: all rows of these points in force in the month, in order of time.
    """
    following = versions.groupby("point_no", sort=False)["effective_on"].shift(-1)
    until = np.fmin(versions["expires_on"], following).fillna(NEVER) - DAY
    bounds = covered[["first_on", "last_on"]].reindex(versions["point_no"]).set_axis(versions.index)
    ends = np.minimum(bounds["last_on"], until)
    starts = np.maximum(bounds["first_on"], versions["effective_on"].fillna(LONG_AGO))
    held = ((ends - starts).dt.days + 1).clip(lower=0)
    return held.groupby(versions["point_no"]).sum(min_count=1).reindex(covered.index)


def _part(rows: pd.DataFrame, days: pd.DataFrame, flags: Flags) -> pd.Series:
    """Return the agreed energy of the days, rounded half up; as agreed where all days are billed."""
    part = days["fixed_days"] < days["of_days"]
    used, of = (days[name].where(part, 1) for name in ("fixed_days", "of_days"))
    digits = flags.quantity_decimals
    kwh = product((rows["fixed_kwh"], AGREED_DECIMALS), (used, 0), digits=digits, divisor=of.astype("int64"))
    return transport(kwh, digits).where(part & (rows["relation"] == FIXED), rows["fixed_kwh"])
