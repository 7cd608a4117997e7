"""Contracts, through the real reader and the shipped rules; both sides of each limit."""

from datetime import date
from pathlib import Path

import pytest
from sheets import book

from addin.checks.contracts import contract_ends_soon, contract_in_force, late_fee_in_bounds
from addin.checks.safety import hazard_overdue
from addin.reading import read_books
from addin.rulebook import Rulebook

RULES = Rulebook.load(Path(__file__).parents[2] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
AS_OF = date(2026, 1, 31)
NO = "4200000000001"
CUSTOMERS = f"户号|户名|用户状态\n'{NO}'|江城钢管厂|正常"


def ledger(tmp_path, **sheets):
    return read_books([book(tmp_path, {"客户台账": CUSTOMERS, **sheets})])


def contract(ends, renewal="否", state="履行中", rate="2"):
    head = "合同编号|户号|到期日期|自动续期|合同状态|违约金率(‰/日)"
    return f"{head}\n'JC-1'|'{NO}'|{ends}|{renewal}|{state}|{rate}"


def found(check, tmp_path, *names, **sheets):
    read = ledger(tmp_path, **sheets)
    verdict = check(*(read[name] for name in names), RULES, AS_OF)
    return list(verdict.rows["message"])


@pytest.mark.parametrize(("ends", "count"), [("2026-01-31", 0), ("2026-01-30", 1)])
def test_a_contract_is_expired_the_day_after_its_last(tmp_path, ends, count):
    assert len(found(contract_in_force, tmp_path, "customers", "contracts", 合同台账=contract(ends))) == count


def test_a_contract_that_renews_itself_is_not_expired(tmp_path):
    assert not found(contract_in_force, tmp_path, "customers", "contracts", 合同台账=contract("2020-01-01", "是"))


def test_a_draft_is_no_contract(tmp_path):
    said = found(contract_in_force, tmp_path, "customers", "contracts", 合同台账=contract("2030-01-01", state="草拟"))
    assert said == ["「合同台账」中没有已签订的供用电合同"]


@pytest.mark.parametrize(
    ("ends", "term"), [("2026-05-02", None), ("2026-05-01", "90"), ("2026-04-01", "60"), ("2026-03-02", "30")]
)
def test_the_end_of_a_contract_is_reminded_of_three_times(tmp_path, ends, term):
    said = found(contract_ends_soon, tmp_path, "customers", "contracts", 合同台账=contract(ends))
    assert [f"（{term} 天提醒）" in one for one in said] == ([True] if term else [])


@pytest.mark.parametrize(("rate", "count"), [("1", 0), ("3", 0), ("0.99", 1), ("3.01", 1), ("5", 1)])
def test_the_late_fee_lies_within_the_law_bounds_included(tmp_path, rate, count):
    read = ledger(tmp_path, 合同台账=contract("2030-01-01", rate=rate))
    assert len(late_fee_in_bounds(read["contracts"], RULES).rows) == count


HAZARD = "隐患编号|户号|隐患描述|隐患等级|发现日期|整改期限|完成日|状态"


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-01|2026-01-31||整改中", 0),
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-01|2026-01-30||整改中", 1),
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-01|2026-01-30|2026-01-29|待复查", 0),
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-01|2026-01-30||闭环", 0),
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-16|||整改中", 0),
        (f"'H1'|'{NO}'|柜门闭锁失灵|较大|2026-01-15|||整改中", 1),
    ],
)
def test_a_hazard_is_overdue_the_day_after_its_term(tmp_path, line, count):
    assert len(found(hazard_overdue, tmp_path, "hazards", 隐患台账=f"{HAZARD}\n{line}")) == count
