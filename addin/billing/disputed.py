"""What findings may dispute of a bill: no more than the whole bill is off, nothing where nobody knows the whole."""

import pandas as pd

from addin.billing.month import Billing


def off_fen(billing: Billing) -> pd.Series:
    """Return issued − recomputed of the bills that were recomputed whole, by customer_no [fen].

    ``NA`` where the bill does not say its total.
    Rows of 退补 and 其他, which are taken over as issued, leave a bill whole; what else was not recomputed does not:
    taken over it may stand in the sum twice, as a line loss within an issued purchase and beside it.

    Source: ledger.md §2.10: 多计 and 少计 are not netted over bills; of one bill its difference is refunded.
    """
    totals, issued = billing.totals, billing.issued
    unread = issued.loc[issued["amount_fen"].isna(), "customer_no"]
    torn = totals["customer_no"].isin(billing.doubts["customer_no"]) | totals["customer_no"].isin(unread)
    whole = totals[~torn & totals["recomputed_fen"].notna()]
    return whole.set_index("customer_no")["difference_fen"].astype("Int64")


def of_bill(amount_fen: pd.Series, customer_nos: pd.Series, billing: Billing) -> pd.Series:
    """Return amounts that findings dispute: at most what the bill is off, ``NA`` where it was not recomputed whole."""
    most = customer_nos.map(off_fen(billing).abs()).astype("Int64")
    amounts = amount_fen.reindex(customer_nos.index).astype("Int64").abs()
    return amounts.mask((amounts > most).fillna(value=False).astype(bool), most).mask(most.isna())


def within_bill(amount_fen: pd.Series, customer_nos: pd.Series, billing: Billing) -> pd.Series:
    """Return amounts that the printed bill shows by itself: as they are where it was not recomputed whole, else capped.

    A wrong product is wrong by so much whatever the rest may be; beside the whole it may be made good in another row.
    """
    capped = of_bill(amount_fen, customer_nos, billing)
    known = customer_nos.isin(off_fen(billing).index)
    return capped.where(known, amount_fen.reindex(customer_nos.index).astype("Int64").abs())
