"""Five hundred bills a mistake, made wrongly by the second computation: the mistake that was made is found.

The issued bill is the fraction reference's statement of a customer with one fact changed; the sheets hold the true facts.
"""

import dataclasses
import random
import tempfile
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from billing import reference
from billing.drawn import customer, with_own_kind
from billing.dwellings import priced_rulebook
from billing.made_customers import sheets
from billing.mistaken import FAULTS, changed, other_standard, times_15_turned
from billing.reference import billed_energy, statement
from billing.trials import MANY, PAIRS, RIGHT, Many, assert_found, explained, issued_sheets, made, possible, total
from billing_area import MONTH, rules
from sheets import book

from addin.billing.causes.explanations import sentences
from addin.billing.causes.trial import explain
from addin.billing.month import bill_month
from addin.reading import read_books


@pytest.mark.parametrize("name", FAULTS)
def test_the_mistake_that_was_made_is_among_those_that_fit_best(name):
    draw = with_own_kind if name in {"分表电价", "分表力调"} else customer
    bills, unchanged = made(FAULTS[name], random.Random(name), MANY, draw)  # noqa: S311 - no secret
    found = explained(bills, Many(rules()))
    groups = found.groupby("customer_no")["families"]
    assert_found(name, found, groups.agg(lambda families: name.partition("×")[0] in set(families)), unchanged)


def test_two_mistakes_together_are_found_as_a_pair():
    """Bills that differ from what either mistake alone would give: nothing but the pair, or its equal, explains them."""

    def both(one, dice):
        wrong = other_standard(times_15_turned(one, dice), dice)
        alone = (changed(one, times_15=wrong.times_15), changed(one, standard=wrong.standard))
        return wrong if total(statement(wrong)) not in {total(statement(each)) for each in alone} else None

    bills, _ = made(both, random.Random(7), PAIRS)  # noqa: S311 - no secret
    groups = explained(bills, Many(rules(), PAIRS)).groupby("customer_no")["families"]
    right = groups.agg(lambda families: "力调标准+1.5倍" in set(families))
    print(f"两错并存：{right.sum()}/{PAIRS} 在最吻合的一组，每组平均 {groups.size()[right[right].index].mean():.2f} 个")  # noqa: T201
    assert right.sum() >= RIGHT * PAIRS


def test_a_bill_that_no_mistake_explains_is_said_nothing_of():
    one = customer(random.Random(3))  # noqa: S311 - no secret
    issued = [(component, period, fen + 12_345) for component, period, fen in statement(one)]
    assert explained([(one, issued, 1)], rules()).empty


def test_the_prices_of_the_month_before_are_recognised(monkeypatch):
    """December's purchase price stands 0.01 yuan lower in the rule book; the bills were made with it."""
    own = priced_rulebook()
    prices = own.all("prices")
    december = prices[prices["month"] == MONTH].copy()
    columns = [column for column in december if column.endswith(("agent_yuan_per_kwh", "flat_yuan_per_kwh"))]
    columns += ["sharp_yuan_per_kwh", "peak_yuan_per_kwh", "valley_yuan_per_kwh"]
    december[columns] -= 0.01
    december["key"], december["month"] = december["key"] + "-12", "2025-12"
    december["effective_on"], december["expires_on"] = pd.Timestamp("2025-12-01"), pd.Timestamp("2026-01-01")
    december.index += 1000
    both = dataclasses.replace(own, tables={**own.tables, "prices": pd.concat([prices, december])})
    dice = random.Random(12)  # noqa: S311 - no secret
    drawn = (one for one in iter(lambda: customer(dice), None) if not one.times_15 and possible(one))
    customers = list(islice(drawn, MANY))
    ours = [total(statement(one)) for one in customers]
    monkeypatch.setattr(reference, "PUBLISHED", {
        row: " ".join(str(Fraction(price) - Fraction("0.01")) for price in text.split())
        for row, text in reference.PUBLISHED.items()
    })  # fmt: skip
    bills = [(one, statement(one), sum(billed_energy(one))) for one in customers]
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), sheets(customers) | issued_sheets(bills))])
    found = explain(ledger, both, bill_month(ledger, both, MONTH, "湖北"), Many(rules()))
    right = sentences(found).str.contains("按 2025-12 的价表计算")
    assert_found(
        "价表月份", found, right, sum(total(issued) == own for (_, issued, _), own in zip(bills, ours, strict=True))
    )
