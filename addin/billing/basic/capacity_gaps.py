"""Where 容量变动 contradicts itself, so that nobody can say which capacity counts: sentences by customer."""

import pandas as pd

from addin.billing.basic.capacity import CLOSING, events, suspended
from addin.billing.basic.suspension_years import overlong
from addin.billing.flags import Flags
from addin.billing.known_changes import of_devices
from addin.billing.nameplate import rated
from addin.days import DAY

NEEDS = {"启封": ("封停", "减容"), "减容恢复": ("减容",), "暂换恢复": ("暂换",)}
"""Events that end another one, and which."""
FAMILIES = (("投运", "封停", "启封", "拆除", "减容", "减容恢复"), ("投运", "暂换", "暂换恢复", "拆除"))
NOTHING_KNOWN = "，计费容量无从确定，请改正「容量变动」"


def capacity_gaps(devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.Series:
    """Say of which customers the capacity cannot be known on some day of the month.

    A contradiction that lies wholly before the month leaves nothing open in it; one that begins after it neither.

    Args:
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        days: that bills cover.
        flags: the billing rules.

    Returns:
        A sentence by customer_no.

    Source: billing.md §2.2; ledger.md §1: 容量变动 is the only source of the capacity of a day.
    """
    known = of_devices(changes, devices)
    silent = _silent(devices, known)
    known = known[known["changed_at"] < days[-1] + DAY]
    parts = [silent, _unrated(devices, known, days)]
    if len(known):
        happened = events(devices, changes, flags)
        too_long = overlong(happened[suspended(happened)], days, flags)
        parts += [_unfilled(known), *_contradicted(known, days), _reversed(known, days), too_long]
    said = pd.concat(parts)
    return said[~said.index.duplicated()]


def _silent(devices: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Say which devices are out of service though nothing took them out: without an event, or with one that opens."""
    last = events.drop_duplicates("device", keep="last").set_index("device")["event"]
    stopped = devices[devices["state"].isin(["停用", "拆除"]) & ~devices.index.isin(last.index[last.isin(CLOSING)])]
    if stopped.empty:
        return pd.Series(dtype=object)
    happened = "最后是『" + last.reindex(stopped.index).astype(object) + "』，没有其后的停用记录"
    said = "设备 " + stopped["device_no"].astype(str) + " 运行状态为『" + stopped["state"].astype(str)
    said += "』，而「容量变动」" + happened.fillna("没有它的记录") + "，计费容量无从确定"
    return said.set_axis(pd.Index(stopped["customer_no"]))


def _unrated(devices: pd.DataFrame, events: pd.DataFrame, days: pd.DatetimeIndex) -> pd.Series:
    """Say which devices have no nameplate capacity, but for those removed before the days."""
    removed = events.loc[(events["event"] == "拆除") & (events["changed_at"] < days[0]), "device"]
    rows = devices[rated(devices).isna() & ~devices.index.isin(removed)]
    if rows.empty:
        return pd.Series(dtype=object)
    said = "设备 " + rows["device_no"].astype(str) + " 没有铭牌容量（或为 0），计费容量无从确定，请在「受电设备」补填"
    return said.astype(object).set_axis(pd.Index(rows["customer_no"]))


def _unfilled(events: pd.DataFrame) -> pd.Series:
    """Say which exchanges do not name the capacity put in place."""
    rows = events[(events["event"] == "暂换") & events["capacity_kva"].isna()]
    said = "设备 " + rows["device_no"].astype(str) + " 的暂换没有填写「变动后容量」"
    return said.set_axis(pd.Index(rows["customer_no"]))


def _contradicted(events: pd.DataFrame, days: pd.DatetimeIndex) -> list[pd.Series]:
    """Say which events lack the one that they end, or repeat the one before; only those within the days count."""
    parts = []
    for family in FAMILIES:
        rows = events[events["event"].isin(family)]
        before = rows.groupby("device")[["event", "changed_at", "approved_until_on"]].shift()
        now = rows["changed_at"] >= days[0]
        for name, ended in NEEDS.items():
            alone = rows[now & (rows["event"] == name) & ~before["event"].isin(ended) & (name in family)]
            parts.append(_said(alone, f"，而此前没有对应的{'或'.join(ended)}记录"))
        resumed = before["approved_until_on"] < rows["changed_at"].dt.normalize()
        again = rows[now & (rows["event"] == "封停") & (before["event"] == "封停") & ~resumed & ("封停" in family)]
        parts.append(_said(again, "，而此前已经封停、没有启封记录"))
    return parts


def _reversed(events: pd.DataFrame, days: pd.DatetimeIndex) -> pd.Series:
    """Say which closings end before they begin, where they are the last word on a day of the month."""
    next_at = events.groupby("device")["changed_at"].shift(-1)
    matters = ~(next_at < days[0]) & events["event"].isin(CLOSING)
    wrong = events[matters & (events["approved_until_on"] < events["changed_at"].dt.normalize())]
    until = "，批准止日却是 " + wrong["approved_until_on"].dt.strftime("%Y-%m-%d") + "，早于开始"
    return _said(wrong, until)


def _said(rows: pd.DataFrame, what: str | pd.Series) -> pd.Series:
    """Return the sentences on events by customer."""
    when = " 于 " + rows["changed_at"].dt.strftime("%Y-%m-%d") + " "
    said = "设备 " + rows["device_no"].astype(str) + when + rows["event"].astype(str) + what + NOTHING_KNOWN
    return said.astype(object).set_axis(pd.Index(rows["customer_no"]))
