"""A meter or its transformers changed within the bill: every part that was not read is said, none is taken for 0."""

from datetime import date

import pytest
from billing.test_billing_segments import december
from billing_area import MONTH, NO, amounts, area, base_sheets, outcome_of, registers
from rules_area import changed
from together import together

from addin.billing.month import bill_month

DAY = date(2026, 1, 16)
POINT = base_sheets()["计量点"][0]
DEMAND = {"计费参数": {"容需量计费方式": "实际最大需量"}}


def why(billing, component=""):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == component, "reason"])


def of(billing, component):
    return [row[2:] for row in amounts(billing) if row[0] == component]


def swap(when="2026-01-16", events=("拆", "装")):
    base = {"计量点号": "P1", "表位数": 6, "综合倍率": 1000}
    meters = {"拆": {"表号": "M0", "时刻": f"{when} 10:00"}, "装": {"表号": "M1", "时刻": f"{when} 10:30"}}
    return [base | {"装拆": event} | meters[event] for event in events]


def both(old=(), new=(), demands=(900, 500), day=DAY):
    """Return the readings of the old and of the new meter, without some registers of each."""
    first, second = (registers(demand=kw) for kw in demands)
    parts = [row | {"表号": "M0", "抄表日": day} for row in first if row["示数类型"] not in old]
    return parts + [row | {"上次抄表日": day} for row in second if row["示数类型"] not in new]


@together
def test_two_whole_meters_are_billed_together():
    """320,000 kWh and 120,000 kvarh: 0.94, −0.60 %; the larger demand counts."""
    billing = yield {"抄表记录": both(), "换表记录": swap()} | DEMAND
    assert billing.doubts.empty
    assert [row[1] for row in of(billing, "力调电费")] == [-0.60]
    assert [row[0] for row in of(billing, "需量电费")] == [900]


@together
@pytest.mark.parametrize("meter", ["old", "new"])
def test_kvarh_that_one_meter_lacks_are_not_nothing(meter):
    """60,000 kvarh beside 320,000 kWh would be 0.98 and −0.75 %."""
    billing = yield {"抄表记录": both(**{meter: ("正向无功总",)}), "换表记录": swap()}
    number = {"old": "M0", "new": "M1"}[meter]
    assert f"计量点 P1 表 {number} 没有『正向无功总』示数，而同一计量点的另一块表有" in why(billing, "力调电费")
    assert (of(billing, "力调电费"), len(of(billing, "购电"))) == ([], 4)


@together
def test_kvarh_of_the_old_meter_are_asked_though_nobody_recorded_the_change():
    assert "表 M0 没有『正向无功总』示数" in why((yield {"抄表记录": both(old=("正向无功总",))}), "力调电费")


@together
@pytest.mark.parametrize(
    ("above", "told"), [("P1", "计量点 P2 表 M3 没有『正向无功总』示数，而同一计量点的另一块表有"), (None, "")]
)
def test_kvarh_of_a_swapped_sub_meter_that_takes_no_part_are_not_nothing_either(above, told):
    """They are taken off the main meter's; those of a main meter that takes no part count nowhere."""
    small = {"计量点号": "P2", "表号": "M2", "multiplier": 1}
    old = registers({"平": 1_000}, 200, **small | {"抄表日": DAY})
    new = registers({"平": 2_000}, None, **small | {"上次抄表日": DAY, "表号": "M3"})
    sub = POINT | {
        "计量点号": "P2",
        "上级计量点": above,
        "关系": "套表" if above else "并接",
        "表号": "M3",
        "综合倍率": 1,
    }
    points = [POINT, sub | {"电价类别": "居民生活", "力调参与": "否"}]
    billing = yield {"抄表记录": [*registers(), *old, *new], "计量点": points}
    assert why(billing, "力调电费").startswith(told)
    assert bool(why(billing, "力调电费")) == bool(told)


@together
@pytest.mark.parametrize("exempt", [True, False])
def test_kvarh_that_no_meter_has_are_missed_only_where_the_power_factor_is_assessed(exempt):
    readings = both(old=("正向无功总",), new=("正向无功总",))
    terms = {"计费参数": {"力调标准": "不考核" if exempt else "'0.90"}}
    billing = yield {"抄表记录": readings, "换表记录": swap()} | terms
    assert why(billing, "力调电费") == ("" if exempt else "应考核功率因数而没有无功示数：计量点 P1，请补抄无功示数")


@together
def test_kvarh_of_one_meter_matter_to_nobody_who_is_not_assessed():
    terms = {"计费参数": {"力调标准": "不考核"}}
    assert (yield {"抄表记录": both(old=("正向无功总",)), "换表记录": swap()} | terms).doubts.empty


