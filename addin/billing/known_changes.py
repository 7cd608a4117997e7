"""The rows of 容量变动 that count: each event once, of its device, what is no suspension not called one."""

import pandas as pd

from addin.tables.supply import CAPACITY_CHANGES

COLD, NO_SUSPENSION = "冷备", "其他"
DEVICE = ["customer_no", "device_no"]
"""What names a device: 1#主变 is the first transformer of many a customer."""
SAID = [column.name for column in CAPACITY_CHANGES.columns if column.name not in {"order_no", "remark"}]
"""What a row of 容量变动 says of its event; two rows that agree in all of it are one, be it under two orders."""


def known_changes(devices: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of 容量变动 that count, of these devices, in order of time; what stands there twice is one event.

    A cold standby that is sealed without a 业务 rests as it is meant to: it is no suspension, and no year limits it. A
    row without a time is none: nobody knows what it follows, see ``device_events``.

    Args:
        devices: table 受电设备, index = row id.
        changes: table 容量变动.

    Returns:
        The rows with ``device``, the row id of their device, in order of device and time.

    Source: billing.md §2.2: cold standby that is sealed is free; ledger.md §1: one row a device, moment and event.
    """
    if changes.empty:
        return changes.assign(device=pd.Series(dtype="int64"))
    near = devices.loc[devices["device_no"].isin(changes["device_no"]), DEVICE]
    told = owned(changes[changes["device_no"].isin(near["device_no"])], near)
    told = told[~told.duplicated(SAID)]
    named = told[DEVICE].astype(object).merge(near.astype(object).assign(device=near.index), how="left", on=DEVICE)
    mine = told.assign(device=named["device"].to_numpy())
    mine = mine[mine["device"].notna()].astype({"device": "int64"})
    cold = mine["device"].isin(devices.index[devices["standby"] == COLD])
    unnamed = cold & (mine["event"] == "封停") & mine["business"].isna()
    mine = mine.assign(business=mine["business"].mask(unnamed, NO_SUSPENSION))
    return mine.sort_values(["device", "changed_at"], kind="stable")


def of_devices(known: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Return the known changes of these devices alone.

    Args:
        known: from ``known_changes``, of these devices and others.
        devices: a part of 受电设备.
    """
    return known[known["device"].isin(devices.index)]


def owned(changes: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Return 容量变动 with the 户号 of rows that have none, where one customer alone has a device of that number.

    Args:
        changes: table 容量变动.
        devices: table 受电设备 of all customers.
    """
    if changes["customer_no"].notna().all():
        return changes
    sole = devices[DEVICE].drop_duplicates().drop_duplicates("device_no", keep=False).set_index("device_no")
    found = changes["device_no"].map(sole["customer_no"])
    return changes.assign(customer_no=changes["customer_no"].astype(object).fillna(found))
