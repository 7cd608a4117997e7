"""Why a customer, or one component of its bill, could not be reckoned: sentences, never exceptions."""

from collections.abc import Iterable

import pandas as pd

COLUMNS = ("customer_no", "component", "reason")
WHOLE = ""
"""Component of a doubt that leaves the whole bill undone."""


def doubt(customer_nos: pd.Series, reason: str | pd.Series, component: str = WHOLE) -> pd.DataFrame:
    """Return a doubt for each customer.

    Args:
        customer_nos: whom it concerns.
        reason: a sentence for all, or one for each.
        component: of the bill that it leaves undone; empty = the whole bill.
    """
    said = reason.to_numpy() if isinstance(reason, pd.Series) else reason
    frame = pd.DataFrame({"customer_no": customer_nos.to_numpy(), "component": component, "reason": said})
    return frame[list(COLUMNS)].astype(object)


def gather(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put doubts together; of several about the same component of a customer the sentences are joined."""
    every = pd.concat([pd.DataFrame(columns=list(COLUMNS), dtype=object), *parts], ignore_index=True)
    unique = every.drop_duplicates()
    joined = unique.groupby(["customer_no", "component"], sort=False)["reason"].agg("；".join)
    return joined.reset_index()


def undone(doubts: pd.DataFrame, *components: str) -> set[str]:
    """Return the customers that a doubt leaves without the whole bill or one of these components."""
    wanted = doubts["component"].isin((WHOLE, *components))
    return set(doubts.loc[wanted, "customer_no"])
