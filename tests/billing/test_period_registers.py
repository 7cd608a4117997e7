"""Period registers that are missing: 时段 says which the month has; what was not read is not nothing."""

import dataclasses
from datetime import date

import pytest
from billing_area import KWH, MONTH, TOTAL_YUAN, area, base_sheets, registers, rulebook
from together import together

from addin.billing.month import bill_month

UNMETERED = "没有『正向有功{}』示数，而该户的时段集本月有这一时段"


def without(*words, kwh=KWH):
    """Return the readings without the active registers of some periods."""
    return [row for row in registers(kwh) if row["示数类型"] not in {f"正向有功{word}" for word in words}]


def why(billing):
    return "；".join(billing.doubts.loc[billing.doubts["component"] == "", "reason"])


@together
@pytest.mark.parametrize(
    ("lacking", "told"),
    [(("尖", "总"), "尖"), (("尖", "平"), "尖、平"), (("平", "总"), "平"), (("峰", "总"), "峰"), (("谷",), "谷")],
)
def test_a_period_that_is_not_metered_and_that_nothing_else_shows_is_not_nothing(lacking, told):
    billing = yield {"抄表记录": without(*lacking)}
    assert (UNMETERED.format(told) in why(billing), billing.lines.empty) == (True, True)


@together
@pytest.mark.parametrize("lacking", ["总", "平"])
def test_a_total_or_a_flat_register_alone_follows_from_the_others(lacking):
    billing = yield {"抄表记录": without(lacking)}
    assert (billing.lines["amount_fen"].sum() / 100, billing.doubts.empty) == (TOTAL_YUAN, True)


@together
def test_a_period_that_the_total_leaves_nothing_for_is_nothing():
    """An export without rows of 0: 峰, 平 and 谷 add up to the total."""
    billing = yield {"抄表记录": without("尖", kwh=KWH | {"尖": 0})}
    assert billing.doubts.empty
    assert "尖" not in set(billing.lines["period"])


@together
@pytest.mark.parametrize(("gap", "told"), [(148, False), (149, True)])
def test_what_lies_within_the_resolution_of_the_registers_misses_no_period(gap, told):
    """0.1 % of a total of 148,148 kWh are 148.148."""
    rows = without("尖", kwh=KWH | {"尖": 0})
    total = next(row for row in rows if row["示数类型"] == "正向有功总")
    total["本次示数"] += gap / 1000
    assert (UNMETERED.format("尖") in why((yield {"抄表记录": rows}))) == told


@pytest.mark.parametrize(("month", "told"), [("2026-01", False), ("2026-07", True)])
def test_a_month_without_the_period_misses_nothing(tmp_path, month, told):
    """Beijing has 尖 in July and August only."""
    rows = [row | {"月份": month} | _days(month) for row in without("尖", "总")]
    billing = bill_month(area(tmp_path, {"抄表记录": rows}), rulebook(), month, "北京")
    assert ("没有『正向有功尖" in why(billing)) == told


def _days(month):
    return {"上次抄表日": date(int(month[:4]), int(month[5:]), 1), "抄表日": date(int(month[:4]), int(month[5:]), 31)}


def test_a_holiday_s_period_is_asked_only_in_a_month_with_such_a_day(tmp_path):
    """深谷 on the day of 2026-01-01 by a row of its own: the month has it, and nobody metered it."""
    periods = rulebook().all("periods")
    mine = (periods["period_set"] == "湖北工商业") & periods["months"].str.startswith("1")
    holiday = periods[mine].assign(day_kind="2026-01-01", period="深谷")
    named = {day: holiday.assign(day_kind=day) for day in ("2026-01-01", "2026-02-17")}
    said = [
        why(bill_month(area(tmp_path, {"抄表记录": without("总")}), _with(rows), MONTH, "湖北"))
        for rows in named.values()
    ]
    assert [UNMETERED.format("深谷") in one for one in said] == [True, False]


def _with(rows):
    book = rulebook()
    periods = book.all("periods")
    every = periods.to_dict("records") + rows.to_dict("records")
    table = type(periods)(every, columns=periods.columns).astype(periods.dtypes.to_dict())
    return dataclasses.replace(book, tables=dict(book.tables) | {"periods": table.set_axis(range(5, 5 + len(table)))})


@together
def test_a_sub_meter_of_another_class_is_not_asked_for_the_periods_of_business():
    point = base_sheets()["计量点"][0]
    sub = point | {"计量点号": "P2", "上级计量点": "P1", "关系": "套表", "表号": "M2", "电价类别": "居民生活"}
    own = [row | {"计量点号": "P2", "表号": "M2"} for row in registers({"峰": 2_000, "谷": 1_000}, kvarh=0)]
    rows = registers() + [row for row in own if row["示数类型"] != "正向有功总"]
    assert "P2 没有" not in why((yield {"计量点": [point, sub], "抄表记录": rows}))
