"""Why a customer, or one component of its bill, could not be reckoned: sentences, never exceptions."""

from collections.abc import Callable, Iterable

import pandas as pd

COLUMNS = ("customer_no", "component", "reason")
WHOLE = ""
"""Component of a doubt that leaves the whole bill undone."""
NONE = pd.DataFrame(columns=list(COLUMNS), dtype=object)
"""No doubt at all."""


def doubt(
    customer_nos: pd.Series, reason: str | pd.Series | Callable[[], pd.Series], component: str = WHOLE
) -> pd.DataFrame:
    """Return a doubt for each customer.

    Args:
        customer_nos: whom it concerns.
        reason: a sentence for all, or one for each; or what makes them, asked only where there is somebody.
        component: of the bill that it leaves undone; empty = the whole bill.
    """
    if customer_nos.empty:
        return NONE
    told = reason() if callable(reason) else reason
    said = told.to_numpy() if isinstance(told, pd.Series) else told
    frame = pd.DataFrame({"customer_no": customer_nos.to_numpy(), "component": component, "reason": said})
    return frame.astype(object)


def gather(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put doubts together; of several about the same component of a customer the sentences are joined."""
    said = [part for part in parts if len(part)]
    if not said:
        return NONE
    unique = pd.concat(said, ignore_index=True).drop_duplicates(ignore_index=True)
    several = unique.duplicated(["customer_no", "component"], keep=False)
    joined = unique[several].groupby(["customer_no", "component"], sort=False)["reason"].agg("；".join).reset_index()
    return pd.concat([unique[~several], joined], ignore_index=True) if several.any() else unique


def spoken(doubts: pd.DataFrame) -> pd.Series:
    """Return by customer_no all that is in doubt in one sentence (购电：…；力调电费：…)."""
    said = doubts["reason"].where(doubts["component"] == WHOLE, doubts["component"] + "：" + doubts["reason"])
    return said.groupby(doubts["customer_no"]).agg("；".join).astype(object)


def undone(doubts: pd.DataFrame, *components: str) -> set[str]:
    """Return the customers that a doubt leaves without the whole bill or one of these components."""
    wanted = doubts["component"].isin((WHOLE, *components))
    return set(doubts.loc[wanted, "customer_no"])


def besides(told: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Return the later doubts without those about what is told to be undone already: one cause, one sentence.

    Args:
        told: doubts whose causes leave gaps that would be noticed again, as of cells that were refused.
        later: any doubts.
    """
    if told.empty or later.empty:
        return later
    whole = later["customer_no"].isin(told.loc[told["component"] == WHOLE, "customer_no"])
    pairs = [pd.MultiIndex.from_frame(frame[["customer_no", "component"]]) for frame in (later, told)]
    return later[~whole & ~pairs[0].isin(pairs[1])]
