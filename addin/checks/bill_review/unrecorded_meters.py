"""Meters that are read and that neither 计量点 nor 换表记录 knows: a part of 电费-A21."""

import pandas as pd

from addin.billing.metering.other_meters import PAIR, other_meters
from addin.checks.bill_review.registers import in_force_within
from addin.findings import Verdict, judge


def unrecorded(
    month_readings: pd.DataFrame, metering_points: pd.DataFrame, meter_changes: pd.DataFrame, month: str, rule: str
) -> Verdict:
    """Find points all of whose readings are of a meter that is not theirs and was never put in."""
    points = in_force_within(metering_points, month).dropna(subset=PAIR)
    rows = month_readings.dropna(subset=PAIR)
    asked = rows[rows["point_no"].isin(points["point_no"])].drop_duplicates("point_no")
    strange = other_meters(rows, points)
    put_in = meter_changes[meter_changes["event"] == "装"].dropna(subset=PAIR)
    known = pd.MultiIndex.from_frame(strange[PAIR]).isin(pd.MultiIndex.from_frame(put_in[PAIR]))
    return judge(
        asked,
        asked["point_no"].isin(strange.loc[~known, "point_no"]),
        needs=(),
        actual=asked["meter_no"],
        expected=asked["point_no"].map(
            points.drop_duplicates("point_no", keep="last").set_index("point_no")["meter_no"]
        ),
        about=asked["point_no"],
        table="readings",
        column="meter_no",
        message="{said}",
        values={"said": asked["point_no"].map(strange.set_index("point_no")["said"])},
        rule=rule,
    )
