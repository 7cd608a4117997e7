"""Working days and the months of the Spring Festival, by the State Council's holiday calendar."""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import pandas as pd
from chinese_calendar.constants import holidays

SATURDAY = 5
SPRING_FESTIVAL = chinese_calendar.Holiday.spring_festival.value
HOLIDAYS = frozenset(holidays)
"""Days of the holidays by their names, make-up days and plain weekends left out."""
PUBLISHED = frozenset(day.year for day in holidays)
"""Years whose holidays the installed calendar knows; it needs an update every winter."""


def is_workday(day: date) -> bool:
    """Say whether people work on a day; beyond the published calendar weekends alone are free."""
    return bool(chinese_calendar.is_workday(day)) if day.year in PUBLISHED else day.weekday() < SATURDAY


@lru_cache(maxsize=4096)
def working_day(day: date) -> date:
    """Return the day itself where people work on it, else the next working day.

    Examples:
        >>> working_day(date(2026, 2, 20))
        datetime.date(2026, 2, 24)
    """
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def working_days(days: pd.Series) -> pd.Series:
    """Return dates, those on a holiday moved to the next working day; empty ones stay empty."""
    moves = {day: pd.Timestamp(working_day(pd.Timestamp(day).date())) for day in days.dropna().unique()}
    return days.map(moves).astype("datetime64[s]")


@lru_cache(maxsize=64)
def festival_months(year: int) -> frozenset[str]:
    """Return the months (``YYYY-MM``) of a year that hold a day of the Spring Festival holiday.

    Empty for a year whose calendar is not published.

    Examples:
        >>> sorted(festival_months(2025)), sorted(festival_months(2026))
        (['2025-01', '2025-02'], ['2026-02'])
    """
    return frozenset(f"{day:%Y-%m}" for day, name in holidays.items() if day.year == year and name == SPRING_FESTIVAL)
