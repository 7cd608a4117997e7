"""Customers without a bill whose month could not be reckoned, or not as a whole: who they are, and why."""

import pandas as pd

from addin.billing.doubts import spoken
from addin.billing.month import Billing
from addin.billing.unreckoned import served, unreckoned
from addin.findings import Verdict, judge


def unissued(billing: Billing, customers: pd.DataFrame) -> Verdict:
    """Return 未能核查 of each customer of 客户台账 that has no bill and of whom something could not be reckoned.

    Whoever has a whole statement and no bill has nothing to be compared and is not asked; nor is one that has left, or
    is not yet connected, or anybody in a month of which no reading and no bill is there at all.
    """
    mine = served(customers, billing)
    asked = mine[~mine["customer_no"].isin(billing.totals["customer_no"])]
    said = asked["customer_no"].map(spoken(billing.doubts)).astype(object)
    if len(billing.archive.readings) or len(billing.totals):
        said = said.fillna(unreckoned(asked["customer_no"], billing))
    asked = asked[said.notna()]
    no = pd.Series(data=False, index=asked.index)
    return judge(asked, no, needs=(), unknown=~no, reason=said.dropna(), message="", table="customers")
