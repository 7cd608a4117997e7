"""The demand of a month: in each segment what was declared or contracted for it, less what rests."""

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.basic.declared import declarations
from addin.billing.basic.demand import CONTRACT, MODES, NOBODY, billed_demand
from addin.billing.basic.resting_demand import resting_contracts
from addin.billing.doubts import NONE, gather
from addin.billing.flags import Flags
from addin.reading import Ledger


def month_demand(  # noqa: PLR0913, PLR0917 - a demand depends on all of these
    ledger: Ledger,
    archive: Archive,
    segments: pd.DataFrame,
    roots: pd.DataFrame,
    each: pd.DataFrame,
    month: str,
    flags: Flags,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the billed demand of every segment, and the doubts.

    Args:
        ledger: the sheets that were read.
        archive: of the month.
        segments: of every customer, from ``month_segments``.
        roots: main points with their demand, from ``main_points``.
        each: capacity of each device and day [kVA].
        month: ``YYYY-MM``.
        flags: the billing rules.

    Returns:
        As ``billed_demand``, with ``segment``.
    """
    if not segments["capacity_mode"].isin(MODES).any():
        return NOBODY.assign(segment=pd.Series(dtype="int64")), NONE
    rows = ledger["declared_demands"]
    declared, torn = declarations(rows[rows["month"] == month])
    under_contract = segments.loc[segments["capacity_mode"] == CONTRACT, "customer_no"]
    torn = torn[torn["customer_no"].isin(under_contract)]
    drawn = roots[roots["customer_no"].isin(under_contract)].groupby("customer_no")["demand_kw"].sum()
    told, left, resting = resting_contracts(
        segments, declared, drawn, archive.devices, archive.changes, each, archive.windows, flags
    )
    billed, doubts = _of_each_segment(told, roots, ledger["supplies"], left, flags)
    return billed, gather([torn, resting, doubts])


def _of_each_segment(
    segments: pd.DataFrame, roots: pd.DataFrame, supplies: pd.DataFrame, declared: pd.DataFrame, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the billed demand of every segment; of a month that is cut each segment is asked as a customer."""
    whole = segments[~segments["cut"]]
    terms = whole.reset_index(names="segment").set_index("customer_no")
    rows, doubts = billed_demand(terms, roots, supplies, declared, flags)
    rows["segment"] = rows["customer_no"].map(terms["segment"]).astype("int64")
    cut = segments[segments["cut"]]
    if cut.empty:
        return rows, doubts
    ours = (_of_segments(frame, cut) for frame in (roots.reset_index(), supplies, declared))
    points, feeders, asked = ours
    own = points.set_index("point_no")
    parts, said = billed_demand(cut, own, feeders, asked, flags)
    owner = cut["customer_no"]
    numbers = parts["customer_no"].astype("int64")
    parts = parts.assign(segment=numbers, customer_no=numbers.map(owner))
    said = said.assign(customer_no=said["customer_no"].map(owner))
    return pd.concat([rows, parts], ignore_index=True), gather([doubts, said])


def _of_segments(frame: pd.DataFrame, cut: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of customers whose month is cut once for each segment, the segment in place of the customer."""
    numbers = cut.reset_index(names="segment")[["segment", "customer_no"]]
    rows = frame.merge(numbers, on="customer_no")
    return rows.assign(customer_no=rows["segment"].astype(object)).drop(columns="segment")
