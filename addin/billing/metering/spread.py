"""A whole spread over parts so that the parts add up to it: running sums are rounded, not the parts."""

import pandas as pd

from addin.billing.money import product, scaled, transport


def spread(whole: pd.Series, weights: pd.Series, days: pd.Series, groups: pd.Series, decimals: int) -> pd.Series:
    """Return each part of a whole by its weight; by days where all weights of a group are 0 or missing.

    The k-th part is the rounded share of the first k weights less that of the first k − 1: parts are whole, add up to
    the whole exactly, and cutting one in two leaves all others as they are.

    Args:
        whole: of the group, repeated in each of its rows, in order of time; where it changes (an agreed energy), each
            part is one of its own row's whole.
        weights: not negative, as fine as ``decimals``.
        days: of each part, whole numbers.
        groups: what belongs together.
        decimals: of the whole and of its parts.

    Returns:
        Parts aligned with ``whole``; ``NaN`` where the whole is.
    """
    known = weights.fillna(0.0)
    used = known.where(known.groupby(groups).transform("sum") > 0, days)
    running = used.groupby(groups).cumsum()
    upto, before, all_ = (scaled(part, decimals) for part in (running, running - used, _sum(used, groups)))
    divisor = all_.fillna(1).clip(lower=1)
    ends, begins = (product((whole, decimals), (part, 0), digits=decimals, divisor=divisor) for part in (upto, before))
    return transport(ends - begins, decimals)


def _sum(values: pd.Series, groups: pd.Series) -> pd.Series:
    return values.groupby(groups).transform("sum")
