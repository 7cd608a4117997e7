"""Bills with the fraction reference's statement of a mistaken customer, and what is said to explain them."""

import random
import tempfile
from pathlib import Path

import pandas as pd
from billing.drawn import customer
from billing.dwellings import CLASS, priced_rulebook
from billing.made_customers import number_of, sheets
from billing.reference import billed_energy, statement
from billing_area import MONTH, rules
from sheets import book

from addin.billing.causes.trial import MOST, explain
from addin.billing.month import bill_month
from addin.reading import read_books

MANY = 500
PAIRS = 50
RIGHT = 0.95


def total(rows):
    return sum(row[2] for row in rows)


def possible(one):
    """Say whether a bill can be made of it: nothing below zero, no demand beyond a contract (its rule is not set)."""
    if min(billed_energy(one)) < 0:
        return False
    metered = max(meter.demand_run * meter.multiplier for meter in one.meters)
    return one.mode != "合同最大需量" or metered * 100 <= one.contract_kw * 105


def made(fault, dice, count, draw=customer):
    """Return customers with the bill that the fault gives them, and how many were left out, their total unchanged."""
    found, unchanged = [], 0
    while len(found) < count:
        one = draw(dice)
        wrong = fault(one, dice)
        if wrong is None or not possible(wrong):
            continue
        issued = statement(wrong)
        if total(issued) == total(statement(one)):
            unchanged += 1
            continue
        found.append((one, issued, sum(billed_energy(wrong))))
    return found, unchanged


def issued_sheets(bills):
    """Return the rows of 电费账单 and 账单明细 of (customer, rows, energy of transmission) and, last, another total."""
    heads = [["账单号", "户号", "月份", "起日", "止日", "总电费"]]
    lines = [["账单号", "行号", "户号", "月份", "费用组成", "时段", "计费数量", "金额", "计量点号"]]
    for place, (_, issued, energy, *other) in enumerate(bills):
        no, bill_no = number_of(place), f"B{place}"
        heads.append([bill_no, no, MONTH, "2026-01-01", "2026-01-31", (other or [total(issued)])[0] / 100])
        for at, (component, period, fen) in enumerate(issued, 1):
            quantity = float(energy) if component == "输配电" else None
            named = ["购电", period, quantity, fen / 100, f"S{place}"] if component == CLASS else None
            lines.append([bill_no, at, no, MONTH, *(named or [component, period, quantity, fen / 100, None])])
    return {"电费账单": heads, "账单明细": lines}


class Many:
    """The rules, but every bill is tried, and so many of them in pairs."""

    def __init__(self, own, pairs=0):
        self.own, self.pairs = own, pairs

    def rows(self, table):
        return self.own.rows(table)

    def value(self, table, key):
        return {MOST[0]: MANY, MOST[1]: self.pairs}[key] if key in MOST else self.own.value(table, key)


def explained(bills, limits):
    """Read the bills through the real reader and explain them."""
    with tempfile.TemporaryDirectory() as folder:
        written = sheets([one for one, *_ in bills]) | issued_sheets(bills)
        ledger = read_books([book(Path(folder), written)])
    return explain(ledger, priced_rulebook(), bill_month(ledger, priced_rulebook(), MONTH, "湖北"), limits)


def assert_named(name, draw, mistake):
    """Most of the bills that a mistake gives have it in the group that fits best, said as the mistake's words end."""
    said = []

    def fault(one, dice):
        wrong, words = mistake(one, dice)
        said.append((one, words))
        return wrong

    bills, unchanged = made(fault, random.Random(name), MANY, draw)  # noqa: S311 - no secret
    due = {number_of(at): next(words for each, words in said if each is one) for at, (one, *_) in enumerate(bills)}
    found = explained(bills, Many(rules()))
    groups = found.groupby("customer_no")["words"]
    right = pd.Series({no: words.str.endswith(due[no]).any() for no, words in groups})
    assert_found(name, found, right, unchanged)


def assert_found(name, found, right, unchanged):
    """Most of the bills have their own mistake, or its equal, in the group that fits best; how large it is is printed."""
    size = found.groupby("customer_no").size()[right[right].index].mean()
    left = f"总额未变而略去 {unchanged} 张"
    print(f"{name}：{right.sum()}/{MANY} 在最吻合的一组，每组平均 {size:.2f} 个；{left}")  # noqa: T201
    assert right.sum() >= RIGHT * MANY
