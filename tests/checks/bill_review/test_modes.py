"""电费-C11, C12, C15: mode of the capacity charge, discount of the demand price, advice on the other mode."""

from dataclasses import replace
from datetime import date

import pytest
from billing_area import NO, PRINTED, base_sheets, facts, outcome_of, printed, registers, word_of
from billing_cases import each
from together import together

from addin.register import CHECKS

CAPACITY = "容量电费|总|1000|31|26.3|26300.00"


def rows(*changes):
    first = base_sheets()["计费参数"][0]
    return {
        "计费参数": [first | {"生效日期": on, "失效日期": until, "容需量计费方式": mode} for on, until, mode in changes]
    }


@each("电费-C11", [(date(2025, 10, 1), "通过"), (date(2025, 10, 2), "不符")])
def test_a_mode_holds_for_three_months(begun):
    changes = [(begun, date(2026, 1, 1), "实际最大需量"), (date(2026, 1, 1), None, "按容量")]
    return rows(*changes)


@together
def test_a_mode_begins_with_its_first_row_and_not_with_the_last():
    changes = [
        (date(2024, 1, 1), date(2025, 12, 1), "实际最大需量"),
        (date(2025, 12, 1), date(2026, 1, 1), "实际最大需量"),
    ]
    assert word_of((yield "电费-C11", rows(*changes, (date(2026, 1, 1), None, "按容量")))) == "通过"


@together
def test_only_a_change_of_mode_in_the_month_is_asked():
    earlier = [(date(2025, 11, 1), date(2025, 12, 1), "按容量"), (date(2025, 12, 1), None, "实际最大需量")]
    assert outcome_of((yield "电费-C11", rows(*earlier))) == (0, [])
    single = [(date(2025, 12, 1), date(2026, 1, 1), "不计"), (date(2026, 1, 1), None, "按容量")]
    assert outcome_of((yield "电费-C11", rows(*single))) == (0, [])


@together
def test_the_message_names_both_modes_and_days():
    changes = [(date(2025, 12, 1), date(2026, 1, 1), "实际最大需量"), (date(2026, 1, 1), None, "按容量")]
    assert outcome_of((yield "电费-C11", rows(*changes)))[1] == [
        ("不符", "实际最大需量自 2025-12-01，2026-01-01 又改为按容量，不满 3 个月")
    ]


def demand(kva, price, kw=400, amount=None):
    """A bill by actual demand at a price; 160,000 kWh are used."""
    text = f"需量电费|总|{kw}||{price}|{amount or kw * price:.2f}"
    sheets = printed(text=text) | {"客户台账": {"合同容量": kva}, "抄表记录": registers(demand=kw)}
    return sheets | {"计费参数": {"容需量计费方式": "实际最大需量"}}


@each(
    "电费-C12", [(615, 37.8, "通过"), (615, 42, "不符"), (616, 42, "通过"), (616, 37.8, "不符"), (616, 40, "未能核查")]
)
def test_from_260_kwh_per_kva_on_and_only_then_the_price_is_reduced(kva, price):
    return demand(kva, price)


@together
def test_exactly_260_kwh_per_kva_is_reached():
    sheets = demand(500, 42) | {"抄表记录": registers({"总": 130_000}, demand=400)}
    sheets["计费参数"] |= {"时段集": "不执行"}
    assert word_of((yield "电费-C12", sheets)) == "不符"


@together
def test_a_discount_is_a_tenth_of_the_charge():
    [row] = (yield "电费-C12", demand(500, 42)).rows.itertuples()
    assert (row.stake_fen, row.expected) == (168000, pytest.approx(37.8))
    assert row.message == "月用电 160,000 kWh ÷ 合同变压器 500 kVA = 320.00 kWh/kVA，达到 260，账单没有打折"


@together
def test_without_a_contract_capacity_the_use_per_kva_is_unknown():
    assert word_of((yield "电费-C12", demand(None, 42))) == "未能核查"


def idle(kw, kva=3000, before=None):
    text = PRINTED.replace(CAPACITY, f"容量电费|总|{kva}|31|26.3|{kva * 26.3:.2f}")
    readings = registers(demand=kw)
    if before is not None:
        readings.append(readings[-1] | {"月份": "2025-12", "本次示数": before / 1000})
    if kw is None:
        readings = registers()
    return printed(text=text) | {"受电设备": {"铭牌容量": kva}, "抄表记录": readings}


