"""Which days a customer's bill covers: the natural month, or the reading cycle (例日) that bill and readings show."""

import pandas as pd

FULL_CYCLE_DAY = 28
"""A customer read on this day or later, or on no named day, is billed by the natural month."""
DAY = pd.Timedelta(days=1)


def windows(
    asked: pd.Index, bills: pd.DataFrame, readings: pd.DataFrame, reading_day: pd.Series, days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Return the first and last day that each customer is billed for.

    A customer with a reading day before the 28th is billed from reading to reading: by the days of its bills, without
    any by the days of its readings. Of the others the days of bills that the readings confirm count; a bill whose days
    nobody confirms is 电费-A11 and changes nothing.

    Args:
        asked: customers.
        bills: of the month that stand.
        readings: of the month.
        reading_day: by customer_no, ``NaN`` where none is named.
        days: of the natural month.

    Returns:
        By customer_no: ``first_on`` and ``last_on``, within the month and the one before.

    Source: billing.md §6: natural month for most large customers, else by the reading cycle.
    """
    billed, read = _span(bills, "starts_on", "ends_on", asked), _span(readings, "previous_on", "read_on", asked)
    read["first_on"] += DAY
    cycle = (reading_day.reindex(asked) < FULL_CYCLE_DAY).to_numpy()
    known = billed.notna().all(axis="columns") | cycle
    told = billed.where(billed.notna().all(axis="columns"), read, axis="index")
    confirmed = (billed == read).all(axis="columns")
    earliest = days[0] - pd.offsets.MonthBegin(1)
    sane = (told["first_on"] <= told["last_on"]) & (told["first_on"] >= earliest) & (told["last_on"] <= days[-1])
    mine = known & (confirmed | cycle) & sane & (told["last_on"] >= days[0])
    natural = pd.DataFrame({"first_on": days[0], "last_on": days[-1]}, index=asked)
    return told.where(mine, natural, axis="index")


def _span(rows: pd.DataFrame, begin: str, end: str, asked: pd.Index) -> pd.DataFrame:
    """Return the first and last day of each customer's rows."""
    groups = rows.groupby("customer_no", sort=False)
    return pd.DataFrame({"first_on": groups[begin].min(), "last_on": groups[end].max()}).reindex(asked)
