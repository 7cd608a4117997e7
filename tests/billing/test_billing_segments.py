"""A month cut into segments: by terms, prices, classes, reading cycles; every segment at its own price."""

import dataclasses
from datetime import date

import pandas as pd
import pytest
from billing_area import KWH, MONTH, NO, amounts, area, base_sheets, billed, printed, registers, rulebook
from rules_area import changed as changed_rules
from together import together

from addin.billing.month import bill_month

TERMS = base_sheets()["计费参数"][0]
POINT = base_sheets()["计量点"][0]
MIDDLE = date(2026, 1, 16)


def of(billing, *components):
    return [row[1:] for row in amounts(billing) if row[0] in components]


def why(billing, component=""):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == component, "reason"])


def changed(day=MIDDLE, **cells):
    """Return 计费参数 that change on a day."""
    return [TERMS | {"失效日期": day}, TERMS | {"生效日期": day} | cells]


@together
def test_a_row_of_terms_repeated_from_a_day_on_changes_nothing():
    whole = (yield {}).lines
    for day in (date(2026, 1, 2), MIDDLE, date(2026, 1, 31)):
        pd.testing.assert_frame_equal((yield {"计费参数": changed(day)}).lines, whole)


@together
def test_a_voltage_that_changes_bills_each_part_by_its_days():
    """15 and 16 of 31 days: the first k days get round(kWh × k ÷ 31), the rest what is left.

    尖 12,000 → 5,806 and 6,194; 峰 40,000 → 19,355 and 20,645; 平 60,000 → 29,032 and 30,968; 谷 48,000 → 23,226 and
    24,774; together 77,419 and 82,581. 输配电 77,419 × 0.1263 = 9,778.0197 and 82,581 × 0.1065 = 8,794.8765.
    Capacity 26,300 × 15 ÷ 31 = 12,725.806 and × 16 ÷ 31 = 13,574.194.
    """
    billing = yield {"计费参数": changed(计价电压="35kV")}
    assert billing.doubts.empty
    assert [row[1] for row in of(billing, "购电")] == [5806, 6194, 19355, 20645, 29032, 30968, 23226, 24774]
    assert of(billing, "输配电") == [("总", 77_419, 0.1263, 977802), ("总", 82_581, 0.1065, 879488)]
    assert [row[3] for row in of(billing, "容量电费")] == [1272581, 1357419]
    assert len(of(billing, "力调电费")) == 1
    assert sum(row[1] for row in of(billing, "政府性基金")) == 160_000


def parted(first):
    """Return readings with one more on the day of the change: ``first`` kWh before it, the others after."""
    rest = {period: KWH[period] - first[period] for period in KWH}
    before = registers(first, 20_000, 抄表日=MIDDLE)
    after = registers(rest, 40_000, 上次抄表日=MIDDLE)
    for one, other in zip(before, after, strict=True):
        other["上次示数"] = one["本次示数"]
        other["本次示数"] += one["本次示数"] - 100
    return [*before, *after]


@together
@pytest.mark.parametrize("read_on", [date(2026, 1, 15), MIDDLE])
def test_readings_of_the_day_of_change_part_the_energy(read_on):
    """The reading may be dated the day of the change or the evening before."""
    first = {"尖": 1_000, "峰": 2_000, "平": 3_000, "谷": 4_000}
    readings = parted(first)
    for row in readings:
        for name in ("抄表日", "上次抄表日"):
            row[name] = read_on if row[name] == MIDDLE else row[name]
    billing = yield {"计费参数": changed(计价电压="35kV"), "抄表记录": readings}
    assert [row[1] for row in of(billing, "购电")] == [1000, 11_000, 2000, 38_000, 3000, 57_000, 4000, 44_000]
    assert billing.quantities.power_factor.loc[NO, "power_factor"] == 94


@together
def test_one_power_factor_and_each_segment_with_its_own_standard():
    """CosΦ 0.94 of the month: −0.60 % at 0.90, −1.10 % at 0.85, each on the rows of its days."""
    billing = yield {"计费参数": changed(力调标准="0.85")}
    rows = of(billing, "力调电费")
    assert [row[2] for row in rows] == [-0.60, -1.10]
    by_segment = billing.lines[~billing.lines["component"].isin(["政府性基金", "力调电费"])].groupby("segment")
    assert [round(row[1] * 100) for row in rows] == list(by_segment["amount_fen"].sum())


@together
def test_from_single_part_to_two_part_capacity_counts_from_that_day():
    """16 of 31 days × 26,300."""
    rows = changed()
    rows[0] |= {"单一制/两部制": "单一制", "容需量计费方式": "不计"}
    billing = yield {"计费参数": rows}
    assert [row[1] for row in of(billing, "输配电")] == [77_419, 82_581]
    assert [row[2] for row in of(billing, "输配电")] == [0.1903, 0.1263]
    assert [row[3] for row in of(billing, "容量电费")] == [1357419]


