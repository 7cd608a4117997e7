"""Registers that were left out, and feeders and prices of nothing: what is missing is not zero."""

from datetime import date

import pytest
from billing_area import MONTH, NO, TOTAL_YUAN, area, base_sheets, billed, registers, rulebook
from billing_cases import all_of, assert_said, assert_silent, place_of

from addin.billing.month import bill_month

FEN = round(TOTAL_YUAN * 100)
POINT, TERMS = base_sheets()["计量点"][0], base_sheets()["计费参数"][0]
FORWARD, REVERSE = "正向无功总", "反向无功总"
AGO = {"月份": "2025-12", "上次抄表日": date(2025, 11, 30), "抄表日": date(2025, 12, 31)}
LOW = {"计量点": {"计量侧": "高供低计", "变损参与": "是"}, "受电设备": {"变损方法": "公式法"}}
PF = "力调电费"
SPARE = {"电源": [{"户号": NO, "电源序": at, "性质": "主供", "供电电压": 10, "需量口径": "取大"} for at in (1, 2)]}
HOME = POINT | {"计量点号": "P2", "上级计量点": "P1", "关系": "定量", "定量": 3100, "表号": None}
TWO = {
    "计量点": [POINT, POINT | {"计量点号": "P2", "表号": "M2", "电源序": 2}],
    "计费参数": TERMS | {"容需量计费方式": "实际最大需量"},
}
BY_DEMAND = [*registers(demand=500), *registers(计量点号="P2", 表号="M2", demand=900)]
RETAIL = [
    {"户号": NO, "月份": MONTH, "时段": period, "单价": price}
    for period, price in (("尖", 0.8), ("峰", 0.6), ("平", 0.4), ("谷", 0.2))
]
DIRECT = {"计费参数": TERMS | {"市场化属性": "直接交易"}}


def reverse(base=None, **cells):
    """Return the readings with a register of the other direction beside them."""
    rows = base or registers()
    return [*rows, next(row for row in rows if row["示数类型"] == FORWARD) | {"示数类型": REVERSE} | cells]


def without(rows, register):
    return [row for row in rows if row["示数类型"] != register]


def blanked(title):
    """Return the readings with an empty cell in the row of kvarh."""
    return [row | {title: None} if row["示数类型"] == FORWARD else row for row in registers()]


def priced(value, **cells):
    return DIRECT | {"市场价格": [row | ({"单价": value} | cells if row["时段"] == "谷" else {}) for row in RETAIL]}


SAID = {
    "the other direction alone": ({"抄表记录": without(reverse(), FORWARD)}, PF, "本月有反向无功、没有『正向无功总』示数"),
    "the other direction last month": ({"抄表记录": [*registers(), *reverse(registers(**AGO))]}, PF, "上月抄有而本月没有『反向无功总』示数"),
    "losses as well": (LOW | {"抄表记录": without(reverse(), FORWARD)}, "", "没有『正向无功总』示数"),
    "a row without its month": ({"抄表记录": blanked("月份")}, PF, "「月份」看到『空』"),
    "a row without its point": ({"抄表记录": blanked("计量点号")}, PF, "「计量点号」看到『空』"),
    "a reading below zero": ({"抄表记录": registers(上次示数=-5)}, "", "「上次示数」等 6 行看到『-5』，应为不小于 0"),
    "one of two feeders": (TWO | SPARE | {"抄表记录": without(BY_DEMAND[:-1], "")}, "需量电费", "有进线没有最大需量示数"),
    "an agreed energy of nothing": ({"计量点": [POINT, HOME | {"定量": 0}]}, "", "「定量」为 0，而该行是『定量』"),
    "an agreed share of nothing": ({"计量点": [POINT, HOME | {"关系": "定比", "定比": 0}]}, "", "「定比」为 0，而该行是『定比』"),
    "an agreed loss of nothing": (LOW | {"受电设备": {"变损方法": "协议定量", "协议变损电量": 0}}, "", "「协议变损电量」为 0，而该行是『协议定量』"),
    "a price of nothing": (priced(0), "购电", "不大于零"),
    "a price below nothing": (priced(-0.2), "购电", "不大于零"),
}  # fmt: skip
SILENT = {
    "plain": {},
    "the other direction never ran": {"抄表记录": [*registers(), *reverse(registers(**AGO), 上次示数=0, 本次示数=0)]},
    "another meter had it": {"抄表记录": [*registers(), *reverse(registers(**AGO), 表号="M0")]},
    "both feeders": TWO | SPARE | {"抄表记录": BY_DEMAND},
    "a loss that nobody bears": {"受电设备": {"变损方法": "协议定量", "协议变损电量": 0}},
    "a price": priced(0.0001),
}  # fmt: skip


@pytest.fixture(scope="module")
def billing(tmp_path_factory):
    """Bill all of them in one ledger."""
    return billed(tmp_path_factory.mktemp("open"), all_of(SAID, SILENT))


@pytest.mark.parametrize(("place", "kind"), list(enumerate(SAID)))
def test_what_was_left_out_is_said(billing, place, kind):
    _, component, words = SAID[kind]
    assert_said(billing, place, component, words)


@pytest.mark.parametrize("kind", SILENT)
def test_who_was_read_as_a_whole_is_billed(billing, kind):
    assert_silent(billing, place_of(kind, SAID, SILENT))


def test_the_settled_price_of_an_hour_may_be_nothing(tmp_path):
    """现货: 24 hours, one of them at −0.02 yuan/kWh."""
    hours = [
        {"户号": NO, "月份": MONTH, "小时": hour, "电量": 160_000 / 24 if hour < 24 else 160_000 - 23 * round(160_000 / 24, 4), "单价": -0.02 if hour == 3 else 0.4}
        for hour in range(1, 25)
    ]  # fmt: skip
    sheets = DIRECT | {"市场价格": [row | {"电量": round(row["电量"], 4)} for row in hours]}
    billing = bill_month(area(tmp_path, sheets), rulebook(), MONTH, "湖北")
    assert billing.doubts.empty


def swap(**cells):
    return [{"表号": "M1", "计量点号": "P9", "时刻": "2026-01-15 10:00", "装拆": "拆", "综合倍率": 1000} | cells]


def test_a_meter_changed_at_a_point_that_stands_nowhere_is_not_passed_over(tmp_path):
    billing = bill_month(area(tmp_path, {"换表记录": swap()}), rulebook(), MONTH, "湖北")
    assert billing.lines.empty
    said = "「换表记录」第2行「计量点号」『P9』不在「计量点」中，而表 M1 是计量点 P1 的：2026-01-15 的换表没有计入电量"
    assert billing.doubts["reason"].iloc[0].startswith(said)


@pytest.mark.parametrize(
    "cells",
    [
        {"时刻": "2025-12-31 10:00"},
        {"时刻": "2026-02-01 10:00"},
        {"表号": "M7"},
    ],
)
def test_a_change_of_another_month_or_of_nobodys_meter_stops_nobody(tmp_path, cells):
    billing = bill_month(area(tmp_path, {"换表记录": swap(**cells)}), rulebook(), MONTH, "湖北")
    assert billing.doubts.empty
    assert billing.lines["amount_fen"].sum() == FEN
