"""The energy that a customer is billed for: readings, sub-meters, losses, by class and period."""

from dataclasses import dataclass

import pandas as pd

from addin.billing.doubts import gather
from addin.billing.flags import Flags
from addin.billing.metering.due_periods import lacking_periods
from addin.billing.metering.energy_segments import segment_energy, shares_of_part
from addin.billing.metering.line_losses import line_losses
from addin.billing.metering.loss_scope import customer_losses
from addin.billing.metering.loss_shares import KWH, Shares, loss_shares, spread_over_segments
from addin.billing.metering.power_factor_scope import power_factor_scope
from addin.billing.metering.readings import balanced, by_point, metered
from addin.billing.metering.submeters import gross, net
from addin.billing.metering.unread_points import needed_for_losses, point_doubts, untimed
from addin.rulebook import RulesInForce
from addin.tables.choices import NOT_TIMED, PERIODS, TOTAL


@dataclass(frozen=True, slots=True)
class Energy:
    """What was used in the month.

    Attributes:
        metered: each reading, index its row id: point_no, register, quantity, multiplier and where that is from.
        points: index point_no; customer_no, 总 and periods as metered or reckoned [kWh], reactive_kvarh, demand_kw,
            ``root`` (no point of the same customer above it).
        billed: customer_no, ``segment`` (its number in ``month_segments``), billed_class (of a business sub-meter at
            another kind than its customer that kind), point_no (empty for the customer's main class), 总 and periods
            with losses [kWh]; periods ``NaN`` where the customer has none.
        segment_points: points of customers whose month is cut, index a label of point and segment, with their energy.
        losses: by customer_no: transformer_loss_kwh, reactive_loss_kvarh, line_loss_kwh.
        scope: by customer_no: active_kwh, reactive_kvarh of the power factor, losses included.
        doubts: what could not be reckoned.
    """

    metered: pd.DataFrame
    points: pd.DataFrame
    billed: pd.DataFrame
    segment_points: pd.DataFrame
    losses: pd.DataFrame
    scope: pd.DataFrame
    doubts: pd.DataFrame


def reckon_energy(  # noqa: PLR0913 - the energy of a month depends on these sheets
    terms: pd.DataFrame,
    points: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    versions: pd.DataFrame,
    readings: pd.DataFrame,
    meter_changes: pd.DataFrame,
    devices: pd.DataFrame,
    lines: pd.DataFrame,
    month_days: int,
    flags: Flags,
    rules: RulesInForce,
) -> Energy:
    """Reckon the energy of every customer of the month.

    Args:
        terms: 计费参数 in force, index customer_no.
        points: settlement points in force, index point_no, ``billed_class`` added.
        segments: of every customer, from ``month_segments``.
        versions: all their rows in force in the month.
        readings: of the month.
        meter_changes: table 换表记录.
        devices: table 受电设备 with ``days`` in service in the month.
        lines: of which a resistance is agreed, from ``agreed_lines``.
        month_days: calendar days of the month.
        flags: the billing rules.
        rules: in force; thresholds of 电费-A12.
    """
    quantities, unread = metered(readings, versions, meter_changes, flags)
    share = rules.value("audit_thresholds", "电费-A12:比例") / 100
    step = rules.value("audit_thresholds", "电费-A12:每时段")
    read = by_point(quantities)
    wide, torn, open_ = balanced(read, flags, share, step)
    unsure = points.loc[points.index.isin(open_.index[open_])].join(read[[TOTAL, *PERIODS]])
    lacking = lacking_periods(unsure, terms["tariff_class"], segments, rules)
    failed = quantities.loc[quantities["quantity"].isna(), "point_no"]
    energy = gross(points, wide, flags)
    table = points.join(energy).join(wide[["reactive_kvarh", "demand_kw", "has_quadrants"]])
    table["root"] = table["customer_no"] != table["parent_no"].map(points["customer_no"])
    cut = segments[segments["cut"]]
    days = readings[["previous_on", "read_on"]]
    parts = segment_energy(cut, table, versions, quantities.join(days), flags)
    for month in (energy, table):
        month.update(shares_of_part(parts, cut))
    left, short = net(points, energy)
    roots = table[table["root"]]
    table_of_losses = rules.rows("loss_table")
    line, unlined = line_losses(roots, terms["line_loss_percent"], lines, flags)
    losses, lossy = customer_losses(roots, devices, line, month_days, flags, table_of_losses)
    shares = loss_shares(table, left, losses, line, terms["tariff_class"], flags.loss_share_decimals)
    whole = segments[~segments["cut"]]
    billed = _billed(left, points, terms.loc[whole["customer_no"]])
    to_sub = shares.sub.reindex(billed["point_no"]).set_axis(billed.index)
    billed = _with_losses(billed, shares.main, to_sub, terms["period_set"])
    billed["segment"] = billed["customer_no"].map(pd.Series(whole.index, index=whole["customer_no"]))
    parted, torn_off = _cut(cut, parts, shares, failed)
    every = pd.concat([billed, parted], ignore_index=True) if len(parted) else billed
    unlike = point_doubts(table[~table.index.isin(failed)], read, torn, lacking)
    unread = needed_for_losses(unread, roots, devices, lines)
    doubts = [unread, short, lossy, unlined, unlike, untimed(roots[~roots.index.isin(failed)], terms), torn_off]
    scope = power_factor_scope(table, terms["tariff_class"], losses)
    return Energy(quantities, table, every, parts, losses, scope, gather(doubts))