@together
def test_from_capacity_to_demand_each_is_charged_by_its_days():
    """26,300 × 15 ÷ 31; 500 kW × 42 × 16 ÷ 31 = 10,838.71."""
    billing = yield {"计费参数": changed(容需量计费方式="实际最大需量"), "抄表记录": registers(demand=500)}
    assert [row[3] for row in of(billing, "容量电费")] == [1272581]
    assert of(billing, "需量电费") == [("总", 500, 42, 1083871)]


@together
def test_a_hole_in_the_terms_leaves_the_bill_undone():
    rows = changed()
    rows[0]["失效日期"] = date(2026, 1, 10)
    assert "自 2026-01-10 起至 2026-01-16 前没有有效的行" in why((yield {"计费参数": rows}))


@together
def test_terms_without_an_end_end_where_the_next_ones_begin():
    rows = [TERMS, TERMS | {"生效日期": date(2025, 3, 1), "计价电压": "35kV"}]
    assert of((yield {"计费参数": rows}), "输配电") == [("总", 160_000, 0.1065, 1704000)]


def priced(month_from, **cells):
    """Return the rule book with a second version of January's price rows, in force from a day on."""
    book = rulebook()
    prices = book.tables["prices"]
    mine = prices["month"] == MONTH
    on = pd.Timestamp(month_from)
    second = prices[mine].assign(effective_on=on, **cells)
    first = prices.assign(expires_on=prices["expires_on"].mask(mine, on))
    every = pd.concat([first, second.set_axis(second.index + 1000)])
    tables = dict(book.tables) | {"prices": every.astype(prices.dtypes.to_dict())}
    return dataclasses.replace(book, tables=tables)


def test_a_price_row_that_changes_within_the_month_prices_each_part(tmp_path):
    """系统运行 0.082273 before the 16th, 0.09 from then on: 77,419 and 82,581 kWh, 6,369.4934 and 7,432.29 yuan."""
    book = priced(MIDDLE, system_operation_yuan_per_kwh=0.09)
    billing = bill_month(area(tmp_path), book, MONTH, "湖北")
    assert billing.doubts.empty
    assert of(billing, "系统运行") == [("总", 77_419, 0.082273, 636949), ("总", 82_581, 0.09, 743229)]
    assert list(billing.lines.loc[billing.lines["component"] == "系统运行", "rule"]) == ["电价!8", "电价!1008"]


def test_a_price_row_that_is_only_repeated_changes_nothing(tmp_path):
    whole = billed(tmp_path).lines
    again = bill_month(area(tmp_path), priced(MIDDLE), MONTH, "湖北").lines
    pd.testing.assert_frame_equal(again, whole)


@together
def test_losses_and_segments_add_up_to_the_month():
    """1,543 kWh of transformer loss (see test_billing_month) are in the segments as in the whole."""
    low = {"计量点": {"计量侧": "高供低计", "变损参与": "是"}, "受电设备": {"变损方法": "公式法"}}
    billing = yield {"计费参数": changed(计价电压="35kV")} | low
    whole = yield low
    for component in ("输配电", "购电"):
        used = [sum(row[1] for row in of(one, component)) for one in (billing, whole)]
        assert used == [161_543, 161_543]


@together
def test_a_sub_meter_whose_class_changes_is_taken_off_until_then():
    """P2 uses 3,100 kWh: residential for 15 days (1,500 kWh are taken off 平), commercial from the 16th on."""
    sub = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2", "电价类别": "居民生活",
                   "综合倍率": 100, "失效日期": MIDDLE}  # fmt: skip
    later = sub | {"电价类别": "工商业", "生效日期": MIDDLE, "失效日期": None}
    readings = registers() + registers({"总": 3_100}, None, multiplier=100, 计量点号="P2", 表号="M2")
    billing = yield {"计量点": [POINT, sub, later], "抄表记录": readings}
    assert of(billing, "输配电") == [("总", 75_919, 0.1263, 958857), ("总", 82_581, 0.1263, 1042998)]
    assert [row[1] for row in of(billing, "购电") if row[0] == "平"] == [27_532, 30_968]
    assert "居民生活分表" in why(billing, "居民生活")


@together
def test_an_agreed_energy_that_changes_holds_by_days():
    """1,201 kWh a month until the 15th, 2,403 from then on: 1,201 × 15/31 = 581.1; 2,403 − 2,403 × 15/31 = 1,240.3."""
    sub = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": 1_201, "表号": None, "电价类别": "居民生活",
                   "失效日期": MIDDLE}  # fmt: skip
    later = sub | {"定量": 2_403, "生效日期": MIDDLE, "失效日期": None}
    billing = yield {"计量点": [POINT, sub, later]}
    whole = billing.quantities.energy.billed
    assert whole.loc[whole["point_no"].eq("P2"), "总"].tolist() == [581, 1_240]


