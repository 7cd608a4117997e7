"""What a suspension or reduction leaves in service decides tariff and power factor standard, from that day on."""

from datetime import date

import pytest
from billing_area import MONTH, NO, amounts, area, base_sheets, registers
from rules_area import changed
from together import together

from addin.billing.month import bill_month

DEVICES = [
    base_sheets()["受电设备"][0] | {"设备编号": name, "铭牌容量": kva} for name, kva in (("T1", 900), ("T2", 100))
]
TERMS = base_sheets()["计费参数"][0]


def of(billing, component):
    return [row[1:] for row in amounts(billing) if row[0] == component]


def left(kva=100, day=16, *more, **sheets):
    """Return the sheets of a customer of whom ``kva`` are left from a day of January on."""
    devices = [DEVICES[0], DEVICES[1] | {"铭牌容量": kva}]
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": f"2026-01-{day:02d} 09:00", "变动类型": "封停", "业务": "暂停"}
    return {"受电设备": devices, "容量变动": [sealed, *more]} | sheets


def kinds(billing):
    """Return price and energy of 输配电 in each segment."""
    return [(row[1], row[2]) for row in of(billing, "输配电")]


@together
def test_from_the_day_that_100_kva_are_left_the_price_is_single_part():
    """15 of 31 days two-part, 16 single-part (billing.md §2.1).

    77,419 and 82,581 kWh as in test_billing_segments; 容量电费 1,000 × 26.3 × 15 ÷ 31 = 12,725.81 and nothing more. An
    industrial customer of 100 kVA is held to 0.85: cosφ 0.94 is −0.60 % at 0.90 and −1.10 % at 0.85.
    """
    billing = yield left()
    assert billing.doubts.empty
    assert kinds(billing) == [(77_419, 0.1263), (82_581, 0.1903)]
    assert [row[3] for row in of(billing, "容量电费")] == [1272581]
    assert [row[2] for row in of(billing, "力调电费")] == [-0.60, -1.10]


@together
def test_below_100_kva_the_power_factor_is_not_assessed():
    assert [row[2] for row in of((yield left(99)), "力调电费")] == [-0.60]


@together
def test_101_kva_are_a_choice_that_stays_as_it_was_made():
    billing = yield left(101)
    assert kinds(billing) == [(160_000, 0.1263)]
    assert len(of(billing, "容量电费")) == 2


@together
def test_when_the_transformer_comes_back_so_does_the_tariff():
    """Sealed on the 6th, 15 days, unsealed on the 21st: 5 + 11 days two-part, 15 single-part."""
    back = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-21 09:00", "变动类型": "启封", "业务": "暂停"}
    billing = yield left(100, 6, back)
    assert [price for _, price in kinds(billing)] == [0.1263, 0.1903, 0.1263]
    assert [row[3] for row in of(billing, "容量电费")] == [424194, 933226]
    short = yield left(100, 7, back)
    assert kinds(short) == [(160_000, 0.1263)], "14 days are not deducted, so nothing rests"


@together
def test_a_whole_month_below_is_one_segment():
    sheets = left()
    sheets["容量变动"][0]["变动时刻"] = "2025-12-10 09:00"
    billing = yield sheets
    assert kinds(billing) == [(160_000, 0.1903)]
    assert not of(billing, "容量电费")
    assert [row[2] for row in of(billing, "力调电费")] == [-1.10]


@together
def test_terms_that_were_altered_themselves_are_billed_once():
    rows = [TERMS | {"失效日期": date(2026, 1, 16)},
            TERMS | {"生效日期": date(2026, 1, 16), "单一制/两部制": "单一制", "容需量计费方式": "不计", "力调标准": "'0.85"}]  # fmt: skip
    by_hand = yield left(计费参数=rows)
    assert amounts(by_hand) == amounts((yield left()))


@together
def test_an_exception_from_the_power_factor_standard_stays():
    billing = yield left(计费参数={"力调例外依据": "省发改委批复"})
    assert [row[2] for row in of(billing, "力调电费")] == [-0.60]


@together
def test_nothing_left_in_service_changes_nothing():
    devices = left()
    devices["受电设备"] = DEVICES[:1]
    assert kinds((yield devices)) == [(160_000, 0.1263)]


@together
def test_a_small_customer_with_nothing_at_rest_is_not_reclassed():
    billing = yield {"受电设备": DEVICES[1:], "客户台账": {"合同容量": 100}}
    assert kinds(billing) == [(160_000, 0.1263)], "电费-D03 finds it"


@together
def test_without_an_industry_the_standard_of_what_is_left_is_not_guessed():
    billing = yield left(客户台账={"行业分类": None})
    assert list(billing.doubts["component"]) == ["力调电费"]
    assert "剩余容量应执行的力调标准无法确定" in billing.doubts["reason"][0]


@pytest.mark.parametrize("word", ["否", ""])
def test_the_rule_can_leave_everything_to_the_terms(tmp_path, word):
    ledger = area(tmp_path, left() | {"抄表记录": registers()})
    billing = bill_month(ledger, changed({"减容暂停后改类": word}), MONTH, "湖北")
    assert kinds(billing) == [(160_000, 0.1263)]


@together
@pytest.mark.parametrize("word", ["按日", ""])
def test_a_rule_may_let_customers_billed_by_demand_suspend_by_days(word):
    sheets = left(计费参数={"容需量计费方式": "合同最大需量", "合同需量": 400}, 抄表记录=registers(demand=400))
    billing = yield sheets, changed({"需量用户暂停单位": word})
    assert [price for _, price in kinds(billing)] == [0.1263, 0.1903]


@together
@pytest.mark.parametrize(("since", "price"), [("2026-01-16", 0.1263), ("2025-12-20", 0.1903)])
def test_customers_billed_by_demand_suspend_whole_calendar_months(since, price):
    """需量用户暂停单位 = 日历月 (ledger.md §3): within the month nothing is deducted, the least contract demand stays."""
    sheets = left(计费参数={"容需量计费方式": "合同最大需量", "合同需量": 400}, 抄表记录=registers(demand=400))
    sheets["容量变动"][0]["变动时刻"] = f"{since} 09:00"
    billing = yield sheets
    assert kinds(billing) == [(160_000, price)]
    assert [row[1] for row in of(billing, "需量电费")] == ([400] if price < 0.15 else [])
    if price < 0.15:
        assert billing.quantities.demand["floor_kw"].tolist() == [400], "40 % of the 1,000 kVA of the days before"
