"""Meters of a changed point whose 无功 stood still while their energy ran: a 0 that may have been left unread."""

import pandas as pd

from addin.billing.metering.readings import ACTIVE, QUADRANTS, REACTIVE
from addin.tables.choices import TOTAL

METER = ["customer_no", "point_no", "meter_no"]
RAN = {"kwh": (ACTIVE + TOTAL,), "kvarh": (*REACTIVE, *QUADRANTS)}


def idle_registers(metered: pd.DataFrame, readings: pd.DataFrame) -> pd.Series:
    """Say of which points one meter's kvarh stood still in the month while another one's did not.

    Exports write 0 for what nobody read: the power factor would be better than it is, in silence. It may be true
    (a meter that ran for a day, compensation): the bill stands, and a person looks at it.

    Args:
        metered: of each reading: customer_no, point_no, register, quantity [kWh, kvarh].
        readings: of the month, index as ``metered``: meter_no.

    Returns:
        A sentence by customer_no, several joined by ；.

    Source: billing.md §6: a changed meter counts with the old and the new one; missing is not zero.
    """
    meters = readings.loc[readings.index.isin(metered.index), ["point_no", "meter_no"]].drop_duplicates()
    changed = meters.loc[meters["point_no"].duplicated(), "point_no"]
    rows = metered[metered["point_no"].isin(changed)].join(readings["meter_no"])
    each = pd.DataFrame({name: _ran(rows, registers) for name, registers in RAN.items()}).reset_index()
    others = each.groupby("point_no")["kvarh"].transform("max")
    idle = each[(each["kvarh"] == 0) & (each["kwh"] > 0) & (others > 0)]
    said = (
        "计量点 "
        + idle["point_no"].astype(str)
        + " 表 "
        + idle["meter_no"].astype(str)
        + " 的无功示数没有走，而它的有功走了 "
    )
    said += (
        idle["kwh"].map("{:,.10g}".format).astype(object)
        + " kWh，同一计量点的另一块表有无功：没有抄的不能当作零，请核对"
    )
    return said.groupby(idle["customer_no"]).agg("；".join)


def _ran(rows: pd.DataFrame, registers: tuple[str, ...]) -> pd.Series:
    """Return how much registers of each meter ran together."""
    mine = rows[rows["register"].isin(registers)]
    return mine["quantity"].abs().groupby([mine[name] for name in METER]).sum(min_count=1)
