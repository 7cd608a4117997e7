"""本月概览: what is disputed, what is owed, and what only moved."""

import pandas as pd
import pytest

from addin import checks
from addin.findings import Verdict, judge
from addin.outcome.collect import OWED, collect
from addin.outcome.roots import fold
from addin.register import CHECKS
from addin.results.overview import Overview, overview_sheet
from addin.results.summary import stake_fen

ONE, OTHER = "4200000000001", "4200000000002"


@pytest.fixture(autouse=True, scope="module")
def _loaded():
    checks.load()


def verdict(money, no=ONE):
    """Return what a check says that found one customer and names so much money [fen]."""
    asked = pd.DataFrame({"customer_no": [no]}, index=[2])
    found = pd.Series(data=True, index=asked.index)
    return judge(asked, found, message="看", stake_fen=pd.Series([money], index=asked.index, dtype="Int64"))


def roots(verdicts: dict[str, Verdict]):
    return fold(collect(verdicts, "2026-01").findings)


def test_what_is_owed_is_no_money_that_a_finding_disputes():
    found = roots({"电费-E13": verdict(700), "审计-A17": verdict(900), "电费-D02": verdict(50)}).set_index("code")
    assert found["stake_fen"].dropna().to_dict() == {"电费-D02": 50}
    assert found["owed_fen"].dropna().to_dict() == {"电费-E13": 700, "审计-A17": 900}
    assert stake_fen(found) == 50
    assert set(OWED) <= set(CHECKS)


def lists(found):
    """Return the lists of customers: by heading, the heading of the amount and the amounts."""
    bills = pd.DataFrame({"state": ["待发行"], "issued_fen": [1], "recomputed_fen": [2]}, index=[ONE])
    coverage = pd.DataFrame(columns=["code", "title", "asked", "passed", "found", "unknown", "failed", "note"])
    named = found.assign(customer_name="甲", responsible="张三")
    blocks = overview_sheet(Overview({}, named, bills, coverage), "").blocks
    chosen = (one for one in blocks if "：" in one.heading)
    return {one.heading: (one.columns[-1].title, [float(amount) for amount in one.values[-1]]) for one in chosen}  # noqa: PD011 - a Block


def test_each_kind_of_money_has_its_own_list_and_a_jump_without_any_stands_in_none():
    made = {"电费-D02": verdict(50), "电费-E13": verdict(700, OTHER), "电费-E05": verdict(pd.NA, OTHER)}
    assert lists(roots(made)) == {
        "待发行账单：退回重算": ("涉及金额(元)", [0.5]),
        "欠费与风险：按欠费或敞口": ("欠费或敞口(元)", [7.0]),
    }


def test_who_has_no_bill_is_not_among_those_whose_bill_is_issued():
    assert lists(roots({"电费-D02": verdict(50, OTHER)})) == {"尚未出账：更正后再计费": ("涉及金额(元)", [0.5])}
