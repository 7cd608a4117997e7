"""Five thousand customers made up at random, billed a second time by plain fractions, to the fen in every row.

Twenty times 250: all tariffs, capacity by the day, suspensions on both sides of 15 days, meters changed within the month,
both demand modes, the 260 kWh/kVA discount, losses by formula and line, 1.5 × agent price, sub-meters, power factor.
"""

import random
import tempfile
from pathlib import Path

from billing.made_customers import customer, number_of, sheets
from billing.reference import statement
from billing_area import MONTH, rulebook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sheets import book

from addin.billing.month import bill_month
from addin.reading import read_books

MANY = 250


def billed(customers):
    """Return the product's rows by customer, as the reference gives them."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), sheets(customers))])
    billing = bill_month(ledger, rulebook(), MONTH, "湖北")
    assert set(billing.doubts["component"]) <= {"居民生活"}, billing.doubts
    lines = billing.lines[billing.lines["amount_fen"] != 0]
    rows = {}
    for line in lines[["customer_no", "component", "period", "amount_fen"]].itertuples(index=False):
        rows.setdefault(line.customer_no, []).append((line.component, line.period, int(line.amount_fen)))
    return rows


@settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_random_customers_agree_with_fractions_to_the_fen(seed):
    dice = random.Random(seed)  # noqa: S311 - no secret
    customers = [customer(dice) for _ in range(MANY)]
    got = billed(customers)
    for place, one in enumerate(customers):
        assert sorted(got.get(number_of(place), [])) == statement(one), one
