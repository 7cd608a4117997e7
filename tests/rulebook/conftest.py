"""The shipped rule book, read once; its tables may be changed by each test."""

from pathlib import Path

import pytest

from addin.rulebook import Rulebook

RULES = Path(__file__).parents[2] / "rules.xlsx"


@pytest.fixture(scope="session")
def rulebook():
    return Rulebook.load(RULES)


@pytest.fixture
def tables(rulebook):
    """Copies of all tables."""
    return {name: frame.copy() for name, frame in rulebook.tables.items()}


@pytest.fixture
def row_of(tables):
    """Find the sheet row of a key in a table."""

    def find(table, column, key):
        frame = tables[table]
        return int(frame.index[frame[column] == key][0])

    return find
