"""The late fee by hand, by an exam question, and by a second computation in fractions."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from billing_area import rulebook
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_area import changed
from sheets import book

from addin.billing.claims.late_bills import late_bills
from addin.billing.claims.late_fee import late_fees
from addin.billing.claims.late_fee_steps import late_fee_steps
from addin.reading import read_books

NO = "4200000000001"
BILLS = "账单号|户号|月份|发行状态|交费截止日|总电费"
RECEIPTS = "收款号|账单号|户号|到账日|本金|违约金"
CONTRACTS = "合同编号|户号|生效日期|违约金率|合同状态"
WHOLE, ORDER, HOLIDAY, ROUNDING = "违约金跨年方式", "部分付款清偿次序", "到期日遇节假日", "金额取整环节"


def late(tmp_path, bills, receipts, as_of, contracts=(), **words):
    """Return the late bills of the month of ``as_of``; each row is a line of its sheet."""
    sheets = {
        "电费账单": "\n".join((BILLS, *bills)),
        "收款记录": "\n".join((RECEIPTS, *receipts)),
        "合同台账": "\n".join((CONTRACTS, *contracts)),
        "计费参数": f"户号|生效日期|电价类别\n'{NO}|2020-01-01|工商业",
    }
    ledger = read_books([book(tmp_path, sheets)], main_table="")
    rules = (changed(words) if words else rulebook()).on(max(as_of, date(2023, 6, 1)), "湖北")
    return late_bills(ledger, rules, f"{as_of:%Y-%m}", as_of)


def bill(yuan, due, number="B1", month="2025-12"):
    return f"'{number}|'{NO}|{month}|已发行|{due}|{yuan}"


def receipt(day, yuan, fee=0, number="B1"):
    return f"'R{day}{number}|'{number}|'{NO}|{day}|{yuan}|{fee}"


def fees(found):
    return [int(amount) for amount in found.bills["fee_fen"]]


EXAM = (bill(2000, "2000-12-15", "B12", "2000-12"), bill(3000, "2001-01-15", "B01", "2001-01"))
PAID = (receipt("2001-01-18", 2000, number="B12"), receipt("2001-01-18", 3000, number="B01"))


def test_exam_a_debt_across_the_year_in_two_pieces(tmp_path):
    """2000×16×2‰ + 2000×18×3‰ = 172 and 3000×3×2‰ = 18 (m.274949.com/5999/t28841167.html)."""
    found = late(tmp_path, EXAM, PAID, date(2001, 1, 31), **{ORDER: "先本金后违约金"})
    assert fees(found) == [17200, 1800]


def test_exam_every_day_of_a_debt_across_the_year_at_three_permille(tmp_path):
    """2000×(31−15+18)×3‰ = 204 and 3000×3×2‰ = 18 (m.zhaokaoti.com/shiti/e84b4c4eb6cc4f32b2431daf933d8940.html)."""
    found = late(tmp_path, EXAM, PAID, date(2001, 1, 31), **{WHOLE: "整段3‰", ORDER: "先本金后违约金"})
    assert fees(found) == [20400, 1800]


@pytest.mark.parametrize(("day", "fen"), [("2026-01-20", 0), ("2026-01-21", 20000)])
def test_a_bill_paid_on_its_last_day_bears_nothing_and_a_day_later_one_day(tmp_path, day, fen):
    assert fees(late(tmp_path, [bill(100000, "2026-01-20")], [receipt(day, 100000, 200)], date(2026, 1, 31))) == [fen]


def test_the_last_day_of_the_year_still_bears_the_rate_of_the_year(tmp_path):
    for day, fen in (("2025-12-31", 2 * 20000), ("2026-01-01", 2 * 20000 + 30000)):
        amounts = (100000, 1000)
        month = date.fromisoformat(day).replace(day=28)
        as_of = date(month.year, month.month, 31)
        assert fees(late(tmp_path, [bill(amounts[0], "2025-12-29")], [receipt(day, *amounts)], as_of)) == [fen]


@pytest.mark.parametrize(("word", "days"), [("顺延", 1), ("不顺延", 8)])
def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(tmp_path, word, days):
    """2026-02-17 lies in the Spring Festival holiday, which ends on the 23rd; people work again on the 24th."""
    found = late(
        tmp_path, [bill(100000, "2026-02-17")], [receipt("2026-02-25", 100000, 999999)], date(2026, 2, 28),
        **{HOLIDAY: word},
    )  # fmt: skip
    assert fees(found) == [days * 20000]


HALVES = [receipt("2026-01-15", 50000), receipt("2026-01-25", 50000)]


@pytest.mark.parametrize(
    ("order", "fen"),
    [("先本金后违约金", 300000), ("按收款记录", 300000), ("先违约金后本金", 304000 + 6 * 3040 * 2 // 10)],
)
def test_a_part_payment_clears_what_the_rule_says_first(tmp_path, order, fen):
    """100,000 due on 5 January, half paid after 10 days, half after 20; as of the 31st.

    Principal first: 50,000 × 10 × 2‰ + 50,000 × 20 × 2‰ = 3,000. Fee first: 2,000 of the first payment is fee, 52,000
    are left; after ten more days 1,040 of the second is fee, and 52,000 − 48,960 = 3,040 run on for 6 days: 36.48.
    """
    found = late(tmp_path, [bill(100000, "2026-01-05")], HALVES, date(2026, 1, 31), **{ORDER: order})
    assert fees(found) == [fen]


def test_a_fee_that_was_not_paid_bears_no_fee(tmp_path):
    found = late(tmp_path, [bill(100000, "2026-01-05")], [receipt("2026-01-15", 0.01)], date(2026, 1, 31))
    assert fees(found) == [26 * 20000]


def test_the_contract_that_bound_on_the_last_day_says_the_rate(tmp_path):
    contracts = [f"H1|'{NO}|2024-01-01|1|履行中", f"H2|'{NO}|2026-01-21|3|履行中", f"H3|'{NO}|2025-01-01|2.5|待签署"]
    found = late(tmp_path, [bill(100000, "2026-01-20")], [receipt("2026-01-30", 100000)], date(2026, 1, 31), contracts)
    assert found.bills["recorded_order_fen"].tolist() == [100000]


@pytest.mark.parametrize(("rate", "known"), [(1, True), (3, True), (0.99, False), (3.01, False)])
def test_a_rate_that_no_contract_may_agree_is_not_used(tmp_path, rate, known):
    contracts = [f"H1|'{NO}|2024-01-01|{rate}|履行中"]
    found = late(tmp_path, [bill(100000, "2026-01-20")], [receipt("2026-01-30", 100000)], date(2026, 1, 31), contracts)
    assert found.bills["fee_fen"].notna().tolist() == [known]
    assert ("不能据以计收" in found.bills["doubt"].iloc[0]) is not known


def test_a_bill_without_a_last_day_is_said_and_the_others_are_reckoned(tmp_path):
    bills = [bill(100000, "", "B2"), bill(100000, "2026-01-20")]
    receipts = [receipt("2026-01-21", 100000, 200, number=number) for number in ("B1", "B2")]
    found = late(tmp_path, bills, receipts, date(2026, 1, 31)).bills.set_index("bill_no")
    assert found["doubt"].to_dict() == {"B2": "电费账单没有交费截止日，不知从哪天起计违约金", "B1": ""}
    assert found.loc["B1", "fee_fen"] == 20000


def test_amounts_are_rounded_each_or_once(tmp_path):
    """0.20 × 9 days at 2‰ = 0.0036 and 0.20 × 7 days at 3‰ = 0.0042: nothing each, together 0.0078 → 0.01."""
    arguments = [bill("0.20", "2025-12-22")], [receipt("2026-01-07", 99)], date(2026, 1, 31)
    each = late(tmp_path, *arguments, **{ORDER: "先本金后违约金"})
    once = late(tmp_path, *arguments, **{ORDER: "先本金后违约金", ROUNDING: "合计"})
    assert [each.parts["amount_fen"].tolist(), once.parts["amount_fen"].tolist()] == [[0, 0], [0, 1]]
    assert (fees(each), fees(once)) == ([0], [1])


def test_the_sheet_shows_each_part_and_the_sum(tmp_path):
    found = late_fee_steps(late(tmp_path, EXAM, PAID, date(2001, 1, 31), **{ORDER: "先本金后违约金"}))
    first = found.steps[found.steps["number"] == "B12"]
    assert first["inputs"].tolist() == ["2,000.00 × 16 × 2‰", "2,000.00 × 18 × 3‰", "64.00 + 108.00"]
    assert [float(amount) for amount in first["amount_yuan"]] == [64, 108, 172]
    assert set(first["rule"].iloc[:2]) == {"违约金费率!7；违约金费率!8"}
    assert [float(fee) for fee in found.cases["penalty_yuan"]] == [172, 18]


def test_a_bill_that_receipts_call_settled_says_what_the_order_of_clearing_leaves_of_it(tmp_path):
    """As above, fee first: 3,040 are left; as the receipts split the money the fee is 3,000."""
    found = late_fee_steps(
        late(tmp_path, [bill(100000, "2026-01-05")], HALVES, date(2026, 1, 31), **{ORDER: "先违约金后本金"})
    )
    [note] = found.cases["note"]
    assert "尚有本金 3,040.00 元未清" in note
    assert "应收违约金 3,000.00 元" in note


@pytest.mark.parametrize(
    ("order", "receipts", "told"),
    [
        ("先违约金后本金", HALVES, ["50,000.00 = 违约金 2,000.00 + 本金 48,000.00",
                                   "50,000.00 = 违约金 1,040.00 + 本金 48,960.00"]),
        ("先违约金后本金", [receipt("2026-01-15", 98000, 2000)], []),
        ("先本金后违约金", [receipt("2026-01-15", 60000, 50000)], ["110,000.00 = 违约金 10,000.00 + 本金 100,000.00"]),
        ("先违约金后本金", [receipt("2026-01-15", 110000)],
         ["110,000.00 = 违约金 2,000.00 + 本金 100,000.00 + 多付 8,000.00"]),
        ("按收款记录", HALVES, []),
    ],
)  # fmt: skip
def test_a_receipt_that_is_split_otherwise_than_it_says_is_a_step_with_its_rule(tmp_path, order, receipts, told):
    """100,000 due on the 5th: 2,000 of fee after ten days."""
    found = late_fee_steps(
        late(tmp_path, [bill(100000, "2026-01-05")], receipts, date(2026, 1, 31), **{ORDER: order})
    ).steps
    splits = found[found["item"].str.contains("到账的清偿")]
    assert splits["inputs"].tolist() == told
    assert splits["rule"].str.startswith("计费规则!").all()
    assert splits["formula"].str.contains("与收款记录的本金").all()


DAYS = st.integers(0, 500)
FEN = st.integers(1, 10**9)


def reference(charge, payments, due, as_of, whole):
    """Return the late fee [fen] by days one at a time; a part is rounded at each rate, half up."""
    total, left = 0, charge
    for day, amount in [*sorted(payments, key=lambda one: one[0]), (as_of, charge)]:
        part = min(amount, left)
        left -= part
        late_days = [due + timedelta(days=number + 1) for number in range(max((day - due).days, 0))]
        older = sum(one.year > due.year for one in late_days)
        older = len(late_days) if whole and older else older
        for count, permille in ((len(late_days) - older, 2), (older, 3)):
            total += int(Fraction(part * count * permille, 1000) + Fraction(1, 2))
    return total


@settings(max_examples=120)
@given(charge=FEN, payments=st.lists(st.tuples(DAYS, FEN), max_size=3), due=DAYS, as_of=DAYS, whole=st.booleans())
def test_it_agrees_with_a_count_day_by_day(charge, payments, due, as_of, whole):
    start = date(2024, 11, 1)
    due_on, until = start + timedelta(days=due), start + timedelta(days=as_of)
    paid = [(start + timedelta(days=day), amount) for day, amount in payments if day <= as_of]
    owed = pd.DataFrame(
        {"bill_no": ["B"], "charge_fen": [charge], "due_on": [pd.Timestamp(due_on)], "当年": 2.0, "跨年": 3.0}
    )
    receipts = pd.DataFrame(
        [("B", pd.Timestamp(day), amount / 100, 0.0) for day, amount in paid],
        columns=["bill_no", "received_on", "principal_yuan", "late_fee_yuan"],
    ).astype({"received_on": "datetime64[s]"})
    rules = changed({WHOLE: "整段3‰" if whole else "按日历年分段"}).on(date(2026, 1, 31), "湖北")
    found = late_fees(owed, receipts, rules, until, "按收款记录")
    assert int(found.fee_fen.sum()) == reference(charge, paid, due_on, until, whole)
