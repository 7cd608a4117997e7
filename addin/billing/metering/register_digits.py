"""How many integer digits the registers of a meter have: where a reading runs over the top."""

import pandas as pd

METER = ["point_no", "meter_no"]


def register_digits(rows: pd.DataFrame, points: pd.DataFrame, meter_changes: pd.DataFrame) -> pd.Series:
    """Return the integer digits of the meter of each reading, ``NaN`` where nothing says them.

    A meter's own record in 换表记录 goes before the row of 计量点 that names it, and that before the last row of its
    point: a meter taken down within the month may have fewer digits than the one put in its place.

    Args:
        rows: readings: point_no, meter_no.
        points: rows of 计量点 in force in the month, in order of time; a point may have several.
        meter_changes: table 换表记录.
    """
    point = points.drop_duplicates("point_no", keep="last").set_index("point_no")["meter_digits"]
    digits = rows["point_no"].map(point).astype("float64")
    altered = rows[rows["point_no"].isin(points.loc[points.duplicated("point_no"), "point_no"])]
    if len(altered):
        named = _last(points, METER).reindex(pd.MultiIndex.from_frame(altered[METER])).set_axis(altered.index)
        digits = named.astype("float64").reindex(rows.index).fillna(digits)
    recorded = _last(meter_changes, "meter_no")
    return rows["meter_no"].map(recorded).astype("float64").fillna(digits) if len(recorded) else digits


def _last(rows: pd.DataFrame, keys: str | list[str]) -> pd.Series:
    """Return the digits by keys, of several rows those of the last."""
    return rows.dropna(subset="meter_digits").drop_duplicates(keys, keep="last").set_index(keys)["meter_digits"]
