"""The rows of 计费参数 that are in force on the days of a bill; who has none, two of a day, or days without any."""

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather


def terms_in_force(terms: pd.DataFrame, covered: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the terms in force on the days of each bill, in order of time, and who has none, or days without any.

    A row ends where the next one begins; the first one also holds for the days before it (a new customer's), and one
    that lapses on the day on which its customer leaves for that day.

    Args:
        terms: table 计费参数.
        covered: by customer_no, ``first_on`` and ``last_on`` of the bill, and closed_on.
    """
    rows = terms[terms["customer_no"].isin(covered.index)].reset_index(names="row")
    mine = covered.reindex(rows["customer_no"]).set_axis(rows.index)
    begun = ~(rows["effective_on"] > mine["last_on"])
    rows = rows[begun & ~(rows["expires_on"] <= mine["first_on"])]
    rows = rows.sort_values(["customer_no", "effective_on"], kind="stable", na_position="first")
    next_on = rows.groupby("customer_no", sort=False)["effective_on"].shift(-1)
    rows = rows[~(next_on <= mine["first_on"].reindex(rows.index))]
    next_on = next_on.reindex(rows.index)
    twice = rows.loc[next_on == rows["effective_on"], "customer_no"]
    hole = rows[rows["expires_on"] < next_on]
    lapsed = _lapsed(rows[next_on.isna()], mine.reindex(rows.index[next_on.isna()]))
    lacking = covered.index[~covered.index.isin(rows["customer_no"])].to_series()
    doubts = [
        doubt(twice, "「计费参数」同一生效日期有几行，不知以哪行为准，请删去一行"),
        doubt(hole["customer_no"], lambda: _without(hole["expires_on"], next_on.reindex(hole.index))),
        lapsed,
        doubt(lacking, "「计费参数」没有该户在本月有效的行"),
    ]
    return rows, gather(doubts)


def _without(first_on: pd.Series, next_on: pd.Series) -> pd.Series:
    """Say between which days customers have no terms."""
    said = "「计费参数」自 " + first_on.dt.strftime("%Y-%m-%d") + " 起至 "
    return said + next_on.dt.strftime("%Y-%m-%d") + " 前没有有效的行，请补上该段"


def _lapsed(last: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """Say whose last terms lapse before the last day that is billed: the days behind it have none."""
    over = (last["expires_on"] <= mine["last_on"]) & (last["expires_on"] != mine["closed_on"])
    rows = last[over]
    if rows.empty:
        return NONE
    said = "「计费参数」自 " + rows["expires_on"].dt.strftime("%Y-%m-%d") + " 起没有有效的行，而该户计费到 "
    said += mine.loc[over, "last_on"].dt.strftime("%Y-%m-%d") + "，请补上该段，或改正失效日期"
    return doubt(rows["customer_no"], said)
