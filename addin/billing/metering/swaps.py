"""Meters changed within the days of a bill that were not read at all: what they counted is not known."""

import pandas as pd

from addin.billing.doubts import NONE, doubt
from addin.days import DAY

TAKEN_DOWN = "拆"
METER = ["point_no", "meter_no"]


def swapped(meter_changes: pd.DataFrame, points: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of 换表记录 whose meter counts in a bill: taken down, or put in before the last of its days.

    Args:
        meter_changes: table 换表记录.
        points: settlement points in force, index point_no.
        windows: by customer_no, the ``first_on`` and ``last_on`` that the bill covers.
    """
    if meter_changes.empty:
        return meter_changes
    known = meter_changes[meter_changes["point_no"].isin(points.index) & meter_changes["changed_at"].notna()]
    mine = windows.reindex(known["point_no"].map(points["customer_no"])).set_axis(known.index)
    day, down = known["changed_at"].dt.normalize(), known["event"] == TAKEN_DOWN
    last_on = mine["last_on"].where(down, mine["last_on"] - DAY)
    return known[(day >= mine["first_on"]) & (day <= last_on)]


def unread_swaps(
    meter_changes: pd.DataFrame, points: pd.DataFrame, readings: pd.DataFrame, windows: pd.DataFrame
) -> pd.DataFrame:
    """Say which customers' old or new meter has no reading of its days in the bill.

    Args:
        meter_changes: table 换表记录.
        points: settlement points in force, index point_no.
        readings: of the month.
        windows: of the bills, by customer_no.

    Source: billing.md §6: the energy of a changed meter is that of the old and of the new one; missing is not zero.
    """
    changed = swapped(meter_changes, points, windows)
    if changed.empty:
        return NONE
    read = readings[readings["current_reading"].notna() & readings["point_no"].isin(changed["point_no"])]
    known = pd.MultiIndex.from_frame(read[METER])
    lost = changed[~pd.MultiIndex.from_frame(changed[METER]).isin(known)].drop_duplicates(METER)
    down = lost["event"] == TAKEN_DOWN
    said = "计量点 " + lost["point_no"].astype(str) + " 的表 " + lost["meter_no"].astype(str) + " 于 "
    said += lost["changed_at"].dt.strftime("%Y-%m-%d") + down.map({True: " 拆下", False: " 装上"})
    lacking = down.map({True: "拆表示数，换表前", False: "示数，换表后"})
    return doubt(
        lost["point_no"].map(points["customer_no"]), said + "，「抄表记录」本月没有它的" + lacking + "的电量不知"
    )
