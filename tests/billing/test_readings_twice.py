"""Readings that stand in the sheet twice, and readings that say nothing: 抄表记录 as people paste and type it."""

from datetime import date

import pytest
from billing_area import NO, TOTAL_YUAN, facts, printed, registers, verdict
from together import together

from addin.billing.metering.other_meters import other_meters
from addin.billing.metering.repeats import counted_once

LATER = date(2026, 1, 30)
REGISTER = {row["示数类型"]: place for place, row in enumerate(registers(demand=500))}


def why(billing, component=""):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == component, "reason"])


def total(billing):
    return billing.lines["amount_fen"].sum() / 100


def of(register, **cells):
    """Return the readings with one more row: of a register, with other cells."""
    rows = registers(demand=500)
    return [*rows, rows[REGISTER[register]] | cells]


@together
def test_readings_pasted_twice_count_once_and_the_bill_says_so():
    billing = yield {"抄表记录": registers() + registers()}
    assert (total(billing), billing.doubts.empty) == (TOTAL_YUAN, True)
    assert counted_once(billing.archive.readings) == ["「抄表记录」计量点 P1 有 6 行与前面的行相同，只计一次，请删去"]
    assert counted_once((yield {}).archive.readings) == []


def test_a_right_bill_beside_readings_pasted_twice_passes_every_check_of_readings(tmp_path):
    wanted = ("month_readings", "causes")
    own = facts(tmp_path, {"抄表记录": registers() + registers(), **printed()}, wanted)
    assert own["causes"].empty
    assert len(own["month_readings"]) == len(registers())
    assert len(verdict("审计-A07", tmp_path, {"抄表记录": registers() + registers(), **printed()}).rows) == 0


@together
@pytest.mark.parametrize(
    ("register", "cells", "component"),
    [
        ("正向有功总", {"本次示数": 261}, ""),
        ("正向有功尖", {"上次示数": 99}, ""),
        ("正向有功总", {"倍率": 900}, ""),
        ("正向无功总", {"本次示数": 161}, "力调电费"),
    ],
)
def test_two_different_readings_of_one_register_and_day_are_nobodys(register, cells, component):
    billing = yield {"抄表记录": of(register, **cells)}
    said = f"「抄表记录」计量点 P1 表 M1『{register}』 抄表日 2026-01-31 有几行而内容不同，不知以哪行为准"
    assert said in why(billing, component)
    assert {"购电", "力调电费"} - set(billing.lines["component"]) == (
        {"力调电费"} if component else {"购电", "力调电费"}
    )


@together
def test_two_demands_of_one_day_leave_the_demand_charge_undone_where_there_is_one():
    twice = {"抄表记录": of("最大需量", 本次示数=0.6)}
    assert "内容不同" in why((yield twice | {"计费参数": {"容需量计费方式": "实际最大需量"}}), "需量电费")
    assert (yield twice).doubts.empty, "billed by capacity"


@together
def test_a_register_that_was_read_twice_over_the_same_days_is_not_added_up():
    again = [row | {"抄表日": LATER} for row in registers()]
    said = why((yield {"抄表记录": again + registers()}))
    assert "上一行抄至 2026-01-30，这一行又从 2025-12-31 起算，电量会重复计算" in said


@together
def test_readings_that_follow_on_one_another_are_added_up():
    """Two halves of the month, each with half of the run: the month's bill."""
    rows = registers()
    middle = {row["示数类型"]: (row["上次示数"] + row["本次示数"]) / 2 for row in rows}
    first = [row | {"抄表日": LATER, "本次示数": middle[row["示数类型"]]} for row in rows]
    second = [row | {"上次抄表日": LATER, "上次示数": middle[row["示数类型"]]} for row in rows]
    billing = yield {"抄表记录": first + second}
    assert (total(billing), billing.doubts.empty) == (TOTAL_YUAN, True)


@together
@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"本次示数": 112.12345}, "本次示数 112.12345 超过 4 位小数"),
        ({"上次示数": 100.00001}, "上次示数 100.00001 超过 4 位小数"),
        ({"本次示数": None}, "没有本次示数，请补填"),
        ({"上次示数": None}, "没有上次示数，请补填"),
        ({"本次示数": 90}, "示数倒走而未标翻转"),
        ({"本次示数": 12, "翻转": "是"}, ""),
    ],
)
def test_a_reading_that_gives_no_energy_says_why(cells, words):
    rows = registers()
    rows[0] |= cells
    said = why((yield {"抄表记录": rows}))
    assert words in said
    assert ("『正向有功尖』" in said) == bool(words)


@together
@pytest.mark.parametrize(("reading", "words"), [(0.5204, ""), (0.520433, "本次示数 0.520433 超过 4 位小数")])
def test_a_demand_with_more_than_four_decimals_is_told_as_such(reading, words):
    rows = registers(demand=500)
    rows[-1] |= {"本次示数": reading}
    billing = yield {"抄表记录": rows, "计费参数": {"容需量计费方式": "实际最大需量"}}
    assert words in why(billing, "需量电费")
    assert billing.doubts.empty == (not words)


@together
@pytest.mark.parametrize(
    ("point", "words"),
    [({"综合倍率": None}, "没有倍率"), ({"综合倍率": 33.33333}, "倍率 33.33333 超过 4 位小数")],
)
def test_a_multiplier_that_is_missing_or_too_fine_is_told_as_such(point, words):
    rows = [row | {"倍率": None} for row in registers()]
    assert words in why((yield {"抄表记录": rows, "计量点": point}))


@together
def test_a_rollover_without_the_digits_of_the_meter_says_what_to_fill_in():
    rows = registers()
    rows[0] |= {"上次示数": 999_990, "本次示数": 2, "翻转": "是"}
    said = why((yield {"抄表记录": rows, "计量点": {"表位数": None}}))
    assert "『正向有功尖』标为翻转而「计量点」没有表位数，请填写" in said
    assert NO in set((yield {"抄表记录": rows}).billed), "12 units over the top, with six digits"


@together
@pytest.mark.parametrize(("meters", "told"), [(("M1",), 0), (("M7",), 1), (("M7", "M1"), 0)])
def test_readings_of_a_meter_that_the_point_does_not_have_are_named(meters, told):
    rows = [row for meter in meters for row in registers(表号=meter)]
    archive = (yield {"抄表记录": rows}).archive
    said = list(other_meters(archive.readings, archive.versions)["said"])
    assert len(said) == told
    assert all(one.startswith("「抄表记录」计量点 P1 的表号是『M7』，「计量点」为『M1』：") for one in said)
