"""The capacity of every day, from the events of 容量变动, and the segments of equal capacity of a month."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.basic.suspension_years import charged_again
from addin.billing.flags import Flags
from addin.billing.known_changes import of_devices
from addin.billing.nameplate import rated
from addin.days import DAY, LONG_AGO, NEVER, within

CLOSING = ("封停", "拆除", "减容")
"""Events after which a device is not charged (减容 with 变动后容量: charged with that)."""
RATED = ("投运", "暂换恢复", "减容恢复")
"""Events after which a device is charged with its rated capacity again."""


def daily_capacity(devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.DataFrame:
    """Return the chargeable capacity of each device on each day.

    A device counts from its commissioning; from a sealing on it does not, until it is unsealed or the approved end
    has passed, or a calendar year's days of suspension are used up; a suspension or reduction shorter than its least
    number of days is not deducted; an exchange counts with the capacity put in its place. Standby is not read: hot
    standby counts, cold standby is free only while it is sealed.

    Args:
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        days: of the month.
        flags: the billing rules.

    Returns:
        Frame like ``devices``, columns ``days``, values [kVA]; ``NaN`` where a device has no nameplate capacity.

    Source: 供电营业规则 (2024), billing.md §2.2; ledger.md §3 暂停.
    """
    steps = _steps(devices, changes, days[-1], flags)
    owner = devices.index.get_indexer(steps["device"])
    steps = steps[owner >= 0].assign(owner=owner[owner >= 0]).sort_values(["owner", "on", "order"], kind="stable")
    keys = steps["owner"].to_numpy() * 1_000_000 + _number(steps["on"])
    asked = np.arange(len(devices))[:, None] * 1_000_000 + _number(pd.Series(days))[None, :]
    place = np.searchsorted(keys, asked, side="right") - 1
    mine = (place >= 0) & (steps["owner"].to_numpy()[place] == np.arange(len(devices))[:, None])
    return pd.DataFrame(np.where(mine, steps["kva"].to_numpy()[place], 0.0), index=devices.index, columns=days)


def customer_capacity(devices: pd.DataFrame, daily: pd.DataFrame) -> pd.DataFrame:
    """Add up the devices of each customer; of devices that interlock, the largest counts.

    Args:
        devices: table 受电设备.
        daily: of each device, from ``daily_capacity``.

    Returns:
        Frame by customer_no, columns days, values [kVA]; ``NaN`` where one of the devices' is not known.
    """
    daily = daily.fillna(np.inf)
    linked = devices["interlock_group"].notna()
    owner, group = devices["customer_no"], devices["interlock_group"]
    largest = daily[linked].groupby([owner[linked], group[linked]], sort=False).max().droplevel(1)
    every = pd.concat([daily[~linked].set_axis(owner[~linked]), largest])
    return every.groupby(level=0, sort=False).sum().reindex(owner.dropna().unique()).replace(np.inf, np.nan)


def stretches(daily: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of equal capacity of each segment.

    Args:
        daily: by customer_no, columns days, values [kVA].
        segments: customer_no, starts_on, ends_on, from ``month_segments``; index = segment.

    Returns:
        segment, customer_no, starts_on, days, capacity_kva; in order of time; stretches without capacity are left out.
    """
    mine = segments[segments["customer_no"].isin(daily.index)]
    values = daily.reindex(mine["customer_no"]).to_numpy("float64")
    if not values.size:
        nothing = {"segment": "int64", "customer_no": object, "starts_on": "datetime64[s]", "days": "int64"}
        return pd.DataFrame(
            {name: pd.Series(dtype=kind) for name, kind in (nothing | {"capacity_kva": "float64"}).items()}
        )
    values = np.where(within(mine, "starts_on", "ends_on", daily.columns), values, 0.0)
    fresh = np.ones(values.shape, dtype=bool)
    fresh[:, 1:] = values[:, 1:] != values[:, :-1]
    row, column = np.nonzero(fresh)
    stops = np.append(column[1:], 0)
    stops = np.where(stops == 0, values.shape[1], stops)
    frame = pd.DataFrame({"segment": mine.index.to_numpy()[row], "customer_no": mine["customer_no"].to_numpy()[row]})
    frame["starts_on"], frame["days"] = daily.columns[column], stops - column
    frame["capacity_kva"] = values[row, column]
    return frame[frame["capacity_kva"] > 0].reset_index(drop=True)


