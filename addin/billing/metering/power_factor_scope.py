"""Whose energy the power factor is of: main points and their losses, less sub-meters that take no part."""

import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.submeters import DEEPEST
from addin.tables.choices import TOTAL

KVARH = "reactive_kvarh"
ENERGY = [TOTAL, KVARH]


def power_factor_scope(points: pd.DataFrame, tariff_class: pd.Series, losses: pd.DataFrame) -> pd.DataFrame:
    """Return the energy of the power factor.

    Args:
        points: index point_no: customer_no, parent_no, ``root``, billed_class, with_power_factor, 总 [kWh],
            reactive_kvarh.
        tariff_class: of the customers.
        losses: by customer_no: transformer_loss_kwh, line_loss_kwh, reactive_loss_kvarh.

    Returns:
        By customer_no: active_kwh and reactive_kvarh, losses included; ``NaN`` where a part of it is not known, or
        more is taken off than there is.

    Source: billing.md §4.2: sub-meters take part in the main meter's P and Q, unless 力调参与 says no.
    """
    counted = counting(points, tariff_class)
    mine = points.loc[counted.index]
    groups = mine[ENERGY].mul(counted, axis="index").groupby(mine["customer_no"], sort=False)
    summed = groups.sum(min_count=1).mask(groups.count().lt(groups.size(), axis="index"))
    summed = summed.mask(summed < 0)
    added = losses.reindex(summed.index).fillna(0).astype("float64")
    return pd.DataFrame(
        {
            "active_kwh": summed[TOTAL] + added["transformer_loss_kwh"] + added["line_loss_kwh"],
            "reactive_kvarh": summed[KVARH] + added["reactive_loss_kvarh"],
        }
    )


def counting(points: pd.DataFrame, tariff_class: pd.Series) -> pd.Series:
    """Return the points whose energy counts: 1, or −1 for a sub-meter that is taken off the point above.

    A sub-meter without a word of its own goes with the point above; a main point without one takes part at the
    customer's own class.
    """
    word, root = points["with_power_factor"], points["root"].astype(bool)
    same = points["billed_class"] == points["customer_no"].map(tariff_class)
    part = (word.eq(YES) | (word.isna() & same)).astype("float64")
    if root.all():
        return part[part != 0]
    part = part.where(root | word.notna())
    for _ in range(DEEPEST):
        part = part.fillna(points["parent_no"].map(part))
    above = points["parent_no"].map(part).where(~root)
    counted = part.fillna(0) - above.fillna(0)
    return counted[counted != 0]
