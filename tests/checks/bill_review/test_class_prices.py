"""Checks on customers of a grid that prices by class and step of use (深圳)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
import shenzhen
from billing_area import area

from addin.billing.causes.trial import explain
from addin.billing.claims.breach_facts import Facts
from addin.billing.claims.refund_money import refund_lines
from addin.billing.claims.steps import UnclearError
from addin.billing.month import bill_month
from addin.register import CHECKS
from addin.rulebook import price_tables

SAME = ("agen", "flat", "shar", "peak", "vall")
"""Prices that are dearer by the same in the made-up October."""
MUCH = {"尖": 10_000, "峰": 60_000, "平": 100_000, "谷": 130_000}


def right(tmp_path, reading, changes):
    """Return the sheets with the bill that the recomputation gives."""
    return changes | shenzhen.issued(shenzhen.billed(tmp_path, changes, reading))


@pytest.mark.parametrize(
    ("reading", "changes"),
    [
        (None, shenzhen.sheets()),
        ("全部电量", shenzhen.sheets(kwh=MUCH)),
        ("超出部分", shenzhen.sheets(kwh=MUCH)),
        ("全部电量", shenzhen.sheets(kva=4000, kwh=MUCH, demand=700, terms={"容需量计费方式": "实际最大需量"})),
    ],
)
def test_a_right_bill_is_found_right_by_every_check_that_looks_at_bills(tmp_path, reading, changes):
    own = shenzhen.facts(tmp_path, right(tmp_path, reading, changes), reading)
    found = []
    for code, one in CHECKS.items():
        if "billing" in one.needs and set(one.needs) <= set(own):
            rows = one.run(**{name: own[name] for name in one.needs}).rows
            found += [(code, row.message) for row in rows.itertuples() if row.level in {"错误", "警告"}]
    assert found == []


@pytest.mark.parametrize("reading", ["全部电量", "超出部分"])
def test_a_bill_that_follows_a_reading_says_which_where_the_rule_is_not_set(tmp_path, reading):
    changes = right(tmp_path, reading, shenzhen.sheets(kwh=MUCH))
    [(outcome, said)] = shenzhen.verdict("审计-A07", tmp_path, changes)
    assert outcome == "未能核查"
    assert said.endswith(f"；账单等于{reading}的算法")


def test_a_bill_that_follows_no_reading_says_so_by_silence(tmp_path):
    changes = shenzhen.sheets(kwh=MUCH)
    other = shenzhen.issued(shenzhen.billed(tmp_path, changes, "全部电量"), 输配电={"金额": 48_120.09})
    [(_, said)] = shenzhen.verdict("审计-A07", tmp_path, changes | other)
    assert "超出部分 161178.89 元" in said
    assert "账单等于" not in said


def test_a_bill_at_the_wrong_step_is_found_and_the_step_is_named(tmp_path):
    """Billed at the first step, 300,000 × 0.0200 × the floating periods too dear."""
    changes = shenzhen.sheets(kwh=MUCH)
    printed = shenzhen.billed(tmp_path, changes, "全部电量", wrong_step())
    [(outcome, said)] = shenzhen.verdict("审计-A07", tmp_path, changes | shenzhen.issued(printed), "全部电量")
    assert outcome == "不符"
    assert f"按 10kV高供高计·{shenzhen.LOW} 计价" in said


def test_a_bill_by_the_prices_of_another_month_is_found_for_the_class_too(tmp_path):
    changes = shenzhen.sheets(kwh=MUCH)
    printed = shenzhen.issued(shenzhen.billed(tmp_path, changes, "全部电量", october(month=shenzhen.MONTH)))
    ledger = area(tmp_path, changes | printed)
    book = october()
    billing = bill_month(ledger, book, shenzhen.MONTH, "深圳")
    found = explain(ledger, book, billing, book.on(shenzhen.END, "深圳"))
    assert "按 2026-10 的价表计算" in set(found["words"])


def october(month="2026-10"):
    """Return rules with made-up prices of October; ``month``: they take the place of that month's."""
    book = shenzhen.rules("全部电量")
    prices = shenzhen.prices()
    mine = prices[prices["province"] == "深圳"]
    dearer = {name: mine[name] + 0.01 for name in mine if name.endswith("_yuan_per_kwh") and name[:4] in SAME}
    days = {
        "effective_on": pd.Timestamp(f"{month}-01"),
        "expires_on": pd.Timestamp(f"{month}-01") + pd.offsets.MonthBegin(),
    }
    moved = mine.assign(month=month, key=mine["key"].str.replace(shenzhen.MONTH, month), **dearer, **days)
    every = pd.concat([prices[(prices["province"] != "深圳") | (prices["month"] != month)], moved])
    every.index = range(5, 5 + len(every))
    return replace(book, tables={**book.tables, "prices": every})


