"""Points whose readings all name a meter that 计量点 does not give them: exchanged without papers, or a neighbour's."""

import pandas as pd

PAIR = ["point_no", "meter_no"]
ADVICE = "：换过表的请补「换表记录」，否则请更正表号"


def other_meters(readings: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the points all of whose readings name a meter that no row of 计量点 gives them.

    Where the meter was changed some of the readings are of a meter that the archive knows.

    Args:
        readings: of a month.
        points: rows of 计量点 in force in the month: point_no, meter_no.

    Returns:
        Index = row id of the point's first reading: its columns, and ``said``, a sentence.
    """
    rows = readings.dropna(subset=PAIR).drop_duplicates(PAIR)
    filed = points.dropna(subset=PAIR).drop_duplicates(PAIR)
    alike = pd.MultiIndex.from_frame(rows[PAIR]).isin(pd.MultiIndex.from_frame(filed[PAIR]))
    strange = rows[rows["point_no"].isin(filed["point_no"]) & ~rows["point_no"].isin(rows.loc[alike, "point_no"])]
    read, own = (_joined(each, strange["point_no"]) for each in (strange, filed))
    first = strange.drop_duplicates("point_no")
    where = "「抄表记录」计量点 " + first["point_no"].astype(object)
    said = (
        where + " 的表号是『" + first["point_no"].map(read) + "』，「计量点」为『" + first["point_no"].map(own) + "』"
    )
    return first.assign(said=(said + ADVICE).astype(object))


def _joined(rows: pd.DataFrame, point_nos: pd.Series) -> pd.Series:
    """Return the meters of each of these points, joined by 、."""
    mine = rows[rows["point_no"].isin(point_nos)].sort_values("meter_no")
    return mine.groupby("point_no")["meter_no"].agg("、".join).astype(object)
