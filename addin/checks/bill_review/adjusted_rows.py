"""The printed rows of the power factor adjustment."""

import pandas as pd

from addin.billing.money import product
from addin.billing.month import Billing
from addin.billing.statement import POWER_FACTOR
from addin.checks.bill_review.segment_rows import segment_of


def adjusted_rows(billing: Billing) -> pd.DataFrame:
    """Return the printed power factor rows: ``standard`` of their segment and ``cosine`` as printed, in hundredths.

    ``several``: whether the customer has several standards in the month, or is assessed in a part of it only.
    """
    rows = billing.issued[billing.issued["component"] == POWER_FACTOR]
    printed = billing.archive.bills.drop_duplicates("bill_no").set_index("bill_no")["power_factor"]
    standards, owner = billing.quantities.standards, billing.segments["customer_no"]
    kinds = standards.fillna(0).groupby(owner).nunique()
    several = rows["customer_no"].map(kinds).fillna(0) > 1
    given = segment_of(billing).reindex(rows.index).map(standards)
    given = given.astype("Int64").where(several, rows["customer_no"].map(standards.groupby(owner).first()))
    cosine = product((rows["bill_no"].map(printed), 6), digits=2)
    return rows.assign(standard=given.astype("Int64"), cosine=cosine, several=several)
