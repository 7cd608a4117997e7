"""Capacity of a day, and of a month."""

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest
from billing_area import NO, amounts, base_sheets, printed, rulebook, word_of
from together import together

from addin.billing.basic.capacity import customer_capacity, daily_capacity, stretches
from addin.billing.basic.capacity_gaps import capacity_gaps
from addin.billing.flag_rows import read_flags
from addin.billing.known_changes import SAID, known_changes

JANUARY = pd.date_range("2026-01-01", "2026-01-31")
SHIPPED = read_flags(rulebook().on(date(2026, 1, 31), "湖北"))
FLAGS = dataclasses.replace(SHIPPED, over_contract_mode="")


def ruled(**suspensions):
    """Return the rules with others on suspensions."""
    return dataclasses.replace(FLAGS, suspensions=dataclasses.replace(FLAGS.suspensions, **suspensions))


def devices(*rows):
    columns = ["device_no", "rated_kva", "interlock_group", "commissioned_on"]
    frame = pd.DataFrame([(*row, *[None] * (4 - len(row))) for row in rows], columns=columns)
    frame["commissioned_on"] = pd.to_datetime(frame["commissioned_on"]).astype("datetime64[s]")
    return frame.assign(
        customer_no="0001", state="运行", standby=None, interlock_group=frame["interlock_group"].astype(object)
    )


def changes(equipment, *rows):
    columns = ["device_no", "changed_at", "event", "business", "approved_until_on", "capacity_kva"]
    frame = pd.DataFrame([(*row, *[None] * (6 - len(row))) for row in rows], columns=columns)
    for name in ("changed_at", "approved_until_on"):
        frame[name] = pd.to_datetime(frame[name], format="mixed").astype("datetime64[s]")
    frame["capacity_kva"] = frame["capacity_kva"].astype("float64")
    return known_changes(equipment, frame.assign(customer_no="0001").reindex(columns=SAID))


def gaps(*change_rows):
    equipment = devices(("T1", 630.0))
    return capacity_gaps(equipment, changes(equipment, *change_rows), JANUARY, FLAGS)


def month(*customer_nos):
    return pd.DataFrame({"customer_no": customer_nos, "starts_on": JANUARY[0], "ends_on": JANUARY[-1]})


def january(device_rows, change_rows=(), flags=FLAGS):
    equipment = devices(*device_rows)
    daily = daily_capacity(equipment, changes(equipment, *change_rows), JANUARY, flags)
    got = stretches(customer_capacity(equipment, daily), month("0001"))
    return list(zip(got["days"], got["capacity_kva"], strict=True))


def test_without_events_the_rated_capacity_counts_all_month():
    assert january([("T1", 630.0), ("T2", 1000.0)]) == [(31, 1630)]


def test_the_day_of_sealing_is_free_and_the_day_of_unsealing_is_charged():
    sealed = ("T1", "2026-01-13 10:00", "封停", "暂停")
    assert january([("T1", 630.0)], [sealed, ("T1", "2026-01-28", "启封", "暂停")]) == [(12, 630), (4, 630)]


def test_the_rule_can_charge_the_day_of_sealing_and_free_the_day_of_unsealing():
    flags = dataclasses.replace(FLAGS, charges_first_day=False, charges_last_day=True)
    rows = [("T1", "2026-01-13", "封停", "暂停"), ("T1", "2026-01-28", "启封", "暂停")]
    assert january([("T1", 630.0)], rows, flags) == [(13, 630), (3, 630)]


def test_a_suspension_of_fifteen_days_is_deducted():
    rows = [("T1", "2026-01-10", "封停", "暂停"), ("T1", "2026-01-25", "启封", "暂停")]
    assert january([("T1", 630.0)], rows) == [(9, 630), (7, 630)]


def test_a_suspension_of_fourteen_days_is_not_deducted():
    rows = [("T1", "2026-01-10", "封停", "暂停"), ("T1", "2026-01-24", "启封", "暂停")]
    assert january([("T1", 630.0)], rows) == [(31, 630)]


def test_a_suspension_without_a_known_end_is_deducted():
    assert january([("T1", 630.0)], [("T1", "2026-01-25", "封停", "暂停")]) == [(24, 630)]


def test_charging_resumes_the_day_after_the_approved_end():
    assert january([("T1", 630.0)], [("T1", "2025-10-01", "封停", "暂停", "2026-01-20")]) == [(11, 630)]


