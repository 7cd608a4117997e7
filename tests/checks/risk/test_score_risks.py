"""Risk of a customer, through the real reader and the shipped rules."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sheets import book

from addin.billing.history import usage
from addin.checks.risk import score_risks
from addin.reading import read_books
from addin.rulebook import Rulebook

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


def risk(tmp_path, sheets, earlier=EMPTY, as_of=AS_OF):
    ledger = read_books([book(tmp_path, {"客户台账": CUSTOMERS, **sheets})])
    return score_risks(ledger, usage(ledger["bills"]), RULES, "2026-01", as_of, earlier)


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
    register = f"文号|户号|文书|状态\n江供CF〔2026〕1号|'{NO}'|催费通知书|已送达"
    assert "T01" in line(tmp_path, owing | {"通知书登记": register})["vetoes"]


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


def past(*levels):
    months = pd.period_range(end="2025-12", periods=len(levels), freq="M").astype(str)
    score = {"Ⅱ 较高": 55.0, "Ⅲ 中": 40.0, "Ⅴ 无明显": 5.0}
    rows = {"month": months, "customer_no": NO, "level": [one[0] for one in levels]}
    return pd.DataFrame(rows | {"score": [score[one[1]] for one in levels]})


def test_a_level_falls_one_step_after_two_clean_months_and_not_before(tmp_path):
    first = line(tmp_path, bills(), earlier=past(("Ⅱ 较高", "Ⅱ 较高")))
    second = line(tmp_path, bills(), earlier=past(("Ⅱ 较高", "Ⅴ 无明显")))
    assert first["plain_level"] == "Ⅱ 较高"
    assert second["plain_level"] == "Ⅲ 中"
    assert "逐级下调" in second["note"]


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
