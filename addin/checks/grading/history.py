"""A2: earlier gradings: how long a lower grade has been suggested, and grades set by hand with approval."""

from datetime import date

import pandas as pd

from addin.checks.grading.ranks import ranked


def lower_cycles(
    customers: pd.DataFrame, grade_changes: pd.DataFrame, earlier: pd.DataFrame, month: str, cycle_years: int
) -> pd.Series:
    """Count the cycles, running up to the one before this, in which a grade below the present one was suggested.

    Args:
        customers: with ``customer_no`` and ``grade``.
        grade_changes: 等级变更; its ``suggested_grade`` counts in the cycle of ``effective_month``.
        earlier: 等级历史 of earlier runs: ``month``, ``customer_no``, ``suggested_grade``.
        month: the month graded now.
        cycle_years: length of a cycle [years].

    Returns:
        Whole numbers, 0 where the last cycle did not suggest less; the last suggestion of a cycle counts.
    """
    past = _suggestions(grade_changes, earlier)
    present = ranked(customers.drop_duplicates("customer_no").set_index("customer_no")["grade"])
    past["cycle"] = _cycle(past["month"], cycle_years)
    past = past.drop_duplicates(["customer_no", "cycle"], keep="last")
    lower = past[ranked(past["suggested_grade"]) < past["customer_no"].map(present)]
    ago = _cycle(pd.Series([month]), cycle_years).iloc[0] - lower["cycle"]
    runs = pd.DataFrame({"customer_no": lower["customer_no"], "ago": ago})[ago > 0].sort_values(["customer_no", "ago"])
    unbroken = runs[runs["ago"] == runs.groupby("customer_no").cumcount() + 1]
    counts = unbroken.groupby("customer_no").size()
    return customers["customer_no"].map(counts).fillna(0).astype("int64")


def manual_grades(customers: pd.DataFrame, grade_changes: pd.DataFrame, month: str, as_of: date) -> pd.DataFrame:
    """Return the grades that staff set by hand, and why one of them does not hold.

    A grade set by hand holds only with a 变更单号, an approval (批准人, 批准日期) and an end of validity not over.

    Returns:
        Index as ``customers``: ``manual_grade`` (``None`` without), ``manual_note`` (a sentence; empty without).
    """
    rows = grade_changes[(grade_changes["manual"] == "是") & ~(grade_changes["effective_month"] > month)]
    rows = rows.sort_values("effective_month", kind="stable", na_position="first")
    rows = rows.drop_duplicates("customer_no", keep="last").set_index("customer_no")
    approved = rows["change_no"].notna() & rows["approved_by"].notna() & rows["approved_on"].notna()
    ended = rows["valid_until_on"] < pd.Timestamp(as_of)
    until = rows["valid_until_on"].dt.strftime("%Y-%m-%d")
    paper = "人工指定" + rows["after"] + "（变更单" + rows["change_no"].fillna("无号") + "）"
    note = paper + "，有效至" + until
    note = note.mask(ended, paper + "已于" + until + "到期，不再采用")
    note = note.mask(rows["valid_until_on"].isna(), paper + "没有「有效期止」，未采用")
    note = note.mask(~approved, paper + "没有批准人和批准日期，未采用")
    holds = approved & rows["valid_until_on"].notna() & ~ended
    found = pd.DataFrame({"manual_grade": rows["after"].where(holds, None), "manual_note": note}, dtype=object)
    found = found.reindex(customers["customer_no"]).set_axis(customers.index)
    return found.assign(manual_note=found["manual_note"].fillna("")).where(found.notna(), None)


def _suggestions(grade_changes: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Put earlier suggestions of both sources in one frame, oldest first."""
    columns = ["month", "customer_no", "suggested_grade"]
    noted = grade_changes.rename(columns={"effective_month": "month"})
    parts = [part[columns].astype(object) for part in (noted, earlier) if len(part)]
    past = pd.concat([pd.DataFrame(columns=columns, dtype=object), *parts], ignore_index=True)
    return past.dropna().sort_values("month", kind="stable")


def _cycle(months: pd.Series, cycle_years: int) -> pd.Series:
    """Return the number of the cycle that a month belongs to."""
    return months.astype(object).str[:4].astype("int64") // cycle_years