def test_an_unsealing_before_the_approved_end_wins():
    rows = [("T1", "2025-10-01", "封停", "暂停", "2026-01-20"), ("T1", "2026-01-11", "启封", "暂停")]
    assert january([("T1", 630.0)], rows) == [(21, 630)]


def test_a_removed_device_never_comes_back():
    assert january([("T1", 630.0)], [("T1", "2026-01-11", "拆除", "销户", "2026-01-15")]) == [(10, 630)]


def test_a_new_device_counts_from_its_commissioning():
    rows = [("T1", "2026-01-21", "投运", "增容")]
    assert january([("T1", 630.0), ("T2", 400.0)], rows) == [(20, 400), (11, 1030)]


def test_a_device_without_events_counts_from_its_date_of_commissioning():
    assert january([("T1", 630.0, None, "2026-01-31")]) == [(1, 630)]


def test_an_exchange_counts_with_the_capacity_put_in_its_place():
    rows = [("T1", "2026-01-11", "暂换", "暂换", None, 1000.0), ("T1", "2026-01-21", "暂换恢复", "暂换")]
    assert january([("T1", 630.0)], rows) == [(10, 630), (10, 1000), (11, 630)]


def test_a_device_unsealed_during_an_exchange_keeps_the_exchanged_capacity():
    rows = [("T1", "2025-11-01", "暂换", "暂换", None, 1000.0), ("T1", "2025-12-01", "封停", "暂停")]
    assert january([("T1", 630.0)], [*rows, ("T1", "2026-01-11", "启封", "暂停")]) == [(21, 1000)]


def test_a_reduction_to_a_smaller_transformer_counts_with_that():
    assert january([("T1", 630.0)], [("T1", "2026-01-11", "减容", "减容", None, 250.0)]) == [(10, 630), (21, 250)]


def test_of_interlocked_devices_the_largest_counts():
    assert january([("T1", 630.0, "A"), ("T2", 800.0, "A"), ("T3", 100.0)]) == [(31, 900)]


def test_when_the_largest_of_a_group_is_sealed_the_other_counts():
    rows = [("T2", "2026-01-11", "封停", "暂停")]
    assert january([("T1", 630.0, "A"), ("T2", 800.0, "A")], rows) == [(10, 800), (21, 630)]


def test_a_month_without_capacity_has_no_segment():
    assert january([("T1", 630.0)], [("T1", "2025-12-11", "封停", "暂停")]) == []


def test_segments_of_neighbours_do_not_run_into_each_other():
    daily = pd.DataFrame([[5.0, 5.0], [5.0, 7.0]], index=pd.Index(["a", "b"], name="customer_no"), columns=JANUARY[:2])
    got = stretches(daily, month("a", "b"))
    assert got[["customer_no", "days", "capacity_kva"]].to_numpy().tolist() == [["a", 2, 5], ["b", 1, 5], ["b", 1, 7]]


@pytest.mark.parametrize("state", ["停用", "拆除"])
def test_a_stopped_device_without_any_event_is_a_doubt(state):
    equipment = devices(("T1", 630.0)).assign(state=state)
    assert "没有它的记录" in capacity_gaps(equipment, changes(equipment), JANUARY, FLAGS)["0001"]
    assert capacity_gaps(equipment, changes(equipment, ("T1", "2025-12-11", "封停", "暂停")), JANUARY, FLAGS).empty


def test_an_exchange_without_its_capacity_is_a_doubt():
    assert "变动后容量" in gaps(("T1", "2026-01-11", "暂换", "暂换"))["0001"]


def test_no_devices_at_all_give_no_segments():
    daily = daily_capacity(devices(), changes(devices()), JANUARY, FLAGS)
    assert len(stretches(customer_capacity(devices(), daily), month())) == 0
    assert np.asarray(daily).shape == (0, 31)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([("T1", "2026-01-11", "启封", "暂停")], "启封，而此前没有对应的封停或减容记录"),
        ([("T1", "2026-01-11", "暂换恢复", "暂换")], "没有对应的暂换记录"),
        ([("T1", "2025-12-11", "封停", "暂停"), ("T1", "2026-01-11", "封停", "暂停")], "此前已经封停"),
        ([("T1", "2026-01-11", "封停", "暂停", "2026-01-10")], "批准止日却是 2026-01-10，早于开始"),
        ([("T1", "2025-11-11", "封停", "暂停", "2025-11-10")], "早于开始"),
    ],
)
def test_events_that_contradict_each_other_leave_the_capacity_open(rows, word):
    assert word in gaps(*rows)["0001"]


