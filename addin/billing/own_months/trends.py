"""How a month compares with the one before and with the year before, the Spring Festival set aside.

Factories stop for the Spring Festival, which falls in January in one year and in February in the next. So a step into
or out of a month that holds its holidays is not compared, and January and February are compared with the year before
only as a pair. Source: ledger.md §3, Spring Festival; rule row 审核阈值 春节:合并月份.
"""

import numpy as np
import pandas as pd

from addin.billing.days import festival_months
from addin.rulebook import RulesInForce

MONTHS_A_YEAR = 12
SHORTEST_MONTH = 28
FULL_MONTHS_DIFFER = 3
"""Full months have 28 to 31 days; periods further apart than this are compared by the day."""


def back(month: str, count: int) -> str:
    """Return the month ``count`` months before ``month``."""
    return str(pd.Period(month, "M") - count)


def last_months(month: str, count: int) -> list[str]:
    """Return the ``count`` months that end with ``month``, oldest first."""
    return [back(month, step) for step in reversed(range(count))]


def pair_months(rules: RulesInForce) -> tuple[int, ...]:
    """Return the numbers of the months that are compared with the year before only together."""
    return tuple(int(word) for word in rules.words("audit_thresholds", "春节:合并月份"))


def step_is_fair(month: str, rules: RulesInForce) -> bool:
    """Say whether a month may be compared with the one before: neither holds a day of the Spring Festival.

    Where the calendar of the year is not published, no step into or out of the paired months is compared.
    """
    return not any(is_festive(one, rules) for one in (month, back(month, 1)))


def is_festive(month: str, rules: RulesInForce) -> bool:
    """Say whether a month holds a day of the Spring Festival holiday."""
    known = festival_months(int(month[:4]))
    return month in known if known else int(month[5:]) in pair_months(rules)


def year_window(month: str, rules: RulesInForce) -> list[str]:
    """Return the months that are compared together with the same months a year ago.

    The month itself; for the last of the paired months all of them; empty for an earlier one: its pair is incomplete.
    """
    pair = pair_months(rules)
    number = int(month[5:])
    if number not in pair:
        return [month]
    return [f"{month[:5]}{one:02}" for one in pair] if number == max(pair) else []


def window_before(month: str, rules: RulesInForce) -> list[str]:
    """Return the months compared together before those of ``month``: the month before, or the pair."""
    window = year_window(month, rules) or [month]
    return year_window(back(window[0], 1), rules)


def full_length(usage: pd.DataFrame) -> pd.Series:
    """Say which rows are bills of a whole month; one without days counts as one."""
    return ~(usage["days"] < SHORTEST_MONTH - FULL_MONTHS_DIFFER)


def energy_table(usage: pd.DataFrame) -> pd.DataFrame:
    """Return energy [kWh], one row per 户号, one column per month."""
    rows, customers = pd.factorize(usage["customer_no"])
    columns, months = pd.factorize(usage["month"], sort=True)
    table = np.full((len(customers), len(months)), np.nan)
    table[rows, columns] = usage["energy_kwh"]
    return pd.DataFrame(table, index=customers, columns=months)


def month_on_month(usage: pd.DataFrame, month: str) -> pd.DataFrame:
    """Compare each customer's month with the one before.

    A first or a closing month is shorter: periods that differ by more than full months do are compared by the day.

    Args:
        usage: one row per customer and month.
        month: the month.

    Returns:
        Indexed as the rows of ``usage`` of that month: ``now_kwh``, ``before_kwh`` (NaN without a bill),
        ``change_percent`` (NaN where the month before used nothing), ``by_day`` (compared by the day).
    """
    now = usage[usage["month"] == month]
    last = usage[usage["month"] == back(month, 1)].set_index("customer_no")
    before_kwh = now["customer_no"].map(last["energy_kwh"])
    days, before_days = now["days"], now["customer_no"].map(last["days"])
    by_day = (days - before_days).abs() > FULL_MONTHS_DIFFER
    change = change_percent(now["energy_kwh"] * before_days.where(by_day, 1), before_kwh * days.where(by_day, 1))
    return pd.DataFrame({
        "now_kwh": now["energy_kwh"], "before_kwh": before_kwh, "change_percent": change, "by_day": by_day,
    })  # fmt: skip


def year_on_year(usage: pd.DataFrame, month: str, rules: RulesInForce) -> pd.DataFrame:
    """Compare each customer's month, or pair of months, with the same a year ago.

    Returns:
        Indexed as the rows of ``usage`` of that month: ``now_kwh``, ``before_kwh`` (NaN unless every month has a bill),
        ``change_percent`` (NaN where nothing was used a year ago); all NaN while a pair is not complete.
    """
    rows = usage[usage["month"] == month]
    window = year_window(month, rules)
    table = energy_table(usage[usage["month"].isin([*window, *(back(one, MONTHS_A_YEAR) for one in window)])])
    now, before = (
        rows["customer_no"].map(_sum(table, part)) for part in (window, [back(one, MONTHS_A_YEAR) for one in window])
    )
    return pd.DataFrame({"now_kwh": now, "before_kwh": before, "change_percent": change_percent(now, before)})


def change_percent(now: pd.Series, before: pd.Series) -> pd.Series:
    """Return changes [%], NaN where nothing was before; divided last, so that 30 % of whole numbers is exactly 30."""
    return (now - before) * 100 / before.where(before > 0)


def _sum(table: pd.DataFrame, months: list[str]) -> pd.Series:
    """Return the energy of some months together; NaN unless all are there, and for no month at all."""
    if not months:
        return pd.Series(dtype="float64")
    return table.reindex(columns=months).sum(axis=1, min_count=len(months))
