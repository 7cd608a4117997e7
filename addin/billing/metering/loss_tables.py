"""Losses of transformers by the table of their model: the row of the shifts and of how far they were loaded."""

import numpy as np
import pandas as pd

from addin.billing.flags import Flags
from addin.billing.money import product, round_half_up, scaled

KEY = ["model", "rated_kva", "shifts"]
RATIO_PLACES = 5
OVERLOADED = 11
"""Tenths of the row that stands for every load above 1.0: losses of each 1,000 kWh."""
NO_SHIFTS = "班制不明（「客户台账」的「生产班次」为空，请补填）"


def table_losses(devices: pd.DataFrame, table: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return active and reactive loss by the table, each rounded half up to whole kWh and kvarh.

    Args:
        devices: 受电设备 with ``shifts`` as in the table, ``days`` in service and ``active_kwh`` metered behind each.
        table: the rule table 变损表.
        flags: days that the table is made for, and what is added to the load before it is rounded.

    Returns:
        ``active_loss_kwh`` and ``reactive_loss_kvarh``, ``Int64``, and ``lacking``: the row the table has not, as a
        phrase, empty otherwise.

    Source: billing.md §5.2: load = kWh ÷ (full-load kWh of the shifts × days ÷ 30) + 0.05, rounded to 0.1, at most 1.1;
        above 1 the row's losses are those of each 1,000 kWh.
    """
    full_kwh = devices[KEY].merge(table.drop_duplicates(KEY), on=KEY, how="left")["full_load_kwh"].to_numpy()
    tenths = _tenths(devices, pd.Series(full_kwh, index=devices.index), flags)
    rows = table.assign(tenths=scaled(table["load_ratio"], 1))[[*KEY, "tenths", "loss_kwh", "loss_kvarh"]]
    found = devices[KEY].assign(tenths=tenths).merge(rows, on=[*KEY, "tenths"], how="left").set_axis(devices.index)
    over = (tenths == OVERLOADED).fillna(value=False).astype(bool)
    factor = devices["active_kwh"].where(over, devices["days"])
    divisor = pd.Series(np.where(over, 1000, flags.loss_table_days), index=devices.index)
    result = pd.DataFrame(
        {
            name: product((found[column], 4), (factor, 0), digits=0, divisor=divisor)
            for name, column in (("active_loss_kwh", "loss_kwh"), ("reactive_loss_kvarh", "loss_kvarh"))
        }
    )
    return result.assign(lacking=_lacking(devices, tenths).where(result.isna().any(axis="columns"), ""))


def _tenths(devices: pd.DataFrame, full_kwh: pd.Series, flags: Flags) -> pd.Series:
    """Return how far each transformer was loaded, in tenths; 0 without load, ``NA`` where the model has no rows."""
    full = product((full_kwh, 2), (devices["days"], 0), digits=0, divisor=flags.loss_table_days)
    known = (full > 0).fillna(value=False).astype(bool) & devices["active_kwh"].notna()
    exact = product((devices["active_kwh"], 0), digits=RATIO_PLACES, divisor=full.where(known, 1).astype("int64"))
    load = exact.fillna(0) + int(scaled(pd.Series([flags.loss_table_step]), RATIO_PLACES)[0])
    whole = round_half_up(load.to_numpy("int64"), 10 ** (RATIO_PLACES - 1))
    tenths = np.where(load > 10**RATIO_PLACES, OVERLOADED, whole)
    tenths = np.where(devices["active_kwh"] == 0, 0, tenths)
    return pd.Series(tenths, index=devices.index, dtype="Int64").where(known)


def _lacking(devices: pd.DataFrame, tenths: pd.Series) -> pd.Series:
    """Name the row of the table that each transformer needs."""
    said = [
        f"型号『{row.model}』、{row.rated_kva:g} kVA、{NO_SHIFTS if pd.isna(row.shifts) else row.shifts}"
        + ("" if pd.isna(tenths[row.Index]) else f"、负荷率 {tenths[row.Index] / 10:.1f}")
        for row in devices.itertuples()
    ]
    return pd.Series(said, index=devices.index, dtype=object)
