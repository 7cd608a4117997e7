"""Customers whose meters ran before anything was in service: the capacity of those days is nowhere."""

import pandas as pd

from addin.billing.known_changes import of_devices
from addin.billing.metering.readings import ACTIVE
from addin.days import DAY, LONG_AGO
from addin.tables.choices import BY_CAPACITY

OPENING = "投运"


def uncommissioned(
    segments: pd.DataFrame, devices: pd.DataFrame, changes: pd.DataFrame, metered: pd.DataFrame
) -> pd.Series:
    """Say who is billed by capacity for days before its first device was in service, though its meters ran on them.

    Energy without a device in service contradicts itself: a wrong date, or a device that 受电设备 does not know; a
    bill without the charge on capacity of those days would be too low in silence.

    Args:
        segments: of every customer: customer_no, capacity_mode, starts_on.
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        metered: of each reading: customer_no, register, quantity [kWh], previous_on.

    Returns:
        A sentence by customer_no.

    Source: billing.md §2.2: the charge is the capacity in force on each day; ledger.md §1.
    """
    asked = segments[segments["capacity_mode"] == BY_CAPACITY].groupby("customer_no")["starts_on"].min()
    if asked.empty:
        return pd.Series(dtype=object)
    open_ones = _not_surely_early(devices, changes, devices["customer_no"].map(asked))
    if open_ones.empty:
        return pd.Series(dtype=object)
    first = _first(open_ones, changes)
    first = first[first["on"] > asked.reindex(first.index)]
    ran = metered[metered["customer_no"].isin(first.index) & (metered["quantity"] > 0)]
    ran = ran[ran["register"].str.startswith(ACTIVE)]
    before = ran[~(ran["previous_on"] + DAY >= first["on"].reindex(ran["customer_no"]).set_axis(ran.index))]
    read = before.drop_duplicates("customer_no").set_index("customer_no")
    said = first.loc[first.index.isin(read.index)]
    return _said(said, read.reindex(said.index))


def _not_surely_early(devices: pd.DataFrame, changes: pd.DataFrame, since: pd.Series) -> pd.DataFrame:
    """Return the devices of customers without one that was plainly in service from the day asked: few, as a rule."""
    early = ~devices["device_no"].isin(changes["device_no"]) & ~(devices["commissioned_on"] > since)
    return devices[since.notna() & ~devices["customer_no"].isin(devices.loc[early, "customer_no"])]


def _first(devices: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the first device in service of each customer, index customer_no: device_no, on, where its date is from."""
    events = of_devices(changes, devices).drop_duplicates("device").set_index("device")
    opened = events.loc[events["event"] == OPENING, "changed_at"].dt.normalize()
    by_event = pd.Series(opened.reindex(devices.index), dtype="datetime64[s]")
    dated = by_event.fillna(devices["commissioned_on"]).fillna(LONG_AGO)
    rows = devices[["customer_no", "device_no"]].assign(on=dated, sheet="受电设备")
    rows["sheet"] = rows["sheet"].mask(by_event.notna(), "容量变动")
    rows = rows.dropna(subset="customer_no").sort_values("on", kind="stable")
    return rows.drop_duplicates("customer_no").set_index("customer_no")


def _said(first: pd.DataFrame, read: pd.DataFrame) -> pd.Series:
    """Return the sentences: which device, since when, and which point was read before."""
    since = read["previous_on"].dt.strftime("自 %Y-%m-%d ").fillna("")
    said = "设备 " + first["device_no"].astype(str) + " " + first["on"].dt.strftime("%Y-%m-%d") + " 才投运（「"
    said += first["sheet"] + "」），此前没有在运的设备，而计量点 " + read["point_no"].astype(str) + " " + since
    said += "起已抄见电量，投运以前的容量电费无从确定；请核对设备的投运日期，或补录此前在运的设备"
    return said.astype(object)
