"""Risk of a customer, through the real reader and the shipped rules."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sheets import book

from addin.billing.history import usage
from addin.checks.risk import score_risks
from addin.reading import read_books
from addin.rulebook import Rulebook, RulesInForce

RULES = Rulebook.load(Path(__file__).parents[3] / "rules.xlsx").on(date(2026, 1, 31), "湖北")
AS_OF = date(2026, 1, 31)
NO = "4200000000001"
CUSTOMERS = f"""户号|户名|行业分类|合同容量|运行容量|客户身份|立户日期|客户类型
'{NO}'|江城钢管厂|C3392|1000|1000|业主|2015-01-01|工业"""
BILLS = "账单号|户号|月份|起日|止日|发行状态|交费截止日|总电量|总电费"
EMPTY = pd.DataFrame(columns=["month", "customer_no", "level", "score"])


def bills(*unpaid, months=12, charge=1000, kwh=1000):
    """A year of bills due on the 20th of the next month, and the receipts of those not named unpaid."""
    rows, paid = [BILLS], ["收款号|账单号|户号|到账日|本金|方式"]
    for month in pd.period_range(end="2025-12", periods=months, freq="M"):
        due = f"{month + 1}-20"
        rows.append(f"'B{month}'|'{NO}'|{month}|{month}-01|{month}-28|已发行|{due}|{kwh}|{charge}")
        if str(month) not in unpaid:
            paid.append(f"'R{month}'|'B{month}'|'{NO}'|{due}|{charge}|转账")
    return {"电费账单": "\n".join(rows), "收款记录": "\n".join(paid)}


def risk(tmp_path, sheets, earlier=EMPTY, as_of=AS_OF, month="2026-01"):
    ledger = read_books([book(tmp_path, {"客户台账": CUSTOMERS, **sheets})])
    return score_risks(ledger, usage(ledger["bills"]), RULES, month, as_of, earlier)


def line(tmp_path, sheets, **options):
    return risk(tmp_path, sheets, **options).customers.iloc[0]


def shown(tmp_path, code, sheets, **options):
    table = risk(tmp_path, sheets, **options).indicators
    return next(table[title].iloc[0] for title in table if title.startswith(code))


def test_a_customer_who_pays_on_the_last_day_owes_nothing(tmp_path):
    found = line(tmp_path, bills())
    assert (found["arrears_fen"], found["overdue_days"]) == (0, 0)
    assert found["level"].startswith("Ⅴ")


def test_without_outside_data_the_level_says_so_and_is_never_silently_low(tmp_path):
    found = line(tmp_path, bills())
    assert "数据不足" in found["level"] or "外部数据未采集" in found["level"]
    assert "外部数据未采集" in found["note"]


@pytest.mark.parametrize(("day", "points"), [(20, "0天｜0分"), (27, "7天｜2.4分"), (28, "8天｜4.8分")])
def test_days_of_delay_fall_into_their_bands_and_a_shared_bound_is_the_safer(tmp_path, day, points):
    assert shown(tmp_path, "R01", bills("2025-12"), as_of=date(2026, 1, day)) == points


@pytest.mark.parametrize(("day", "points"), [(19, "30天｜4.8分"), (20, "31天｜8分")])
def test_more_than_thirty_days_is_the_worst_band(tmp_path, day, points):
    assert shown(tmp_path, "R01", bills("2025-12"), as_of=date(2026, 2, day)) == points


def test_a_due_date_on_a_holiday_moves_to_the_next_working_day(tmp_path):
    """2025-12-20 is a Saturday: due on Monday the 22nd."""
    assert shown(tmp_path, "R01", bills("2025-11"), as_of=date(2025, 12, 23)) == "1天｜2.4分"


def test_missing_receipts_leave_paying_unknown_instead_of_good(tmp_path):
    assert shown(tmp_path, "R01", {"电费账单": bills()["电费账单"]}) == "无数据"


def test_owing_more_than_two_months_is_red_whatever_the_score(tmp_path):
    found = line(tmp_path, bills("2025-10", "2025-11", "2025-12"))
    assert "T02" in found["vetoes"]
    assert found["level"].startswith("Ⅰ")


def test_owing_exactly_two_months_is_not_yet_red(tmp_path):
    assert "T02" not in line(tmp_path, bills("2025-11", "2025-12"))["vetoes"]


def test_long_overdue_is_lifted_only_after_a_written_reminder(tmp_path):
    owing = bills("2025-11")
    assert "T01" not in line(tmp_path, owing)["vetoes"]
    register = "文号|户号|文书|日期|状态\n江供CF〔2026〕1号|'{}'|催费通知书|{}|{}"
    for day, state, lifted in (
        ("2026-01-05", "已送达", True),
        ("2025-12-01", "已送达", False),
        ("2026-01-05", "作废", False),
    ):
        papers = {"通知书登记": register.format(NO, day, state)}
        assert ("T01" in line(tmp_path, owing | papers)["vetoes"]) is lifted


def test_exposure_is_what_is_owed_less_what_secures_it(tmp_path):
    owing = bills("2025-12", charge=100000)
    free = line(tmp_path, owing)["exposure_fen"]
    secured = f"协议编号|户号|类型|金额|状态\n'S1'|'{NO}'|银行保函|60000|有效"
    assert free - line(tmp_path, owing | {"担保与还款协议": secured})["exposure_fen"] == 6_000_000


def test_expired_security_secures_nothing(tmp_path):
    owing = bills("2025-12", charge=100000)
    secured = f"协议编号|户号|类型|金额|到期日|状态\n'S1'|'{NO}'|银行保函|60000|2026-01-30|有效"
    free = line(tmp_path, owing)["exposure_fen"]
    assert line(tmp_path, owing | {"担保与还款协议": secured})["exposure_fen"] == free


def past(*levels, reckoned=None):
    """Earlier results: what was printed, and for which level the score stood."""
    months = pd.period_range(end="2025-12", periods=len(levels), freq="M").astype(str)
    score = {"Ⅱ 较高": 55.0, "Ⅲ 中": 40.0, "Ⅴ 无明显": 5.0}
    rows = {"month": months, "customer_no": NO, "level": [one[0] for one in levels]}
    rows |= {"score": [score[one[1]] for one in levels]}
    return pd.DataFrame(rows | ({"computed_level": reckoned} if reckoned else {}))


OUTSIDE = "户号|采集日|被执行或失信|破产清算注销|经营异常|股权出质动产抵押条数|近12月被告涉诉件数|欠薪欠税停产信号|关停搬迁名单|主体异动"
KNOWN = {
    "外部风险": f"{OUTSIDE}\n'{NO}'|2026-01-10|无|无|无|0|0|无|无|无",
    "合同台账": f"合同编号|户号|生效日期|到期日期|自动续期|合同状态\nHT1|'{NO}'|2020-01-01|2030-01-01|否|履行中",
}


def test_a_level_falls_one_step_after_two_clean_months_and_not_before(tmp_path):
    first = line(tmp_path, bills() | KNOWN, earlier=past(("Ⅱ 较高", "Ⅱ 较高")))
    second = line(tmp_path, bills() | KNOWN, earlier=past(("Ⅱ 较高", "Ⅴ 无明显")))
    assert first["plain_level"] == "Ⅱ 较高"
    assert second["plain_level"] == "Ⅲ 中"
    assert "逐级下调" in second["note"]


def test_a_month_lifted_by_a_veto_was_not_clean_whatever_its_score(tmp_path):
    earlier = past(("Ⅱ 较高", "Ⅴ 无明显"), reckoned=["Ⅱ 较高"])
    assert line(tmp_path, bills() | KNOWN, earlier=earlier)["plain_level"] == "Ⅱ 较高"


@pytest.mark.parametrize("remark", ["（数据不足）", ""])
def test_a_month_with_too_few_data_is_not_clean(tmp_path, remark):
    earlier = past(("Ⅱ 较高" + remark, "Ⅴ 无明显"))
    expected = "Ⅱ 较高" if remark else "Ⅲ 中"
    assert line(tmp_path, bills() | KNOWN, earlier=earlier)["plain_level"] == expected


def test_a_level_does_not_fall_on_too_few_data(tmp_path):
    found = line(tmp_path, bills(), earlier=past(("Ⅱ 较高", "Ⅴ 无明显")))
    assert (found["plain_level"], found["review_needed"]) == ("Ⅱ 较高", "是")


def test_the_same_month_run_again_does_not_count_as_an_earlier_one(tmp_path):
    earlier = past(("Ⅱ 较高", "Ⅱ 较高")).assign(month="2026-01")
    assert pd.isna(line(tmp_path, bills() | KNOWN, earlier=earlier)["previous_rank"])


def test_enough_data_are_not_marked_and_need_no_review(tmp_path):
    found = line(tmp_path, bills() | KNOWN)
    assert (found["level"], found["review_needed"], found["note"]) == ("Ⅴ 无明显", "否", "")


def test_bills_due_before_the_first_receipt_are_left_out_and_said_so(tmp_path):
    owing = bills("2025-01", "2025-02", "2025-12")
    found = line(tmp_path, owing | KNOWN)
    assert found["arrears_fen"] == 100_000
    assert found["note"] == "收款记录自2025-04起，此前到期的2张账单未计入欠费"


def test_a_bill_without_its_amount_is_not_counted_and_said_so(tmp_path):
    owing = bills("2025-12")
    blank = owing | {"电费账单": owing["电费账单"].replace("'B2025-12'|", "'BX'|", 1).removesuffix("1000")}
    found = line(tmp_path, blank | KNOWN)
    assert (found["arrears_fen"], found["note"]) == (0, "1张账单没有总电费，未计入欠费")


@pytest.mark.parametrize(("rated", "note"), [(True, ""), (False, "1张逾期账单没有违约金费率，违约金未计入")])
def test_an_overdue_bill_without_a_rate_bears_no_fee_and_that_is_said(tmp_path, rated, note):
    """Neither a contract nor 违约金费率 says one: the exposure is without it."""
    tables = dict(RULES.tables) | ({} if rated else {"late_fee_rates": RULES.tables["late_fee_rates"].iloc[:0]})
    rules = RulesInForce(tables, {}, RULES.day, RULES.province)
    ledger = read_books([book(tmp_path, {"客户台账": CUSTOMERS, **bills("2025-12"), **KNOWN})])
    found = score_risks(ledger, usage(ledger["bills"]), rules, "2026-01", AS_OF, EMPTY).customers.iloc[0]
    assert found["note"] == note


def test_a_bill_that_is_not_issued_yet_is_used_and_not_settled(tmp_path):
    pending = f"\n'B2026-01'|'{NO}'|2026-01|2026-01-01|2026-01-31|待发行|2026-01-05|1000|5000"
    paid = bills()
    without = line(tmp_path, paid | KNOWN)
    found = line(tmp_path, paid | KNOWN | {"电费账单": paid["电费账单"] + pending})
    assert (found["arrears_fen"], found["overdue_days"]) == (0, 0)
    assert without["exposure_fen"] == 111_704
    assert found["exposure_fen"] == 500_000


def fee(tmp_path, contract="", as_of=AS_OF):
    """Exposure of one unpaid bill of 100,000 yuan above its principal and what was used since [fen]."""
    terms = f"合同编号|户号|生效日期|违约金率\nHT1|'{NO}'|2020-01-01|{contract}"
    owing = {"电费账单": "\n".join([BILLS, f"'B1'|'{NO}'|2025-11|2025-11-01|2025-11-30|已发行|2025-12-22|1|100000"])}
    owing["收款记录"] = f"收款号|账单号|户号|到账日|本金\n'R1'|'B0'|'{NO}'|2025-12-01|1"
    found = risk(tmp_path, owing | {"合同台账": terms}, as_of=as_of).customers.iloc[0]
    since = round(10_000_000 / (365.25 / 12) * (as_of - date(2025, 11, 30)).days)
    return found["exposure_fen"] - 10_000_000 - since


@pytest.mark.parametrize(("day", "days"), [(date(2025, 12, 22), 0), (date(2025, 12, 23), 1), (date(2025, 12, 31), 9)])
def test_the_late_fee_of_the_year_is_two_permille_a_day(tmp_path, day, days):
    assert abs(fee(tmp_path, as_of=day) - days * 20_000) <= 1


def test_days_of_the_next_year_bear_the_rate_of_an_older_debt(tmp_path):
    assert abs(fee(tmp_path, as_of=date(2026, 1, 10)) - (9 * 20_000 + 10 * 30_000)) <= 1


def test_the_rate_of_the_contract_goes_before_the_rule(tmp_path):
    assert abs(fee(tmp_path, contract=1, as_of=date(2026, 1, 10)) - 19 * 10_000) <= 1


def test_a_level_rises_at_once(tmp_path):
    found = line(tmp_path, bills("2025-10", "2025-11", "2025-12"), earlier=past(("Ⅴ 无明显", "Ⅴ 无明显")))
    assert found["plain_level"] == "Ⅰ 高"
    assert found["previous_level"] == "Ⅴ 无明显"


def test_measures_match_the_type_and_name_what_must_not_be_done(tmp_path):
    found = line(tmp_path, bills("2025-09", "2025-10", "2025-11", "2025-12"))
    assert "临时资金困难" in found["risk_types"]
    assert "注意：" in found["measures"]


def test_an_unverified_clause_is_printed_without_its_number(tmp_path):
    outside = f"户号|采集日|主体异动\n'{NO}'|2026-01-10|户名不符或私自过户"
    found = line(tmp_path, bills("2025-10", "2025-11", "2025-12") | {"外部风险": outside})
    assert "《供电营业规则》有关规定" in found["measures"]
