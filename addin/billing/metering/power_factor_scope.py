"""Whose energy the power factor is of: main points and their losses, less sub-meters that take no part."""

import pandas as pd

from addin.billing.flags import NO, YES
from addin.billing.metering.submeters import DEEPEST
from addin.billing.sums import whole_sums
from addin.tables.choices import TOTAL

KVARH = "reactive_kvarh"
ENERGY = [TOTAL, KVARH]
RECKONED = ("定比", "定量")
"""Sub-meters without a meter: they have no reactive energy of their own."""


def power_factor_scope(points: pd.DataFrame, tariff_class: pd.Series, losses: pd.DataFrame) -> pd.DataFrame:
    """Return the energy of the power factor.

    Args:
        points: index point_no: customer_no, parent_no, ``root``, relation, billed_class, with_power_factor, 总 [kWh],
            reactive_kvarh.
        tariff_class: of the customers.
        losses: by customer_no: transformer_loss_kwh, line_loss_kwh, reactive_loss_kvarh.

    Returns:
        By customer_no: active_kwh and reactive_kvarh, losses included; ``NaN`` where a part of it is not known, or
        more is taken off than there is.

    Source: billing.md §4.2: sub-meters take part in the main meter's P and Q, unless 力调参与 says no and their kvarh
        is metered: a 定比, a 定量 or a meter without that register goes with the main one, whatever the word.
    """
    counted = counting(points, tariff_class)
    mine = points.loc[counted.index]
    groups = mine[ENERGY].mul(counted, axis="index").groupby(mine["customer_no"], sort=False)
    summed = whole_sums(groups)
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

    A sub-meter without a word of its own goes with the point above, and so does one that takes no part but whose
    reactive energy is not metered; a main point without a word takes part at the customer's own class.
    """
    return taking_part(points, _word(points), tariff_class)


def within(points: pd.DataFrame, tariff_class: pd.Series) -> pd.Series:
    """Say which points' energy is in the scope of their customer, by themselves or in that of the point above."""
    return _part(points, _word(points), tariff_class) > 0


def _word(points: pd.DataFrame) -> pd.Series:
    """Return 力调参与 where it counts: not the 否 of a sub-meter whose reactive energy is not metered."""
    metered = ~points["relation"].isin(RECKONED) & points[KVARH].notna()
    told = points["root"].astype(bool) | metered | (points["with_power_factor"] != NO)
    return points["with_power_factor"].where(told)


def taking_part(points: pd.DataFrame, word: pd.Series, tariff_class: pd.Series) -> pd.Series:
    """Return, like ``counting``, the points whose word (blank: none of its own) is another than that above."""
    root, part = points["root"].astype(bool), _part(points, word, tariff_class)
    if root.all():
        return part[part != 0]
    above = points["parent_no"].map(part).where(~root)
    counted = part - above.fillna(0)
    return counted[counted != 0]


def _part(points: pd.DataFrame, word: pd.Series, tariff_class: pd.Series) -> pd.Series:
    """Return 1 for the points that take part, 0 for the others; one without a word goes with the point above."""
    root = points["root"].astype(bool)
    same = points["billed_class"] == points["customer_no"].map(tariff_class)
    part = (word.eq(YES) | (word.isna() & same)).astype("float64")
    if root.all():
        return part
    part = part.where(root | word.notna())
    for _ in range(DEEPEST):
        part = part.fillna(points["parent_no"].map(part))
    return part.fillna(0)
