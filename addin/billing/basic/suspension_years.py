"""Suspensions beyond what a calendar year allows: the days from which they are charged again."""

import numpy as np
import pandas as pd

from addin.billing.flags import Flags
from addin.days import DAY

CHARGED, ANEW = "恢复计费至重新办理", "次年重新计算"
"""What becomes of a suspension that used up one year and goes on in the next."""
KEY = "暂停超期:跨年"
COLUMNS = ["event", "device", "device_no", "year", "starts_on", "stops_on", "spent_on", "over", "again"]


def suspension_years(rows: pd.DataFrame, last_on: pd.Timestamp, flags: Flags) -> pd.DataFrame:
    """Return the calendar years of suspensions, and when the days that a year allows are used up.

    Args:
        rows: suspensions in order of device and time, index = row id of 容量变动: device, device_no, on,
            next_on, ends_on.
        last_on: years after this day are left out.
        flags: the billing rules.

    Returns:
        Index running: ``event`` (the row id), device, device_no, year; ``starts_on`` and ``stops_on`` (not included)
        within it; ``spent_on``, the first day beyond the limit if it is reached (``over``); ``again``: the year before
        was over.

    Source: ledger.md §3 暂停: per device, days of a calendar year; billing.md §2.2 (S18).
    """
    rows = rows[rows["on"] <= last_on]
    until = rows[["next_on", "ends_on"]].min(axis="columns").clip(upper=last_on + DAY)
    counts = ((until - DAY).dt.year - rows["on"].dt.year + 1).clip(lower=0)
    place = np.repeat(np.arange(len(rows)), counts)
    each = rows.iloc[place]
    nth = pd.Series(place).groupby(place).cumcount().to_numpy()
    year = each["on"].dt.year.to_numpy() + nth
    first, after = (pd.to_datetime({"year": year + step, "month": 1, "day": 1}) for step in (0, 1))
    starts = each["on"].reset_index(drop=True).clip(lower=first)
    stops = until.iloc[place].reset_index(drop=True).clip(upper=after)
    days, limit = (stops - starts).dt.days, flags.suspensions.most_days
    device = each["device"].reset_index(drop=True)
    before = days.groupby([device, year]).cumsum() - days
    over = before + days > limit
    event = pd.Series(each.index)
    values = {
        "event": event, "device": device, "device_no": each["device_no"].to_numpy(),
        "year": year, "starts_on": starts, "stops_on": stops,
        "spent_on": starts + pd.to_timedelta((limit - before).clip(lower=0), unit="D"),
        "over": over, "again": over.groupby(event).shift(fill_value=False),
    }  # fmt: skip
    return pd.DataFrame(values)[COLUMNS]


def charged_again(rows: pd.DataFrame, last_on: pd.Timestamp, flags: Flags) -> pd.DataFrame:
    """Return from which days on suspended devices are charged again, or no more: device, device_no, on, kva.

    A suspension that used up its year is charged until it is applied for anew, or, by the other reading, until the next
    year begins.

    Args:
        rows: as for ``suspension_years``, with ``kva`` and ``running`` [kVA].
        last_on: nothing after this day is told.
        flags: the billing rules.
    """
    if rows.empty:
        return rows[["device", "device_no", "on", "kva"]]
    years = suspension_years(rows, last_on, flags)
    anew = flags.suspensions.over_years == ANEW
    spent = years[years["over"]]
    spent = spent if anew else spent.drop_duplicates("event")
    renewed = years[years["again"] & anew]
    parts = [(renewed, "starts_on", "kva"), (spent, "spent_on", "running")]
    steps = [
        part[["device", "device_no"]].assign(on=part[day], kva=part["event"].map(rows[kva])) for part, day, kva in parts
    ]
    return pd.concat(steps, ignore_index=True)


def overlong(rows: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.Series:
    """Say of which customers nobody can tell whether a suspension beyond its year is charged: sentences by customer.

    Args:
        rows: as for ``suspension_years``, with customer_no and business.
        days: that bills cover.
        flags: the billing rules.
    """
    years = suspension_years(rows, days[-1], flags)
    spent = years[years["over"]].drop_duplicates("event")
    last = years.groupby("event")["stops_on"].max()
    spent = spent.assign(lasts=last.reindex(spent["event"]).to_numpy())
    spent = spent[spent["lasts"] > days[0]]
    if spent.empty:
        return pd.Series(dtype=object)
    own = rows.loc[spent["event"]].set_axis(spent.index)
    begun = "设备 " + spent["device_no"].astype(str) + " 自 " + own["on"].dt.strftime("%Y-%m-%d") + " 起"
    full = f"当年已满 {flags.suspensions.most_days} 天"
    crossing = spent["lasts"] > pd.to_datetime({"year": spent["year"] + 1, "month": 1, "day": 1})
    unset = crossing & (flags.suspensions.over_years not in {CHARGED, ANEW}) & own["business"].notna()
    crossed = (
        f"暂停，{full}，跨年没有启封，「计费规则」的{KEY}没有设定，请在「容量变动」补启封或减容的记录，或设定后重算"
    )
    unnamed = f"封停，{full}，「容量变动」没有填业务，不知是暂停（恢复计收）还是减容，请补业务后重算"
    parts = [begun[unset] + crossed, begun[own["business"].isna()] + unnamed]
    return pd.concat([part.astype(object).set_axis(own.loc[part.index, "customer_no"]) for part in parts])
