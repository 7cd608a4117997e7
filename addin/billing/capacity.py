"""The capacity of every day, from the events of 容量变动, and the segments of equal capacity of a month."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.flags import Flags

CLOSING = ("封停", "拆除", "减容")
"""Events after which a device is not charged (减容 with 变动后容量: charged with that)."""
RATED = ("投运", "暂换恢复", "减容恢复")
"""Events after which a device is charged with its rated capacity again."""
DAY = np.timedelta64(1, "D")
FAR = np.datetime64("2999-01-01", "D")
LONG_AGO = np.datetime64("1900-01-01", "D")


def daily_capacity(devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.DataFrame:
    """Return the chargeable capacity of each device on each day.

    A device counts from its commissioning; from a sealing on it does not, until it is unsealed or the approved end
    has passed; a suspension shorter than the least number of days is not deducted; an exchange counts with the capacity
    put in its place. Standby is not read: hot standby counts, cold standby is free only while it is sealed.

    Args:
        devices: table 受电设备.
        changes: table 容量变动, all dates.
        days: of the month.
        flags: the billing rules.

    Returns:
        Frame like ``devices``, columns ``days``, values [kVA].

    Source: 供电营业规则 (2024), billing.md §2.2; ledger.md §3 暂停.
    """
    steps = _steps(devices, changes, flags)
    codes = pd.Index(devices["device_no"])
    owner = codes.get_indexer(steps["device_no"])
    steps = steps[owner >= 0].assign(owner=owner[owner >= 0]).sort_values(["owner", "on", "order"], kind="stable")
    keys = steps["owner"].to_numpy() * 1_000_000 + _number(steps["on"])
    asked = np.arange(len(codes))[:, None] * 1_000_000 + _number(pd.Series(days))[None, :]
    place = np.searchsorted(keys, asked, side="right") - 1
    mine = (place >= 0) & (steps["owner"].to_numpy()[place] == np.arange(len(codes))[:, None])
    return pd.DataFrame(np.where(mine, steps["kva"].to_numpy()[place], 0.0), index=devices.index, columns=days)


def customer_capacity(devices: pd.DataFrame, daily: pd.DataFrame) -> pd.DataFrame:
    """Add up the devices of each customer; of devices that interlock, the largest counts.

    Args:
        devices: table 受电设备.
        daily: of each device, from ``daily_capacity``.

    Returns:
        Frame by customer_no, columns days, values [kVA].
    """
    group = devices["interlock_group"].where(devices["interlock_group"].notna(), "#" + devices["device_no"].astype(str))
    largest = daily.groupby([devices["customer_no"], group], sort=False).max()
    return largest.groupby(level=0, sort=False).sum()


def segments(daily: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of equal capacity of each customer.

    Args:
        daily: by customer_no, columns days, values [kVA].

    Returns:
        customer_no, starts_on, days, capacity_kva; in order of time; stretches without capacity are left out.
    """
    values = daily.to_numpy()
    if not values.size:
        return pd.DataFrame(columns=["customer_no", "starts_on", "days", "capacity_kva"])
    fresh = np.ones(values.shape, dtype=bool)
    fresh[:, 1:] = values[:, 1:] != values[:, :-1]
    row, column = np.nonzero(fresh)
    ends = np.append(column[1:], 0)
    ends = np.where(ends == 0, values.shape[1], ends)
    frame = pd.DataFrame({"customer_no": daily.index.to_numpy()[row], "starts_on": daily.columns[column]})
    frame["days"], frame["capacity_kva"] = ends - column, values[row, column]
    return frame[frame["capacity_kva"] > 0].reset_index(drop=True)


def capacity_doubts(devices: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Say of which customers the capacity cannot be known, a sentence by customer_no."""
    silent = devices["state"].isin(["停用", "拆除"]) & ~devices["device_no"].isin(changes["device_no"])
    stopped = devices[silent]
    first = "设备 " + stopped["device_no"].astype(str) + " 运行状态为『" + stopped["state"].astype(str)
    exchanged = changes[(changes["event"] == "暂换") & changes["capacity_kva"].isna()]
    second = "设备 " + exchanged["device_no"].astype(str) + " 的暂换没有填写「变动后容量」"
    first.index, second.index = pd.Index(stopped["customer_no"]), pd.Index(exchanged["customer_no"])
    said = pd.concat([first + "』，而「容量变动」没有它的记录，计费容量无从确定", second])
    return said[~said.index.duplicated()]


def _steps(devices: pd.DataFrame, changes: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return from which day on each device counts with how much: device_no, on, kva, order."""
    events = _events(devices, changes, flags)
    first = events.drop_duplicates("device_no")
    from_start = ~devices["device_no"].isin(first.loc[first["event"] == "投运", "device_no"])
    started = devices[from_start]
    base = pd.DataFrame({"device_no": started["device_no"], "kva": started["rated_kva"], "order": 0})
    base["on"] = started["commissioned_on"].to_numpy("datetime64[D]")
    base["on"] = base["on"].fillna(pd.Timestamp(LONG_AGO))
    happened = pd.DataFrame({"device_no": events["device_no"], "on": events["on"], "kva": events["kva"], "order": 1})
    over = events[events["resumes"] & (events["ends_on"] < events["next_on"])]
    resumed = pd.DataFrame({"device_no": over["device_no"], "on": over["ends_on"], "kva": over["running"], "order": 1})
    return pd.concat([base, happened, resumed], ignore_index=True)


def _events(devices: pd.DataFrame, changes: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the events with the day from which they hold, and the capacity that counts from then on."""
    rated = devices.drop_duplicates("device_no").set_index("device_no")["rated_kva"]
    events = changes[changes["device_no"].isin(rated.index)].sort_values(["device_no", "changed_at"], kind="stable")
    closing = events["event"].isin(CLOSING).to_numpy()
    later = np.where(closing, flags.charges_last_day, not flags.charges_first_day)
    on = events["changed_at"].to_numpy("datetime64[D]") + later * DAY
    events = events.assign(on=pd.Series(on, index=events.index).astype("datetime64[s]"))
    events["running"] = _running(events, events["device_no"].map(rated), closing)
    events["next_on"] = events.groupby("device_no")["on"].shift(-1).fillna(pd.Timestamp(FAR))
    events["ends_on"] = (events["approved_until_on"] + DAY).fillna(pd.Timestamp(FAR))
    events["resumes"] = closing & (events["event"] != "拆除")
    events["kva"] = np.where(closing, events["capacity_kva"].fillna(0.0), events["running"])
    events["kva"] = events["kva"].where(~_too_short(events, flags), events["running"])
    return events


def _running(events: pd.DataFrame, rated: pd.Series, closing: npt.NDArray[np.bool_]) -> pd.Series:
    """Return with how much a device counts whenever it is in service: as the last opening event says."""
    own = rated.where(events["event"].isin(RATED)).fillna(events["capacity_kva"].where(~closing))
    return own.groupby(events["device_no"]).ffill().fillna(rated)


def _too_short(events: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say which suspensions end before the least number of days has passed."""
    free = (np.minimum(events["next_on"], events["ends_on"]) - events["on"]).dt.days
    suspended = (events["event"] == "封停") & (events["business"].isna() | (events["business"] == "暂停"))
    return suspended & (free < flags.least_suspension_days)


def _number(days: pd.Series) -> npt.NDArray[np.int64]:
    """Return days as whole numbers that sort."""
    return np.asarray((days.to_numpy("datetime64[D]") - LONG_AGO).astype("int64"))
