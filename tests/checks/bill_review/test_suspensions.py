"""电费-C07, C08, C09: suspensions too short, too long, and what they leave in service."""

from datetime import date, timedelta

import pandas as pd
import pytest
from billing_area import END, NO, PRINTED, area, outcome, outcome_of, printed, rulebook, word_of
from billing_cases import TWO_TRANSFORMERS, each
from together import together

from addin.billing.month import bill_month
from addin.register import CHECKS

HALF = "容量电费|总|1000|9|26.3|7635.48\n容量电费|总|500|{days}|26.3|{less}\n容量电费|总|1000|{rest}|26.3|{more}"


def change(event, on, until=None, **cells):
    usual = {
        "设备编号": "T2",
        "户号": NO,
        "变动时刻": f"{on} 09:00",
        "变动类型": event,
        "变动后容量": None,
        "业务": "暂停",
    }
    return usual | {"批准止日": until} | cells


def suspended(days):
    """Sealed on the 10th, which is free, and unsealed ``days`` later, which is charged."""
    return [change("封停", "2026-01-10"), change("启封", f"2026-01-{10 + days}")]


def charged(days):
    """The bill that deducts the suspension: 500 kVA for so many days."""
    rest = 22 - days
    less, more = (f"{kva * 26.3 * part / 31:.2f}" for kva, part in ((500, days), (1000, rest)))
    capacity = HALF.format(days=days, rest=rest, less=less, more=more)
    return printed(text=PRINTED.replace("容量电费|总|1000|31|26.3|26300.00", capacity))


@each("电费-C07", [(14, "不符"), (15, "通过")])
def test_a_suspension_of_less_than_fifteen_days_is_not_deducted(days):
    return charged(days) | {"受电设备": TWO_TRANSFORMERS, "容量变动": suspended(days)}


@together
def test_a_short_suspension_that_was_charged_all_the_same_passes():
    assert word_of((yield "电费-C07", printed() | {"受电设备": TWO_TRANSFORMERS, "容量变动": suspended(14)})) == "通过"


@together
def test_a_short_suspension_costs_its_days():
    # 500 kVA × 26.3 yuan × 14 of 31 days.
    sheets = charged(14) | {"受电设备": TWO_TRANSFORMERS, "容量变动": suspended(14)}
    [row] = (yield "电费-C07", sheets).rows.itertuples()
    assert (row.about, row.stake_fen) == ("T2", 593871)
    assert row.message == "设备 T2 从 2026-01-10 起只暂停 14 天，不足 15 天，账单却减收了容量电费"


@together
def test_a_charge_that_is_short_for_another_reason_is_not_called_a_short_suspension():
    text = PRINTED.replace("容量电费|总|1000|31|26.3|26300.00", "容量电费|总|900|31|26.3|23670.00")
    assert (
        word_of((yield "电费-C07", printed(text=text) | {"受电设备": TWO_TRANSFORMERS, "容量变动": suspended(14)}))
        == "通过"
    )


def test_without_a_suspension_nothing_is_asked(tmp_path):
    assert outcome("电费-C07", tmp_path, printed() | {"受电设备": TWO_TRANSFORMERS}) == (0, [])
    assert at("2026-01", tmp_path, []).asked == 0


def at(month, tmp_path, changes):
    """Run 电费-C08 at the end of a month of 2025."""
    ledger = area(tmp_path, {"受电设备": TWO_TRANSFORMERS, "容量变动": changes})
    end = (pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd(0)).date()
    rules = rulebook().on(END, "湖北")
    billing = bill_month(ledger, rulebook(), "2026-01", "湖北")
    own = {"billing": billing, "capacity_changes": ledger["capacity_changes"], "customers": ledger["customers"]}
    return CHECKS["电费-C08"].run(**own, rules=rules, month_end=end)


