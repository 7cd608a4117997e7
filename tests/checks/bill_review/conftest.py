"""Small workbooks with Chinese headers → facts of a month → what a check finds."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sheets import book

from addin import checks
from addin.facts import lacking, reckon
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.rulebook import Rulebook
from addin.tables import FILLED

checks.load()
LEDGER = {"客户台账": "户号|户名\n'4200000000001|江城钢管厂"}
"""Every book has one; a test that needs more of it brings its own."""


@pytest.fixture(scope="session")
def rulebook():
    return Rulebook.load(Path(__file__).parents[3] / "rules.xlsx")


@pytest.fixture
def review(tmp_path, rulebook):
    """Run one check on sheets written as tables; return its verdict."""

    def run_check(code, sheets, month="2026-04", rules=None):
        end = (pd.Period(month, "M").end_time).date()
        ledger = read_books([book(tmp_path, LEDGER | sheets)], main_table="")
        facts = {name: ledger[name] for name in FILLED} | {"ledger": ledger, "month": month}
        facts |= {
            "rulebook": rules or rulebook,
            "rules": (rules or rulebook).on(end, "湖北"),
            "province": "湖北",
            "month_end": end,
            "as_of": date(end.year, end.month, end.day),
        }
        return run([CHECKS[code]], reckon(facts, CHECKS[code].needs), lacking(ledger))[code]

    return run_check


def told(verdict):
    """Return what was found as (row, outcome, message)."""
    return [(row.Index, row.outcome, row.message) for row in verdict.rows.itertuples()]
