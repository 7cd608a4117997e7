"""电费-C01, C03, C05, C16: the metered demand, on both sides of each limit."""

from datetime import date

from billing_area import MONTH, NO, outcome_of, printed, registers, word_of
from billing_cases import each
from cut_months import ACTUAL, day, terms
from together import together

CONTRACT = {"容需量计费方式": "合同最大需量", "合同需量": 500}
DEVICE = {"户号": NO, "类型": "变压器", "变损方法": "无", "运行状态": "运行"}


def demand(kw, contract=None, **cells):
    terms = {"容需量计费方式": "合同最大需量", "合同需量": contract} if contract else {}
    return {"计费参数": terms | cells, "抄表记录": registers(demand=kw)}


@each("电费-C01", [(1000, "通过"), (1001, "不符"), (None, "未能核查")])
def test_a_demand_above_the_running_capacity_is_a_reason_to_inspect(kw):
    rows = registers(demand=kw or 1)
    rows[-1]["本次示数"] = None if kw is None else kw / 1000
    return {"抄表记录": rows}


@together
def test_the_highest_capacity_of_the_month_counts():
    sealed = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-10 09:00", "变动类型": "封停", "业务": "暂停"}
    assert word_of((yield "电费-C01", demand(900) | {"容量变动": [sealed]})) == "通过"


def feeders(kw, rule, mode="实际最大需量", declared=()):
    points = [
        {"计量点号": f"P{n}", "户号": NO, "上级计量点": None, "关系": "总表", "用途": "结算", "电价类别": "工商业", "计量侧": "高供高计",
         "电源序": n, "表号": f"M{n}", "综合倍率": 1000, "表位数": 6}
        for n in (1, 2)
    ]  # fmt: skip
    rows = registers(demand=kw[0]) + registers(demand=kw[1], 计量点号="P2", 表号="M2")
    supplies = [
        {"户号": NO, "电源序": n, "性质": "主供", "变电站": "A", "线路": "B", "供电电压": 10, "需量口径": rule}
        for n in (1, 2)
    ]
    asked = [{"户号": NO, "进线": n, "月份": MONTH, "核定值": value} for n, value in enumerate(declared, 1)]
    return {
        "计费参数": {"容需量计费方式": mode},
        "计量点": points,
        "抄表记录": rows,
        "电源": supplies,
        "需量核定": asked,
    }


@each("电费-C01", [("累加", "不符"), ("取大", "通过"), (None, "通过")])
def test_feeders_that_run_together_are_added_up_against_the_capacity(rule):
    return feeders((600, 500), rule)


@each("电费-C03", [(400, 400, "通过"), (399, 399, "不符"), (400, 399, "不符")])
def test_a_contract_demand_and_what_is_drawn_reach_the_least_share(contract, kw):
    return demand(kw, contract)


@together
def test_the_money_of_a_low_contract_is_the_missing_demand_and_a_low_demand_disputes_none():
    # 42 yuan/kW: 20 kW are missing to 40 % of 1,000 kVA; 150 kW are paid for by right, though not drawn.
    [row] = (yield "电费-C03", demand(380, 380)).rows.itertuples()
    assert (row.stake_fen, row.message) == (84000, "合同需量 380 kW，低于容量 1,000 kVA 的 40%（400 kW）")
    [row] = (yield "电费-C03", demand(350, 500)).rows.itertuples()
    assert (row.stake_fen, row.message) == (None, "最大需量 350 kW，低于容量 1,000 kVA 的 40%，按 500 kW 计费")


@together
def test_what_is_suspended_does_not_count_for_the_least_demand():
    sealed = {"设备编号": "T2", "户号": NO, "变动时刻": "2025-12-01 09:00", "变动类型": "封停", "业务": "暂停"}
    devices = [DEVICE | {"设备编号": name, "铭牌容量": kva} for name, kva in (("T1", 1000), ("T2", 500))]
    sheets = demand(450, 450) | {"受电设备": devices}
    assert word_of((yield "电费-C03", sheets)) == "不符"
    assert word_of((yield "电费-C03", sheets | {"容量变动": [sealed]})) == "通过"


@together
def test_customers_billed_by_their_actual_demand_have_no_least_one():
    assert outcome_of((yield "电费-C03", demand(300, None, 容需量计费方式="实际最大需量"))) == (0, [])


