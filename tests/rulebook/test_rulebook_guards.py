"""Rows from law can be tightened, not loosened."""

from datetime import date

import pytest

from addin.rulebook import NoRule
from addin.rulebook.guards import dangling, loosened

TODAY = date(2026, 1, 31)


def test_the_shipped_book_loosens_nothing(tables):
    assert loosened(tables) == []
    assert list(dangling(tables)) == []


@pytest.mark.parametrize(
    ("place", "loose", "kept"),
    [
        (("operating_parameters", "停电最少逾期天数"), 29, 31),
        (("operating_parameters", "停电通知书最少提前"), 2, 3),
        (("operating_parameters", "停电通知书最多提前"), 8, 7),
        (("operating_parameters", "检查人数"), 1, 2),
        (("contract_parameters", "违约金率:上限"), 3.1, 3),
        (("contract_parameters", "违约金率:下限"), 0.9, 1),
    ],
)
def test_a_number_may_go_to_the_limit_and_beyond_it_only_the_safe_way(tables, row_of, place, loose, kept):
    table, key = place
    row = row_of(table, "key", key)
    tables[table].loc[row, "value"] = kept
    assert loosened(tables) == []
    tables[table].loc[row, "value"] = loose
    [remark] = loosened(tables)
    assert (remark.table, remark.row, remark.column, remark.level) == (table, row, "value", "错误")
    assert "硬约束 YS" in remark.expected


def test_a_duty_cannot_be_switched_off(tables, row_of):
    row = row_of("operating_parameters", "key", "停电前须送达书面催告")
    tables["operating_parameters"].loc[row, "text"] = "否"
    [remark] = loosened(tables)
    assert "YS02" in remark.expected


def test_a_guard_of_every_row_sees_every_row(tables):
    last = tables["late_fee_rates"].index[-1]
    tables["late_fee_rates"].loc[last, "permille_per_day"] = 5
    [remark] = loosened(tables)
    assert (remark.row, remark.seen) == (last, "5")


def test_a_row_that_ended_before_the_guard_began_is_left_alone(tables, row_of):
    row = row_of("operating_parameters", "key", "停电通知书最少提前")
    tables["operating_parameters"].loc[row, ["value", "expires_on"]] = [1, "2024-06-01"]
    assert loosened(tables) == []


def test_a_loosened_row_is_not_used_and_says_why(rulebook, tables, row_of):
    row = row_of("operating_parameters", "key", "停电最少逾期天数")
    tables["operating_parameters"].loc[row, "value"] = 15
    changed = type(rulebook)(tables, rulebook.ledger, rulebook.path).on(TODAY)
    assert row not in changed.rows("operating_parameters").index
    with pytest.raises(NoRule, match=r"「业务参数」第 \d+ 行「值」：看到『15』，应为 不得小于 30日（硬约束 YS01"):
        changed.value("operating_parameters", "停电最少逾期天数")


@pytest.mark.parametrize(
    ("column", "wrong"), [("guarded_table", "业务参"), ("guarded_key", "检查人员数"), ("guarded_column", "数值")]
)
def test_a_guard_that_guards_nothing_is_told(tables, row_of, column, wrong):
    row = row_of("guards", "code", "YS09")
    tables["guards"].loc[row, column] = wrong
    [remark] = dangling(tables)
    assert (remark.row, remark.column, remark.seen) == (row, column, wrong)
