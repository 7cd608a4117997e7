"""What an audit of January by the shipped rules cannot show: slips of a price table, the year before, exactly seven days.

``faults_prices`` edits copies of rules.xlsx, ``faults_february`` adds the month after; neither imports a check.
"""

from datetime import date
from pathlib import Path

import faults_february
import faults_prices
import pytest
from listening import listening

from addin import checks
from addin.billing.claims.late_bills import late_bills
from addin.billing.history import usage
from addin.billing.month import bill_month
from addin.facts import reckon
from addin.job import Order, load
from addin.reading import read_books
from addin.register import CHECKS
from addin.rulebook import Rulebook
from addin.tables import FILLED

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "workbook_templates" / "示例"
BOOKS = (EXAMPLE / "大客户台账.xlsx", EXAMPLE / "电费数据-2026-01.xlsx")
GRAVE = ("错误", "警告")

checks.load()


@pytest.fixture(scope="module")
def loaded():
    return load(Order(BOOKS, ROOT / "rules.xlsx"))


def asked(loaded, rules):
    """Return what 电费-P1 … P6 say of the example's month by a copy of the rules: code and object, and the level."""
    book = Rulebook.load(rules)
    month = loaded.period.month
    in_force = book.on(loaded.period.end, "湖北")
    own = {"billing": bill_month(loaded.ledger, book, month, "湖北"), "rules": in_force}
    found = []
    for code in faults_prices.PLANTED:
        verdict = CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs})
        assert verdict.asked, code
        found += [(code, row.about, row.level or str(CHECKS[code].level)) for row in verdict.rows.itertuples()]
    return found


def test_every_fault_of_a_price_table_is_found_and_nothing_else(loaded, tmp_path):
    found = asked(loaded, faults_prices.write_faults(ROOT / "rules.xlsx", tmp_path / "rules.xlsx"))
    grave = {(code, about) for code, about, level in found if level in GRAVE}
    assert {code for code, _ in grave} == set(faults_prices.PLANTED)
    assert all(
        any(about.startswith(faults_prices.PLANTED[code][0]) for it, about in grave if it == code) for code, _ in grave
    )
    assert len(grave) == len(faults_prices.PLANTED)


def test_price_tables_on_the_limits_are_silent(loaded, tmp_path):
    found = asked(loaded, faults_prices.write_near(ROOT / "rules.xlsx", tmp_path / "rules.xlsx"))
    assert set(found) <= set(asked(loaded, ROOT / "rules.xlsx"))
    assert {level for *_, level in found} == {"提示"}


@pytest.fixture(scope="module")
def february(tmp_path_factory):
    """Return what 电费-A03 says in the month after, whom it was asked about, and the year's use by 户名."""
    path = faults_february.write_bills(BOOKS[1], tmp_path_factory.mktemp("february") / "电费数据-2026-02.xlsx")
    tables = {name: FILLED[name] for name in ("customers", "bills")}
    ledger = read_books([*BOOKS, path], tables)
    book = Rulebook.load(ROOT / "rules.xlsx").on(date(2026, 2, 28), "湖北")
    own = {
        "usage": usage(ledger["bills"]),
        "customers": ledger["customers"],
        "rules": book,
        "month": faults_february.MONTH,
    }
    facts = reckon(own, CHECKS["电费-A03"].needs)
    names = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")["customer_name"]
    with listening() as heard:
        verdict = CHECKS["电费-A03"].run(**{name: facts[name] for name in CHECKS["电费-A03"].needs})
    return (
        verdict,
        {names[no] for no in heard["电费-A03"]},
        own["usage"].assign(name=own["usage"]["customer_no"].map(names)),
    )


def test_in_february_the_pair_of_months_is_compared_with_the_year_before(february):
    verdict, heard, used = february
    names = used.drop_duplicates("customer_no").set_index("customer_no")["name"]
    assert [names[row.customer_no] for row in verdict.rows.itertuples() if row.outcome != "未能核查"] == [
        faults_february.PLANTED[0]
    ]
    assert faults_february.NEAR[0] in heard
    mine = used[used["name"] == faults_february.NEAR[0]].set_index("month")["energy_kwh"]
    assert (mine["2026-01"] + mine["2026-02"]) * 2 == (mine["2025-01"] + mine["2025-02"]) * 3


@pytest.mark.parametrize(("day", "found"), [(27, False), (28, True)])
def test_a_bill_exactly_seven_days_past_due_is_silent_and_one_of_eight_days_is_found(loaded, day, found):
    """On 31 January no bill can be exactly seven days late: the 24th is a Saturday, which moves to Monday."""
    as_of = date(2026, 1, day)
    rules = loaded.rulebook.on(loaded.period.end, "湖北")
    late = late_bills(loaded.ledger, rules, loaded.period.month, as_of)
    open_ = late.bills[~late.bills["settled"]].sort_values("due_on").drop_duplicates("customer_no")
    due = open_[open_["due_on"] == "2026-01-20"]
    verdict = CHECKS["电费-E13"].run(ledger=loaded.ledger, late=late, rules=rules, as_of=as_of)
    assert len(due) >= 2
    assert set(due.index).issubset(verdict.rows.index) is found
    assert set(due.index).isdisjoint(verdict.rows.index) is not found
