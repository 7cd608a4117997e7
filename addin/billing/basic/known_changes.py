"""The rows of 容量变动 that count: each event once, what is no suspension not called one."""

import pandas as pd

from addin.tables.supply import CAPACITY_CHANGES

COLD, NO_SUSPENSION = "冷备", "其他"
SAID = [column.name for column in CAPACITY_CHANGES.columns if column.name not in {"order_no", "remark"}]
"""What a row of 容量变动 says of its event; two rows that agree in all of it are one, be it under two orders."""


def known_changes(devices: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of 容量变动 about these devices, in order of time; what stands there twice is one event.

    A cold standby that is sealed without a 业务 rests as it is meant to: it is no suspension, and no year limits it.

    Source: billing.md §2.2: cold standby that is sealed is free; ledger.md §1: one row a device, moment and event.
    """
    mine = changes[changes["device_no"].isin(devices["device_no"]) & ~changes.duplicated(SAID)]
    cold = mine["device_no"].isin(devices.loc[devices["standby"] == COLD, "device_no"])
    unnamed = cold & (mine["event"] == "封停") & mine["business"].isna()
    mine = mine.assign(business=mine["business"].mask(unnamed, NO_SUSPENSION))
    return mine.sort_values(["device_no", "changed_at"], kind="stable")
