"""What other customers draw behind a customer's meter, reckoned by hand; billing.md §2.4.

P1 of the one customer: 160,000 kWh, 60,000 kvarh, 500 kW. Behind it P2 of another customer.
"""

import pytest
from billing_area import NO, amounts, base_sheets, registers
from together import together

from addin.billing.comparing.row_texts import read_texts
from addin.billing.metering.resupply import taken_off_others

OTHER = "4200000000002"
BY_DEMAND = {"容需量计费方式": "实际最大需量"}


def resupplied(kwh, kvarh=9_000, *, tariff="工商业", shift="二班", own=None, above="P1", **terms):  # noqa: PLR0913 - what the tests vary
    start = base_sheets()
    point = start["计量点"][0] | {
        "计量点号": "P2",
        "户号": OTHER,
        "上级计量点": above,
        "关系": "套表",
        "表号": "M2",
        "电价类别": tariff,
    }
    used = registers({"平": kwh}, kvarh, 计量点号="P2", 户号=OTHER, 表号="M2")
    below = registers({"平": 9_500}, 5_000, 计量点号="P3", 表号="M3") if own else []
    sheets = {
        "客户台账": [
            start["客户台账"][0] | {"生产班次": None},
            start["客户台账"][0] | {"户号": OTHER, "生产班次": shift},
        ],
        "计量点": [*start["计量点"], point, *([own] if own else [])],
        "计费参数": [
            start["计费参数"][0] | BY_DEMAND | terms,
            start["计费参数"][0] | {"户号": OTHER, "容需量计费方式": "不计", "力调标准": "不考核"},
        ],
        "抄表记录": [*registers(demand=500), *used, *below],
    }
    return (yield sheets)


def demand(billing):
    return [line[2] for line in amounts(billing) if line[0] == "需量电费"]


def why(billing, component):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == component, "reason"])


@together
@pytest.mark.parametrize(
    ("kwh", "tariff", "shift", "kw"),
    [
        (18_000, "工商业", "单班", 400),
        (18_000, "工商业", "二班", 450),
        (54_000, "工商业", "三班", 400),
        (54_000, "工商业", "连续生产", 400),
        (27_000, "农业生产", None, 400),
        (18_000, "居民生活", None, 400),
    ],
)
def test_energy_supplied_on_is_taken_off_the_demand_by_its_use(kwh, tariff, shift, kw):
    """18,000 ÷ 180 = 100 kW (one shift, lighting), ÷ 360 = 50 kW; 54,000 ÷ 540 = 100 kW; 27,000 ÷ 270 = 100 kW."""
    assert demand((yield from resupplied(kwh, tariff=tariff, shift=shift))) == [kw]


@together
def test_energy_supplied_on_is_taken_off_the_power_factor():
    """160,000 − 18,000 = 142,000 kWh and 60,000 − 9,000 = 51,000 kvarh: cosφ = 0.94 (0.9411)."""
    scope = (yield from resupplied(18_000)).quantities.power_factor.loc[NO]
    assert (scope["active_kwh"], scope["reactive_kvarh"], scope["power_factor"]) == (142_000, 51_000, 94)


@together
@pytest.mark.parametrize(
    ("word", "above", "scope"),
    [
        ("否", "P3", (150_500, 55_000)),
        ("是", "P3", (156_000, 59_000)),
        (None, "P3", (156_000, 59_000)),
        ("否", "P1", (146_500, 54_000)),
    ],
)
def test_behind_a_sub_meter_that_takes_no_part_it_is_taken_off_with_that_one_only(word, above, scope):
    """P3 of the customer's own: 9,500 kWh, 5,000 kvarh; the other draws 4,000 kWh, 1,000 kvarh behind it or beside it."""
    own = base_sheets()["计量点"][0] | {
        "计量点号": "P3", "上级计量点": "P1", "关系": "套表", "表号": "M3", "单一制/两部制": "单一制", "力调参与": word,
    }  # fmt: skip
    billing = yield from resupplied(4_000, 1_000, own=own, above=above)
    found = billing.quantities.power_factor.loc[NO]
    assert (found["active_kwh"], found["reactive_kvarh"]) == scope


