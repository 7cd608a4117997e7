"""Customers whose meters ran after their last device was removed and before the next one: the capacity is nowhere."""

import dataclasses

import numpy as np
import pandas as pd

from addin.billing.basic.capacity import customer_capacity, daily_capacity
from addin.billing.basic.uncommissioned import OPENING
from addin.billing.flags import Flags
from addin.billing.known_changes import of_devices
from addin.billing.metering.readings import ACTIVE
from addin.days import DAY, within
from addin.tables.choices import BY_CAPACITY, TOTAL

REMOVED = "拆除"


def nothing_in_place(  # noqa: PLR0913, PLR0917 - as ``capacity_doubts``
    segments: pd.DataFrame,
    devices: pd.DataFrame,
    changes: pd.DataFrame,
    covered: pd.DatetimeIndex,
    metered: pd.DataFrame,
    flags: Flags,
) -> pd.Series:
    """Say who is billed by capacity and used energy between two readings on days without any device.

    A reading that also covers days with one says nothing: all of it may have been used on those. One of the day on
    which a device comes is taken for that of its coming, as one of the day of any other change.

    Args:
        segments: of every customer: customer_no, capacity_mode, starts_on, ends_on.
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        covered: days that bills cover.
        metered: of each reading: customer_no, point_no, register, quantity [kWh], previous_on, read_on.
        flags: the billing rules.

    Returns:
        A sentence by customer_no.

    Source: billing.md §2.2: the charge is the capacity in force on each day; ledger.md §1. See ``uncommissioned``.
    """
    gone = changes[(changes["event"] == REMOVED) & (changes["changed_at"] < covered[-1] + DAY)]
    if gone.empty:
        return pd.Series(dtype=object)
    asked = segments[(segments["capacity_mode"] == BY_CAPACITY) & segments["customer_no"].isin(gone["customer_no"])]
    mine = devices[devices["customer_no"].isin(asked["customer_no"])]
    if mine.empty:
        return pd.Series(dtype=object)
    days = pd.date_range(covered[0] - DAY, covered[-1])
    there = _there(mine, of_devices(changes, mine), days, flags) | ~_by_capacity(asked, days)
    ran = metered[(metered["register"] == ACTIVE + TOTAL) & (metered["quantity"] > 0)]
    ran = ran[ran["customer_no"].isin(there.index[~there.all(axis="columns")])].dropna(
        subset=["previous_on", "read_on"]
    )
    bare = [_bare(one, there.loc[one.customer_no], days) for one in ran.itertuples()]
    rows = ran[np.array(bare, dtype=bool)].drop_duplicates("customer_no").set_index("customer_no")
    return _said(rows, gone)


def _there(devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.DataFrame:
    """Say by customer_no on which days a device is in place, sealed or not; on the days of coming and going it is."""
    moved = changes[changes["event"].isin((OPENING, REMOVED))]
    whole = dataclasses.replace(flags, charges_first_day=True, charges_last_day=True)
    daily = daily_capacity(devices, moved, days, whole)
    return customer_capacity(devices, daily).ne(0)


def _by_capacity(segments: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Say by customer_no on which days it is billed by capacity."""
    covered = within(segments, "starts_on", "ends_on", days)
    return pd.DataFrame(covered, index=segments["customer_no"], columns=days).groupby(level=0).any()


def _bare(reading: object, there: pd.Series, days: pd.DatetimeIndex) -> bool:
    """Say whether a reading covers days of the bill that no device was in place on, and no other ones."""
    first, last = (getattr(reading, name) for name in ("previous_on", "read_on"))
    span = there[(days > first) & (days <= last) & (days > days[0])]
    if len(span) > 1 and span.iloc[-1] and not span.iloc[-2]:
        span = span.iloc[:-1]
    return len(span) > 0 and not span.any()


def _said(rows: pd.DataFrame, gone: pd.DataFrame) -> pd.Series:
    """Return the sentences: which device was removed when, and what was read since."""
    last = gone.sort_values("changed_at", kind="stable").drop_duplicates("customer_no", keep="last")
    device = last.set_index("customer_no").reindex(rows.index)
    said = "设备 " + device["device_no"].astype(str) + " 已于 " + device["changed_at"].dt.strftime("%Y-%m-%d")
    said += " 拆除（「容量变动」），而没有设备在运的 " + rows["previous_on"].dt.strftime("%Y-%m-%d") + " 至 "
    said += rows["read_on"].dt.strftime("%Y-%m-%d") + " 之间，计量点 " + rows["point_no"].astype(str) + " 抄见电量 "
    said += rows["quantity"].map("{:,.10g}".format).astype(object) + " kWh，这些天的容量电费无从确定；"
    return (said + "请核对「容量变动」的拆除、投运日期，或补录在运的设备").astype(object)
