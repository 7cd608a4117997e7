"""A workbook with headings alone, and one without the other sheets: every check of these services still answers."""

from datetime import date

import pandas as pd
import pytest
from asked import AS_OF, rulebook
from sheets import book

from addin.billing.history import usage
from addin.checks.grading import grade_customers
from addin.facts import reckon
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.tables import FILLED

OWN = [
    code
    for code in CHECKS
    if code.startswith(("台账-", "制度A1", "审计-A01", "审计-A02", "审计-A03", "审计-A19", "审计-A2", "审计-A32"))
]
HEADINGS = {table.title: "|".join(column.heading for column in table) for table in FILLED.values()}
ONE = {"客户台账": "户号|户名\n'4200000000001'|江城钢管厂"}


@pytest.fixture(scope="module", params=[HEADINGS, ONE], ids=["headings alone", "one customer, no other sheet"])
def facts(request, tmp_path_factory):
    ledger = read_books([book(tmp_path_factory.mktemp("empty"), request.param)])
    known = {name: ledger[name] for name in FILLED} | {"ledger": ledger, "rules": rulebook().on(AS_OF, "湖北")}
    known |= {"rulebook": rulebook(), "province": "湖北"}
    known |= {"as_of": AS_OF, "month_end": date(2026, 1, 31), "month": "2026-01", "settings": {}}
    known |= {"earlier_grades": pd.DataFrame(columns=["month", "customer_no", "suggested_grade"])}
    known |= {"earlier_risks": pd.DataFrame(columns=["month", "customer_no", "level", "score"])}
    known["usage"] = usage(ledger["bills"])
    names = ("customers", "usage", "receipts", "bills", "grade_changes", "rules", "settings", "month", "as_of")
    known["grades"] = grade_customers(**{name: known[name] for name in (*names, "earlier_grades", "earlier_risks")})
    return known


@pytest.mark.parametrize("code", OWN)
def test_a_check_answers(facts, code):
    verdict = run([CHECKS[code]], reckon(facts, CHECKS[code].needs), {})[code]
    assert verdict.asked >= 0
    assert verdict.rows["message"].map(bool).all()
