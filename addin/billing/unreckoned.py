"""Customers of whom a month has no statement, no bill and no doubt: why nobody reckoned them."""

import pandas as pd

from addin.billing.month import Billing

UNREAD = "没有账单也没有抄表记录，没有重算：请核对所选的账期和「抄表记录」「电费账单」的「月份」"
UNSETTLED = "，「计量点」却没有把它列为本月有效的结算计量点（用途『结算』、关系不是考核表），没有重算：请核对该计量点"


def unreckoned(customer_nos: pd.Series, billing: Billing) -> pd.Series:
    """Say of each of these customers whom the month passes over why.

    Args:
        customer_nos: whoever might be billed.
        billing: the month.

    Returns:
        Sentences, index a part of that of ``customer_nos``: without those who have a statement, a doubt or a bill.
    """
    known = {*billing.billed, *billing.doubts["customer_no"], *billing.totals["customer_no"]}
    mine = customer_nos[~customer_nos.isin(known)]
    read = billing.archive.readings.dropna(subset=["customer_no", "point_no"])
    points = read[read["customer_no"].isin(mine)].drop_duplicates(["customer_no", "point_no"])
    named = points.groupby("customer_no")["point_no"].agg("、".join)
    return (
        mine.map("「抄表记录」有计量点 " + named.astype(object) + " 的示数" + UNSETTLED).astype(object).fillna(UNREAD)
    )


def served(customers: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return the rows of 客户台账 of those connected on a day of the month, each once; one without dates is."""
    gone, later = customers["closed_on"] < billing.days[0], customers["connected_on"] > billing.days[-1]
    return customers[~gone & ~later].dropna(subset=["customer_no"]).drop_duplicates("customer_no")
