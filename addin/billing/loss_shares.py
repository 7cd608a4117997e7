"""Who bears which part of the losses: periods, and sub-meters at another class that take part in them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.billing.flags import YES
from addin.billing.losses import portion, share_out
from addin.billing.readings import TOTAL
from addin.billing.spread import spread
from addin.tables.choices import PERIODS

KWH = [TOTAL, *PERIODS]
KINDS = {"transformer_loss_kwh": "with_transformer_loss", "line_loss_kwh": "with_line_loss"}
"""Losses, and the column of 计量点 that says whether a point takes part in them."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Losses over 总 and the periods [kWh].

    Attributes:
        main: of each customer's main class, by customer_no.
        sub: of each sub-meter that bears some, by point_no.
    """

    main: pd.DataFrame
    sub: pd.DataFrame


def loss_shares(
    points: pd.DataFrame, left: pd.DataFrame, losses: pd.DataFrame, tariff_class: pd.Series, decimals: int
) -> Shares:
    """Share the losses out to sub-meters and over the periods; what rounding leaves stays with the main class and 平.

    Args:
        points: index point_no: customer_no, billed_class, ``root``, which losses it takes part in, 总 and periods.
        left: energy of each billed point, sub-meters taken off [kWh].
        losses: by customer_no: transformer_loss_kwh, line_loss_kwh.
        tariff_class: of the customers.
        decimals: of a share.

    Source: billing.md §5.3: by kWh share, four decimals, whole kWh, the remainder to 平.
    """
    if losses.empty:
        return Shares(*(pd.DataFrame(columns=KWH, dtype="float64") for _ in range(2)))
    roots = points[points["root"]].groupby("customer_no", sort=False)
    borne = _borne(points, left, losses, roots[TOTAL].sum(), tariff_class, decimals)
    taken = borne.groupby(points["customer_no"].reindex(borne.index)).sum()
    kept = losses[list(KINDS)].sub(taken, fill_value=0).reindex(losses.index)
    sub = left.reindex(borne.index)[list(PERIODS)]
    return Shares(
        _over_periods(kept, roots[list(PERIODS)].sum(min_count=1), decimals), _over_periods(borne, sub, decimals)
    )


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
    total_kwh: pd.Series,
    tariff_class: pd.Series,
    decimals: int,
) -> pd.DataFrame:
    """Return what each sub-meter at another class bears of each loss, whole kWh, by point_no."""
    rows = points[~points["root"] & points.index.isin(left.index) & points["customer_no"].isin(losses.index)]
    rows = rows[rows["billed_class"] != rows["customer_no"].map(tariff_class)]
    rows = rows[(rows[list(KINDS.values())] == YES).any(axis="columns")]
    total, own = rows["customer_no"].map(total_kwh), left.loc[rows.index, TOTAL]
    parts = {
        kind: portion(rows["customer_no"].map(losses[kind]), total, own, decimals).where(rows[column] == YES, 0)
        for kind, column in KINDS.items()
    }
    return pd.DataFrame(parts, index=rows.index)


def _over_periods(losses: pd.DataFrame, periods: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return losses over 总 and the periods, transformer and line shared out one by one."""
    kinds = pd.concat([losses[kind].astype("Int64") for kind in KINDS])
    parts = share_out(kinds, periods.reindex(kinds.index), decimals)
    shares = parts.iloc[: len(losses)] + parts.iloc[len(losses) :]
    whole = losses[list(KINDS)].sum(axis="columns", skipna=False)
    shares.insert(0, TOTAL, whole.to_numpy("float64", na_value=np.nan))
    return shares
