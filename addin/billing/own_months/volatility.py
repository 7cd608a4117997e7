"""How much a customer's months move by themselves: the robust spread of its own changes from month to month.

A change is the logarithm of a month ÷ the month before, so that a half and a double are equally far. Its spread is
1.4826 × the median of the absolute changes: the standard deviation if they were normal, and one odd month does not
widen it. Left out are steps into and out of the Spring Festival, months without use, and months that are not of full
length. Source: rule rows 审核阈值 历史波动.
"""

import numpy as np
import pandas as pd

from addin.billing.own_months.trends import MONTHS_A_YEAR, back, full_length, last_months, step_is_fair
from addin.rulebook import RulesInForce

TABLE = "audit_thresholds"
KEY = "历史波动"
NORMAL = 1.4826
"""Standard deviation of a normal distribution ÷ its median absolute deviation."""
PERCENT = 100


def own_swings(usage: pd.DataFrame, month: str, rules: RulesInForce, column: str = "energy_kwh") -> pd.DataFrame:
    """Return how far each customer's month may be from the one before, by its own months.

    Args:
        usage: one row per customer and month.
        month: the audited month; its own step is not part of the history.
        rules: rows 审核阈值 历史波动.
        column: of ``usage``: energy_kwh or charge_fen.

    Returns:
        By 户号: ``steps`` (fair steps in the history), ``spread`` (log, NaN with too few steps), ``limit`` (log: the
        spread × 倍数, kept between 最小变幅 and 最大变幅), ``season`` (log change of the same step a year ago, NaN
        where there is none).
    """
    months = last_months(month, int(rules.value(TABLE, f"{KEY}:月数")) + 2)
    changes = log_changes(usage, months, column)
    fair = [one for one in months[1:-1] if step_is_fair(one, rules)]
    history = changes[fair].abs()
    steps = history.notna().sum(axis=1)
    enough = steps >= rules.value(TABLE, f"{KEY}:最少次数")
    spread = (NORMAL * history.median(axis=1)).where(enough)
    least, most = (np.log1p(rules.value(TABLE, f"{KEY}:{name}变幅") / PERCENT) for name in ("最小", "最大"))
    limit = (spread * rules.value(TABLE, f"{KEY}:倍数")).clip(least, most)
    before = back(month, MONTHS_A_YEAR)
    season = changes[before] if before in fair else pd.Series(np.nan, index=changes.index)
    return pd.DataFrame({"steps": steps, "spread": spread, "limit": limit, "season": season})


def log_changes(usage: pd.DataFrame, months: list[str], column: str = "energy_kwh") -> pd.DataFrame:
    """Return the log change of each month against the one before, one row per 户号, columns ``months[1:]``.

    NaN where one of the two months is missing, used nothing, or is not of full length.
    """
    rows = usage[usage["month"].isin(months) & full_length(usage) & (usage[column] > 0)]
    places, customers = pd.factorize(rows["customer_no"])
    table = np.full((len(customers), len(months)), np.nan)
    table[places, pd.Index(months).get_indexer(rows["month"])] = np.log(rows[column].astype("float64"))
    return pd.DataFrame(np.diff(table, axis=1), index=customers, columns=months[1:])


def beyond(
    change_percent: pd.Series, flat: pd.DataFrame, own: pd.DataFrame, rules: RulesInForce, *, steps: int = 1
) -> pd.DataFrame:
    """Say which changes are out of the ordinary: for the customer itself, else by the flat percentage.

    A customer with a history of its own is measured by it, unless 阈值例外 has a row for it: that one was set by hand.
    Where the year before made the same step, a change has to be unlike that one too.

    Args:
        change_percent: the change [%]; NaN where it is not known.
        flat: ``value`` [%] and ``rule`` from ``thresholds``, aligned.
        own: of ``own_swings``, aligned.
        rules: in force.
        steps: number of steps that the change adds up; the limit grows with their square root.

    Returns:
        Aligned: ``failed``, ``limit_percent`` in the direction of the change, ``rule``, ``by_own`` (by its history).
    """
    by_own = own["limit"].notna() & ~flat["rule"].str.startswith("阈值例外")
    log = log_of(change_percent)
    limit = own["limit"] * np.sqrt(steps)
    usual = (log - own["season"]).abs() <= limit
    turn = np.sign(log).replace(0, 1)
    percent = (np.expm1(limit * turn).abs() * PERCENT).where(by_own, flat["value"])
    failed = ((log.abs() > limit) & ~usual).where(by_own, change_percent.abs() > flat["value"])
    rule = flat["rule"].mask(by_own, rules.cite_key(TABLE, f"{KEY}:倍数"))
    return pd.DataFrame({"failed": failed, "limit_percent": percent, "rule": rule, "by_own": by_own})


def log_of(change_percent: pd.Series) -> pd.Series:
    """Return changes [%] as logarithms; minus infinity for a fall to nothing."""
    with np.errstate(divide="ignore"):
        return np.log1p(change_percent.clip(lower=-PERCENT) / PERCENT)


def aligned(own: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the swings of the asked rows' customers; NaN for one without history."""
    return own.reindex(asked["customer_no"]).set_axis(asked.index)
