"""Metering points that stand with several customers at the same time: nobody knows whose the energy is."""

import pandas as pd

from addin.billing.doubts import NONE, doubt
from addin.reading import Ledger

TABLE = "metering_points"


def shared_points(versions: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return a doubt for every customer that holds a point on a day on which another one holds it too.

    A point that passes from one customer to the next has a row that ends where the other begins.

    Args:
        versions: rows of 计量点 in force in the month of points that are read in it, in order of time.
        ledger: the sheets that were read.

    Source: ledger.md §1: a metering point is one row a point and day; §2.1: duplicate keys are reported.
    """
    several = versions[versions["point_no"].duplicated(keep=False)]
    if several.empty:
        return NONE
    rows = several.sort_values("point_no", kind="stable")
    before = rows.groupby("point_no", sort=False)[["customer_no", "expires_on"]].shift()
    other = before["customer_no"].notna() & (before["customer_no"] != rows["customer_no"])
    found = rows.loc[other & ~(before["expires_on"] <= rows["effective_on"]), "point_no"]
    mine = rows[rows["point_no"].isin(found)].drop_duplicates(["point_no", "customer_no"])
    where = pd.Series([ledger.where(TABLE, row, "point_no") for row in mine.index], index=mine.index, dtype=object)
    each = (where + "属于户号 " + mine["customer_no"].astype(object)).groupby(mine["point_no"]).agg("，".join)
    said = "计量点 " + mine["point_no"].astype(object) + " 同时属于几户：" + mine["point_no"].map(each)
    return doubt(mine["customer_no"], said + "，不知电量是谁的，请更正计量点号，或在先前的行填写失效日期")
