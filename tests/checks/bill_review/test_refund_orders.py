"""电费-E08 and E09: refunds and their orders."""

from datetime import date

import pytest
from billing_area import MONTH, NO, area, printed, rulebook, rules

from addin.billing.claims.refunds import refunds
from addin.register import CHECKS

ORDER = {"工单号": "T1", "户号": NO, "原月份": MONTH, "原因": "电能表误差", "上次检定或装表日": date(2025, 12, 1),
         "更正日": date(2026, 1, 30), "退补起日": date(2025, 12, 31), "退补止日": date(2026, 1, 30), "误差": 25,
         "抄见电量": 10000, "电量口径": "区间内", "退补电量": -2000, "退补电费": -100.00, "入账月份": MONTH}  # fmt: skip
LINE = {"账单号": "B1", "行号": 10, "户号": NO, "月份": MONTH, "费用组成": "退补", "金额": -100.00, "工单号": "T1"}


def said(code, tmp_path, orders, line=None):
    """Return number asked, and outcome and sentence of what did not pass."""
    sheets = printed()
    sheets["账单明细"].append(LINE | (line or {}))
    ledger = area(tmp_path, sheets | ({"退补工单": orders} if orders is not None else {}))
    facts = {"ledger": ledger, "refunds": refunds(ledger, rulebook(), rules()), "rules": rules(), "month": MONTH}
    verdict = CHECKS[code].run(**facts)
    return verdict.asked, [(str(row.outcome), row.message) for row in verdict.rows.itertuples()]


def test_a_refund_with_its_order_passes(tmp_path):
    assert said("电费-E08", tmp_path, [ORDER]) == (1, [])


@pytest.mark.parametrize(
    ("order", "line", "why"),
    [
        ({}, {"工单号": None}, "没有工单号"),
        ({}, {"工单号": "T2"}, "的工单号在「退补工单」中没有"),
        ({"户号": "4200000000099"}, {}, "的工单属于另一户"),
        ({"退补电费": -100.01}, {}, "与工单的退补电费不符"),
    ],
)
def test_a_refund_without_its_order_is_found(tmp_path, order, line, why):
    asked, [(outcome, message)] = said("电费-E08", tmp_path, [ORDER | order], line)
    assert (asked, outcome, message) == (1, "不符", f"账单 B1 第 10 行退补 -100.00 元{why}")


def test_a_refund_of_nothing_is_not_asked(tmp_path):
    assert said("电费-E08", tmp_path, [ORDER], {"金额": 0, "工单号": None}) == (0, [])


def test_without_the_sheet_an_order_cannot_be_checked_but_a_missing_number_can(tmp_path):
    [(outcome, _)] = said("电费-E08", tmp_path, None)[1]
    assert outcome == "未能核查"
    [(outcome, _)] = said("电费-E08", tmp_path, None, {"工单号": None})[1]
    assert outcome == "不符"


def test_half_the_time_passes_and_a_day_beside_it(tmp_path):
    for start in (date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)):
        assert said("电费-E09", tmp_path, [ORDER | {"退补起日": start}]) == (1, [])


@pytest.mark.parametrize("start", [date(2025, 12, 29), date(2026, 1, 2), date(2025, 12, 1)])
def test_another_time_is_found(tmp_path, start):
    [(outcome, message)] = said("电费-E09", tmp_path, [ORDER | {"退补起日": start}])[1]
    assert outcome == "不符"
    assert message == (
        f"工单 T1（电能表误差）2026-01：退补时间 {start} 至 2026-01-30，按口径应为 2025-12-31 至 2026-01-30"
    )


def test_wrong_wiring_needs_the_whole_time(tmp_path):
    wiring = ORDER | {"原因": "接线错误", "更正系数": 3, "退补电量": 20000}
    assert said("电费-E09", tmp_path, [wiring | {"退补起日": date(2025, 12, 1)}]) == (1, [])
    assert len(said("电费-E09", tmp_path, [wiring])[1]) == 1


@pytest.mark.parametrize(("kwh", "found"), [(-2000, 0), (-1995, 0), (-1994, 1), (-4000, 1), (2000, 1)])
def test_energy_that_does_not_follow_from_the_error_is_found(tmp_path, kwh, found):
    assert len(said("电费-E09", tmp_path, [ORDER | {"退补电量": kwh}])[1]) == found


def test_energy_is_written_as_people_write_it(tmp_path):
    [(_, message)] = said("电费-E09", tmp_path, [ORDER | {"退补电量": -1951}])[1]
    assert message.endswith("：退补电量 -1,951 kWh，按口径应为 -2,000 kWh")


@pytest.mark.parametrize(("kwh", "found"), [(-2000, 0), (-1994, 1)])
def test_without_days_on_the_order_the_rule_and_the_energy_decide(tmp_path, kwh, found):
    order = ORDER | {"退补起日": None, "退补止日": None, "退补电量": kwh}
    assert len(said("电费-E09", tmp_path, [order])[1]) == found


@pytest.mark.parametrize(("month", "found"), [("2025-12", 0), ("2025-11", 1)])
def test_energy_of_a_month_outside_the_time_of_the_rule_is_found(tmp_path, month, found):
    """Half the time is 31 December to 30 January."""
    order = ORDER | {"退补起日": None, "退补止日": None, "原月份": month}
    assert len(said("电费-E09", tmp_path, [order])[1]) == found


@pytest.mark.parametrize(("kwh", "found"), [(-1935, 0), (-1930, 0), (-1929, 1), (-2000, 1)])
def test_a_whole_month_s_energy_counts_for_the_days_of_the_time_alone(tmp_path, kwh, found):
    """30 of 31 days: 10,000 × 30 ÷ 31 = 9,677; a fifth of it is 1,935; five kWh are rounding."""
    assert len(said("电费-E09", tmp_path, [ORDER | {"电量口径": "全月", "退补电量": kwh}])[1]) == found


@pytest.mark.parametrize(
    "cells",
    [
        {"更正日": None},
        {"电量口径": None},
        {"退补起日": None, "退补电量": None},
        {"误差": None},
        {"更正日": date(2025, 11, 1)},
    ],
)
def test_what_cannot_be_checked_is_said(tmp_path, cells):
    [(outcome, _)] = said("电费-E09", tmp_path, [ORDER | cells])[1]
    assert outcome == "未能核查"


@pytest.mark.parametrize(("booked", "asked"), [("2025-12", 0), (MONTH, 1), ("2026-02", 1), (None, 1)])
def test_orders_of_earlier_months_are_not_asked(tmp_path, booked, asked):
    assert said("电费-E09", tmp_path, [ORDER | {"入账月份": booked}])[0] == asked
