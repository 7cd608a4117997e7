"""One line per root cause."""

import pandas as pd
import pytest

from addin.billing.causes.explanations import named
from addin.findings import Level
from addin.outcome.roots import fold
from addin.register import CHECKS, Check


@pytest.fixture(autouse=True)
def three_checks(monkeypatch):
    """Three checks: X explains Y, Y explains Z, and Z says it explains X."""
    made = {
        code: Check(code, f"检查{code}", Level.WARNING, "D2", "bills", "", "复核", lambda: None, explains)
        for code, explains in (("X", ("Y",)), ("Y", ("Z",)), ("Z", ("X",)))
    }
    for code, one in made.items():
        monkeypatch.setitem(CHECKS, code, one)


def findings(*rows):
    frame = pd.DataFrame(rows, columns=["code", "customer_no", "level", "stake_fen"])
    frame["title"] = "检查" + frame["code"]
    frame["stake_fen"] = frame["stake_fen"].astype("Int64")
    return frame.assign(owed_fen=frame["stake_fen"].mask(frame["stake_fen"].notna()))


def test_what_follows_from_a_cause_is_named_under_it_and_not_listed():
    roots = fold(findings(("X", "1", "警告", 100), ("Y", "1", "警告", 300), ("Z", "1", "错误", None)))
    assert list(roots["code"]) == ["X"]
    assert roots.loc[0, "consequences"] == "Y 检查Y；Z 检查Z"


def test_the_same_money_is_counted_once_and_the_gravest_level_stays():
    roots = fold(findings(("X", "1", "警告", 100), ("Y", "1", "警告", 300), ("Z", "1", "错误", None)))
    assert roots.loc[0, "stake_fen"] == 300
    assert roots.loc[0, "level"] == "错误"


@pytest.mark.parametrize(("level", "codes"), [("警告", ["X"]), ("错误", ["Y", "X"])])
def test_a_note_explains_a_warning_but_no_error(level, codes):
    assert list(fold(findings(("X", "1", "提示", None), ("Y", "1", level, 300)))["code"]) == codes


def test_another_customer_with_the_same_fault_keeps_its_own_line():
    roots = fold(findings(("X", "1", "警告", 100), ("Y", "2", "警告", 300)))
    assert sorted(roots["code"]) == ["X", "Y"]


def test_findings_of_no_customer_are_not_folded():
    assert len(fold(findings(("X", None, "警告", 1), ("Y", None, "警告", 1)))) == 2


def test_errors_stand_before_warnings_and_more_money_before_less():
    roots = fold(findings(("Z", "1", "警告", 900), ("Z", "2", "错误", 1), ("Z", "3", "警告", 5000)))
    assert list(roots["customer_no"]) == ["2", "3", "1"]


def test_no_findings_give_no_roots():
    assert fold(findings()).empty


def test_what_would_explain_a_bill_is_said_of_the_finding_that_the_bill_is_folded_under():
    explained = pd.DataFrame(
        {"customer_no": ["1", "1", "2"], "families": "倍率", "words": ["按倍率 30 计算", "甲", "乙"]}
    )
    roots = pd.DataFrame(
        {
            "customer_no": ["1", "2", "3", "1"],
            "message": ["系数不符", "示数倒走", "系数不符", "欠费"],
            "consequences": ["审计-A07 账单重算不一致", "电费-A01 电量突增", "审计-A07 账单重算不一致", ""],
        }
    )
    said = named(roots, explained)["message"].tolist()
    assert said == ["系数不符；若按倍率 30 计算，或甲，均与账单分毫不差", "示数倒走", "系数不符", "欠费"]
    assert named(roots.iloc[:0], explained.iloc[:0]).empty
