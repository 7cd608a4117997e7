"""The days of a month that refunded energy was used on, and whether terms and prices are the same on all of them."""

from collections.abc import Callable, Mapping

import pandas as pd

from addin.billing.claims.refund_time import Within
from addin.billing.pricing.prices import ENERGY, FIXED
from addin.reading import Ledger
from addin.rulebook import Rulebook
from addin.tables.choices import PERIODS

PRICED_BY = [
    "tariff_class", "tariff_kind", "pricing_voltage", "market_kind", "agent_factor_15", "fund_relief_yuan_per_kwh",
    "power_factor_standard", "plain", ENERGY[1], *FIXED, *(f"{name}{mark}" for name in PERIODS for mark in "°*"),
]  # fmt: skip
"""What the money of an energy depends on: terms, the class and kind of its point, prices."""


def with_days(rows: pd.DataFrame, spans: Mapping[object, Within]) -> pd.DataFrame:
    """Add ``first_on`` and ``last_on``, the days that a row's energy is of; of a row without any its whole month.

    Args:
        rows: original_month; index = row id.
        spans: by row id.
    """
    months = pd.to_datetime(rows["original_month"], format="%Y-%m", errors="coerce")
    whole = {"first_on": months, "last_on": months + pd.offsets.MonthEnd(0)}
    named = {"first_on": "first", "last_on": "last"}
    found = {
        name: pd.to_datetime(pd.Series({order: getattr(one, said) for order, one in spans.items() if one.days}))
        for name, said in named.items()
    }
    return rows.assign(**{name: found[name].reindex(rows.index).fillna(days) for name, days in whole.items()})


def torn(
    rows: pd.DataFrame,
    bills: pd.DataFrame,
    ledger: Ledger,
    rulebook: Rulebook,
    priced: Callable[[pd.DataFrame, pd.Timestamp], pd.DataFrame],
) -> dict[object, str]:
    """Say of which rows terms or prices change within the days: how much was used before nobody knows.

    Args:
        rows: that have the same last day, with ``first_on``; index = row id.
        bills: priced on the last day: order, ``PRICED_BY``.
        ledger: the sheets read.
        rulebook: every dated rule.
        priced: prices rows on a day, like ``bills``.
    """
    last_on, days = rows["last_on"].iloc[0], _days(rows, ledger, rulebook)
    due = bills.drop_duplicates("order").set_index("order")[PRICED_BY]
    said = {}
    for day, following in zip(days, [*days[1:], last_on], strict=True):
        mine = rows[rows["first_on"] <= day]
        then = priced(mine, day).drop_duplicates("order").set_index("order")[PRICED_BY] if len(mine) else due.iloc[:0]
        now = due.reindex(then.index)
        same = then.eq(now) | (then.isna() & now.isna())
        for order in then.index[~same.all(axis="columns")]:
            said[order] = _told(rows.loc[order], following)
    return said


def _days(rows: pd.DataFrame, ledger: Ledger, rulebook: Rulebook) -> list[pd.Timestamp]:
    """Return the first days of the rows, and those after them on which terms, points or prices may change."""
    terms, points = ledger["billing_terms"], ledger["metering_points"]
    dated = [
        terms[terms["customer_no"].isin(rows["customer_no"])],
        points[points["point_no"].isin(rows["point_no"])],
        rulebook.all("prices"),
    ]
    named = [part[column] for part in dated for column in ("effective_on", "expires_on")]
    every = pd.concat([*named, rows["first_on"]]).dropna().drop_duplicates().sort_values()
    return list(every[(every >= rows["first_on"].min()) & (every <= rows["last_on"].iloc[0])])


def _told(row: pd.Series, changed_on: pd.Timestamp) -> str:
    """Return that the days of a row are priced differently."""
    return (
        f"退补的 {row['first_on']:%Y-%m-%d} 至 {row['last_on']:%Y-%m-%d} 之内，「计费参数」「计量点」或「电价」自"
        f" {changed_on:%Y-%m-%d} 起改变，改变前后各用多少电量无从得知：请按变更日分段另行计算"
    )
