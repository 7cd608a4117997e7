"""What the nameplate of a device says."""

import pandas as pd


def rated(devices: pd.DataFrame) -> pd.Series:
    """Return the nameplate capacity of devices [kVA], ``NaN`` where none is written down: nothing is rated 0 kVA."""
    return devices["rated_kva"].where(devices["rated_kva"] > 0)
