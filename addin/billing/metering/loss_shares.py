"""Who bears which part of the losses: periods, and points at another class that take part in them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.billing.flags import YES
from addin.billing.metering.losses import portion, share_out
from addin.billing.metering.spread import spread
from addin.billing.metering.submeters import DEEPEST
from addin.tables.choices import PERIODS, TOTAL

KWH = [TOTAL, *PERIODS]
TRANSFORMER, LINE = "transformer_loss_kwh", "line_loss_kwh"
KINDS = {TRANSFORMER: "with_transformer_loss", LINE: "with_line_loss"}
"""Losses, and the column of 计量点 that says whether a point takes part in them."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Losses over 总 and the periods [kWh].

    Attributes:
        main: of each customer's main class, by customer_no.
        sub: of each point at another class that bears some, by point_no.
    """

    main: pd.DataFrame
    sub: pd.DataFrame


def loss_shares(  # noqa: PLR0913, PLR0917 - what a share depends on
    points: pd.DataFrame,
    left: pd.DataFrame,
    losses: pd.DataFrame,
    line_loss_kwh: pd.Series,
    tariff_class: pd.Series,
    decimals: int,
) -> Shares:
    """Share the losses out to points at another class and over the periods; the main class and 平 take the rest.

    A sub-meter bears a part of the loss of the line above it, a main point at another class (并接) that of its own.

    Args:
        points: index point_no: customer_no, billed_class, ``root``, which losses it takes part in, 总 and periods.
        left: energy of each billed point, sub-meters taken off [kWh].
        losses: by customer_no: transformer_loss_kwh, line_loss_kwh.
        line_loss_kwh: of each point without a point above that takes part, by point_no.
        tariff_class: of the customers.
        decimals: of a share.

    Source: billing.md §5.3: by kWh share, four decimals, whole kWh, the remainder to 平; §5.4: rate × metered energy.
    """
    if losses.empty:
        return Shares(*(pd.DataFrame(columns=KWH, dtype="float64") for _ in range(2)))
    roots = points[points["root"]]
    borne = _borne(points, left, losses, line_loss_kwh, tariff_class, decimals)
    taken = borne.groupby(points["customer_no"].reindex(borne.index)).sum()
    kept = losses[list(KINDS)].sub(taken, fill_value=0).reindex(losses.index)
    main = roots[roots["billed_class"] == roots["customer_no"].map(tariff_class)]
    own, every = (part.groupby("customer_no", sort=False)[list(PERIODS)].sum(min_count=1) for part in (main, roots))
    timed = pd.concat([own, every[~every.index.isin(own.index)]])
    sub = left.reindex(borne.index)[list(PERIODS)]
    return Shares(_over_periods(kept, timed, decimals), _over_periods(borne, sub, decimals))


def spread_over_segments(rows: pd.DataFrame, shares: pd.DataFrame, days: pd.Series, owner: pd.Series) -> pd.DataFrame:
    """Return the losses of rows of cut months: a period's loss by the period's energy, the whole by the whole.

    Args:
        rows: 总 and periods [kWh] of each segment.
        shares: the month's losses, repeated for each of its segments, index as ``rows``.
        days: of each segment.
        owner: what belongs together: the customer, or its sub-meter.
    """
    parts = {name: spread(shares[name], rows[name].clip(lower=0), days, owner, 0) for name in KWH}
    result = pd.DataFrame(parts, index=rows.index)
    timed = result[list(PERIODS)].notna().any(axis="columns")
    result[TOTAL] = result[TOTAL].where(~timed, result[list(PERIODS)].sum(axis="columns"))
    return result


def _borne(  # noqa: PLR0913, PLR0917 - what a share depends on
    points: pd.DataFrame,
    left: pd.DataFrame,
    losses: pd.DataFrame,
    line_loss_kwh: pd.Series,
    tariff_class: pd.Series,
    decimals: int,
) -> pd.DataFrame:
    """Return what each point at another class bears of each loss, whole kWh, by point_no."""
    rows = points[points.index.isin(left.index) & points["customer_no"].isin(losses.index)]
    rows = rows[rows["billed_class"] != rows["customer_no"].map(tariff_class)]
    rows = rows[(rows[list(KINDS.values())] == YES).any(axis="columns")]
    top, root = top_points(points, rows.index), rows["root"].astype(bool)
    loaded = points[points["root"] & (points["with_transformer_loss"] != "否")].groupby("customer_no")[TOTAL].sum()
    kwh = rows[TOTAL].where(root, left.loc[rows.index, TOTAL])
    line = top.map(line_loss_kwh).astype("Int64").fillna(0)
    whole, transformer = rows["customer_no"].map(loaded).fillna(0), rows["customer_no"].map(losses[TRANSFORMER])
    parts = {
        TRANSFORMER: portion(transformer, whole, kwh, decimals),
        LINE: portion(line, top.map(points[TOTAL]), kwh, decimals).where(~root, line),
    }
    borne = pd.DataFrame({kind: part.where(rows[KINDS[kind]] == YES, 0) for kind, part in parts.items()})
    behind = borne[~root].groupby(top[~root]).sum().reindex(borne.index[root]).fillna(0)
    borne.loc[root] = borne[root].sub(behind).clip(lower=0)
    return borne


def top_points(points: pd.DataFrame, asked: pd.Index) -> pd.Series:
    """Return the point of the same customer that stands above all others, of each point; itself where it is that."""
    top = pd.Series(asked, index=asked, dtype=object)
    for _ in range(DEEPEST):
        root = top.map(points["root"]).eq(other=True)
        if root.all():
            break
        top = top.where(root, top.map(points["parent_no"]))
    return top


def _over_periods(losses: pd.DataFrame, periods: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return losses over 总 and the periods, transformer and line shared out one by one."""
    kinds = pd.concat([losses[kind].astype("Int64") for kind in KINDS])
    parts = share_out(kinds, periods.reindex(kinds.index), decimals)
    shares = parts.iloc[: len(losses)] + parts.iloc[len(losses) :]
    whole = losses[list(KINDS)].sum(axis="columns", skipna=False)
    shares.insert(0, TOTAL, whole.to_numpy("float64", na_value=np.nan))
    return shares
