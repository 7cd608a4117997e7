"""Period sets cover every hour of every month; the power-factor table is whole."""

import pandas as pd
import pytest

from addin.rulebook import hours


def hubei_summer(tables):
    periods = tables["periods"]
    return periods[(periods["period_set"] == "湖北工商业") & (periods["months"] == "7–8")]


def test_the_shipped_periods_and_power_factors_are_whole(tables):
    looks = (hours.hours, hours.month_groups, hours.day_kinds, hours.power_factors, hours.power_factor_standards)
    assert [remark for look in looks for remark in look(tables)] == []


@pytest.mark.parametrize(("start", "fault"), [(20.5, "空档"), (19.5, "重叠")])
def test_a_period_must_begin_where_the_one_before_ended(tables, start, fault):
    row = hubei_summer(tables).query("period == '尖'").index[0]
    tables["periods"].loc[row, "start_hour"] = start
    [remark] = hours.hours(tables)
    assert (remark.row, remark.expected) == (row, "20")
    assert fault in remark.advice


def test_the_day_ends_at_24(tables):
    row = hubei_summer(tables).index[-1]
    tables["periods"].loc[row, "end_hour"] = 23.5
    [remark] = hours.hours(tables)
    assert (remark.column, remark.expected) == ("end_hour", "24")


@pytest.mark.parametrize(("text", "seen"), [("7", "8 月"), ("6–8", "6 月"), ("夏季", "月份")])
def test_every_month_belongs_to_one_group(tables, text, seen):
    tables["periods"].loc[hubei_summer(tables).index, "months"] = text
    remarks = list(hours.month_groups(tables))
    assert any(seen in f"{remark.seen}{remark.expected}{remark.advice}" for remark in remarks)


def test_a_missing_power_factor_is_told(tables):
    table = tables["power_factor_table"]
    tables["power_factor_table"] = table[(table["standard"] != 0.9) | (table["power_factor"] != 0.77)]
    [remark] = hours.power_factors(tables)
    assert "标准 0.90 缺 0.77" in remark.seen


def test_a_sign_slip_is_told(tables):
    table = tables["power_factor_table"]
    row = table.index[(table["standard"] == 0.9) & (table["power_factor"] == 0.89)][0]
    table.loc[row, "change_percent"] = -0.5
    assert [remark.row for remark in hours.power_factors(tables)] == [row]


def test_a_standard_needs_a_table_and_a_readable_capacity(tables):
    standards = tables["power_factor_standards"]
    standards.loc[standards.index[1], "standard"] = 0.95
    standards.loc[standards.index[2], "capacity"] = "很大"
    assert [remark.column for remark in hours.power_factor_standards(tables)] == ["standard", "capacity"]


@pytest.mark.parametrize("kind", ["周末", "2026-02-19～2026-02-17", "2026-13-01"])
def test_a_kind_of_day_that_nobody_knows_is_told(tables, kind):
    row = hubei_summer(tables).index[0]
    tables["periods"].loc[row, "day_kind"] = kind
    [remark] = hours.day_kinds(tables)
    assert (remark.row, remark.column, remark.seen) == (row, "day_kind", kind)


@pytest.mark.parametrize(
    ("kinds", "whole"),
    [
        (("工作日", "休息日"), True),
        (("全部", "节假日"), True),
        (("全部", "2026-05-01～2026-05-05"), True),
        (("工作日",), False),
        (("休息日", "节假日"), False),
    ],
)
def test_every_day_of_the_year_needs_rows(tables, kinds, whole):
    periods = tables["periods"]
    mine = periods[periods["period_set"] == "湖北工商业"]
    parts = [mine.assign(day_kind=kind) for kind in kinds]
    others = periods[periods["period_set"] != "湖北工商业"]
    tables["periods"] = pd.concat([others, *parts], ignore_index=True)
    assert [remark.seen for remark in hours.month_groups(tables)] == (
        [] if whole else ["湖北工商业 缺 1、2、3、4、5、6、7、8、9、10、11、12 月"]
    )
