"""Sub-meters are taken off leaf first."""

import dataclasses
from itertools import pairwise

import pandas as pd
import pytest

from addin.billing.flags import Flags
from addin.billing.metering.submeters import gross, net

FLAGS = Flags(**dict.fromkeys([field.name for field in dataclasses.fields(Flags)], 0))  # type: ignore[arg-type]
NAN = float("nan")


def points(*rows):
    columns = ["point_no", "parent_no", "relation", "ratio_percent", "fixed_kwh", "billed_class", "customer_no"]
    blank = [None, None, "总表", NAN, NAN, "工商业", "0001"]
    frame = pd.DataFrame([(*row, *blank[len(row) :]) for row in rows], columns=columns)
    return frame.set_index("point_no")


def energy(**kwh):
    columns = ["总", "尖", "峰", "平", "谷", "深谷"]
    rows = {name: values if len(values) == 6 else [values[0], *[NAN] * 5] for name, values in kwh.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype("float64")


MAIN = [1000.0, 100.0, 300.0, 400.0, 200.0, 0.0]


def left(table, **kwh):
    billed, doubts = net(table, gross(table, energy(**kwh), FLAGS))
    return billed.fillna(-1), doubts


def test_a_sub_meter_of_another_class_is_taken_off_period_by_period():
    table = points(("A",), ("B", "A", "套表", NAN, NAN, "居民生活"))
    billed, doubts = left(table, A=MAIN, B=[50.0, 0.0, 20.0, 20.0, 10.0, 0.0])
    assert billed.loc["A"].tolist() == [950, 100, 280, 380, 190, 0]
    assert billed.loc["B", "总"] == 50
    assert doubts.empty


def test_a_sub_meter_without_periods_is_taken_off_flat():
    table = points(("A",), ("B", "A", "套表", NAN, NAN, "居民生活"))
    assert left(table, A=MAIN, B=[50.0])[0].loc["A"].tolist() == [950, 100, 300, 350, 200, 0]


def test_a_sub_meter_of_the_same_class_stays_in_the_main_rows():
    table = points(("A",), ("B", "A", "套表"))
    billed, _ = left(table, A=MAIN, B=[50.0, 0.0, 20.0, 20.0, 10.0, 0.0])
    assert billed.index.tolist() == ["A"]
    assert billed.loc["A", "总"] == 1000


def test_a_leaf_behind_a_merged_sub_meter_is_taken_off_the_main_one():
    table = points(("A",), ("B", "A", "套表"), ("C", "B", "套表", NAN, NAN, "居民生活"))
    assert left(table, A=MAIN, B=[60.0], C=[50.0])[0].loc["A", "总"] == 950


def test_a_leaf_is_taken_off_its_own_parent_only():
    table = points(("A",), ("B", "A", "套表", NAN, NAN, "居民生活"), ("C", "B", "套表", NAN, NAN, "农业生产"))
    billed, _ = left(table, A=MAIN, B=[60.0], C=[50.0])
    assert billed["总"].to_dict() == {"A": 940, "B": 10, "C": 50}


def test_a_ratio_is_taken_of_each_period_and_rounded_half_up():
    # A real bill takes 3 % of the reading before line loss (billing.md §6).
    table = points(("A",), ("B", "A", "定比", 3.0, NAN, "居民生活"))
    billed, _ = left(table, A=[1000.0, 50.0, 350.0, 400.0, 200.0, 0.0])
    assert billed.loc["B"].tolist() == [31, 2, 11, 12, 6, 0]
    assert billed.loc["A", "总"] == 1000 - 31


def test_a_ratio_of_a_ratio_waits_for_the_one_above():
    table = points(("C", "B", "定比", 50.0, NAN, "农业生产"), ("B", "A", "定比", 10.0, NAN, "居民生活"), ("A",))
    assert left(table, A=[1000.0])[0]["总"].to_dict() == {"C": 50, "B": 50, "A": 900}


def test_a_fixed_energy_is_taken_off_flat():
    table = points(("A",), ("B", "A", "定量", NAN, 120.0, "居民生活"))
    assert left(table, A=MAIN)[0].loc["A"].tolist() == [880, 100, 300, 280, 200, 0]


@pytest.mark.parametrize(("kwh", "doubted"), [(400.0, False), (401.0, True)])
def test_more_than_the_main_meter_measured_is_a_doubt(kwh, doubted):
    table = points(("A",), ("B", "A", "定量", NAN, kwh, "居民生活"))
    assert (len(left(table, A=MAIN)[1]) == 1) is doubted


def test_a_sub_meter_of_another_customer_is_taken_off():
    table = points(("A",), ("B", "A", "套表", NAN, NAN, "工商业", "0002"))
    assert left(table, A=MAIN, B=[50.0])[0]["总"].to_dict() == {"A": 950, "B": 50}


def test_an_unknown_reading_leaves_the_meter_above_unknown():
    table = points(("A",), ("B", "A", "套表", NAN, NAN, "居民生活"))
    assert left(table, A=[1000.0], B=[NAN])[0].loc["A", "总"] == -1


def doubts(table, **kwh):
    return "；".join(left(table, **kwh)[1]["reason"])


def test_a_sub_meter_behind_itself_is_named():
    table = points(("A",), ("B", "B", "套表"))
    assert doubts(table, A=MAIN, B=[50.0]) == "计量点 B 的上级计量点『B』就是它自己，请改正"


def test_sub_meters_in_a_circle_are_named():
    table = points(("A",), ("B", "C", "套表"), ("C", "B", "套表"))
    said = doubts(table, A=MAIN, B=[50.0], C=[20.0])
    assert "计量点 B 的上级计量点『C』又绕回到它" in said
    assert "计量点 C 的上级计量点『B』又绕回到它" in said


def chain(length):
    names = [f"P{number}" for number in range(length)]
    rows = [(names[0],), *((name, above, "套表", NAN, NAN, "居民生活") for above, name in pairwise(names))]
    return points(*rows), {name: [100.0 - number] for number, name in enumerate(names)}


@pytest.mark.parametrize(("levels", "followed"), [(9, True), (10, False)])
def test_a_chain_is_followed_for_eight_levels(levels, followed):
    table, kwh = chain(levels)
    assert (doubts(table, **kwh) == "") is followed


@pytest.mark.parametrize(("parent", "seen"), [("X", "X"), (None, "空")])
def test_a_sub_meter_behind_no_point_is_not_taken_for_a_main_meter(parent, seen):
    table = points(("A",), ("B", parent, "套表"))
    assert f"计量点 B 是套表，其上级计量点『{seen}』不在「计量点」" in doubts(table, A=MAIN, B=[50.0])


def test_a_main_meter_may_stand_behind_a_gate_of_the_company():
    assert doubts(points(("A", "GATE", "总表")), A=MAIN) == ""
