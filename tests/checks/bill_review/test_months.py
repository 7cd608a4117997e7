"""电费-E03, E10, E11, E13: sums, orders, first months and arrears on both sides of each limit."""

from datetime import date

import billing_area
import pytest
from billing_area import outcome_of, printed, word_of
from sheets import book
from together import together

from addin.billing.claims.late_bills import late_bills
from addin.reading import read_books
from addin.register import CHECKS

NO = "4200000000001"
HEAD = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)|交费截止日"


def bills(*rows):
    return "\n".join([HEAD, *(f"'B{month}|'{NO}|{month}|{month}-01|{month}-28|{rest}" for month, rest in rows)])


def told(verdict):
    return [(row.outcome, row.level, row.message) for row in verdict.rows.itertuples()]


@together
@pytest.mark.parametrize(("total", "count"), [(160_000, 0), (160_001, 0), (159_999, 0), (160_002, 1)])
def test_fee_rows_bear_the_energy_of_the_bill(total, count):
    found = yield "电费-E03", printed(bill={"总电量": total})
    assert (found.asked, len(found.rows)) == (1, count)


@together
def test_the_component_that_lacks_a_row_is_named():
    text = billing_area.PRINTED.replace("购电|峰|40000", "购电|峰|30000")
    [(_, message)] = outcome_of((yield "电费-E03", printed(text=text)))[1]
    assert message == "购电各行电量之和 150,000 kWh，账单总电量 160,000 kWh，相差 -10,000 kWh"


@together
def test_a_bill_without_its_energy_is_unknown():
    assert word_of((yield "电费-E03", printed(bill={"总电量": None}))) == "未能核查"


@together
@pytest.mark.parametrize(("total", "outcomes"), [(0, []), (1, ["未能核查"])])
def test_a_bill_without_rows_on_energy_holds_where_nothing_was_used(total, outcomes):
    """A supply area where nobody used anything once ended the run."""
    bare = printed(bill={"总电量": total}, text="容量电费|总|1000|31|26.3|26300.00")
    verdict = yield "电费-E03", bare
    assert (verdict.asked, verdict.rows["outcome"].tolist()) == (1, outcomes)


@pytest.mark.parametrize(
    ("order", "counts"),
    [
        ("增容|2026-04-30|已受理", (1, 1)),
        ("增容|2026-05-01|已受理", (0, 0)),
        ("减容(非永久)|2026-04-01|待签署", (1, 1)),
        ("换表|2026-04-01|已生效", (1, 0)),
        ("更名|2026-04-01|已受理", (0, 0)),
    ],
)
def test_an_order_whose_work_has_begun_is_archived(review, order, counts):
    kind, starts, state = order.split("|")
    sheets = {
        "变更台账": f"申请编号|户号|变更类型|申请日|执行起日|变更项目|状态\n'S1|'{NO}|{kind}|2026-03-20|{starts}|合同容量|{state}"
    }
    found = review("电费-E10", sheets)
    assert (found.asked, len(found.rows)) == counts


def first_month(*, starts="2026-04-11", reading="100", kind="两部制", connected="2026-04-11", event=""):
    return {
        "客户台账": f"户号|户名|送电日期\n'{NO}|甲|{connected}",
        "电费账单": f"{HEAD}\n'B1|'{NO}|2026-04|{starts}|2026-04-30|1000|650|",
        "抄表记录": f"计量点号|户号|表号|示数类型|月份|抄表日|上次示数|本次示数\n'P1|'{NO}|'M1|正向有功总|2026-04|2026-04-30|{reading}|200",
        "计费参数": f"户号|生效日期|电价类别|电价制度|计价电压|容需量计费方式\n'{NO}|2020-01-01|工商业|{kind}|35kV|按容量",
        "容量变动": f"设备编号|户号|变动时刻|变动类型|业务\n{event}"
        if event
        else "设备编号|户号|变动时刻|变动类型|业务",
    }


def test_a_first_month_with_days_reading_and_class_passes(review):
    found = review("电费-E11", first_month())
    assert (found.asked, len(found.rows)) == (1, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts": "2026-04-12"}, "账单起日不是送电日"),
        ({"reading": ""}, "没有起始示数"),
        ({"kind": ""}, "计费参数没有电价类别、电价制度或容需量计费方式"),
    ],
)
def test_what_a_first_month_lacks_is_named(review, change, said):
    [(_, _, message)] = told(review("电费-E11", first_month(**change)))
    assert message == f"首月账单 B1：{said}"


def test_an_increase_counts_as_a_first_month_and_an_older_customer_is_not_asked(review):
    event = f"'T2|'{NO}|2026-04-11|投运|增容"
    assert review("电费-E11", first_month(connected="2020-01-01", starts="2026-04-01", event=event)).asked == 1
    assert review("电费-E11", first_month(connected="2020-01-01", starts="2026-04-01")).asked == 0


@pytest.fixture
def overdue(tmp_path, rulebook):
    def run(today, paid="0", *, receipts=True):
        sheets = {
            "电费账单": bills(("2026-03", "1000|650|2026-04-15")),
            "收款记录": f"收款号|账单号|户号|到账日|本金(元)\n'R1|'B2026-03|'{NO}|2026-04-10|{paid}",
        }
        ledger = read_books([book(tmp_path, sheets if receipts else {"电费账单": sheets["电费账单"]})], main_table="")
        rules = rulebook.on(date(2026, 5, 31), "湖北")
        facts = {"ledger": ledger, "late": late_bills(ledger, rules, "2026-05", today), "rules": rules, "as_of": today}
        return CHECKS["电费-E13"].run(**facts)

    return run


@pytest.mark.parametrize(
    ("today", "level"),
    [(date(2026, 4, 22), None), (date(2026, 4, 23), "警告"), (date(2026, 5, 15), "警告"), (date(2026, 5, 16), "错误")],
)
def test_arrears_warn_after_seven_days_and_are_an_error_after_thirty(overdue, today, level):
    assert [row[1] for row in told(overdue(today))] == ([level] if level else [])


def test_what_is_owed_stands_in_the_sentence(overdue):
    [(_, _, message)] = told(overdue(date(2026, 4, 23), paid="600.5"))
    assert message == "账单 B2026-03（2026-03）逾期 8 天，超过 7 天，欠 49.50 元"
    assert overdue(date(2026, 4, 23), paid="650").asked == 0


def test_a_debtor_of_several_bills_is_said_once_at_the_oldest_with_the_sum(tmp_path, rulebook):
    owed = bills(
        ("2026-02", "1000|600|2026-03-16"), ("2026-03", "1000|650|2026-04-15"), ("2026-04", "1000|70|2026-05-15")
    )
    receipts = f"收款号|账单号|户号|到账日|本金(元)\n'R1|'B2026-02|'{NO}|2026-02-20|50"
    ledger = read_books([book(tmp_path, {"电费账单": owed, "收款记录": receipts})], main_table="")
    rules, today = rulebook.on(date(2026, 5, 31), "湖北"), date(2026, 5, 22)
    late = late_bills(ledger, rules, "2026-05", today)
    verdict = CHECKS["电费-E13"].run(ledger=ledger, late=late, rules=rules, as_of=today)
    [(_, level, message)] = told(verdict)
    assert level == "错误"
    assert message == "2 张账单逾期未缴，最早的账单 B2026-02（2026-02）逾期 67 天，超过 30 天，共欠 1,200.00 元"
    assert list(verdict.rows["stake_fen"].dropna()) == [120000]


def test_without_receipts_nobody_is_said_to_owe(overdue):
    assert "没有「收款记录」表" in overdue(date(2026, 5, 16), receipts=False).note