@together
def test_kvarh_of_one_meter_leave_the_whole_bill_undone_where_losses_are_reckoned_from_them():
    low = {
        "计量点": {"计量侧": "高供低计", "变损参与": "是"},
        "客户台账": {"计量方式": "高供低计"},
        "受电设备": {"变损方法": "公式法"},
    }
    billing = yield {"抄表记录": both(old=("正向无功总",)), "换表记录": swap()} | low
    assert "表 M0 没有『正向无功总』示数" in why(billing)


@together
def test_the_backward_kvarh_of_a_new_meter_alone_are_no_doubt():
    """The old meter has no such register."""
    backward = registers(kvarh=0)[-1] | {"示数类型": "反向无功总", "上次抄表日": DAY}
    assert (yield {"抄表记录": [*both(), backward], "换表记录": swap()}).doubts.empty


def quadrants(words="ⅠⅡⅢⅣ", kvarh=(40_000, 500, 300, 20_000)):
    """Return what a new meter shows of its quadrants."""
    named = dict(zip("ⅠⅡⅢⅣ", kvarh, strict=True))
    return [registers(kvarh=named[one])[-1] | {"示数类型": f"无功{one}象限", "上次抄表日": DAY} for one in words]


def swapped(counting, **cells):
    """Return the bill of a meter with forward kvarh that is replaced by one with quadrants."""
    sheets = {"抄表记录": [*both(new=("正向无功总",)), *quadrants(**cells)], "换表记录": swap()}
    return (yield sheets, changed({"换表无功:四象限口径": counting}) if counting else None)


@together
def test_which_quadrants_count_beside_forward_kvarh_of_another_meter_is_not_guessed():
    assert why((yield from swapped("")), "力调电费") == (
        "计量点 P1 表 M1 只有四象限无功，而同一计量点的另一块表是正向（反向）无功：「计费规则」的换表无功:四象限口径没有设定，"
        "不知哪几个象限计入"
    )


@together
@pytest.mark.parametrize(
    ("counting", "kvarh"), [("Ⅰ、Ⅳ", 120_000), ("Ⅰ、Ⅱ、Ⅲ、Ⅳ", 120_800), ("Ⅰ", 100_000), ("Ⅰ、Ⅱ", 100_500)]
)
def test_the_rule_says_which_quadrants_count(counting, kvarh):
    """60,000 kvarh of the old meter, and 40,000, 500, 300, 20,000 of the new one's quadrants."""
    billing = yield from swapped(counting)
    assert billing.doubts.empty
    assert billing.quantities.power_factor["reactive_kvarh"].tolist() == [kvarh]


@together
def test_a_quadrant_that_counts_and_was_not_read_is_not_nothing():
    said = why((yield from swapped("Ⅰ、Ⅳ", words="ⅠⅡ")), "力调电费")
    assert "表 M1 没有『无功Ⅳ象限』示数，而「计费规则」的换表无功:四象限口径计入该象限" in said


@together
def test_a_meter_with_four_quadrants_alone_is_summed_whatever_the_rule_says():
    """60,000 kvarh, of which the rule for swapped meters would count 40,000."""
    rows = [row | {"上次抄表日": registers()[0]["上次抄表日"]} for row in quadrants(kvarh=(40_000, 0, 0, 20_000))]
    billing = yield {"抄表记录": [*registers(kvarh=None), *rows]}, changed({"换表无功:四象限口径": "Ⅰ"})
    assert billing.quantities.power_factor["reactive_kvarh"].tolist() == [60_000]


@together
def test_a_meter_for_kvarh_alone_stays_when_the_one_for_energy_is_changed():
    """M9 counts the kvarh of the month; neither M0 nor M1 has such a register."""
    kvarh = registers()[-1] | {"表号": "M9"}
    readings = [*both(old=("正向无功总",), new=("正向无功总",)), kvarh]
    billing = yield {"抄表记录": readings, "换表记录": swap()}
    assert billing.doubts.empty
    assert [row[1] for row in of(billing, "力调电费")] == [-0.75]


@together
def test_a_demand_that_the_old_meter_lacks_is_not_the_new_ones():
    billing = yield {"抄表记录": both(old=("最大需量",)), "换表记录": swap()} | DEMAND
    assert "表 M0 没有『最大需量』示数" in why(billing, "需量电费")
    assert of(billing, "需量电费") == []


@together
def test_a_demand_that_the_old_meter_lacks_matters_to_nobody_who_is_billed_by_capacity():
    assert (yield {"抄表记录": both(old=("最大需量",)), "换表记录": swap()}).doubts.empty


