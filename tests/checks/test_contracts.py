"""Contracts, through the real reader and the shipped rules; both sides of each limit."""

from datetime import date
from pathlib import Path

import pytest
from sheets import book

from addin.checks.contracts import contract_ends_soon, contract_in_force, late_fee_in_bounds
from addin.reading import read_books
from addin.rulebook import Rulebook

RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
AS_OF = date(2026, 1, 31)
NO = "4200000000001"
HEAD = "合同编号|户号|到期日期|自动续期|合同状态|违约金率(‰/日)"


def contract(ends, renewal="否", state="履行中", rate="2", number="JC-1"):
    return f"'{number}'|'{NO}'|{ends}|{renewal}|{state}|{rate}"


def told(check, tmp_path, *lines, state="正常"):
    """Return outcome and message of what a check says of one customer and its contracts."""
    customers = f"户号|户名|用户状态\n'{NO}'|江城钢管厂|{state}"
    read = read_books([book(tmp_path, {"客户台账": customers, "合同台账": "\n".join([HEAD, *lines])})])
    facts = (
        (read["contracts"], RULES)
        if check is late_fee_in_bounds
        else (read["customers"], read["contracts"], RULES, AS_OF)
    )
    rows = check(*facts).rows
    return list(zip(rows["outcome"], rows["message"], strict=True))


@pytest.mark.parametrize(("ends", "count"), [("2026-01-31", 0), ("2026-01-30", 1)])
def test_a_contract_is_expired_the_day_after_its_last(tmp_path, ends, count):
    found = told(contract_in_force, tmp_path, contract(ends))
    assert [outcome for outcome, _ in found] == ["逾期"] * count


def test_a_contract_that_renews_itself_is_not_expired(tmp_path):
    assert not told(contract_in_force, tmp_path, contract("2020-01-01", "是"))


@pytest.mark.parametrize("state", ["草拟", "评审中", "待签署", "终止"])
def test_a_draft_or_an_ended_contract_is_none(tmp_path, state):
    said = told(contract_in_force, tmp_path, contract("2030-01-01", state=state))
    assert said == [("缺失", "「合同台账」中没有已签订的供用电合同")]


def test_a_contract_without_an_end_is_not_taken_for_one_in_force(tmp_path):
    ((outcome, message),) = told(contract_in_force, tmp_path, contract(""))
    assert outcome == "未能核查"
    assert "没有登记到期日期" in message


def test_the_contract_that_lasts_longest_counts(tmp_path):
    old, new = contract("2025-12-31", number="JC-1"), contract("2030-12-31", number="JC-2")
    assert not told(contract_in_force, tmp_path, new, old)
    assert not told(contract_in_force, tmp_path, old, contract("", "是", number="JC-2"))
    assert told(contract_in_force, tmp_path, old, contract("", number="JC-2"))[0][0] == "未能核查"


@pytest.mark.parametrize(("state", "count"), [("已销户", 0), ("新装中", 0), ("变更中", 1), ("", 1)])
def test_who_must_have_a_contract(tmp_path, state, count):
    assert len(told(contract_in_force, tmp_path, state=state)) == count


@pytest.mark.parametrize(
    ("ends", "term"),
    [
        ("2026-05-02", None),
        ("2026-05-01", "90"),
        ("2026-04-01", "60"),
        ("2026-03-02", "30"),
        ("2026-01-31", "30"),
        ("2026-01-30", None),
    ],
)
def test_the_end_of_a_contract_is_reminded_of_three_times(tmp_path, ends, term):
    said = told(contract_ends_soon, tmp_path, contract(ends))
    assert [f"（{term} 天提醒）" in message for _, message in said] == ([True] if term else [])


def test_a_contract_with_a_successor_or_renewal_is_not_reminded_of(tmp_path):
    assert not told(contract_ends_soon, tmp_path, contract("2026-02-10"), contract("2031-02-10", number="JC-2"))
    assert not told(contract_ends_soon, tmp_path, contract("2026-02-10", "是"))


@pytest.mark.parametrize(("rate", "count"), [("1", 0), ("3", 0), ("0.99", 1), ("3.01", 1), ("5", 1), ("", 0)])
def test_the_late_fee_lies_within_the_law_bounds_included(tmp_path, rate, count):
    assert len(told(late_fee_in_bounds, tmp_path, contract("2030-01-01", rate=rate))) == count


def test_the_late_fee_of_an_ended_contract_matters_no_longer(tmp_path):
    assert not told(late_fee_in_bounds, tmp_path, contract("2030-01-01", rate="5", state="终止"))
