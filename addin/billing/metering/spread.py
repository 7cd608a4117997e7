"""A whole spread over parts so that the parts add up to it: running sums are rounded, not the parts."""

import pandas as pd

from addin.billing.metering.fixed_energy import AGREED_DECIMALS
from addin.billing.money import product, scaled, transport


def spread(whole: pd.Series, weights: pd.Series, days: pd.Series, groups: pd.Series, decimals: int) -> pd.Series:
    """Return each part of a whole by its weight; by days where all weights of a group are 0 or missing.

    The k-th part is the rounded share of the first k weights less that of the first k − 1: parts are whole, add up to
    the whole exactly, and cutting one in two leaves all others as they are. Of a whole that is agreed with decimals the
    last part has them.

    Args:
        whole: of the group, repeated in each of its rows, in order of time; where it changes (an agreed energy), each
            part is one of its own row's whole.
        weights: not negative; of what an agreed energy leaves of the meter above as fine as that.
        days: of each part, whole numbers.
        groups: what belongs together.
        decimals: of the parts.

    Returns:
        Parts aligned with ``whole``; ``NaN`` where the whole is.
    """
    known = weights.fillna(0.0)
    fine = _finer(whole, decimals) | _finer(known, decimals)
    if not fine.any():
        return _spread(whole, known, days, groups, decimals, decimals)
    agreed = groups.isin(groups[fine])
    parts = [
        _spread(whole[mine], known[mine], days[mine], groups[mine], decimals, places)
        for mine, places in ((~agreed, decimals), (agreed, max(decimals, AGREED_DECIMALS)))
    ]
    return pd.concat(parts).reindex(whole.index)


def _spread(  # noqa: PLR0913, PLR0917 - see ``spread``
    whole: pd.Series, weights: pd.Series, days: pd.Series, groups: pd.Series, decimals: int, places: int
) -> pd.Series:
    """Return the parts of wholes, by weights, that have no more ``places``."""
    used = weights.where(weights.groupby(groups).transform("sum") > 0, days)
    running = used.groupby(groups).cumsum()
    upto, before, all_ = (scaled(part, places) for part in (running, running - used, _sum(used, groups)))
    divisor = all_.fillna(1).clip(lower=1)
    ends, begins = (product((whole, places), (part, 0), digits=decimals, divisor=divisor) for part in (upto, before))
    if places > decimals:
        ends, begins = (part * 10 ** (places - decimals) for part in (ends, begins))
        ends = ends.mask((upto == all_).fillna(value=False), scaled(whole, places))
    return transport(ends - begins, places)


def _finer(values: pd.Series, decimals: int) -> pd.Series:
    """Say which numbers have more decimals."""
    return scaled(values, decimals).isna() & values.notna()


def _sum(values: pd.Series, groups: pd.Series) -> pd.Series:
    return values.groupby(groups).transform("sum")
