"""Working days and the months of the Spring Festival."""

from datetime import date

import pandas as pd
import pytest

from addin.billing.days import festival_months, is_workday, working_day, working_days


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 1, 20), date(2026, 1, 20)),
        (date(2026, 2, 20), date(2026, 2, 24)),
        (date(2026, 3, 21), date(2026, 3, 23)),
    ],
)
def test_a_holiday_moves_to_the_next_working_day_and_a_working_day_stays(day, moved):
    assert working_day(day) == moved


def test_a_make_up_saturday_is_a_working_day():
    assert is_workday(date(2026, 2, 14))


def test_beyond_the_published_calendar_only_weekends_are_free():
    assert not is_workday(date(2041, 10, 5))
    assert is_workday(date(2041, 10, 1))


def test_an_empty_date_stays_empty():
    found = working_days(pd.Series(pd.to_datetime(["2026-02-20", None])).astype("datetime64[s]"))
    assert found[0] == pd.Timestamp("2026-02-24")
    assert pd.isna(found[1])


def test_the_festival_holds_january_and_february_or_february_alone():
    assert festival_months(2025) == {"2025-01", "2025-02"}
    assert festival_months(2026) == {"2026-02"}
    assert festival_months(2041) == frozenset()