@pytest.mark.parametrize(
    "rows",
    [
        [("T1", "2025-12-11", "启封", "暂停")],
        [("T1", "2025-10-11", "封停", "暂停"), ("T1", "2025-12-31", "封停", "暂停")],
        [("T1", "2025-10-11", "封停", "暂停", "2025-12-31"), ("T1", "2026-01-11", "封停", "暂停")],
        [("T1", "2025-10-11", "封停", "暂停", "2025-10-01"), ("T1", "2025-12-31", "启封", "暂停")],
        [("T1", "2026-01-11", "封停", "暂停", "2026-01-11")],
        [("T1", "2026-02-01", "启封", "暂停")],
        [("T1", "2025-11-01", "暂换", "暂换", None, 1000.0), ("T1", "2025-12-01", "封停", "暂停"),
         ("T1", "2026-01-11", "启封", "暂停"), ("T1", "2026-01-21", "暂换恢复", "暂换")],
    ],
)  # fmt: skip
def test_events_outside_the_month_or_in_order_leave_nothing_open(rows):
    assert gaps(*rows).empty


@pytest.mark.parametrize(
    ("begun", "ended"), [(("封停", "减容"), ("启封", "减容")), (("减容", "减容"), ("减容恢复", "减容"))]
)
@pytest.mark.parametrize(("day", "expected"), [(24, [(31, 630)]), (25, [(9, 630), (7, 630)])])
def test_a_reduction_of_less_than_fifteen_days_is_not_deducted(begun, ended, day, expected):
    assert january([("T1", 630.0)], [("T1", "2026-01-10", *begun), ("T1", f"2026-01-{day}", *ended)]) == expected


def test_before_2024_no_least_number_of_days_of_a_reduction_is_in_force():
    rows = [("T1", "2026-01-10", "减容", "减容"), ("T1", "2026-01-15", "减容恢复", "减容")]
    assert january([("T1", 630.0)], rows, ruled(least_reduction_days=0)) == [(9, 630), (17, 630)]
    assert read_flags(rulebook().on(date(2024, 5, 31), "湖北")).suspensions.least_reduction_days == 0
    assert read_flags(rulebook().on(date(2024, 6, 1), "湖北")).suspensions.least_reduction_days == 15


def charged_days(first, last, *rows, **suspensions):
    """Return the days on which the charge of T1 (630 kVA) changes, and whether it is charged from then on."""
    days, equipment = pd.date_range(first, last), devices(("T1", 630.0))
    daily = daily_capacity(equipment, changes(equipment, *rows), days, ruled(**suspensions)).iloc[0]
    return [(f"{day:%Y-%m-%d}", bool(kva)) for day, kva in daily[daily != daily.shift()].items()]


def test_from_the_184th_day_of_a_year_on_a_suspension_is_charged_again():
    # From 1 January 183 days end on 2 July.
    got = charged_days("2026-01-01", "2026-12-31", ("T1", "2026-01-01", "封停", "暂停"))
    assert got == [("2026-01-01", False), ("2026-07-03", True)]


@pytest.mark.parametrize(("until", "again"), [("2026-07-02", "2026-07-03"), ("2026-07-03", "2026-07-03")])
def test_an_approval_of_183_days_is_deducted_and_of_184_not_wholly(until, again):
    got = charged_days("2026-06-30", "2026-07-31", ("T1", "2026-01-01", "封停", "暂停", until))
    assert got == [("2026-06-30", False), (again, True)]


def test_the_days_of_several_suspensions_of_a_device_are_added_up():
    # 100 days from 1 January; the 83rd of the second is 22 July.
    rows = [("T1", "2026-01-01", "封停", "暂停"), ("T1", "2026-04-11", "启封"), ("T1", "2026-05-01", "封停", "暂停")]
    assert charged_days("2026-05-01", "2026-12-31", *rows) == [("2026-05-01", False), ("2026-07-23", True)]


def test_a_suspension_across_the_new_year_is_counted_in_each_year():
    # 92 days of 2025; 183 of 2026 end on 2 July.
    got = charged_days("2025-10-01", "2026-12-31", ("T1", "2025-10-01", "封停", "暂停"))
    assert got == [("2025-10-01", False), ("2026-07-03", True)]