@together
def test_a_period_that_the_old_meter_lacks_without_a_total_is_not_nothing():
    readings = both(old=("正向有功尖", "正向有功总"), new=("正向有功总",))
    assert "表 M0 没有『正向有功尖』示数，也没有总示数可以核对" in why((yield {"抄表记录": readings}))


@together
@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-01-01", "表 M1 于 2026-01-01 装上，「抄表记录」本月没有它的示数，换表后的电量不知"),
        ("2026-01-30", "表 M1 于 2026-01-30 装上"),
        ("2026-01-31", ""),
        ("2026-02-01", ""),
    ],
)
def test_a_new_meter_that_was_never_read_is_missed_unless_put_in_on_the_last_day(when, words):
    readings = [row | {"表号": "M0"} for row in registers()]
    billing = yield {"抄表记录": readings, "换表记录": swap(when, ["装"])}
    assert words in why(billing)
    assert billing.doubts.empty == (not words)


@pytest.mark.parametrize(
    ("event", "when", "told"),
    [("拆", "2025-12-25", False), ("拆", "2025-12-26", True), ("装", "2026-01-24", True), ("装", "2026-01-25", False)],
)
def test_a_change_within_the_reading_cycle_counts_be_it_in_the_month_before(tmp_path, event, when, told):
    """26 December to 25 January: a change before belongs to another bill, on the last day the new meter counts nothing."""
    read = {"拆": "M1", "装": "M0"}[event]
    days = {"上次抄表日": date(2025, 12, 25), "抄表日": date(2026, 1, 25), "表号": read}
    sheets = {"计费参数": {"例日": 25}, "抄表记录": registers(**days), "换表记录": swap(when, [event])}
    billing = bill_month(area(tmp_path, sheets), december(), MONTH, "湖北")
    assert (f"于 {when} {event}" in why(billing), billing.doubts.empty) == (told, not told)


@together
@pytest.mark.parametrize(
    ("old", "mode", "count"),
    [
        ((), "实际最大需量", 0),
        (("正向无功总",), "按容量", 1),
        (("最大需量",), "实际最大需量", 1),
        (("最大需量",), "按容量", 0),
    ],
)
def test_the_check_of_changed_meters_names_registers_that_the_customer_is_billed_by(old, mode, count):
    sheets = {"抄表记录": both(old=old), "换表记录": swap(), "计费参数": {"容需量计费方式": mode}}
    asked, rows = outcome_of((yield "电费-A21", sheets))
    assert (asked, len(rows)) == (3, count)
    assert all(f"旧表没有『{old[0]}』示数（表 M0）" in message for _, message in rows)


def transformers():
    """Return a CT that is changed on the 16th: 1,000 before, 1,500 from then on."""
    ratios = {"PT变比": "10000/100"}
    before = POINT | ratios | {"失效日期": DAY, "CT变比": "50/5", "综合倍率": 1000}
    return [before, POINT | ratios | {"生效日期": DAY, "CT变比": "75/5", "综合倍率": 1500}]


def chain(first=(), second=()):
    """Return the readings of one meter before and after its CT was changed, without some registers of each."""
    rows = registers(demand=500)
    old = [row | {"抄表日": DAY} for row in rows if row["示数类型"] not in first]
    later = [row if row["示数类型"] == "最大需量" else row | _on(row) for row in rows if row["示数类型"] not in second]
    return old + [row | {"上次抄表日": DAY} for row in later]


def _on(row):
    return {"上次示数": row["本次示数"], "本次示数": 2 * row["本次示数"] - row["上次示数"]}


@together
def test_a_register_is_read_before_and_after_a_change_of_transformers():
    """1,000 × 160 + 1,500 × 160 = 400,000 kWh."""
    billing = yield {"计量点": transformers(), "抄表记录": chain()} | DEMAND
    assert billing.doubts.empty
    assert [row[0] for row in of(billing, "输配电")] == [400_000]


@together
def test_kvarh_of_half_a_month_are_told_where_the_transformers_changed():
    billing = yield {"计量点": transformers(), "抄表记录": chain(first=("正向无功总",))}
    assert "『正向无功总』只抄了 15 天，其他示数抄了 31 天" in why(billing, "力调电费")


@together
def test_one_demand_for_two_multipliers_is_not_billed_by_the_last_one():
    billing = yield {"计量点": transformers(), "抄表记录": chain(first=("最大需量",))} | DEMAND
    assert "倍率在月内改变，而『最大需量』只有一种倍率的示数" in why(billing, "需量电费")
    assert NO in billing.partly
