"""Other power factors that an adjustment may have been looked up by: cut to two decimals, without reactive losses."""

import pandas as pd

from addin.billing.causes.reckoned import Rows, rounded
from addin.billing.power_factor import adjustment, power_factor_percent

FIGURES = ["active_kwh", "reactive_kvarh", "power_factor"]


def truncated_factor(rows: Rows) -> pd.Series:
    """Cut the power factor to two decimals before the table is looked up."""
    known = _known(rows)
    ends = [_truncated_cosine(*one) for one in known[FIGURES].to_numpy()]
    return _adjusted(rows, pd.Series(ends, index=known.index, dtype="Int64"))


def without_reactive_losses(rows: Rows) -> pd.Series:
    """Leave the reactive losses of transformers out of the power factor; the active ones stay in it."""
    known = _known(rows)
    lost = rows.billing.quantities.energy.losses["reactive_loss_kvarh"].astype("float64")
    lost = lost.reindex(rows.lines["customer_no"]).set_axis(known.index).fillna(0.0)
    return _adjusted(rows, power_factor_percent(known["active_kwh"], known["reactive_kvarh"] - lost))


def _known(rows: Rows) -> pd.DataFrame:
    """Return what the power factor of each row's customer is of."""
    return rows.billing.quantities.power_factor.reindex(rows.lines["customer_no"]).set_axis(rows.lines.index)


def _adjusted(rows: Rows, hundredths: pd.Series) -> pd.Series:
    """Return the rows with the adjustment by another power factor."""
    standard = rows.lines["segment"].map(rows.billing.quantities.standards)
    found = adjustment(rows.table, standard, hundredths)
    return rows.adjusted(rows.amounts, rounded, found["change_percent"].fillna(rows.lines["unit_price"]))


def _truncated_cosine(active: float, reactive: float, hundredths: object) -> object:
    """Return cosφ in hundredths, cut off: decided in integers."""
    if pd.isna(hundredths):
        return pd.NA
    p, q, c = int(active), int(reactive), int(str(hundredths))
    return c if 10_000 * p * p >= c * c * (p * p + q * q) else c - 1