def test_a_reduction_is_not_counted_among_suspensions():
    assert charged_days("2026-01-01", "2026-12-31", ("T1", "2026-01-01", "封停", "减容")) == [("2026-01-01", False)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("恢复计费至重新办理", [("2025-12-31", True)]),
        ("次年重新计算", [("2025-12-31", True), ("2026-01-01", False), ("2026-07-03", True)]),
    ],
)
def test_the_rule_says_whether_a_new_year_begins_anew(word, expected):
    row = ("T1", "2025-03-01", "封停", "暂停")
    assert charged_days("2025-12-31", "2026-12-31", row, over_years=word) == expected


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("T1", "2025-07-03", "封停", "暂停"), ["暂停超期:跨年没有设定"]),
        (("T1", "2025-07-03", "封停"), ["没有填业务"]),
        (("T1", "2025-07-02", "封停", "暂停", "2025-12-31"), []),
        (("T1", "2025-07-02", "封停", "减容"), []),
    ],
)
def test_a_suspension_that_outlasts_its_year_is_a_doubt_in_the_next(row, words):
    # From 2 July 2025 the year has 183 days left, from 1 July 184.
    assert gaps(row).empty
    longer = (row[0], "2025-07-01", *row[2:])
    said = gaps(longer)
    assert [word in one for word, one in zip(words, said, strict=True)] == [True] * len(words)


@pytest.mark.parametrize("word", ["恢复计费至重新办理", "次年重新计算"])
def test_with_the_rule_set_a_suspension_that_outlasts_its_year_is_no_doubt(word):
    equipment = devices(("T1", 630.0))
    rows = changes(equipment, ("T1", "2025-03-01", "封停", "暂停"))
    assert capacity_gaps(equipment, rows, JANUARY, ruled(over_years=word)).empty


@pytest.mark.parametrize("kva", [None, 0.0])
def test_a_device_without_nameplate_capacity_leaves_the_capacity_open(kva):
    equipment = devices(("T1", 630.0), ("T2", kva))
    said = "设备 T2 没有铭牌容量（或为 0），计费容量无从确定，请在「受电设备」补填"
    assert capacity_gaps(equipment, changes(equipment), JANUARY, FLAGS)["0001"] == said
    assert (
        customer_capacity(equipment, daily_capacity(equipment, changes(equipment), JANUARY, FLAGS))
        .isna()
        .all(axis=None)
    )
    removed = changes(equipment, ("T2", "2025-12-31", "拆除"))
    assert capacity_gaps(equipment, removed, JANUARY, FLAGS).empty
    daily = customer_capacity(equipment, daily_capacity(equipment, removed, JANUARY, FLAGS))
    assert (daily == 630).all(axis=None)


def test_of_interlocked_devices_one_without_nameplate_capacity_leaves_the_largest_open():
    equipment = devices(("T1", 630.0, "A"), ("T2", None, "A"))
    assert (
        customer_capacity(equipment, daily_capacity(equipment, changes(equipment), JANUARY, FLAGS))
        .isna()
        .all(axis=None)
    )


@together
@pytest.mark.parametrize("code", ["审计-A07", "电费-C06"])
def test_a_bill_by_a_capacity_that_is_not_known_is_not_checked(code):
    first = base_sheets()["受电设备"][0]
    sheets = printed() | {"受电设备": [first, first | {"设备编号": "T2", "铭牌容量": None}]}
    assert word_of((yield code, sheets)) == "未能核查"


def sealing(*rows):
    """Return the sheet 容量变动: moment, event and business of T1."""
    names = ("变动时刻", "变动类型", "业务")
    return [{"设备编号": "T1", "户号": NO} | dict(zip(names, row, strict=True)) for row in rows]


def paid(billing):
    """Return the days and the capacity that are paid for."""
    days = billing.quantities.capacity
    return list(zip(days["days"], days["capacity_kva"], strict=True))


@together
@pytest.mark.parametrize(
    ("standby", "business", "said_of"),
    [
        ("冷备", None, ""),
        ("冷备", "其他", ""),
        ("冷备", "暂停", "跨年没有启封"),
        ("热备", None, "没有填业务"),
        (None, None, "没有填业务"),
    ],
)
def test_a_cold_standby_sealed_for_years_is_no_suspension(standby, business, said_of):
    """billing.md §2.2: cold standby that is sealed is free, however long."""
    first = base_sheets()["受电设备"][0]
    spare = first | {"设备编号": "T2", "备用方式": standby}
    rows = [row | {"设备编号": "T2"} for row in sealing(("2023-03-01 09:00", "封停", business))]
    billing = yield {"受电设备": [first, spare], "容量变动": rows}
    assert said_of in "；".join(billing.doubts["reason"])
    assert billing.doubts.empty is (said_of == "")
    assert said_of or paid(billing) == [(31, 1000)]


