"""Metering points that stand with several customers at the same time: nobody knows whose the energy is."""

import pandas as pd

from addin.billing.doubts import NONE, doubt
from addin.reading import Ledger

TABLE = "metering_points"


def shared_points(
    versions: pd.DataFrame, readings: pd.DataFrame, days: pd.DatetimeIndex, ledger: Ledger
) -> tuple[pd.DataFrame, pd.Index]:
    """Return a doubt for every customer that holds a point on a day on which another one holds it too.

    A point that passes from one customer to the next has a row that ends where the other begins. Where none of the rows
    begins or ends within the month and every reading of it names the same one of them, the energy is that one's, and
    the doubt is of the others.

    Args:
        versions: rows of 计量点 in force in the month of points that are read in it, in order of time.
        readings: of the month.
        days: of the month.
        ledger: the sheets that were read.

    Returns:
        The doubts; and the row ids of those whose rows do not count, because the readings say that it is another's.

    Source: ledger.md §1: a metering point is one row a point and day; §2.1: duplicate keys are reported.
    """
    several = versions[versions["point_no"].duplicated(keep=False)]
    if several.empty:
        return NONE, versions.index[:0]
    rows = several.sort_values("point_no", kind="stable")
    before = rows.groupby("point_no", sort=False)[["customer_no", "expires_on"]].shift()
    other = before["customer_no"].notna() & (before["customer_no"] != rows["customer_no"])
    found = rows.loc[other & ~(before["expires_on"] <= rows["effective_on"]), "point_no"]
    held = rows[rows["point_no"].isin(found)]
    owner = held["point_no"].map(_named(readings[readings["point_no"].isin(found)])).astype(object)
    passing = (held["effective_on"] > days[0]) | (held["expires_on"] <= days[-1])
    mine = pd.DataFrame({"named": owner == held["customer_no"], "passing": passing}).groupby(held["point_no"])
    sure = mine["named"].transform("any") & ~mine["passing"].transform("any")
    owner = owner.where(sure)
    mine = held.drop_duplicates(["point_no", "customer_no"])
    where = pd.Series([ledger.where(TABLE, row, "point_no") for row in mine.index], index=mine.index, dtype=object)
    each = (where + "属于户号 " + mine["customer_no"].astype(object)).groupby(mine["point_no"]).agg("，".join)
    said = "计量点 " + mine["point_no"].astype(object) + " 同时属于几户：" + mine["point_no"].map(each)
    said += ("，「抄表记录」写的是户号 " + owner + "，电量已计入该户").fillna("，不知电量是谁的").reindex(mine.index)
    told = owner[mine.index] != mine["customer_no"]
    over = held.index[owner.notna() & (owner != held["customer_no"])]
    return doubt(mine.loc[told, "customer_no"], said[told] + "，请更正计量点号，或在先前的行填写失效日期"), over


def _named(readings: pd.DataFrame) -> pd.Series:
    """Return whom all readings of a point name, by point_no; nobody where some name another one, or none."""
    groups = readings.groupby("point_no")["customer_no"]
    return groups.first().where((groups.min() == groups.max()) & (groups.count() == groups.size()))
