"""Clones: the customers whose bills differ, many times over under other numbers, each to be given other mistakes.

All trials are billed in one call of ``bill_month``: a trial costs a customer, not a run.
"""

import pandas as pd

from addin.billing.known_changes import owned
from addin.reading import Ledger

SHEETS = (
    "customers", "billing_terms", "devices", "capacity_changes", "supplies", "metering_points", "meter_changes",
    "readings", "bills", "bill_lines", "declared_demands", "market_prices",
)  # fmt: skip
"""The sheets that a bill is made of."""
CODES = ("customer_no", "point_no", "parent_no", "device_no", "meter_no", "bill_no", "reverses_no", "interlock_group")
"""Columns that name things of a customer: a clone has its own."""
MARK = "~"
"""Between a number and the running number of its clone."""
Frames = dict[str, pd.DataFrame]


def alone(customer_nos: pd.Index, points: pd.DataFrame) -> pd.Index:
    """Return the customers that neither stand behind another one's meter nor have another one behind their own."""
    owner = points.drop_duplicates("point_no").set_index("point_no")["customer_no"]
    above = points["parent_no"].map(owner)
    crossing = above.notna() & (above != points["customer_no"])
    tied = set(points.loc[crossing, "customer_no"]) | set(above[crossing])
    return customer_nos[~customer_nos.isin(list(tied))]


def cloned(ledger: Ledger, clones: pd.DataFrame, month: str) -> Frames:
    """Return the sheets with nothing but the clones; of readings and bills what the bill of a month stands on.

    Args:
        ledger: the sheets that were read.
        clones: ``customer_no`` and ``tail``, what stands behind each of its numbers: ``~17``.
        month: ``YYYY-MM``.
    """
    owner = ledger["metering_points"].drop_duplicates("point_no").set_index("point_no")["customer_no"]
    frames = {name: ledger[name] for name in SHEETS}
    frames["capacity_changes"] = owned(ledger["capacity_changes"], ledger["devices"])
    readings, bills = frames["readings"], frames["bills"]
    frames["readings"] = readings[readings["month"] == month]
    frames["bills"] = bills[(bills["month"] == month) | bills["reverses_no"].notna()]
    return {name: _repeated(frame, clones, owner) for name, frame in frames.items()}


def _repeated(frame: pd.DataFrame, clones: pd.DataFrame, owner: pd.Series) -> pd.DataFrame:
    """Return each customer's rows once for each of its clones, under the clone's numbers."""
    whose = frame["customer_no"] if "customer_no" in frame else frame["point_no"].map(owner)
    rows = frame.assign(**{"#of": whose}).merge(clones.rename(columns={"customer_no": "#of"}), on="#of")
    for name in CODES:
        if name in rows:
            known = rows[name].notna()
            rows[name] = (rows[name].astype(object).where(known, "") + rows["tail"].astype(object)).where(known, None)
    return rows.drop(columns=["#of", "tail"])
