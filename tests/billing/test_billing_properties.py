"""What holds of every bill: two hundred random customers in one ledger, each property on other ones."""

import random
import tempfile
from datetime import date
from pathlib import Path

import pandas as pd
from billing.drawn import customer
from billing.made_customers import sheets
from billing_area import END, MONTH, rulebook, rules
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sheets import book

from addin.billing.causes.trial import explain
from addin.billing.month import bill_month
from addin.reading import read_books
from addin.register import CHECKS

MANY = 200
EACH = settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32)
ROWS = ["customer_no", "component", "period", "point_no", "quantity", "days", "unit_price", "amount_fen"]
OF_AMOUNTS = (
    "电费-E01", "电费-E02", "电费-E03", "电费-B06", "电费-B07", "电费-B08", "电费-B09", "电费-C06", "电费-C10",
    "电费-C12", "电费-A29", "电费-D02", "电费-D07", "电费-D08",
)  # fmt: skip
"""Checks of what a bill says; random customers need not be likely ones, so those of likelihood are not asked."""


def made(seed):
    dice = random.Random(seed)  # noqa: S311 - no secret
    return dice, sheets([customer(dice) for _ in range(MANY)])


def billed(tables):
    with tempfile.TemporaryDirectory() as folder:
        ledger = read_books([book(Path(folder), tables)])
    return ledger, bill_month(ledger, rulebook(), MONTH, "湖北")


def same(one, other):
    """Compare statements row by row, whatever the order of customers."""
    frames = [billing.lines[ROWS].sort_values(ROWS, kind="stable", ignore_index=True) for billing in (one, other)]
    pd.testing.assert_frame_equal(*frames)


@EACH
@given(SEEDS)
def test_cutting_terms_in_two_equal_parts_changes_nothing(seed):
    dice, tables = made(seed)
    _, whole = billed(tables)
    head, *rows = tables["计费参数"]
    since, until = head.index("生效日期"), head.index("失效日期")
    cut = []
    for row in rows:
        day = date(2026, 1, dice.randint(2, 31))
        cut += [[*row[:until], day, *row[until + 1 :]], [*row[:since], day, *row[since + 1 :]]]
    same(whole, billed(tables | {"计费参数": [head, *cut]})[1])


@EACH
@given(SEEDS)
def test_the_order_of_rows_does_not_matter(seed):
    dice, tables = made(seed)
    mixed = {title: [rows[0], *dice.sample(rows[1:], len(rows) - 1)] for title, rows in tables.items()}
    same(billed(tables)[1], billed(mixed)[1])


def issued(billing):
    """Return 电费账单 and 账单明细 as the statements would be printed."""
    lines = billing.lines
    factor = billing.quantities.power_factor["power_factor"]
    rate = lines[lines["component"] == "力调电费"].groupby("customer_no")["unit_price"].first()
    bills = [["账单号", "户号", "月份", "起日", "止日", "发行状态", "总电费", "实际力率", "调整系数"]]
    for no, fen in lines.groupby("customer_no")["amount_fen"].sum().items():
        known = factor.get(no)
        cells = (None if pd.isna(known) else known / 100, rate.get(no))
        bills.append([f"B{no}", no, MONTH, date(2026, 1, 1), END, "待发行", int(fen) / 100, *cells])
    rows = [["账单号", "行号", "户号", "月份", "费用组成", "时段", "计费数量", "计费天数", "单价", "金额", "电价月份"]]
    for at, line in enumerate(lines.itertuples()):
        days = None if pd.isna(line.days) else line.days
        cells = (line.component, line.period, line.quantity, days, line.unit_price, line.amount_fen / 100, MONTH)
        rows.append([f"B{line.customer_no}", at, line.customer_no, MONTH, *cells])
    return {"电费账单": bills, "账单明细": rows}


@EACH
@given(SEEDS)
def test_a_bill_recomputed_from_its_own_statement_adds_up_and_has_no_finding(seed):
    _, tables = made(seed)
    _, first = billed(tables)
    ledger, billing = billed(tables | issued(first))
    sums = billing.lines.groupby("customer_no")["amount_fen"].sum()
    whole = billing.totals.set_index("customer_no")
    assert (whole["recomputed_fen"].dropna() == sums.reindex(whole.index)[whole["recomputed_fen"].notna()]).all()
    assert not whole["different"].any(), "审计-A07"
    own = {"billing": billing, "rules": rules(), "rulebook": rulebook(), "ledger": ledger, "month": MONTH}
    own["causes"] = explain(ledger, rulebook(), billing, rules())
    for code in OF_AMOUNTS:
        facts = {name: own[name] if name in own else ledger[name] for name in CHECKS[code].needs}
        rows = CHECKS[code].run(**facts).rows
        grave = rows[rows["level"].isin(["错误", "警告"]) & (rows["outcome"].astype(str) != "未能核查")]
        assert grave.empty, (code, list(grave["message"]))