@pytest.mark.parametrize(("month", "asked"), [("2025-12", 0), ("2026-01", 1), ("2026-02", 0), ("2026-04", 1)])
def test_the_advice_is_told_in_the_month_after_a_quarter(tmp_path, month, asked):
    own = facts(tmp_path, idle(1000))
    own["billing"] = replace(own["billing"], month=month)
    found = CHECKS["电费-C15"].run(**{name: own[name] for name in CHECKS["电费-C15"].needs})
    assert (found.asked, len(found.rows), bool(found.note)) == (asked, asked, not asked)


@each("电费-C15", [(1600, "通过"), (1599, "提示"), (None, "未能核查")])
def test_little_demand_on_much_capacity_is_worth_advice(kw):
    return idle(kw, 4000)


@each("电费-C15", [(1600, "通过"), (1620, "提示")])
def test_a_small_saving_is_not_worth_advice(kva):
    # 300 kW cost 12,600 yuan: 29,480 saved of 1,600 kVA, 30,006 of 1,620 kVA; below 30,000 nothing is said.
    return idle(300, kva)


@together
def test_the_advice_names_what_the_other_mode_would_have_cost():
    [row] = (yield "电费-C15", idle(1000)).rows.itertuples()
    assert (row.level, row.stake_fen) == ("", None)  # what could be saved is no mistake of the bill
    assert row.message == "需量 1,000 kW，为容量 3,000 kVA 的 33.3%：容量电费 78,900.00 元，按需量 42,000.00 元"


@together
def test_one_quiet_month_advises_nothing():
    assert word_of((yield "电费-C15", idle(1000, before=1500))) == "通过"


@together
def test_customers_billed_by_demand_need_no_advice():
    sheets = idle(1000) | {"计费参数": {"容需量计费方式": "实际最大需量"}}
    assert outcome_of((yield "电费-C15", sheets)) == (0, [])


DEVICE = {
    "户号": NO,
    "类型": "变压器",
    "铭牌容量": 1000,
    "变损方法": "无",
    "运行状态": "运行",
    "投运日期": date(2015, 1, 1),
}


def spare(standby, charged, group=None, kva=600, changes=()):
    devices = [DEVICE | {"设备编号": "T1", "备用方式": "运行", "联锁组": group}]
    devices.append(DEVICE | {"设备编号": "T2", "铭牌容量": kva, "备用方式": standby, "联锁组": group})
    text = PRINTED.replace(CAPACITY, f"容量电费|总|{charged}|31|26.3|{charged * 26.3:.2f}")
    return printed(text=text) | {"受电设备": devices, "容量变动": list(changes)}


SEALED = {
    "设备编号": "T2",
    "户号": NO,
    "变动时刻": "2025-06-01 09:00",
    "变动类型": "封停",
    "业务": "减容",
    "批准止日": date(2027, 5, 31),
}


@each(
    "电费-C13",
    [
        (standby, charged, word)
        for standby in ("热备", "冷备")
        for charged, word in ((1600, "通过"), (1000, "不符"), (1300, "通过"))
    ],
)
def test_a_standby_that_is_not_sealed_is_charged(standby, charged):
    return spare(standby, charged)


@together
def test_a_cold_standby_that_is_sealed_is_free():
    assert outcome_of((yield "电费-C13", spare("冷备", 1000, changes=[SEALED]))) == (0, [])


@each("电费-C13", [(1000, "通过"), (1600, "不符"), (600, "不符")])
def test_of_interlocked_transformers_the_largest_counts(charged):
    return spare("运行", charged, group="L1")


@together
def test_a_standby_costs_its_capacity():
    [row] = (yield "电费-C13", spare("热备", 1000)).rows.itertuples()
    assert (row.about, row.stake_fen) == ("T2", 600 * 2630 - 9468)  # 0.60 % of it come off in the adjustment
    assert row.message == "设备 T2（600 kVA，热备）：应计 49,600 kVA·天，账单 31,000 kVA·天"


@together
def test_a_bill_without_a_capacity_charge_leaves_the_standby_open():
    sheets = spare("热备", 1000) | printed(text=PRINTED.replace(CAPACITY + "\n", ""))
    assert word_of((yield "电费-C13", sheets)) == "未能核查"


@each("电费-C14", [(744_000, "通过"), (744_001, "不符")])
def test_more_energy_than_the_capacity_delivers_all_month_is_a_reason_to_inspect(kwh):
    terms = {"时段集": "不执行"}
    return {"抄表记录": registers({"总": kwh}), "计费参数": terms}


@together
def test_energy_that_is_not_read_cannot_be_held_against_the_capacity():
    readings = registers({"总": 1000})
    readings[0]["本次示数"] = None
    assert word_of((yield "电费-C14", {"抄表记录": readings, "计费参数": {"时段集": "不执行"}})) == "未能核查"
