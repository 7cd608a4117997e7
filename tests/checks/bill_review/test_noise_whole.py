"""The whole audit of bills on clean customers of all kinds: every check, a month with its prices, bills priced apart."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import whole_months
from billing_area import OPTIONAL

from addin import checks
from addin.facts import Period, gather, reckon
from addin.outcome.collect import collect
from addin.reading import read_books
from addin.register import CHECKS, run
from addin.rulebook import Rulebook
from addin.tables.histories import GRADE_HISTORY, RISK_HISTORY

checks.load()
COUNT = 1000
CHOSEN = ("电费-", "审计-A07", "审计-A08", "审计-A09", "审计-A10")
EMPTY = ("电源", "容量变动", "需量核定", "市场价格", "代理购电加价名单", "换表记录")
CELLS = ("电费-P1", "电费-P2", "电费-P3")
"""Doubtful cells of the published price table: they belong to no customer."""
END = date(2026, 1, 31)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    empty = {title: pd.DataFrame(columns=OPTIONAL[title]) for title in EMPTY}
    for title, frame in (empty | whole_months.sheets(whole_months.Customers(COUNT))).items():
        frame.to_csv(folder / f"{title}.csv", index=False, encoding="utf-8-sig")
    ledger = read_books(sorted(folder.glob("*.csv")))
    assert set(ledger.problems["row"]) <= {0}, "a cell could not be read"
    rulebook = Rulebook.load(Path(__file__).parents[3] / "rules.xlsx")
    period = Period(whole_months.MONTH, END.replace(day=1), END, END)
    earlier = {
        table.name: pd.DataFrame(columns=[column.name for column in table]) for table in (GRADE_HISTORY, RISK_HISTORY)
    }
    facts, absent = gather(ledger, rulebook, period, {"省份": "湖北"}, earlier)
    chosen = [one for code, one in CHECKS.items() if code.startswith(CHOSEN)]
    facts = reckon(facts, {name for one in chosen for name in one.needs})
    return collect(run(chosen, facts, absent), whole_months.MONTH)


def test_at_most_six_percent_of_clean_customers_carry_a_remark_and_none_an_error(collected):
    findings = collected.findings[~collected.findings["code"].isin(CELLS)]
    by_code = findings.groupby("code")["customer_no"].nunique() / COUNT
    share = findings["customer_no"].nunique() / COUNT
    print(f"{share:.1%} of clean customers, {by_code.map('{:.1%}'.format).to_dict()}")  # noqa: T201 - asked for
    assert findings.loc[findings["level"] == "错误", "message"].tolist() == []
    assert share <= 0.06


def test_the_clean_customers_are_really_asked(collected):
    coverage = collected.coverage.set_index("code")
    assert (coverage.loc[["审计-A07", "电费-E01", "电费-A01", "电费-A13"], "asked"] >= 0.99 * COUNT).all()
    assert (coverage.loc[["审计-A07", "电费-C06", "电费-A20", "电费-A27"], "unknown"] == 0).all()
