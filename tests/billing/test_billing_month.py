"""A month recomputed through the real reader."""

import pytest
from billing_area import KWH, NO, amounts, registers
from rules_area import changed
from together import together

PLAIN = [
    ("购电", "尖", 12_000, 0.796226, 955471),
    ("购电", "峰", 40_000, 0.595188, 2380752),
    ("购电", "平", 60_000, 0.398113, 2388678),
    ("购电", "谷", 48_000, 0.179151, 859925),
    ("输配电", "总", 160_000, 0.1263, 2020800),
    ("系统运行", "总", 160_000, 0.082273, 1316368),
    ("政府性基金", "总", 160_000, 0.0452, 723200),
    ("容量电费", "总", 1000, 26.3, 2630000),
]


def of(billing, component):
    return [row for row in amounts(billing) if row[0] == component]


def why(billing, component=""):
    doubts = billing.doubts[billing.doubts["component"] == component]
    return "；".join(doubts["reason"])


@together
def test_a_plain_bill_has_its_rows_in_printed_order():
    lines = amounts((yield {}))
    assert lines[:-1] == PLAIN
    # base 125,519.94 = all but the funds; cosφ = 160,000 / √(160,000² + 60,000²) = 0.94 → −0.60 %, of each row
    assert lines[-1] == ("力调电费", "总", 125519.94, -0.60, -75313)


@together
def test_every_row_cites_the_rule_row_that_priced_it():
    rules = list((yield {}).lines["rule"])
    assert set(rules[:-1]) == {"电价!8"}
    assert rules[-1].startswith("力调系数!")


@together
def test_a_meter_multiplier_of_3000_is_applied_before_rounding():
    # Published: 10000/100 × 150/5 = 3000 (billing.md §6).
    readings = registers({"总": 0}, None, multiplier=3000)
    readings[0] |= {"上次示数": 100.00, "本次示数": 112.3456}
    terms = {"时段集": "不执行", "力调标准": "不考核"}
    billing = yield {"抄表记录": readings, "计费参数": terms, "计量点": {"综合倍率": 3000}}
    assert of(billing, "输配电")[0][2] == 37037


@together
def test_a_register_that_rolled_over_runs_on_at_zero():
    readings = registers({"总": 0}, None)
    readings[0] |= {"上次示数": 999_990.00, "本次示数": 10.00, "翻转": "是"}
    billing = yield {"抄表记录": readings, "计费参数": {"时段集": "不执行", "力调标准": "不考核"}}
    assert of(billing, "输配电")[0][2] == 20_000


@together
def test_a_register_that_ran_backwards_leaves_the_bill_undone():
    readings = registers({"总": 0}, None)
    readings[0] |= {"上次示数": 999_990.00, "本次示数": 10.00}
    billing = yield {"抄表记录": readings, "计费参数": {"时段集": "不执行", "力调标准": "不考核"}}
    assert "倒走" in why(billing)
    assert list(billing.unbilled["customer_no"]) == [NO]


@together
def test_both_meters_of_a_swapped_point_count_each_with_its_own_multiplier():
    old = registers({"总": 6000}, None, 表号="M0", multiplier=500)
    new = registers({"总": 4000}, None)
    swap = {
        "表号": "M0",
        "计量点号": "P1",
        "时刻": "2026-01-15 10:00",
        "装拆": "拆",
        "表位数": 6,
        "综合倍率": 500,
    }
    terms = {"时段集": "不执行", "力调标准": "不考核"}
    billing = yield {"抄表记录": [*old, *new], "换表记录": [swap], "计费参数": terms}
    assert of(billing, "输配电")[0][2] == 10_000


@together
def test_the_multiplier_of_the_archive_wins_over_the_one_of_the_reading():
    billing = yield {"计量点": {"综合倍率": 100}}
    assert of(billing, "输配电")[0][2] == 16_000


@together
@pytest.mark.parametrize(("total", "flat"), [(160_040, 60_040), (160_160, 60_160), (160_161, None)])
def test_a_small_difference_between_total_and_periods_goes_to_flat(total, flat):
    readings = registers()
    readings[4] |= {"本次示数": 100 + total / 1000}
    billing = yield {"抄表记录": readings}
    if flat:
        assert of(billing, "购电")[2][2] == flat
    else:
        assert "不平：总 160,161 kWh，各时段之和 160,000 kWh，相差 161 kWh，超过「审核阈值」电费-A12" in why(billing)