@together
def test_energy_supplied_on_is_billed_to_the_one_who_draws_it():
    lines = (yield from resupplied(18_000)).lines
    sold = lines[lines["component"] == "输配电"].set_index("customer_no")["quantity"]
    assert sold.to_dict() == {NO: 142_000, OTHER: 18_000}


@together
def test_a_deduction_of_unknown_use_leaves_the_demand_undone():
    billing = yield from resupplied(18_000, shift=None)
    assert f"被转供户 {OTHER} 的用电班次" in why(billing, "需量电费")
    assert not demand(billing)


@together
def test_a_deduction_without_a_reactive_register_leaves_the_adjustment_undone():
    billing = yield from resupplied(18_000, kvarh=None)
    assert f"被转供户 {OTHER} 没有无功示数" in why(billing, "力调电费")
    assert demand(billing) == [450]


@together
@pytest.mark.parametrize(("operation", "rule", "kw"), [("互备", None, 300), ("并列", None, 500), ("互备", "累加", 500)])
def test_feeders_that_stand_by_for_each_other_count_with_the_larger(operation, rule, kw):
    start = base_sheets()
    points = [start["计量点"][0], start["计量点"][0] | {"计量点号": "P2", "表号": "M2", "电源序": 2}]
    second = registers({"平": 10_000}, 0, demand=200, 计量点号="P2", 表号="M2")
    feeder = {"户号": NO, "性质": "主供", "变电站": "东站", "线路": "东一线", "供电电压": 10}
    sheets = {
        "计量点": points,
        "抄表记录": [*registers(demand=300), *second],
        "计费参数": BY_DEMAND,
        "电源": [feeder | {"电源序": n, "运行方式": operation, "需量口径": rule} for n in (1, 2)],
    }
    assert demand((yield sheets)) == [kw]


@together
def test_the_least_contract_demand_is_a_share_of_the_capacity_in_service():
    """40 % × 1,000 kVA = 400 kW."""
    terms = {"容需量计费方式": "合同最大需量", "合同需量": 390}
    rows = (yield {"计费参数": terms, "抄表记录": registers(demand=300)}).quantities.demand
    assert rows["floor_kw"].tolist() == [400.0]


@together
@pytest.mark.parametrize(("check", "apart"), [(158_800, False), (158_799, True), (161_200, False), (161_201, True)])
def test_a_main_meter_counts_while_its_check_meter_agrees(check, apart):
    """Class 0.5S: 1.5 × 0.5 % = 0.75 % of 160,000 kWh = 1,200 kWh."""
    main = base_sheets()["计量点"][0] | {"准确度等级": "0.5S"}
    pair = main | {"计量点号": "P9", "上级计量点": "P1", "关系": "副表", "表号": "M9", "综合倍率": 1}
    readings = [*registers(), *registers({"总": check}, None, multiplier=1, 计量点号="P9", 表号="M9")]
    billing = yield {"计量点": [main, pair], "抄表记录": readings}
    assert ("与副表 P9" in why(billing, "")) is apart
    assert bool(len(billing.lines)) is not apart
    assert billing.quantities.check_meters["allowed_kwh"].tolist() == [1200.0]


@together
def test_kwh_that_go_off_another_customer_are_named_on_both_bills_and_in_the_workings():
    billing = yield from resupplied(18_000)
    points, rows = billing.quantities.energy.points, billing.quantities.resupply
    [told] = taken_off_others(NO, points, rows)
    assert told.startswith(f"户号 {NO} 计量点 P1 扣减户号 {OTHER} 计量点 P2 的 18,000 kWh：两点户号不同")
    assert taken_off_others(OTHER, points, rows) == [told]
    assert taken_off_others("4200000000003", points, rows) == []
    flat = billing.lines[(billing.lines["customer_no"] == NO) & (billing.lines["period"] == "平")]
    text = read_texts(flat, billing.inputs, billing.quantities, billing.segments)
    assert f"；减户号 {OTHER} 的 P2 " in text.iloc[0]


@together
def test_a_sub_meter_of_the_same_customer_is_no_other_customers():
    own = base_sheets()["计量点"][0] | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2"}
    rows = [*registers(), *registers({"平": 5_000}, 0, 计量点号="P2", 表号="M2")]
    billing = yield {"计量点": [*base_sheets()["计量点"], own], "抄表记录": rows}
    assert taken_off_others(NO, billing.quantities.energy.points, billing.quantities.resupply) == []
