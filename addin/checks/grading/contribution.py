"""A2: what a customer contributes in the twelve months before the audited one.

A part whose data are incomplete is not guessed: it counts what is proven, and ``contribution_reach`` says how far the
score could go. So a grade rises only on what is known.
"""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from addin.checks.grading.year import months_before, on_time_percent, yearly
from addin.rulebook import RulesInForce

TABLE = "grading_parameters"
PARTS = {"energy": "年电量", "charge": "年电费", "on_time": "按时交费率", "growth": "电量增长"}
"""The four parts by identifier, with their names in 重要性与贡献规则."""
YEAR = 12
_KWH_PER_10_000_KWH = 10_000
_FEN_PER_10_000_YUAN = 1_000_000
_PERCENT = 100


def contributions(  # noqa: PLR0913, PLR0917 - the facts of a contribution are these
    customers: pd.DataFrame,
    usage: pd.DataFrame,
    bills: pd.DataFrame,
    receipts: pd.DataFrame,
    rules: RulesInForce,
    month: str,
    as_of: date,
) -> pd.DataFrame:
    """Score the four parts, each 0–100 on a straight line, and weigh them.

    Args:
        customers: with ``customer_no``, ``connected_on``, ``opened_on``.
        usage: one row per customer and month.
        bills: 电费账单.
        receipts: 收款记录.
        rules: table ``grading_parameters``.
        month: the audited month; the twelve months before it are scored, so January scores the calendar year.
        as_of: the day that counts as today; a bill not yet due says nothing about paying on time.

    Returns:
        One row per customer, index as ``customers``: ``energy_points``, ``charge_points``, ``on_time_points``,
        ``growth_points`` (weighted, NaN where unknown), ``contribution_score`` (what is proven; NaN where nothing is
        known), ``contribution_reach`` (the most it could be), ``contribution_note`` (what was missing), ``stability``.
    """
    window = months_before(month, YEAR)
    year = yearly(customers, usage, window)
    prior = yearly(customers, usage, months_before(window[0], YEAR))
    on_time = on_time_percent(customers, bills, receipts, window, rules, as_of)
    percent = pd.DataFrame(index=customers.index)
    percent["energy"] = _line(year["energy_kwh"] / _KWH_PER_10_000_KWH, 0, rules.value(TABLE, "满分:年电量"))
    percent["charge"] = _line(year["charge_fen"] / _FEN_PER_10_000_YUAN, 0, rules.value(TABLE, "满分:年电费"))
    percent["on_time"] = _line(on_time, *_ends(rules, "按时交费率"))
    full = (year["billed_months"] == YEAR) & (prior["billed_months"] == YEAR) & (prior["energy_kwh"] > 0)
    growth = ((year["energy_kwh"] / prior["energy_kwh"] - 1) * _PERCENT).where(full)
    percent["growth"] = _line(growth, *_ends(rules, "电量增长"))
    return _weighed(percent, year, rules).assign(stability=_stability(year, rules))


def _ends(rules: RulesInForce, name: str) -> tuple[float, float]:
    """Return where a line is 0 and where it is full."""
    return rules.value(TABLE, f"{name}:零分线"), rules.value(TABLE, f"{name}:满分线")


def _line(value: pd.Series, zero: float, full: float) -> pd.Series:
    """Return 0–100 on the straight line from ``zero`` to ``full``, cut off at both ends."""
    return ((value - zero) / (full - zero) * _PERCENT).clip(0, _PERCENT)


def _weighed(percent: pd.DataFrame, year: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Weigh the parts; unknown parts leave a range."""
    weights = {part: rules.value(TABLE, f"贡献权重:{name}") for part, name in PARTS.items()}
    points = percent * pd.Series(weights) / _PERCENT
    short = year["missing_months"] > 0
    open_ended = points.isna().assign(
        energy=lambda unknown: unknown["energy"] | short, charge=lambda unknown: unknown["charge"] | short
    )
    found = points.add_suffix("_points")
    reach = points.fillna(0).where(~open_ended, pd.Series(weights), axis=1)
    found["contribution_score"] = points.sum(axis=1, min_count=1)
    found["contribution_reach"] = reach.sum(axis=1)
    found["contribution_note"] = _notes(open_ended, year["missing_months"])
    return found


def _notes(open_ended: pd.DataFrame, missing_months: pd.Series) -> pd.Series:
    """Say which parts lack data."""
    patterns = zip(open_ended.to_numpy(dtype=bool).tolist(), missing_months, strict=True)
    said = [_note(tuple(flags), int(months)) for flags, months in patterns]
    return pd.Series(said, index=open_ended.index, dtype=object)


@cache
def _note(lacks: tuple[bool, ...], months: int) -> str:
    """Say what is lacking: the parts marked, and the number of months without bills."""
    lacking = "、".join(name for lack, name in zip(lacks, PARTS.values(), strict=True) if lack)
    bills = f"（前{YEAR}个月缺{months}个月账单）" if months else ""
    return f"{lacking}数据不全{bills}" if lacking else ""


def _stability(year: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Return the remark on how steady the load is."""
    limits = [rules.value(TABLE, f"负荷稳定:{name}上限") for name in ("稳定", "一定波动")]
    words = np.array(["相对稳定", "一定波动", "波动较大"], dtype=object)
    remark = words[np.searchsorted(limits, year["variation"].fillna(0), side="left")]
    known = year["variation"].notna()
    return pd.Series(np.where(known, remark, f"不足{YEAR}个月，未评"), index=year.index, dtype=object)
