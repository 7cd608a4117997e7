"""Every check has its page: the rule in one line, References, Checked with, Limitations."""

from pathlib import Path

import pytest

from addin import checks
from addin.register import CHECKS
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


POINTS = ["A01", "A02", "A03", "A04", "A07", "A08", "A09", "A10", "A17", "A18", "A19", "A20", "A22", "A27", "A32"]


def test_every_check_that_was_asked_for_is_there():
    wanted = {*RULES.all("audit_rules")["code"]} | {f"审计-{code}" for code in POINTS}
    assert wanted <= set(CHECKS), sorted(wanted - set(CHECKS))


@pytest.mark.parametrize("table", ["audit_rules", "audit_points"])
def test_the_rule_book_names_every_check_of_the_bill_with_its_level(table):
    levels = RULES.all(table).set_index("code")["level"]
    prefix = levels.index[0].split("-")[0]
    own = {code: str(one.level) for code, one in CHECKS.items() if code.startswith(prefix)}
    assert own == {code: levels.get(code) for code in own}
