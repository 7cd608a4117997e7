"""What the nameplate of a device says."""

import pandas as pd


def rated(devices: pd.DataFrame) -> pd.Series:
    """Return the nameplate capacity of devices [kVA], ``NaN`` where none is written down: nothing is rated 0 kVA."""
    return devices["rated_kva"].where(devices["rated_kva"] > 0)


def lacking_kva(customers: pd.DataFrame, devices: pd.DataFrame) -> pd.Series:
    """Return by how much the devices of each customer fall short of its contract [kVA], by customer_no, of those only.

    Args:
        customers: table 客户台账: contract_capacity_kva.
        devices: table 受电设备; high-voltage motors count with their kVA.

    Source: ledger.md §5: the list of transformers adds up to the total capacity.
    """
    known = customers.drop_duplicates("customer_no").set_index("customer_no")["contract_capacity_kva"]
    sums = rated(devices).groupby(devices["customer_no"]).sum().reindex(known.index).fillna(0.0)
    short = known - sums
    return short[short > 0]
