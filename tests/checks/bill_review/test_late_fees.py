"""电费-E12: the late fee that was collected."""

from datetime import date

import pytest
from rules_area import changed
from sheets import book

from addin.billing.claims.late_bills import late_bills
from addin.reading import read_books
from addin.register import CHECKS

NO = "4200000000001"


def found(tmp_path, receipts, due="2026-01-20", order="先违约金后本金"):
    """Return level and sentence of each finding; the bill is 100,000 yuan, 2‰ a day."""
    sheets = {
        "电费账单": f"账单号|户号|月份|发行状态|交费截止日|总电费\n'B1|'{NO}|2025-12|已发行|{due}|100000",
        "收款记录": "\n".join(("收款号|账单号|户号|到账日|本金|违约金", *receipts)),
    }
    ledger = read_books([book(tmp_path, sheets)], main_table="")
    rules = changed({"部分付款清偿次序": order}).on(date(2026, 1, 31), "湖北")
    late = late_bills(ledger, rules, "2026-01", date(2026, 1, 31))
    verdict = CHECKS["电费-E12"].run(ledger=ledger, late=late, rules=rules)
    return verdict.asked, [(str(row.outcome), str(row.level), row.message) for row in verdict.rows.itertuples()]


def receipt(day, principal, fee, number=1):
    return f"'R{number}|'B1|'{NO}|{day}|{principal}|{fee}"


@pytest.mark.parametrize("fee", [1000, 1000.01, 999.99])
def test_a_fee_within_a_fen_passes(tmp_path, fee):
    assert found(tmp_path, [receipt("2026-01-25", 100000, fee)]) == (1, [])


@pytest.mark.parametrize("fee", [1000.02, 999.98, 0])
def test_a_fee_that_differs_by_more_is_found(tmp_path, fee):
    asked, [(_, level, said)] = found(tmp_path, [receipt("2026-01-25", 100000, fee)])
    assert (asked, level) == (1, "错误")
    assert said.startswith(f"账单 B1：已收违约金 {fee:,.2f} 元，按本金结清时的天数和费率应为 1,000.00 元")


def test_a_fee_on_a_bill_paid_in_time_is_found(tmp_path):
    assert found(tmp_path, [receipt("2026-01-20", 100000, 0)]) == (1, [])
    assert len(found(tmp_path, [receipt("2026-01-20", 100000, 50)])[1]) == 1


def test_of_an_unpaid_bill_less_is_right_and_more_is_found(tmp_path):
    assert found(tmp_path, [receipt("2026-01-25", 40000, 0)]) == (1, [])
    assert len(found(tmp_path, [receipt("2026-01-25", 40000, 9999)])[1]) == 1


def test_another_order_of_clearing_is_a_notice(tmp_path):
    receipts = [receipt("2026-01-15", 50000, 0), receipt("2026-01-25", 50000, 3000, 2)]
    assert found(tmp_path, receipts, due="2026-01-05", order="先本金后违约金") == (1, [])
    [(_, level, said)] = found(tmp_path, receipts, due="2026-01-05")[1]
    assert (level, "清偿次序不同" in said) == ("提示", True)


def test_a_bill_paid_in_another_month_is_not_asked(tmp_path):
    assert found(tmp_path, [receipt("2025-12-25", 100000, 0)], due="2025-12-20") == (0, [])


def test_a_bill_without_a_last_day_is_unknown(tmp_path):
    assert found(tmp_path, [receipt("2026-01-25", 100000, 0)], due="") == (
        1, [("未能核查", "错误", "电费账单没有交费截止日，不知从哪天起计违约金")],
    )  # fmt: skip