@together
@pytest.mark.parametrize(("total", "told"), [(523.62, False), (524.14, False), (524.16, True)])
def test_registers_are_balanced_before_they_are_rounded_to_whole_kwh(total, told):
    """52.41 + 130.42 + 209.45 + 131.34 = 523.62; rounded 524 against 522. 0.1 % of the total are 0.524 kWh."""
    kwh = {"尖": 52.41, "峰": 130.42, "平": 209.45, "谷": 131.34}
    readings = registers(kwh, 200, multiplier=1)
    readings[4] |= {"本次示数": 100 + total}
    billing = yield {"抄表记录": readings, "计量点": {"综合倍率": 1}}
    assert ("不平" in why(billing)) == told
    if not told:
        assert [row[2] for row in of(billing, "购电")] == [52, 130, 524 - 52 - 130 - 131, 131]
        assert of(billing, "输配电")[0][2] == 524


@together
def test_a_missing_flat_register_is_the_total_less_the_other_periods():
    readings = [row for row in registers() if row["示数类型"] != "正向有功平"]
    assert of((yield {"抄表记录": readings}), "购电")[2][2] == 60_000


@together
def test_a_missing_reading_is_not_zero():
    readings = registers()
    readings[0]["本次示数"] = None
    assert "没有本次示数" in why((yield {"抄表记录": readings}))


@together
def test_a_customer_without_periods_has_one_row_of_purchase():
    readings = registers({"总": 160_000})
    billing = yield {"抄表记录": readings, "计费参数": {"时段集": "不执行"}}
    assert of(billing, "购电") == [("购电", "总", 160_000, 0.398113, 6369808)]


@together
def test_a_customer_billed_by_period_without_period_registers_is_not_guessed():
    assert "没有分时示数" in why((yield {"抄表记录": registers({"总": 160_000})}))


