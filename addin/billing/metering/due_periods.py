"""Which period registers a point lacks in a month that has the period: what they would have shown is not nothing."""

import pandas as pd

from addin.billing.pricing.period_days import hours_by_day
from addin.rulebook import RulesInForce
from addin.tables.choices import PERIODS, TARIFF_KINDS, TOTAL

FLAT = "平"


def lacking_periods(
    open_: pd.DataFrame, own_class: pd.Series, segments: pd.DataFrame, rules: RulesInForce
) -> pd.Series:
    """Return the periods of its customer's days that a point does not meter, joined by 、, of those that lack some.

    A 平 alone that is missing beside a total is the rest of it.

    Args:
        open_: points of which nothing else shows it, index point_no: customer_no, billed_class, 总 and periods as read
            [kWh]; only those billed at their customer's own class are asked, 时段 has the periods of no other, and
            those at a tariff kind of their own that meter a period: without any their use is 平.
        own_class: by customer_no.
        segments: of every customer: starts_on, ends_on, period_set.
        rules: in force; rule table 时段.

    Source: billing.md §3: period sets by month and kind of day; §6: missing is not zero. Of a set that 时段 does not
        have for these days nothing but 平 is known to be due.
    """
    same = open_["billed_class"] == open_["customer_no"].map(own_class)
    timed = open_["billed_class"].isin(TARIFF_KINDS) & open_[list(PERIODS)].notna().any(axis="columns")
    asked = open_[same | timed]
    mine = segments[segments["customer_no"].isin(asked["customer_no"])]
    if mine.empty:
        return pd.Series([], index=open_.index[:0], dtype=object)
    wanted = _wanted(mine, rules).reindex(asked["customer_no"]).set_axis(asked.index)
    absent = asked[list(PERIODS)].isna() & wanted.fillna(value=False)
    said = absent.apply(lambda row: "、".join(row.index[row]), axis="columns")
    return said[(said != "") & ~((said == FLAT) & asked[TOTAL].notna())]


def _wanted(segments: pd.DataFrame, rules: RulesInForce) -> pd.DataFrame:
    """Return by customer_no which periods it has on some of its days."""
    table = rules.rows("periods")
    days = pd.date_range(segments["starts_on"].min(), segments["ends_on"].max())
    hours = hours_by_day(table[table["province"] == rules.province], [day.date() for day in days])
    due = [_due(hours, *one) for one in segments[["period_set", "starts_on", "ends_on"]].itertuples(index=False)]
    return pd.DataFrame(due, columns=list(PERIODS), index=segments["customer_no"]).groupby(level=0).any()


def _due(hours: pd.DataFrame, period_set: str, starts_on: pd.Timestamp, ends_on: pd.Timestamp) -> list[bool]:
    """Say which periods a set has on some of the days."""
    if period_set not in hours.index.get_level_values(0):
        return [period == FLAT for period in PERIODS]
    held = hours.loc[period_set].loc[:, starts_on.date() : ends_on.date()]
    return [period in held.index and bool((held.loc[period] > 0).any()) for period in PERIODS]
