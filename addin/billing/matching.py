"""Which rows of an issued and of a recomputed bill stand for the same thing."""

import pandas as pd

from addin.billing.prices import ENERGY


def best_variant(lines: pd.DataFrame, issued: pd.DataFrame) -> pd.Series:
    """Choose, for each customer, the reading of doubtful price cells that its issued bill follows.

    Args:
        lines: statements of all variants; customer_no, bill, variant, component, amount_fen.
        issued: rows of the issued bills of the month: customer_no, component, amount_fen.

    Returns:
        The number of the chosen statement (``bill``) by customer_no: the one whose energy rows come nearest to the
        issued ones; as printed where both are equally near or nothing was issued.

    Source: ledger.md §2.8.
    """
    ours = lines[lines["component"].isin(ENERGY)].groupby(["customer_no", "bill", "variant"], sort=False)["amount_fen"]
    theirs = issued[issued["component"].isin(ENERGY)].groupby("customer_no")["amount_fen"].sum()
    sums = ours.sum().reset_index()
    sums["distance"] = (sums["amount_fen"] - sums["customer_no"].map(theirs)).abs().fillna(0)
    nearest = sums.sort_values(["distance", "variant"], kind="stable").drop_duplicates("customer_no")
    return nearest.set_index("customer_no")["bill"]
