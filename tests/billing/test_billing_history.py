"""What a month's use is, and with which month it may be compared."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from addin.billing.history import usage
from addin.billing.own_months.trends import month_on_month, step_is_fair, year_on_year, year_window
from addin.reading import read_books
from addin.rulebook import Rulebook
from tests.sheets import book

RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
HEAD = "账单号|户号|月份|起日|止日|发行状态|冲正原单|总电量(kWh)|总电费(元)\n"


@pytest.fixture
def used(tmp_path):
    """Return the usage of bills written as a table."""

    def read(rows):
        return usage(read_books([book(tmp_path, {"电费账单": HEAD + rows})], main_table="")["bills"])

    return read


def test_a_reversed_bill_and_its_reversal_are_left_out(used):
    found = used(
        """
'B1|'4200000001|2026-01|2026-01-01|2026-01-31|已冲正||1000|650
'B2|'4200000001|2026-01|2026-01-01|2026-01-31|已发行|'B1|-1000|-650
'B3|'4200000001|2026-01|2026-01-01|2026-01-31|已发行||900|585
""".strip()
    )
    assert found[["energy_kwh", "charge_fen", "days"]].to_numpy().tolist() == [[900, 58500, 31]]
    assert list(found.index) == [4]


def test_several_bills_of_a_month_are_summed(used):
    found = used(
        """
'B1|'4200000001|2026-01|2026-01-01|2026-01-10|已发行||300|200
'B2|'4200000001|2026-01|2026-01-11|2026-01-31|已发行||700|450.55
""".strip()
    )
    assert found[["energy_kwh", "charge_fen", "days", "bill_no"]].to_numpy().tolist() == [[1000, 65055, 31, "B2"]]


def test_a_first_month_that_was_short_is_compared_by_the_day(used):
    found = used(
        """
'B1|'4200000001|2025-11|2025-11-21|2025-11-30|已发行||1000|650
'B2|'4200000001|2025-12|2025-12-01|2025-12-31|已发行||3100|650
'B3|'4200000001|2026-01|2026-01-01|2026-01-31|已发行||6200|650
""".strip()
    )
    assert month_on_month(found, "2025-12")["change_percent"].tolist() == [pytest.approx(0)]
    assert month_on_month(found, "2026-01")["change_percent"].tolist() == [pytest.approx(100)]


def test_february_is_compared_with_last_year_only_together_with_january(used):
    found = used(
        """
'B1|'4200000001|2025-01|2025-01-01|2025-01-31|已发行||500|1
'B2|'4200000001|2025-02|2025-02-01|2025-02-28|已发行||1500|1
'B3|'4200000001|2026-01|2026-01-01|2026-01-31|已发行||1600|1
'B4|'4200000001|2026-02|2026-02-01|2026-02-28|已发行||600|1
""".strip()
    )
    assert year_on_year(found, "2026-02", RULES)["change_percent"].tolist() == [pytest.approx(10)]
    assert pd.isna(year_on_year(found, "2026-01", RULES)["change_percent"]).all()


@pytest.mark.parametrize(
    ("month", "fair"),
    [("2026-01", True), ("2026-02", False), ("2026-03", False), ("2026-04", True), ("2025-01", False)],
)
def test_a_step_into_or_out_of_the_festival_is_not_fair(month, fair):
    assert step_is_fair(month, RULES) is fair


@pytest.mark.parametrize(
    ("month", "fair"), [("2041-01", False), ("2041-03", False), ("2041-04", True), ("2040-12", True)]
)
def test_beyond_the_published_calendar_the_paired_months_stand_in_for_the_festival(month, fair):
    assert step_is_fair(month, RULES) is fair


def test_only_january_has_no_window_of_its_own():
    assert year_window("2026-01", RULES) == []
    assert year_window("2026-02", RULES) == ["2026-01", "2026-02"]
    assert year_window("2026-03", RULES) == ["2026-03"]