@pytest.mark.parametrize(("days", "words"), [(149, []), (150, ["提示"]), (183, ["提示"]), (184, ["错误"])])
def test_days_of_the_calendar_year_are_counted_by_device(tmp_path, days, words):
    first = date(2025, 12, 31) - timedelta(days - 1)
    found = at("2025-12", tmp_path, [change("封停", first)])
    assert found.asked == 1
    assert [row.level or "提示" for row in found.rows.itertuples()] == words


def test_two_devices_are_not_added_up_and_two_stretches_are(tmp_path):
    one = [change("封停", "2025-01-01"), change("启封", "2025-04-11")]
    other = [change("封停", "2025-05-01", 设备编号="T1"), change("启封", "2025-08-09", 设备编号="T1")]
    assert len(at("2025-12", tmp_path, one + other).rows) == 0
    again = [change("封停", "2025-05-01"), change("启封", "2025-08-09")]
    [row] = at("2025-12", tmp_path, one + again).rows.itertuples()
    assert row.message == "设备 T2 本年已暂停 200 天，按批准止日累计 200 天，超过一年 183 天的上限"


def test_the_days_of_another_year_do_not_count(tmp_path):
    assert len(at("2026-01", tmp_path, [change("封停", "2025-03-01")]).rows) == 0


@pytest.mark.parametrize(("until", "count"), [("2026-07-06", 0), ("2026-07-07", 1)])
def test_an_approval_beyond_the_limit_is_found_on_its_first_day(tmp_path, until, count):
    # From 5 January 183 days end on 6 July.
    found = at("2026-01", tmp_path, [change("封停", "2026-01-05", date.fromisoformat(until))])
    assert len(found.rows) == count


def test_the_days_of_the_month_beyond_the_limit_have_their_price(tmp_path):
    # Of 190 days seven are beyond 183: 500 kVA × 26.3 yuan × 7 ÷ 31.
    [row] = at("2025-12", tmp_path, [change("封停", "2025-06-25")]).rows.itertuples()
    assert row.stake_fen == 296935


def left(kva, contract=1000, **terms):
    """The contract stands; what is in service was reduced to ``kva`` before the month."""
    device = {"设备编号": "T1", "铭牌容量": contract}
    reduced = change("减容", "2025-12-10", 设备编号="T1", 业务="减容", 变动后容量=kva)
    return {"受电设备": device, "客户台账": {"合同容量": contract}, "容量变动": [reduced], "计费参数": terms}


@together
@pytest.mark.parametrize(("kva", "level"), [(100, "错误"), (101, "警告"), (314, "警告")])
def test_less_than_the_threshold_left_on_two_parts_is_found(kva, level):
    [row] = (yield "电费-C09", left(kva)).rows.itertuples()
    assert row.level == level
    assert row.message.startswith(f"暂停或减容后剩余 {kva} kVA（合同 1000 kVA），仍执行两部制")


@together
@pytest.mark.parametrize(("kva", "contract"), [(315, 1000), (160.5, 250)])
def test_the_threshold_left_or_a_choice_made_before_passes(kva, contract):
    assert word_of((yield "电费-C09", left(kva, contract))) == "通过"


@together
def test_an_old_power_factor_standard_is_found_with_the_rest():
    single = {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
    [row] = (yield "电费-C09", left(160, 250, **single)).rows.itertuples()
    assert (row.level, row.message) == ("警告", "暂停或减容后剩余 160 kVA（合同 250 kVA），仍执行力调标准 0.90")
    assert word_of((yield "电费-C09", left(160, 250, **single, 力调标准="'0.85"))) == "通过"


@together
def test_nothing_at_rest_or_nothing_in_service_is_not_asked():
    assert outcome_of((yield "电费-C09", {"容量变动": []})) == (0, [])
    assert outcome_of((yield "电费-C09", left(0))) == (0, [])


@together
def test_the_money_is_the_charge_that_falls_away_less_the_dearer_energy():
    # 100 kVA × 26.3 = 2,630.00 yuan; 160,000 kWh × (0.1903 − 0.1263) = 10,240.00 yuan.
    [row] = (yield "电费-C09", left(100)).rows.itertuples()
    assert row.stake_fen == 1024000 - 263000
