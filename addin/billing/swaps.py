"""Meters taken down within the month without a last reading: what they counted is not known."""

import pandas as pd

from addin.billing.doubts import NONE, doubt

TAKEN_DOWN = "拆"


def unread_swaps(
    meter_changes: pd.DataFrame, points: pd.DataFrame, readings: pd.DataFrame, days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Say which customers' old meter has no reading of its last days.

    Args:
        meter_changes: table 换表记录.
        points: settlement points in force, index point_no.
        readings: of the month.
        days: of the month.

    Source: billing.md §6: the energy of a changed meter is that of the old and of the new one; missing is not zero.
    """
    at = meter_changes["changed_at"]
    within = (at >= days[0]) & (at < days[-1] + pd.Timedelta(days=1)) & meter_changes["point_no"].isin(points.index)
    down = meter_changes[within & (meter_changes["event"] == TAKEN_DOWN)]
    if down.empty:
        return NONE
    read = readings[readings["current_reading"].notna() & readings["point_no"].isin(down["point_no"])]
    known = pd.MultiIndex.from_frame(read[["point_no", "meter_no"]])
    lost = down[~pd.MultiIndex.from_frame(down[["point_no", "meter_no"]]).isin(known)]
    said = "计量点 " + lost["point_no"].astype(str) + " 的表 " + lost["meter_no"].astype(str) + " 于 "
    said += lost["changed_at"].dt.strftime("%Y-%m-%d") + " 拆下，「抄表记录」本月没有它的拆表示数，换表前的电量不知"
    return doubt(lost["point_no"].map(points["customer_no"]), said)