def _cut(
    segments: pd.DataFrame, parts: pd.DataFrame, shares: Shares, failed: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is billed in each segment of customers whose month is cut, and the doubts.

    Args:
        segments: cut ones, index = segment.
        parts: their points.
        shares: of losses.
        failed: points with a reading that gives no quantity, which is told.
    """
    if segments.empty:
        return pd.DataFrame(), gather([])
    left, short = net(parts, parts[KWH])
    billed = _billed(left, parts, segments)
    billed["point_no"] = billed["point_no"].map({"": ""} | dict(zip(parts.index, parts["point_no"], strict=True)))
    billed = _with_losses(billed, *_spread_losses(billed, segments, shares), segments["period_set"])
    doubts = gather([short, untimed(parts[parts["root"] & ~parts["point_no"].isin(failed)], segments)])
    doubts = doubts[doubts["customer_no"].isin(segments.index)]
    owner = segments["customer_no"]
    numbers = billed["customer_no"].astype("int64")
    billed = billed.assign(segment=numbers, customer_no=numbers.map(owner))
    return billed, doubts.assign(customer_no=doubts["customer_no"].map(owner))


def _spread_losses(billed: pd.DataFrame, segments: pd.DataFrame, shares: Shares) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the losses of each segment's main class, and of each row of a sub-meter that bears some."""
    own = billed[billed["point_no"] == ""].set_index("customer_no")[KWH].reindex(segments.index)
    owner = segments["customer_no"]
    main = shares.main.reindex(owner).set_axis(segments.index)
    apart = billed[billed["point_no"].isin(shares.sub.index)]
    sub, days = shares.sub.reindex(apart["point_no"]).set_axis(apart.index), apart["customer_no"].map(segments["days"])
    to_sub = spread_over_segments(apart[KWH], sub, days, apart["point_no"]).reindex(billed.index)
    return spread_over_segments(own, main, segments["days"], owner), to_sub


def _billed(left: pd.DataFrame, points: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Add up the points of each customer and class, without losses; see ``Energy.billed``."""
    left = left[points["customer_no"].reindex(left.index).isin(terms.index)]
    owner = points.loc[left.index, ["customer_no", "billed_class"]]
    main = owner["billed_class"] == owner["customer_no"].map(terms["tariff_class"])
    keyed = left.assign(**owner.to_dict("series"), point_no=left.index.to_series().where(~main, "")).reset_index(
        drop=True
    )
    groups = keyed.groupby(["customer_no", "billed_class", "point_no"], sort=False)
    whole = groups[KWH].sum(min_count=1)
    whole[TOTAL] = whole[TOTAL].mask(groups[TOTAL].count() < groups.size())
    return whole.reset_index()


def _with_losses(
    billed: pd.DataFrame, to_main: pd.DataFrame, to_sub: pd.DataFrame, period_sets: pd.Series
) -> pd.DataFrame:
    """Add the losses to each customer's main class and to its sub-meters; customers without periods keep 总 alone."""
    own = billed["point_no"] == ""
    main = to_main.reindex(billed["customer_no"]).set_axis(billed.index)
    billed[KWH] = billed[KWH] + main.where(own, to_sub).fillna(0.0)
    timed = billed["customer_no"].map(period_sets) != NOT_TIMED
    billed[list(PERIODS)] = billed[list(PERIODS)].where(timed)
    return billed