@together
def test_a_cold_standby_sealed_for_ten_days_is_free_for_them():
    """No suspension, so the least of fifteen days is none of its own: 21 of 31 days with both."""
    first = base_sheets()["受电设备"][0]
    rows = sealing(("2026-01-11 09:00", "封停", None), ("2026-01-21 09:00", "启封", None))
    sheets = {"受电设备": [first, first | {"设备编号": "T2", "备用方式": "冷备"}]}
    billing = yield sheets | {"容量变动": [row | {"设备编号": "T2"} for row in rows]}
    assert paid(billing) == [(10, 2000), (10, 1000), (11, 2000)]


SEALED = ("2026-01-11 09:00", "封停", "暂停"), ("2026-01-27 09:00", "启封", "暂停")


@together
@pytest.mark.parametrize("other", [{"备注": "补录"}, {"工单号": "HB202601110007"}])
def test_changes_that_stand_in_the_sheet_twice_are_one(other):
    """Under another order the event is the same; that the row stands twice the reader says of the key."""
    once = yield {"容量变动": sealing(*SEALED)}
    again = [row | other for row in sealing(*SEALED)]
    twice = yield {"容量变动": [*sealing(*SEALED), *again]}
    assert twice.doubts.empty
    assert (amounts(twice), paid(twice)) == (amounts(once), [(10, 1000), (5, 1000)])


@together
def test_changes_of_one_moment_that_differ_in_a_cell_are_still_a_doubt():
    first, second = SEALED
    billing = yield {"容量变动": sealing(first, second, (*second[:2], "其他"))}
    assert "启封，而此前没有对应的封停" in "；".join(billing.doubts["reason"])


COMMISSIONED = {"设备编号": "T1", "户号": NO, "变动时刻": "2026-01-20 09:00", "变动类型": "投运", "业务": "新装"}


@together
@pytest.mark.parametrize(
    ("changes", "sheet"),
    [
        ({"受电设备": {"投运日期": date(2026, 3, 1)}}, "T1 2026-03-01 才投运（「受电设备」）"),
        ({"受电设备": {"投运日期": date(2026, 1, 20)}}, "T1 2026-01-20 才投运（「受电设备」）"),
        ({"容量变动": [COMMISSIONED]}, "T1 2026-01-20 才投运（「容量变动」）"),
    ],
    ids=["none is in service", "in the middle of the month", "by an event"],
)
def test_a_meter_that_ran_before_any_device_was_in_service_leaves_the_capacity_charge_open(changes, sheet):
    billing = yield changes
    assert "容量电费" not in set(billing.lines["component"])
    [reason] = billing.doubts.loc[billing.doubts["component"] == "容量电费", "reason"]
    assert (sheet in reason, "计量点 P1 自 2025-12-31 起已抄见电量" in reason) == (True, True)


@together
@pytest.mark.parametrize("changed", [{}, {"容量变动": [COMMISSIONED]}])
def test_a_meter_that_was_read_from_the_commissioning_on_is_no_doubt(changed):
    """Begun on the 20th, 12 of 31 days × 26.3 × 1,000; a device that was there before the month pays all of it."""
    begun = date(2026, 1, 20)
    new = {
        "受电设备": {"投运日期": begun},
        "客户台账": {"送电日期": begun},
        "计费参数": {"生效日期": begun},
        "抄表记录": [row | {"上次抄表日": begun} for row in base_sheets()["抄表记录"]],
    }
    billing = yield new | changed
    assert [row[4] for row in amounts(billing) if row[0] == "容量电费"] == [10_180_65]


@together
def test_a_second_device_or_an_idle_meter_before_the_commissioning_is_no_doubt():
    second = base_sheets()["受电设备"][0] | {"设备编号": "T2", "投运日期": date(2026, 1, 20)}
    assert (yield {"受电设备": [base_sheets()["受电设备"][0], second]}).doubts.empty
    idle = [row | {"本次示数": row["上次示数"]} for row in base_sheets()["抄表记录"]]
    late = yield {"受电设备": {"投运日期": date(2026, 1, 20)}, "抄表记录": idle}
    assert "容量电费" not in set(late.doubts["component"])