def as_printed(billing):
    """Return the bill that a statement is printed as."""
    rows = billing.lines[["component", "period", "quantity", "days", "unit_price", "amount_fen"]]
    return printed(
        text="\n".join(
            f"{component}|{period}|{quantity}|{'' if pd.isna(days) else days}|{price}|{fen / 100:.2f}"
            for component, period, quantity, days, price, fen in rows.itertuples(index=False)
        )
    )


@together
def test_every_recomputed_row_shows_how_it_comes_about():
    terms = {"计费参数": changed(计价电压="35kV")}
    billing = yield as_printed((yield terms)) | terms
    assert set(billing.compared["outcome"]) == {"通过"}, "a bill made of its own statement"
    said = list(billing.workings)
    assert "示数 100→260 ×1000，01-01 起 77,419 kWh × 0.1263 元/kWh = 9,778.02" in said
    assert "1,000 kVA × 26.3 元/kVA·月 × 15 天 ÷ 31 天 = 12,725.81" in said


@together
def test_a_whole_month_and_an_adjustment_are_written_without_days():
    said = list((yield printed()).workings)
    factor = "P 160,000 kWh、Q 60,000 kvarh，cosφ 0.94，标准 0.90；"
    rows = "125,519.94 元 × −0.6%（逐行取整后相加） = −753.13"
    assert said[-2:] == ["1,000 kVA × 26.3 元/kVA·月 = 26,300.00", f"{factor}{rows}"]


def swapped(last):
    """Return a meter M0 taken down on the 15th, its last reading given or not."""
    old = registers({"总": 6000}, None, 表号="M0", multiplier=1000)
    old[0]["本次示数"] = old[0]["本次示数"] if last else None
    down = {"表号": "M0", "计量点号": "P1", "时刻": "2026-01-15 10:00", "装拆": "拆", "表位数": 6, "综合倍率": 1000}
    return {"抄表记录": [*(old if last is not None else []), *registers({"总": 4000}, None)], "换表记录": [down],
            "计费参数": {"时段集": "不执行", "力调标准": "不考核"}}  # fmt: skip


@together
@pytest.mark.parametrize(("last", "word"), [(True, ""), (False, "没有它的拆表示数"), (None, "没有它的拆表示数")])
def test_a_meter_taken_down_without_a_last_reading_leaves_the_bill_undone(last, word):
    assert word in why((yield swapped(last)))
    assert bool(why((yield swapped(last)))) is bool(word)


@together
def test_own_generation_is_assessed_by_four_quadrant_registers():
    """Ⅰ 40,000 and Ⅳ 20,000 kvarh: 160,000 ÷ √(160,000² + 60,000²) = 0.94."""
    quadrants = {"无功Ⅰ象限": 40_000, "无功Ⅱ象限": 0, "无功Ⅲ象限": 0, "无功Ⅳ象限": 20_000}
    base = registers(kvarh=40_000)[-1]
    rows = [base | {"示数类型": name, "本次示数": 100 + kvarh / 1000} for name, kvarh in quadrants.items()]
    changes = {"计费参数": {"分布式电源": "是"}, "抄表记录": [*registers(kvarh=None), *rows]}
    assert [row[2] for row in of((yield changes), "力调电费")] == [-0.60]


CYCLE = {"上次抄表日": date(2025, 12, 25), "抄表日": date(2026, 1, 25)}


def december():
    """Return the rule book with the price rows of December, 系统运行 at 0.07."""
    return with_month("2025-12", system_operation_yuan_per_kwh=0.07)


def with_month(month, book=None, **prices_of_month):
    """Return the rule book with the price rows of January for another month, some prices changed."""
    book = book or rulebook()
    prices = book.tables["prices"]
    mine = prices[prices["month"] == MONTH]
    first = pd.Timestamp(f"{month}-01")
    other = mine.assign(month=month, effective_on=first, expires_on=first + pd.DateOffset(months=1), **prices_of_month)
    other["key"] = other["key"].str.replace(MONTH, month)
    every = pd.concat([prices, other.set_axis(other.index + 1000)]).astype(prices.dtypes.to_dict())
    return dataclasses.replace(book, tables=dict(book.tables) | {"prices": every})


