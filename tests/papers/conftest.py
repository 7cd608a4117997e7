"""Ledgers of one customer through the real reader, and the shipped rules."""

from pathlib import Path

import pytest
from paper_area import AS_OF, area, rows
from sheets import book

from addin.papers import plan
from addin.reading import read_books
from addin.rulebook import Rulebook

BOOK = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx")


@pytest.fixture
def shipped_rules():
    """The rule book that comes with the product."""
    return BOOK


@pytest.fixture
def sheets():
    """The sheets of the area, to be changed by the test."""
    return area()


@pytest.fixture
def planned(tmp_path, sheets):
    """Write and read the sheets, then plan; the register is the one of the ledger."""

    def run(kind, customers=None, as_of=AS_OF):
        ledger = read_books([book(tmp_path, {title: rows(lines) for title, lines in sheets.items()})])
        return plan(kind, ledger, BOOK.on(as_of, "湖北"), as_of, customers, ledger["register"])

    return run
