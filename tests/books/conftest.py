"""Fixtures: one workbook of each kind."""

import pytest
from books.contract import ClosedSide, LiveSide
from books.made import make_by_hand, make_grown, make_openpyxl, make_xlsxwriter

MAKERS = {
    "xlsxwriter": make_xlsxwriter,
    "openpyxl": make_openpyxl,
    "grown": make_grown,
    "prefixed": make_by_hand,
    "strict": lambda path: make_by_hand(path, p="", strict=True),
}


@pytest.fixture(params=MAKERS)
def book_path(request, tmp_path):
    """One workbook of each kind."""
    return MAKERS[request.param](tmp_path / "台账.xlsx")


@pytest.fixture
def ledger_path(tmp_path):
    return make_xlsxwriter(tmp_path / "台账.xlsx")


@pytest.fixture(params=["closed", "live"])
def side(request, tmp_path):
    """Each side of the Book port in turn."""
    live = request.param == "live"
    one = LiveSide(tmp_path, request.getfixturevalue("calc")) if live else ClosedSide(tmp_path)
    yield one
    one.close()


@pytest.fixture
def live(tmp_path, calc):
    """The live side alone."""
    one = LiveSide(tmp_path, calc)
    yield one
    one.close()