@together
def test_a_contract_customer_without_a_demand_reading_is_unknown():
    assert word_of((yield "电费-C03", {"计费参数": CONTRACT})) == "未能核查"


def months(now, before, meter="M1", kwh=None):
    rows = registers(*([kwh] if kwh else []), demand=now)
    last = rows[-1] | {"月份": "2025-12", "本次示数": before, "表号": meter}
    return {"抄表记录": [*rows, *([] if before is None else [last])]}


@each(
    "电费-C05",
    [(321.5, 0.3216, "通过"), (321.5, 0.3215, "不符"), (0, 0.3, "不符"), (0, None, "不符"), (321.5, None, "未能核查")],
)
def test_a_demand_of_nothing_or_one_like_last_months_is_looked_at(now, before):
    return months(now, before)


@each(
    "电费-C05",
    [
        (0.3215, 1.0, "通过"), (0.3215, 1.0099, "通过"), (0.3215, 1.0102, "不符"), (0.3215, 0.9, "不符"),
        (0.0999, 0.5, "通过"), (0.1001, 0.5, "不符"), (9.99, 0.5, "通过"), (10.01, 0.5, "不符"),
    ],
)  # fmt: skip
def test_a_steady_load_or_a_coarse_reading_may_repeat_its_demand(shown, factor):
    """Last month's energy by its factor; the reading has four decimals, or two."""
    now = registers({"总": 100_000}, demand=shown * 1000)
    before = [row | {"月份": "2025-12", "上次抄表日": date(2025, 11, 30), "抄表日": date(2025, 12, 31)} for row in now]
    before[0] |= {"本次示数": 100 + 100 / factor}
    return {"抄表记录": [*now, *before]}


@together
def test_a_new_meter_has_nothing_to_be_like():
    assert word_of((yield "电费-C05", months(321.5, 0.3215, meter="M0"))) == "通过"


@together
def test_a_standby_feeder_without_energy_may_have_no_demand():
    assert word_of((yield "电费-C05", months(0, 0, kwh={"总": 0}))) == "通过"


@each(
    "电费-C16",
    [
        ("累加", 1100, "通过"),
        ("累加", 600, "不符"),
        ("取大", 600, "通过"),
        ("取大", 1100, "不符"),
        ("累加", 700, "通过"),
    ],
)
def test_the_billed_demand_follows_the_way_of_joining(rule, kw):
    text = f"需量电费|总|{kw}||42|{kw * 42}.00"
    return printed(text=text) | feeders((600, 500), rule)


@each("电费-C16", [("取大", 500, "通过"), ("取大", 1000, "不符"), ("累加", 1000, "通过"), ("累加", 500, "不符")])
def test_the_demand_of_a_cut_month_is_billed_once_not_once_a_segment(rule, kw):
    """The voltage changes on the 16th: two rows, of 15 and 16 days, of one demand."""
    text = "\n".join(f"需量电费|总|{kw}|{days}|42|{kw * 42 * days / 31:.2f}" for days in (15, 16))
    two = feeders((500, 500), rule)
    return printed(text=text) | two | terms(day(16), ACTUAL, 计价电压="35kV", **ACTUAL)


@together
def test_the_money_of_the_wrong_way_is_the_demand_between_them():
    sheets = printed(text="需量电费|总|600||42|25200.00") | feeders((600, 500), "累加")
    # 500 kW × 42 yuan, less 10 %: 320,000 kWh are more than 260 kWh/kVA.
    [row] = (yield "电费-C16", sheets).rows.itertuples()
    assert (row.stake_fen, row.message) == (1890000, "「电源」需量口径为累加，计费需量应为 1,100 kW，账单 600 kW")


@together
def test_declared_demands_of_several_feeders_are_joined_likewise():
    sheets = printed(text="需量电费|总|600||42|25200.00")
    two = feeders((550, 450), "累加", "合同最大需量", (600, 500))
    assert word_of((yield "电费-C16", sheets | two)) == "不符"


@together
def test_without_a_way_of_joining_nobody_can_tell():
    sheets = printed(text="需量电费|总|600||42|25200.00") | feeders((600, 500), None)
    assert word_of((yield "电费-C16", sheets)) == "未能核查"