def wrong_step():
    """Return rules in which both steps of the class have the prices of the first."""
    book = shenzhen.rules("全部电量")
    prices = shenzhen.prices()
    first = prices[prices["user_class"] == shenzhen.LOW].assign(user_class=shenzhen.HIGH)
    every = pd.concat([prices[prices["user_class"] != shenzhen.HIGH], first])
    every.index = range(5, 5 + len(every))
    return replace(book, tables={**book.tables, "prices": every})


def test_the_column_of_another_voltage_is_found_and_the_class_is_kept(tmp_path):
    changes = shenzhen.sheets(terms={"计价电压": "20kV"})
    [(outcome, said)] = shenzhen.verdict("电费-D02", tmp_path, changes)
    assert outcome == "不符"
    assert f"应按「10kV高供高计·{shenzhen.LOW}」计价，计费参数为「20kV·{shenzhen.LOW}」" in said
    assert shenzhen.verdict("电费-D02", tmp_path, shenzhen.sheets(side="高供低计")) == []


@pytest.mark.parametrize("code", ["电费-P1", "电费-P5"])
def test_prices_by_class_are_in_order_as_they_are(tmp_path, code):
    """高供低计 is dearer than 高供高计: no fault."""
    assert shenzhen.verdict(code, tmp_path, shenzhen.sheets()) == []


def test_demand_and_capacity_prices_of_a_scale_of_their_own_are_not_compared(tmp_path):
    """46/22 = 2.09, 42/32 = 1.31."""
    own = shenzhen.facts(tmp_path, shenzhen.sheets(), wanted=("billing",))
    found = CHECKS["电费-P6"].run(billing=own["billing"], rules=own["rules"])
    assert (found.asked, len(found.rows)) == (0, 0)
    assert "自成一套" in found.note


def test_the_rule_book_finds_nothing_in_the_prices_of_classes():
    tables = shenzhen.rules().tables
    looks = (price_tables.sums, price_tables.order, price_tables.ratios)
    remarks = [one for look in looks for one in look(tables) if one.table == "prices" and one.row >= 900]
    assert remarks == []


def test_energy_in_the_sharp_period_of_another_month_is_found_in_shenzhen_too(tmp_path):
    """深圳工商业: 尖 only in July to September (S25); the made-up month is September."""
    changes = right(tmp_path, None, shenzhen.sheets())
    assert shenzhen.verdict("电费-A15", tmp_path, changes) == []


def test_a_refund_is_not_priced_by_any_class(tmp_path):
    ledger = area(tmp_path, shenzhen.sheets())
    days = {"first_on": pd.Timestamp(f"{shenzhen.MONTH}-01"), "last_on": pd.Timestamp(f"{shenzhen.MONTH}-30")}
    order = {"customer_no": shenzhen.NO, "original_month": shenzhen.MONTH, "point_no": None, **days}
    orders = pd.DataFrame([order], index=[2])
    lines, doubts = refund_lines(orders, {2: {"平": Fraction(1000)}}, ledger, shenzhen.rules(), "深圳")
    assert lines.empty
    assert "退补电量属于哪一档不能确定" in doubts[2]


def test_a_breach_is_not_priced_by_any_class(tmp_path):
    facts = Facts(area(tmp_path, shenzhen.sheets(terms={"计价电压": "10kV高供高计"})), shenzhen.rules(), "深圳")
    row = {"customer_no": shenzhen.NO, "found_on": pd.Timestamp("2026-09-20"), "capacity_price": None}
    with pytest.raises(UnclearError, match="没有 深圳 2026-09 两部制、10kV高供高计 的价格"):
        facts.capacity_prices(row, date(2026, 9, 1), date(2026, 9, 20))