def test_a_reading_cycle_across_a_price_month_is_two_segments(tmp_path):
    """26 December to 25 January: 6 days of December and 25 of January, each of 31 days in its month.

    160,000 kWh in four registers: 尖 2,323, 峰 7,742, 平 11,613, 谷 9,290 = 30,968 in December, 129,032 in January;
    capacity 26,300 × 6 ÷ 31 = 5,090.32 and × 25 ÷ 31 = 21,209.68.
    """
    changes = {"计费参数": {"例日": 25}, "抄表记录": registers(**CYCLE)}
    billing = bill_month(area(tmp_path, changes), december(), MONTH, "湖北")
    assert billing.doubts.empty
    assert [row[1:3] for row in of(billing, "系统运行")] == [(30_968, 0.07), (129_032, 0.082273)]
    assert [row[3] for row in of(billing, "容量电费")] == [509032, 2120968]


FEBRUARY = {"月份": "2026-02", "上次抄表日": date(2026, 1, 25), "抄表日": date(2026, 2, 25)}


@pytest.mark.parametrize(
    ("way", "dearer", "read_on", "fen"),
    [
        ("整月", {}, 25, [5_090_32, 21_209_68]),  # × 6/31, × 25/31, together 26,300.00
        ("整月", {"capacity_yuan_per_kva_month": 27.0}, 25, [5_090_32, 21_774_19]),  # × 6/31, 27,000 × 25/31
        ("按自然月天数", {}, 25, [5_090_32, 23_482_14]),  # × 6/31, × 25/28
        ("整月", {}, 24, [5_090_32, 22_542_86]),  # a day short: × 6/31, × 24/28
    ],
    ids=[
        "one month in two rows",
        "by days of the cycle where the price changes",
        "as ruled by calendar days",
        "not a whole cycle",
    ],
)
def test_a_whole_reading_cycle_pays_one_month_on_power_whatever_the_calendar(tmp_path, way, dearer, read_on, fen):
    read = FEBRUARY | {"抄表日": date(2026, 2, read_on)}
    changes = {"计费参数": {"例日": 25}, "抄表记录": registers(**read)}
    book = with_month("2026-02", changed_rules({"容需量:例日周期": way}), **dearer)
    billing = bill_month(area(tmp_path, changes), book, "2026-02", "湖北")
    assert [row[3] for row in of(billing, "容量电费")] == fen


@together
def test_a_reading_cycle_without_the_price_rows_of_its_first_month_is_not_guessed():
    billing = yield {"计费参数": {"例日": 25}, "抄表记录": registers(**CYCLE)}
    assert "没有 湖北 2025-12 两部制、1-10(20)kV 的价格行" in why(billing)


@together
def test_a_customer_read_at_the_end_of_the_month_is_billed_by_the_month():
    """A reading dated the 30th alone changes no days: 电费-A11 finds it."""
    billing = yield {"抄表记录": registers(抄表日=date(2026, 1, 30)), "计费参数": {"例日": 31}}
    assert [row[3] for row in of(billing, "容量电费")] == [2630000]


@together
def test_a_direct_trader_whose_standard_changes_has_no_base_for_each_part():
    """Its purchase is settled for the month as a whole; with one standard the base is the month's."""
    rows = [{"户号": NO, "月份": MONTH, "时段": period, "单价": 0.4} for period in KWH]
    terms = changed(力调标准="0.85")
    traded = {"计费参数": [row | {"市场化属性": "直接交易"} for row in terms], "市场价格": rows}
    assert "力调基数无法分段" in why((yield traded), "力调电费")
    same = [row | {"市场化属性": "直接交易"} for row in changed(计价电压="35kV")]
    assert len(of((yield traded | {"计费参数": same}), "力调电费")) == 1


@together
def test_a_ledger_of_one_new_customer_is_billed():
    """A bill that begins within the month, and none that begins before: the days of the month are there all the same."""
    new = date(2026, 1, 15)
    changes = {
        "计费参数": {"生效日期": new},
        "受电设备": {"投运日期": new},
        "抄表记录": registers(上次抄表日=date(2026, 1, 14)),
        **printed(bill={"起日": new}),
    }
    assert NO in (yield changes).billed


@together
def test_a_change_on_the_last_day_leaves_that_day_its_energy():
    """The reading of the 31st is the month's last, not that of the change: 30 and 1 of 31 days of 160,000 kWh."""
    from_last_day = TERMS | {"生效日期": date(2026, 1, 31), "1.5倍代理购电": "是"}
    parts = of((yield {"计费参数": [TERMS, from_last_day]}), "输配电")
    assert [kwh for _, kwh, *_ in parts] == [154_840, 5_160]


@together
def test_a_dwelling_of_the_whole_month_has_no_other_days():
    said = why((yield {"计费参数": {"电价类别": "居民生活"}}))
    assert "「计费参数」的电价类别为『居民生活』：本程序只重算" in said
