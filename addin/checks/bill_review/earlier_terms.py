"""The terms of a cut month before its last ones: other days, held to what is known of them.

What 客户台账 says holds at the month's end: of the days before only that is found which no change of capacity, voltage
or class in between can explain.
"""

from collections.abc import Callable

import pandas as pd

from addin.billing.basic.reclass import CHANGED
from addin.billing.month import Billing
from addin.billing.pricing.prices import BUSINESS

SAID = "{starts_on:%Y-%m-%d} 至 {ends_on:%Y-%m-%d} "
"""How a sentence about days before the month's end begins."""


def earlier_terms(billing: Billing, written: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the terms of days before the month's end whose ``column`` is another than at its end.

    Args:
        billing: the month.
        written: table 计费参数; what a suspension or reduction makes of it (``reclassed``) is left out.
        column: of 计费参数.

    Returns:
        Columns of ``billing.segments``, index = row id of 计费参数, with ``starts_on`` and ``ends_on`` of all days that
        the row holds, contract_capacity_kva (at the month's end), and ``kva_then``, in service on the last of them.
    """
    rows = billing.segments[billing.segments["cut"]].reset_index(names="segment")
    rows = rows[_other(rows[column], rows["customer_no"].map(billing.archive.terms[column]))]
    if column in CHANGED:
        rows = rows[~_other(rows[column], rows["row"].map(written[column]))]
    contract = billing.archive.terms["contract_capacity_kva"]
    kva = billing.quantities.capacity.groupby("segment")["capacity_kva"].last()
    rows = rows.assign(
        contract_capacity_kva=rows["customer_no"].map(contract),
        kva_then=rows["segment"].map(kva),
    )
    first, last = (rows.drop_duplicates("row", keep=keep).set_index("row") for keep in ("first", "last"))
    result = last.assign(starts_on=first["starts_on"])
    return result.assign(kva_then=result["kva_then"].fillna(result["contract_capacity_kva"]))


def of_business(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the terms of business users."""
    return rows[rows["tariff_class"] == BUSINESS]


def at_end(billing: Billing, column: str) -> pd.Index:
    """Return the segments whose ``column`` is that of the month's end: all of a month that is not cut."""
    rows = billing.segments
    other = _other(rows[column], rows["customer_no"].map(billing.archive.terms[column]))
    return rows.index[~(other & rows["cut"])]


def at_either_capacity(rows: pd.DataFrame, failed: Callable[[pd.Series], pd.Series]) -> tuple[pd.Series, pd.Series]:
    """Return which rows fail at the contract capacity and at the capacity then, and of which only one of them says so.

    Args:
        rows: from ``earlier_terms``.
        failed: says of capacities [kVA], aligned with ``rows``, which are wrong.
    """
    now, then = (failed(rows[name]).astype("boolean") for name in ("contract_capacity_kva", "kva_then"))
    return (now & then).fillna(value=False).astype(bool), (now != then).fillna(value=True).astype(bool)


def _other(one: pd.Series, than: pd.Series) -> pd.Series:
    """Say where two cells differ; two empty ones do not."""
    return ~(one.eq(than) | (one.isna() & than.isna()))
