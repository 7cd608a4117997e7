"""Capacity of a day, and of a month."""

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest
from billing_area import rulebook

from addin.billing.capacity import customer_capacity, daily_capacity, stretches
from addin.billing.capacity_gaps import capacity_gaps
from addin.billing.flags import read_flags

JANUARY = pd.date_range("2026-01-01", "2026-01-31")
SHIPPED = read_flags(rulebook().on(date(2026, 1, 31), "湖北"))
FLAGS = dataclasses.replace(SHIPPED, over_contract_mode="")


def devices(*rows):
    columns = ["device_no", "rated_kva", "interlock_group", "commissioned_on"]
    frame = pd.DataFrame([(*row, *[None] * (4 - len(row))) for row in rows], columns=columns)
    frame["commissioned_on"] = pd.to_datetime(frame["commissioned_on"]).astype("datetime64[s]")
    return frame.assign(customer_no="0001", state="运行", interlock_group=frame["interlock_group"].astype(object))


def changes(*rows):
    columns = ["device_no", "changed_at", "event", "business", "approved_until_on", "capacity_kva"]
    frame = pd.DataFrame([(*row, *[None] * (6 - len(row))) for row in rows], columns=columns)
    for name in ("changed_at", "approved_until_on"):
        frame[name] = pd.to_datetime(frame[name], format="mixed").astype("datetime64[s]")
    frame["capacity_kva"] = frame["capacity_kva"].astype("float64")
    return frame.assign(customer_no="0001")


def gaps(*change_rows):
    return capacity_gaps(devices(("T1", 630.0)), changes(*change_rows), JANUARY)


def month(*customer_nos):
    return pd.DataFrame({"customer_no": customer_nos, "starts_on": JANUARY[0], "ends_on": JANUARY[-1]})


def january(device_rows, change_rows=(), flags=FLAGS):
    equipment = devices(*device_rows)
    daily = daily_capacity(equipment, changes(*change_rows), JANUARY, flags)
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
    assert "没有它的记录" in capacity_gaps(equipment, changes(), JANUARY)["0001"]
    assert capacity_gaps(equipment, changes(("T1", "2025-12-11", "封停", "暂停")), JANUARY).empty


def test_an_exchange_without_its_capacity_is_a_doubt():
    assert "变动后容量" in gaps(("T1", "2026-01-11", "暂换", "暂换"))["0001"]


def test_no_devices_at_all_give_no_segments():
    daily = daily_capacity(devices(), changes(), JANUARY, FLAGS)
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
