"""Readings of a point that 计量点 does not have, or has under another customer: energy that no bill would hold."""

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.sums import whole_sums
from addin.reading import Ledger

TABLE = "readings"
TOTAL_REGISTER = "正向有功总"
PAIR = ["point_no", "customer_no"]


def strange_readings(readings: pd.DataFrame, days: pd.DatetimeIndex, ledger: Ledger) -> pd.DataFrame:
    """Return a doubt for every customer that 抄表记录 names beside a point that 计量点 does not give it.

    Args:
        readings: of the month.
        days: of the month.
        ledger: the sheets that were read.

    Source: ledger.md §1: a metering point is one row a point and day; §2.5: what could not be checked is 未能核查. A
        户号 that stands nowhere else is a slip of the pen: the point says whose the energy is.
    """
    points = ledger["metering_points"].dropna(subset=PAIR)
    held = points[~(points["effective_on"] > days[-1]) & ~(points["expires_on"] <= days[0])]
    sole = held.drop_duplicates("point_no").set_index("point_no")["customer_no"]
    owner = sole.reindex(readings["point_no"]).to_numpy(object)
    named = readings[owner != readings["customer_no"].to_numpy(object)].dropna(subset=PAIR)
    if named.empty:
        return NONE
    people = pd.concat([ledger[name]["customer_no"] for name in ("customers", "billing_terms")])
    named = named[named["customer_no"].isin(people) & ~(named["read_on"] < days[0])].drop_duplicates(PAIR)
    known = named["point_no"].isin(sole.index)
    same = pd.MultiIndex.from_frame(named[PAIR].astype(object)).isin(
        pd.MultiIndex.from_frame(held[PAIR].astype(object))
    )
    kwh = _kwh(readings[readings["point_no"].isin(named.loc[~known, "point_no"])])
    return gather([_unheld(named[~known], kwh, ledger), *_unlike(named[known & ~same], held, ledger)])


def _kwh(readings: pd.DataFrame) -> pd.Series:
    """Return in words what each point was read for, as its totals say; empty where a figure is missing."""
    rows = readings[readings["register"] == TOTAL_REGISTER]
    run = (rows["current_reading"] - rows["previous_reading"]) * rows["multiplier"]
    return whole_sums(run.where(run >= 0).groupby(rows["point_no"])).dropna().map("，{:,.10g} kWh 没有计费".format)


def _unheld(rows: pd.DataFrame, kwh: pd.Series, ledger: Ledger) -> pd.DataFrame:
    """Say which points are read that nobody holds in the month, and for how many kWh."""
    where = pd.Series([ledger.where(TABLE, row, "point_no") for row in rows.index], index=rows.index, dtype=object)
    said = where + "『" + rows["point_no"].astype(object) + "』，「计量点」没有它在本月有效的行，它的电量不知是谁的"
    said += rows["point_no"].map(kwh).astype(object).fillna("") + "，"
    return doubt(rows["customer_no"], said + "请补入该计量点，或更正计量点号、户号、生效和失效日期")


def _unlike(rows: pd.DataFrame, held: pd.DataFrame, ledger: Ledger) -> list[pd.DataFrame]:
    """Say which readings name another customer than their point: to that one, and to those who hold the point."""
    if rows.empty:
        return []
    held = held[held["point_no"].isin(rows["point_no"])]
    owners = held.groupby("point_no")["customer_no"].agg(lambda numbers: "、".join(numbers.unique()))
    where = pd.Series([ledger.where(TABLE, row, "customer_no") for row in rows.index], index=rows.index, dtype=object)
    said = where + "『" + rows["customer_no"].astype(object) + "』，而「计量点」里计量点 "
    said += rows["point_no"].astype(object) + " 属于户号 " + rows["point_no"].map(owners).astype(object)
    said += "，不知电量是谁的，请更正其中一处"
    told = said.groupby(rows["point_no"]).agg("；".join)
    holders = held[held["point_no"].isin(told.index)].drop_duplicates(PAIR)
    return [doubt(rows["customer_no"], said), doubt(holders["customer_no"], holders["point_no"].map(told))]
