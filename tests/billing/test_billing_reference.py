"""Five thousand customers made up at random, billed a second time by plain fractions, to the fen in every row.

Twenty times 250: all tariffs, capacity by the day, suspensions on both sides of 15 days, meters changed within the month,
both demand modes, the 260 kWh/kVA discount, losses by formula and line, 1.5 × agent price, sub-meters, of dwellings and
at a tariff kind of their own, dwellings on some days, power factor with reverse reactive energy, under both readings of
the rule on generation of one's own.
"""

import random
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from billing.drawn import at_own_kind, customer, of_two_classes
from billing.dwellings import priced_rulebook
from billing.made_customers import number_of, sheets
from billing.reference import assessed_energy, statement
from billing_area import MONTH
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sheets import book

from addin.billing.month import bill_month
from addin.reading import read_books

MANY = 250


def drawn(dice):
    """Return a customer: some with generation of their own, a sub-meter at another tariff kind, or a change of class."""
    one = replace(customer(dice), distributed=dice.random() < 0.1)
    if dice.random() < 0.1:
        return of_two_classes(one, dice)
    return at_own_kind(one, dice) if dice.random() < 0.5 else one


@cache
def rules(by_registers):
    """Return the rule book with 力率分布式口径 unset, as it is shipped, or set."""
    own = priced_rulebook()
    flags = own.tables["billing_flags"]
    text = flags["text"].mask(flags["key"] == "力率分布式口径", "按正反向示数" if by_registers else None)
    return replace(own, tables={**own.tables, "billing_flags": flags.assign(text=text)})


def billed(customers, by_registers):
    """Return the product's rows by customer, as the reference gives them."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), sheets(customers))])
    billing = bill_month(ledger, rules(by_registers), MONTH, "湖北")
    assert_doubts(billing.doubts, customers, by_registers)
    lines = billing.lines[billing.lines["amount_fen"] != 0]
    rows = {}
    for line in lines[["customer_no", "component", "period", "amount_fen"]].itertuples(index=False):
        rows.setdefault(line.customer_no, []).append((line.component, line.period, int(line.amount_fen)))
    return rows


def assert_doubts(doubts, customers, by_registers):
    """Nothing is left unknown but the power factor where the rule on it is not set or only reactive energy was used."""
    assert set(doubts["component"]) <= {"力调电费"}, doubts
    assessed = {
        number_of(place)
        for place, one in enumerate(customers)
        if one.standard != "不考核" and (undecided(one) or (one.distributed and not by_registers))
    }
    assert set(doubts.loc[doubts["component"] == "力调电费", "customer_no"]) == assessed


def undecided(one):
    """Say whose power factor is 0 of reactive energy alone."""
    active, kvarh = assessed_energy(one)
    return active == 0 and kvarh > 0


def differing(customers, by_registers):
    """Return the customers whose rows are not those of the reference, the one with the least about it first."""
    got = billed(customers, by_registers)
    wrong = [
        (one, ours, theirs)
        for place, one in enumerate(customers)
        if (ours := sorted(got.get(number_of(place), []))) != (theirs := statement(one, by_registers=by_registers))
    ]
    return sorted(wrong, key=lambda each: len(repr(each[0])))


@settings(max_examples=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.booleans())
def test_random_customers_agree_with_fractions_to_the_fen(seed, by_registers):
    dice = random.Random(seed)  # noqa: S311 - no secret
    assert not (wrong := differing([drawn(dice) for _ in range(MANY)], by_registers)), wrong[0]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.booleans())
def test_a_customer_whose_every_fact_is_drawn_agrees_with_fractions_to_the_fen(dice, by_registers):
    """Few customers, but each number of theirs is hypothesis's own: one that differs is made as plain as can be."""
    assert not (wrong := differing([drawn(dice) for _ in range(3)], by_registers)), wrong[0]
