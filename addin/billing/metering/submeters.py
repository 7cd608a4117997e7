"""Sub-meters: 套表, 定比 and 定量 are taken off the meter that they stand behind, leaf first."""

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import Flags
from addin.billing.money import product, transport
from addin.tables.choices import PERIODS, TOTAL

BEHIND = ("套表", "定比", "定量")
"""Relations of points that stand behind another one."""
COLUMNS = [TOTAL, *PERIODS]
DEEPEST = 8
"""Levels of sub-meters that are followed; a chain that is longer runs in a circle."""


def gross(points: pd.DataFrame, energy: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the energy of every point, those without a meter reckoned from the point above.

    Args:
        points: settlement points in force, index point_no.
        energy: of metered points, by point_no; 总 and periods [kWh].
        flags: the billing rules.

    Returns:
        By point_no, 总 and periods [kWh]; ``NaN`` where it cannot be known.

    Source: billing.md §6: 定比 = energy as read × ratio, rounded half up, of each period; 定量 is a fixed energy.
    """
    result = energy[COLUMNS].reindex(points.index)
    fixed, open_ = points["relation"] == "定量", points["relation"] == "定比"
    if not (fixed | open_).any():
        return result
    result.loc[fixed | open_, COLUMNS] = float("nan")
    result.loc[fixed, TOTAL] = points.loc[fixed, "fixed_kwh"]
    for _ in range(DEEPEST):
        ready = open_ & points["parent_no"].map(result[TOTAL]).notna()
        if not ready.any():
            break
        result.loc[ready, COLUMNS] = _shares(points[ready], result, flags)
        open_ &= ~ready
    return result


def net(points: pd.DataFrame, energy: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take each sub-meter off the meter above that is billed to another customer or at another class.

    A sub-meter of the same customer and class ends in the same rows of the bill: it is neither taken off nor billed by
    itself. One without period registers is taken off 平.

    Args:
        points: settlement points in force, index point_no, with ``billed_class``.
        energy: of every point, from ``gross``.

    Returns:
        Energy billed by point_no, and the doubts: less than nothing left, a point above that is missing, a circle.
    """
    above = points["parent_no"].where(points["parent_no"].isin(points.index))
    target, merged = deducted(points)
    if target.isna().all() and not (energy[COLUMNS] < 0).any(axis=None):
        return energy.loc[~merged, COLUMNS], gather([_misplaced(points, above), _circular(points, above)])
    taken = target.index[target.notna()]
    off = matched(energy.loc[taken], energy.reindex(target[taken]).set_axis(taken))
    groups = off.groupby(target[taken].to_numpy(), sort=False)
    unknown = groups[TOTAL].count() < groups.size()
    left = energy[COLUMNS] - groups.sum().reindex(energy.index).fillna(0.0)
    left.loc[unknown.index[unknown]] = float("nan")
    doubts = [_short(points, energy, left, off, target), _misplaced(points, above), _circular(points, above)]
    return left[~merged], gather(doubts)


def deducted(points: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Say from which point each one is taken off (none: blank), and which are billed in the rows of the point above.

    Args:
        points: settlement points in force, index point_no, with ``billed_class``.
    """
    above = points["parent_no"].where(points["parent_no"].isin(points.index))
    merged = _same(points, above)
    if not merged.any():
        return above, merged
    target = above.copy()
    for _ in range(DEEPEST):
        through = target.isin(points.index[merged])
        if not through.any():
            break
        target = target.where(~through, target.map(above))
    return target.where(~merged), merged


def _short(
    points: pd.DataFrame, energy: pd.DataFrame, left: pd.DataFrame, off: pd.DataFrame, target: pd.Series
) -> pd.DataFrame:
    """Say at which points less than nothing is left, with the kWh of the meter and of each sub-meter taken off."""
    short = left.index[(left < 0).any(axis="columns")]
    numbers = points["point_no"] if "point_no" in points else points.index.to_series()
    said = {}
    for at in short:
        name = next(column for column in COLUMNS if left.loc[at, column] < 0)
        taken = off.loc[target.index[target == at], name]
        listed = "、".join(f"{numbers[sub]} 的 {kwh:.10g} kWh" for sub, kwh in taken.items())
        period = "" if name == TOTAL else f"{name}时段"
        said[at] = (
            f"计量点 {numbers[at]} {period}电量 {energy.loc[at, name]:.10g} kWh，扣减 {listed} 后为"
            f" {left.loc[at, name]:.10g} kWh，扣减分表后电量小于零，应不小于零；"
            "请核对各计量点的示数、倍率和「计量点」的「上级计量点」「关系」"
        )
    return doubt(points.loc[short, "customer_no"], pd.Series(said, index=short, dtype=object))


def _misplaced(points: pd.DataFrame, above: pd.Series) -> pd.DataFrame:
    """Say which sub-meters stand behind no point: taken for a main meter they would be billed twice."""
    lost = points[points["relation"].isin(BEHIND) & above.isna()]
    if lost.empty:
        return NONE
    parent = lost["parent_no"].astype(object).fillna("空")
    label = "计量点 " + lost.index.to_series().astype(str) + " 是" + lost["relation"].astype(str)
    said = label + "，其上级计量点『" + parent.astype(str) + "』不在「计量点」本月有效的结算行中，请改正"
    return doubt(lost["customer_no"], said)


def _circular(points: pd.DataFrame, above: pd.Series) -> pd.DataFrame:
    """Say which points stand behind themselves, directly or in a circle."""
    top = above
    for _ in range(DEEPEST):
        if top.isna().all():
            break
        top = top.map(above)
    looped = points[top.notna()]
    if looped.empty:
        return NONE
    own = looped.index.to_series()
    said = "计量点 " + own.astype(str) + " 的上级计量点『" + above[looped.index].astype(str) + "』"
    tail = pd.Series("又绕回到它（成圈，或超过八级），电量无法扣减，请改正", index=looped.index)
    return doubt(looped["customer_no"], said + tail.mask(above[looped.index] == own, "就是它自己，请改正"))


def _same(points: pd.DataFrame, above: pd.Series) -> pd.Series:
    """Say which points are billed in the same rows as the point above."""
    if above.isna().all():
        return pd.Series(data=False, index=points.index)
    owner, tariff = above.map(points["customer_no"]), above.map(points["billed_class"])
    return (owner == points["customer_no"]) & (tariff == points["billed_class"])


def _shares(points: pd.DataFrame, energy: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the energy of ratio sub-meters: of each period where the meter above has periods."""
    base = energy.reindex(points["parent_no"]).set_axis(points.index)
    digits = flags.share_decimals
    shares = pd.DataFrame(
        {
            name: transport(
                product((base[name], digits), (points["ratio_percent"], 4), digits=digits, divisor=100), digits
            )
            for name in COLUMNS
        }
    )
    shares[TOTAL] = shares[list(PERIODS)].sum(axis="columns", min_count=1).fillna(shares[TOTAL])
    return shares


def matched(taken: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Return what is taken off, in the periods of the meter above: all of 平 where the sub-meter has none."""
    timed, above_timed = (
        taken[list(PERIODS)].notna().any(axis="columns"),
        above[list(PERIODS)].notna().any(axis="columns"),
    )
    off = taken.copy()
    alone = above_timed & ~timed
    off.loc[alone, list(PERIODS)] = 0.0
    off.loc[alone, "平"] = taken.loc[alone, TOTAL]
    return off
