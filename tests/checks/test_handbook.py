"""Every check has its page: the rule in one line, References, Checked with, Limitations."""

from pathlib import Path

import pytest

from addin import checks
from addin.findings import CHECKS
from addin.rulebook import Rulebook
from addin.tables import FILLED

checks.load()
RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx")
KNOWN = {*CHECKS, *RULES.all("audit_rules")["code"], *RULES.all("audit_points")["code"]}


@pytest.mark.parametrize("code", list(CHECKS))
def test_a_check_has_its_page_in_the_handbook(code):
    page = CHECKS[code].run.__doc__ or ""
    assert page.splitlines()[0].strip(), "the rule in one line"
    for section in ("References:", "Checked with:", "Limitations:"):
        assert section in page, f"{code} lacks {section}"


@pytest.mark.parametrize("code", list(CHECKS))
def test_a_check_points_at_a_declared_table_and_column_and_says_what_to_do(code):
    one = CHECKS[code]
    assert one.advice
    if one.table in FILLED and one.column:
        assert FILLED[one.table].column(one.column)


@pytest.mark.parametrize("code", list(CHECKS))
def test_a_check_explains_only_checks_that_the_rule_book_knows(code):
    assert not [other for other in CHECKS[code].explains if other not in KNOWN]


ASKED = [
    "A01",
    "A02",
    "A03",
    "A05",
    "A08",
    "A10",
    "A11",
    "A12",
    "A16",
    "A18",
    "A19",
    "A26",
    "B01",
    "B02",
    "B03",
    "B04",
    "B05",
    "B06",
    "B07",
    "B08",
    "B09",
    "B10",
    "C01",
    "C02",
    "C03",
    "C04",
    "C05",
    "C06",
    "C07",
    "C08",
    "C09",
    "C10",
    "C11",
    "C12",
    "C13",
    "C14",
    "C15",
    "C16",
    "D01",
    "D02",
    "D03",
    "D04",
    "D05",
    "D06",
    "D07",
    "D08",
    "D09",
    "D10",
    "E01",
    "E02",
    "E04",
    "E06",
    "E07",
    "P1",
    "P2",
]
POINTS = ["A01", "A02", "A03", "A04", "A07", "A08", "A09", "A10", "A17", "A18", "A19", "A20", "A22", "A32"]


def test_every_check_that_was_asked_for_is_there():
    wanted = {f"电费-{code}" for code in ASKED} | {f"审计-{code}" for code in POINTS}
    assert wanted <= set(CHECKS), sorted(wanted - set(CHECKS))
