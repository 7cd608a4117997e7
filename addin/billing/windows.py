"""Which days a customer's bill covers: the natural month, or the reading cycle (例日) that bill and readings show."""

import pandas as pd

from addin.days import DAY

FULL_CYCLE_DAY = 28
"""A customer read on this day or later, or on no named day, is billed by the natural month."""


def windows(
    asked: pd.Index, bills: pd.DataFrame, readings: pd.DataFrame, served: pd.DataFrame, days: pd.DatetimeIndex
) -> pd.DataFrame:
    """Return the first and last day that each customer is billed for.

    A customer with a reading day before the 28th is billed from reading to reading: by the days of its bills, without
    any by the days of its readings. Of the others the days of bills count that readings or archive confirm; a bill
    whose days nobody confirms is 电费-A11 and changes nothing. A customer that begins or ends within the month, as two
    of 客户台账, 计费参数 and the readings agree, is billed from or to that day, whatever its bill says.

    Args:
        asked: customers.
        bills: of the month that stand.
        readings: of the month.
        served: by customer_no: ``reading_day`` (``NaN`` where none is named), connected_on, closed_on, and the first
            and last day of 计费参数, ``terms_from`` and ``terms_until``.
        days: of the natural month.

    Returns:
        By customer_no: ``first_on`` and ``last_on``, within the month and the one before.

    Source: billing.md §6: natural month for most large customers, else by the reading cycle; §2.2: in the month of
        beginning or end by actual days. A reading taken on the first day counts as that of its beginning.
    """
    billed, read = _span(bills, "starts_on", "ends_on", asked), _span(readings, "previous_on", "read_on", asked)
    facts = served.reindex(asked)
    begun, ended = _begun(read["first_on"], facts, days), _ended(read["last_on"], facts, days)
    began = read["first_on"], facts["connected_on"], facts["terms_from"]
    read["first_on"] = begun.fillna(read["first_on"] + DAY)
    cycle = (facts["reading_day"] < FULL_CYCLE_DAY).to_numpy()
    whole = billed.notna().all(axis="columns")
    told = billed.where(whole, read, axis="index")
    confirmed = _among(billed["first_on"], (read["first_on"], *began))
    confirmed &= _among(billed["last_on"], (read["last_on"], facts["closed_on"], facts["terms_until"]))
    earliest = days[0] - pd.offsets.MonthBegin(1)
    sane = (told["first_on"] <= told["last_on"]) & (told["first_on"] >= earliest) & (told["last_on"] <= days[-1])
    mine = (whole | cycle) & (confirmed | cycle) & sane & (told["last_on"] >= days[0])
    natural = pd.DataFrame({"first_on": begun.fillna(days[0]), "last_on": ended.fillna(days[-1])}, index=asked)
    return told.where(mine, natural, axis="index")


def _begun(previous_on: pd.Series, facts: pd.DataFrame, days: pd.DatetimeIndex) -> pd.Series:
    """Return on which day after the first of the month customers begin, where two sources agree."""
    connected, terms = facts["connected_on"], facts["terms_from"]
    known = (connected == terms) & ~(previous_on < days[0])
    fits = [(since == previous_on) | (since == previous_on + DAY) | known for since in (connected, terms)]
    begun = connected.where(fits[0], terms.where(fits[1]))
    return begun.where((begun > days[0]) & (begun <= days[-1]))


def _ended(read_on: pd.Series, facts: pd.DataFrame, days: pd.DatetimeIndex) -> pd.Series:
    """Return on which day before the last of the month customers end, where archive and readings agree.

    Everybody is read at the end of the month: of terms that lapse the day before, such a reading confirms nothing.
    """
    closed, terms = facts["closed_on"], facts["terms_until"]
    fits = [(until == read_on) | (until == read_on - DAY) for until in (closed, terms)]
    ended = closed.where(fits[0], terms.where(fits[1] & (read_on < days[-1])))
    return ended.where((ended >= days[0]) & (ended < days[-1]))


def _among(said: pd.Series, sources: tuple[pd.Series, ...]) -> pd.Series:
    """Say which days one of the sources names as well."""
    return pd.concat([said == source for source in sources], axis="columns").any(axis="columns")


def _span(rows: pd.DataFrame, begin: str, end: str, asked: pd.Index) -> pd.DataFrame:
    """Return the first and last day of each customer's rows."""
    groups = rows.groupby("customer_no", sort=False)
    return pd.DataFrame({"first_on": groups[begin].min(), "last_on": groups[end].max()}).reindex(asked)