@together
def test_capacity_is_charged_by_the_day_each_segment_rounded_by_itself():
    events = [
        {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-13 09:00", "变动类型": "封停", "业务": "暂停"},
        {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-28 09:00", "变动类型": "启封", "业务": "暂停"},
    ]
    rows = of((yield {"容量变动": events}), "容量电费")
    # 26,300 × 12/31 and × 4/31
    assert [row[4] for row in rows] == [1018065, 339355]


DEMAND = {"容需量计费方式": "实际最大需量"}


@together
def test_an_actual_demand_is_charged_as_metered():
    # Published: 0.152 × 1500 = 228 kW (billing.md §2.3); 42 yuan/kW.
    readings = registers(dict.fromkeys(KWH, 30_000), 30_000, multiplier=1500, demand=228)
    billing = yield {"抄表记录": readings, "计费参数": DEMAND, "计量点": {"综合倍率": 1500}}
    assert of(billing, "需量电费") == [("需量电费", "总", 228, 42, 957600)]


@together
@pytest.mark.parametrize(("kva", "price"), [(616, 42), (615, 37.8)])
def test_use_of_260_kwh_per_kva_takes_ten_percent_off_the_demand_price(kva, price):
    # 160,000 kWh ÷ 615 kVA = 260.16, ÷ 616 kVA = 259.74: compared unrounded.
    billing = yield {"抄表记录": registers(demand=500), "计费参数": DEMAND, "客户台账": {"合同容量": kva}}
    assert of(billing, "需量电费")[0][3] == price


CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 1000}


@together
@pytest.mark.parametrize("demand", [300, 1000, 1050])
def test_up_to_105_percent_the_contract_is_charged(demand):
    billing = yield {"抄表记录": registers(demand=demand), "计费参数": CONTRACT}
    assert of(billing, "需量电费")[0][2] == 1000


@together
def test_above_105_percent_nobody_guesses_which_reading_holds():
    # Published: 1000 kW contracted, 1300 kW metered → 1500, 1550 or 1600 kW (billing.md §2.3).
    billing = yield {"抄表记录": registers(demand=1300), "计费参数": CONTRACT}
    assert of(billing, "需量电费") == []
    said = why(billing, "需量电费")
    assert ("读法A：63000.00 元" in said, "读法B：65100.00 元" in said, "读法C：67200.00 元" in said) == (
        True,
        True,
        True,
    )
    assert "需量电费未能重算" in why(billing, "力调电费")
    assert len(of(billing, "购电")) == 4


@together
def test_a_declared_demand_of_the_month_goes_before_the_contract():
    declared = [{"户号": NO, "进线": None, "月份": "2026-01", "核定值": 900}]
    billing = yield {"抄表记录": registers(demand=400), "计费参数": CONTRACT, "需量核定": declared}
    assert of(billing, "需量电费")[0][2] == 900


def two_feeders(rule):
    second = {"计量点号": "P2", "户号": NO, "关系": "总表", "用途": "结算", "电价类别": "工商业", "计量侧": "高供高计", "电源序": 2,
              "表号": "M2", "表位数": 6, "综合倍率": 1000, "变损参与": "否", "线损参与": "否", "力调参与": "是"}  # fmt: skip
    first = second | {"计量点号": "P1", "表号": "M1", "电源序": 1}
    readings = [*registers(demand=300), *registers(demand=200, 计量点号="P2", 表号="M2")]
    supply = [
        {
            "户号": NO,
            "电源序": number,
            "性质": "主供",
            "变电站": "甲变",
            "线路": "一线",
            "供电电压": 10,
            "需量口径": rule,
        }
        for number in (1, 2)
    ]
    return {
        "计量点": [first, second],
        "抄表记录": readings,
        "电源": supply,
        "计费参数": DEMAND,
        "客户台账": {"合同容量": 2000},
    }


@together
@pytest.mark.parametrize(("rule", "kw"), [("累加", 500), ("取大", 300)])
def test_two_feeders_are_added_or_the_larger_counts(rule, kw):
    billing = yield two_feeders(rule)
    assert sum(row[2] for row in of(billing, "需量电费")) == kw
    assert of(billing, "输配电")[0][2] == 320_000


@together
def test_a_multiple_of_the_agent_price_is_taken_by_those_who_must_buy_directly():
    terms = {"1.5倍代理购电": "是", "计价电压": "35kV"}
    # (1.5 × 0.384470 + 0.013643) × 1.49 = 0.879618…
    rows = of((yield {"计费参数": terms}), "购电")
    assert [row[3] for row in rows] == [1.180696, 0.879619, 0.590348, 0.265657]


@together
@pytest.mark.parametrize(
    ("rule", "places", "price"),
    [
        ("时段系数位数", 6, 0.879618),
        ("单价位数", 8, 0.87961852),
        ("单价位数", 4, 0.8796),
        ("时段系数位数", 0, 0.590348),
    ],
)
def test_how_the_factor_and_the_price_of_a_multiple_are_rounded_is_a_rule(rule, places, price):
    """0.593188 ÷ 0.398113 = 1.489999…; × 0.590348, with four and six decimals 1.4900 and 0.879619."""
    terms = {"1.5倍代理购电": "是", "计价电压": "35kV"}
    rows = of((yield {"计费参数": terms}, changed({f"代理购电倍数:{rule}": places})), "购电")
    assert rows[1][3] == price


@together
def test_a_relief_of_funds_is_taken_off_their_price():
    assert of((yield {"计费参数": {"基金减免": 0.0062}}), "政府性基金")[0][3] == 0.039


@together
def test_a_direct_trader_keeps_all_rows_but_purchase_and_adjustment():
    billing = yield {"计费参数": {"市场化属性": "直接交易"}}
    assert [row[0] for row in amounts(billing)] == ["上网环节线损", "输配电", "系统运行", "政府性基金", "容量电费"]
    assert "零售合同" in why(billing, "购电")
    assert "购电未能重算" in why(billing, "力调电费")
    assert billing.partly == {NO}


@together
def test_a_voltage_without_a_price_row_is_named():
    billing = yield {"计费参数": {"单一制/两部制": "单一制", "计价电压": "110kV", "容需量计费方式": "不计"}}
    assert "没有 湖北 2026-01 单一制、110kV 的价格行" in why(billing)


@together
def test_agricultural_prices_are_not_in_the_book():
    assert "电价类别为『农业生产』：本程序只重算执行工商业电价的总表" in why(
        (yield {"计费参数": {"电价类别": "农业生产"}})
    )


@together
def test_an_empty_month_gives_no_statement_and_no_complaint():
    billing = yield {"抄表记录": [registers()[0] | {"月份": "2025-12"}]}
    assert billing.lines.empty
    assert billing.doubts.empty
    assert billing.compared.empty


@together
def test_distributed_generation_leaves_the_power_factor_open():
    billing = yield {"计费参数": {"分布式电源": "是"}}
    assert "分布式" in why(billing, "力调电费")
    assert len(of(billing, "容量电费")) == 1


@together
@pytest.mark.parametrize(("word", "shown"), [("按正反向示数", [1.0]), ("别的做法", []), ("", [])])
def test_a_rule_may_let_the_forward_and_reverse_registers_stand_for_four_quadrants(word, shown):
    """60,000 kvarh forward and 25,000 reverse: 160,000 ÷ √(160,000² + 85,000²) = 0.88 → +1.00 %."""
    reverse = registers()[-1] | {"示数类型": "反向无功总", "本次示数": 125}
    changes = {"计费参数": {"分布式电源": "是"}, "抄表记录": [*registers(), reverse]}
    billing = yield changes, changed({"力率分布式口径": word})
    assert [row[3] for row in of(billing, "力调电费")] == shown
    assert ("分布式" in why(billing, "力调电费")) is not bool(shown)


@together
def test_a_line_loss_without_a_rate_and_without_a_resistance_is_not_billed_as_none():
    billing = yield {"计量点": {"线损参与": "是"}}
    assert "「计费参数」没有线损率，「计量点」也没有 R·I² 公式的线路电阻和线路形状系数，请按合同补填一种" in why(
        billing
    )
    assert of(billing, "购电") == []


@together
def test_no_energy_at_all_means_no_adjustment_row():
    billing = yield {"抄表记录": registers(dict.fromkeys(KWH, 0), 0)}
    assert [row[0] for row in amounts(billing)] == ["容量电费"]


@together
def test_without_a_reactive_register_the_power_factor_is_unknown():
    assert "没有无功示数" in why((yield {"抄表记录": registers(kvarh=None)}), "力调电费")


@together
def test_transformer_loss_is_added_to_energy_and_power_factor():
    low = {"计量点": {"计量侧": "高供低计", "变损参与": "是"}, "受电设备": {"变损方法": "公式法"}}
    billing = yield low
    loss = billing.quantities.energy.losses.loc[NO]
    # 1.15 × 744 + 1.7 × 10.3 × (160000² + 60000²) ÷ (744 × 1000²) = 855.6 + 687.2 kWh
    assert loss["transformer_loss_kwh"] == 1543
    assert of(billing, "输配电")[0][2] == 161_543
    assert billing.quantities.power_factor.loc[NO, "reactive_kvarh"] == 60_000 + loss["reactive_loss_kvarh"]


@together
def test_a_transformer_on_the_high_side_loses_nothing_on_the_bill():
    assert of((yield {"受电设备": {"变损方法": "公式法"}}), "输配电")[0][2] == 160_000


@together
def test_an_agreed_loss_is_added_as_it_is():
    low = {
        "计量点": {"计量侧": "高供低计", "变损参与": "是"},
        "受电设备": {"变损方法": "协议定量", "协议变损电量": 304},
    }
    assert of((yield low), "输配电")[0][2] == 160_304


@together
def test_a_loss_by_table_is_not_made_up():
    low = {"计量点": {"计量侧": "高供低计", "变损参与": "是"}, "受电设备": {"变损方法": "查表法"}}
    assert "查表法" in why((yield low))


@together
def test_a_line_loss_is_a_share_of_the_metered_energy():
    billing = yield {"计量点": {"线损参与": "是"}, "计费参数": {"线损率": 0.11}}
    assert of(billing, "输配电")[0][2] == 160_176
    # by period: 13, 44, 53 and what is left for 平
    assert [row[2] for row in of(billing, "购电")] == [12_013, 40_044, 60_066, 48_053]


@together
def test_a_residential_sub_meter_is_taken_off_and_left_open():
    sub = {
        "计量点号": "P2",
        "户号": NO,
        "上级计量点": "P1",
        "关系": "定比",
        "定比": 3,
        "用途": "结算",
        "电价类别": "居民生活",
    }
    main = {"计量点号": "P1", "户号": NO, "关系": "总表", "用途": "结算", "电价类别": "工商业", "计量侧": "高供高计", "表号": "M1",
            "表位数": 6, "综合倍率": 1000}  # fmt: skip
    billing = yield {"计量点": [main, sub]}
    assert [row[2] for row in of(billing, "购电")] == [11_640, 38_800, 58_200, 46_560]
    assert "居民生活分表" in why(billing, "居民生活")
    assert billing.quantities.power_factor.loc[NO, "active_kwh"] == 160_000


@together
def test_a_customer_without_devices_cannot_be_charged_by_capacity():
    billing = yield {"受电设备": {"户号": "4200000000009"}}
    assert "没有该户的设备" in why(billing, "容量电费")
    assert len(of(billing, "购电")) == 4
