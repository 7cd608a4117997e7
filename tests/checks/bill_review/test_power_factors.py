"""电费-B02, B03, B04, B10: power factor and reactive energy, on both sides of each limit."""

from datetime import date

from billing_area import KWH, NO, outcome, outcome_of, printed, registers, word_of
from billing_cases import each
from together import together


def bills(factor, before=0.94, energy_before=150_000):
    sheets = printed(bill={"实际力率": factor})
    last = {"账单号": "B0", "户号": NO, "月份": "2025-12", "起日": date(2025, 12, 1), "止日": date(2025, 12, 31),
            "发行状态": "已发行", "总电量": energy_before, "总电费": 100_000, "实际力率": before, "调整系数": None}  # fmt: skip
    return sheets | {"电费账单": [last, *sheets["电费账单"]]}


@each("电费-B02", [(0.90, "通过"), (0.89, "不符"), (0.98, "通过"), (0.99, "不符")])
def test_a_power_factor_may_move_by_less_than_the_limit(before):
    return bills(0.94, before)


@together
def test_a_jump_names_both_factors_and_disputes_no_amount():
    [row] = (yield "电费-B02", bills(0.94, 0.88)).rows.itertuples()
    assert row.message == "实际力率 0.94，上月 0.88，相差 +0.06，达到 0.05"
    assert row.stake_fen is None


@together
def test_without_a_power_factor_last_month_a_jump_is_unknown():
    assert word_of((yield "电费-B02", bills(0.94, None))) == "未能核查"


@together
def test_a_month_before_without_energy_is_not_compared():
    assert outcome_of((yield "电费-B02", bills(0.94, 0.5, energy_before=0))) == (0, [])


def test_a_customer_that_is_not_assessed_is_not_asked(tmp_path):
    sheets = bills(0.94, 0.5) | {"计费参数": {"力调标准": "不考核"}}
    assert [outcome(code, tmp_path, sheets)[0] for code in ("电费-B02", "电费-B03")] == [0, 0]


@each("电费-B03", [(0.99, "通过"), (1, "不符"), (0.01, "通过"), (0, "不符")])
def test_a_power_factor_at_either_end_is_a_reason_to_look(factor):
    return printed(bill={"实际力率": factor})


@each("电费-B03", [(1000, "通过"), (0, "不符"), (None, "未能核查")])
def test_a_reactive_register_that_stands_still_is_a_reason_to_look(kvarh):
    return printed() | {"抄表记录": registers(kvarh=kvarh)}


def exchanged(old_kvarh, new_kvarh, new_kwh=100_000):
    """A meter exchanged on the 12th, and what either showed; its multiplier is 1,000."""
    day = date(2026, 1, 12)
    old = registers({"平": 60_000}, old_kvarh, 抄表日=day)
    return {"抄表记录": [*old, *registers({"平": new_kwh}, new_kvarh, 上次抄表日=day, 表号="M2")]}


@each("电费-B03", [
    (20_000, 40_000, 100_000, "通过"), (60_000, 0, 100_000, "不符"), (0, 60_000, 100_000, "不符"), (60_000, 1, 100_000, "通过"),
    (60_000, 0, 0, "通过"),
])  # fmt: skip
def test_of_two_meters_of_a_month_none_may_show_no_kvarh_alone(old_kvarh, new_kvarh, new_kwh):
    """A new meter whose 0 nobody read makes the power factor better than it is; one that ran no kWh may have none."""
    return printed() | exchanged(old_kvarh, new_kvarh, new_kwh)


@together
def test_the_idle_one_of_two_meters_is_named():
    [row] = (yield "电费-B03", printed() | exchanged(60_000, 0)).rows.itertuples()
    idle = "计量点 P1 表 M2 的无功示数没有走，而它的有功走了 100,000 kWh，同一计量点的另一块表有无功：没有抄的不能当作零，请核对"
    assert row.message == f"有功电量 160,000 kWh，无功电量 60,000 kvarh，账单力率 0.94：{idle}"


@together
def test_the_money_behind_an_idle_reactive_meter_is_the_printed_reduction():
    [row] = (yield "电费-B03", printed() | {"抄表记录": registers(kvarh=0)}).rows.itertuples()
    assert row.stake_fen == 75313
    assert row.message == "有功电量 160,000 kWh，无功电量 0 kvarh，账单力率 0.94：无功表没有走字，可能失灵"


def reverse(back, **cells):
    rows = registers(KWH, 60_000 - (back or 0))
    end = None if back is None else 100 + back / 1000
    return {"抄表记录": [*rows, rows[-1] | {"示数类型": "反向无功总", "本次示数": end} | cells]}


@each("电费-B04", [(6000, "通过"), (6001, "不符"), (None, "未能核查")])
def test_a_tenth_of_the_reactive_energy_may_run_back(back):
    return printed() | reverse(back)


@together
def test_reverse_energy_names_its_share_and_disputes_no_amount():
    [row] = (yield "电费-B04", printed() | reverse(15_000)).rows.itertuples()
    assert (row.about, row.stake_fen) == ("P1", None)
    assert row.message == "反向无功 15,000 kvarh，占无功 60,000 kvarh 的 25.0%，超过 10%"


@together
def test_a_reverse_register_that_did_not_run_is_not_asked():
    assert outcome_of((yield "电费-B04", printed() | reverse(0))) == (0, [])


@together
def test_reverse_energy_of_a_customer_with_its_own_generation_proves_nothing():
    sheets = printed() | reverse(15_000) | {"计费参数": {"分布式电源": "是"}}
    assert outcome_of((yield "电费-B04", sheets)) == (1, [("未能核查", "有分布式电源，反向无功不能说明过补偿")])


LOW = {
    "客户台账": {"计量方式": "高供低计"},
    "计量点": {"计量侧": "高供低计", "变损参与": "是"},
    "受电设备": {"变损方法": "公式法"},
}


@each("电费-B10", [(0.92, "通过"), (0.94, "不符"), (0.93, "通过"), (None, "未能核查")])
def test_the_losses_of_a_transformer_belong_into_the_power_factor(factor):
    # With 1,543 kWh and 7,466 kvarh of loss 0.94 becomes 0.92; a third figure is the recomputation's business.
    return printed(bill={"实际力率": factor}) | LOW


@together
def test_a_customer_metered_on_the_high_side_has_no_loss_to_assess():
    assert outcome_of((yield "电费-B10", printed())) == (0, [])