def _steps(devices: pd.DataFrame, changes: pd.DataFrame, last_on: pd.Timestamp, flags: Flags) -> pd.DataFrame:
    """Return from which day on each device counts with how much: device, on, kva, order."""
    first = of_devices(changes, devices).drop_duplicates("device")
    started = devices[~devices.index.isin(first.loc[first["event"] == "投运", "device"])]
    base = pd.DataFrame({"device": started.index, "kva": rated(started).to_numpy(), "order": 0})
    base["on"] = started["commissioned_on"].to_numpy("datetime64[D]")
    base["on"] = base["on"].fillna(LONG_AGO)
    if first.empty:
        return base
    found = events(devices, changes, flags)
    happened = pd.DataFrame({"device": found["device"], "on": found["on"], "kva": found["kva"], "order": 1})
    over = found[found["resumes"] & (found["ends_on"] < found["next_on"])]
    resumed = pd.DataFrame({"device": over["device"], "on": over["ends_on"], "kva": over["running"], "order": 1})
    again = charged_again(found[suspended(found)], last_on, flags).assign(order=1)
    return pd.concat([base, happened, resumed, again], ignore_index=True)


def suspensions(devices: pd.DataFrame, changes: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the suspensions (暂停) of devices, in order of device and time.

    Args:
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        flags: the billing rules; whether the days of sealing and unsealing are charged.

    Returns:
        Index = row id of 容量变动: device, device_no, customer_no, rated_kva; ``on``, the first day that
        is not charged; ``until``, the first one that is again; days; ``endless`` where neither unsealing nor approved
        end is known.
    """
    found = events(devices, changes, flags)
    rows = found[suspended(found)]
    until = rows["next_on"].where(rows["next_on"] < rows["ends_on"], rows["ends_on"])
    plate = rows["device"].map(devices["rated_kva"])
    days = (until - rows["on"]).dt.days
    own = rows[["device", "device_no", "customer_no", "on"]].assign(rated_kva=plate)
    return own.assign(until=until, days=days, endless=until >= NEVER)


def events(devices: pd.DataFrame, changes: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the events with the day from which they hold, and the capacity that counts from then on.

    Args:
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        flags: the billing rules.

    Returns:
        The rows of ``changes`` about these devices, in order of device and time, with ``device``, ``on`` (holds from
        this day), ``next_on`` (the next event holds), ``ends_on`` (the approval is over), ``resumes``, ``kva`` [kVA].
    """
    rows = of_devices(changes, devices)
    closing = rows["event"].isin(CLOSING).to_numpy()
    later = np.where(closing, flags.charges_last_day, not flags.charges_first_day)
    on = rows["changed_at"].to_numpy("datetime64[D]") + later.astype("timedelta64[D]")
    rows = rows.assign(on=pd.Series(on, index=rows.index).astype("datetime64[s]"))
    rows["running"] = _running(rows, rows["device"].map(rated(devices)), closing)
    rows["next_on"] = rows.groupby("device")["on"].shift(-1).fillna(NEVER)
    rows["ends_on"] = (rows["approved_until_on"] + DAY).fillna(NEVER)
    rows["resumes"] = closing & (rows["event"] != "拆除")
    rows["kva"] = np.where(closing, rows["capacity_kva"].fillna(0.0), rows["running"])
    rows["kva"] = rows["kva"].where(~_too_short(rows, flags), rows["running"])
    return rows


def _running(events: pd.DataFrame, plate_kva: pd.Series, closing: npt.NDArray[np.bool_]) -> pd.Series:
    """Return with how much a device counts whenever it is in service: as the last opening event says."""
    own = plate_kva.where(events["event"].isin(RATED)).fillna(events["capacity_kva"].where(~closing))
    return own.groupby(events["device"]).ffill().fillna(plate_kva)


def _too_short(events: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say which suspensions and reductions end before their least number of days has passed."""
    free = (np.minimum(events["next_on"], events["ends_on"]) - events["on"]).dt.days
    short = suspended(events) & (free < flags.suspensions.least_days)
    return short | _reduced(events) & (free < flags.suspensions.least_reduction_days)


def suspended(events: pd.DataFrame) -> pd.Series:
    """Say which events are the sealing of a suspension."""
    return (events["event"] == "封停") & (events["business"].isna() | (events["business"] == "暂停"))


def _reduced(events: pd.DataFrame) -> pd.Series:
    """Say which events begin a reduction of capacity."""
    return (events["event"] == "减容") | (events["event"] == "封停") & (events["business"] == "减容")


def _number(days: pd.Series) -> npt.NDArray[np.int64]:
    """Return days as whole numbers that sort."""
    return np.asarray(days.to_numpy("datetime64[D]").astype("int64"))
