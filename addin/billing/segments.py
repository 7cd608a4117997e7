"""A month cut into segments: stretches of days with equal terms, prices and classes of metering points."""

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.flags import Flags
from addin.billing.pricing.price_days import PriceDays
from addin.days import DAY

TERMS = [
    "tariff_class", "tariff_kind", "pricing_voltage", "capacity_mode", "contract_demand_kw", "power_factor_standard",
    "period_set", "market_kind", "agent_factor_15", "fund_relief_yuan_per_kwh", "line_loss_percent", "distributed",
    "user_class",
]  # fmt: skip
"""Columns of 计费参数 that a bill depends on; a row that changes none of them cuts nothing."""
POINT = ["customer_no", "tariff_class", "tariff_kind", "relation", "parent_no", "ratio_percent", "fixed_kwh"]
"""Columns of 计量点 that decide where a point's energy is billed."""
SHARE = "定比"


def month_segments(archive: Archive, prices: PriceDays, flags: Flags) -> pd.DataFrame:
    """Return the segments of every customer, most of whom have one.

    Args:
        archive: of the month.
        prices: of the days that bills cover.
        flags: the billing rules; whether a whole reading cycle pays one month's price.

    Returns:
        Index running, in order of customer and time: the terms of each segment, customer_no, ``starts_on``,
        ``ends_on``, ``days``, ``window_days`` (of the whole bill), ``month_days`` (that a month's price is for: the
        calendar days of its month, or those of a whole reading cycle), ``epoch`` of its prices and ``cut`` (the
        customer has several segments).

    Source: billing.md §8.2, §6: segments by price effective date, capacity, meter and class.
    """
    rows = archive.term_rows
    covered = archive.windows.reindex(rows["customer_no"].unique())
    moved = [_moved(archive.versions), _begun_or_ended(archive.versions), _repriced(archive, prices)]
    forced = pd.concat(moved, ignore_index=True)
    cuts = _cuts(rows, covered, forced, prices)
    segments = _with_terms(cuts, rows)
    segments["epoch"] = prices.epochs.searchsorted(segments["starts_on"], side="right") - 1
    segments["month_days"] = _month_days(segments, covered, flags)
    kept = segments[_differs(segments, prices)].reset_index(drop=True)
    return _measured(kept, covered)


def _cuts(rows: pd.DataFrame, covered: pd.DataFrame, moved: pd.DataFrame, prices: PriceDays) -> pd.DataFrame:
    """Return the days on which something may change: customer_no, starts_on, ``forced`` (it does)."""
    first = pd.DataFrame({"customer_no": covered.index, "starts_on": covered["first_on"].to_numpy()})
    again = rows[rows["customer_no"].duplicated()]
    terms = pd.DataFrame({"customer_no": again["customer_no"], "starts_on": again["effective_on"]})
    days = pd.DataFrame({"starts_on": prices.epochs[1:]})
    every = pd.concat(
        [moved.assign(forced=True), *(part.assign(forced=False) for part in (first, terms, _crossed(first, days)))]
    )
    mine = covered.reindex(every["customer_no"]).set_axis(every.index)
    within = (every["starts_on"] >= mine["first_on"]) & (every["starts_on"] <= mine["last_on"])
    every = every[within].sort_values(["customer_no", "starts_on", "forced"], kind="stable")
    return every.drop_duplicates(["customer_no", "starts_on"], keep="last").reset_index(drop=True)


def _crossed(customers: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Return every customer with every day."""
    return customers[["customer_no"]].merge(days, how="cross") if len(days) else customers.iloc[:0]


def _moved(versions: pd.DataFrame) -> pd.DataFrame:
    """Return whose bill changes because a point is billed elsewhere from a day on: customer_no, starts_on."""
    rows = versions[versions["point_no"].duplicated(keep=False)].sort_values(
        ["point_no", "effective_on"], kind="stable", na_position="first"
    )
    if rows.empty:
        return rows.rename(columns={"effective_on": "starts_on"})[["customer_no", "starts_on"]]
    before = rows.groupby("point_no", sort=False)[POINT].shift()
    same = rows[POINT].eq(before) | (rows[POINT].isna() & before.isna())
    fresh = rows[rows["point_no"].duplicated() & ~same.all(axis="columns")]
    owner = versions.drop_duplicates("point_no", keep="last").set_index("point_no")["customer_no"]
    concerned = [fresh["customer_no"], *(fresh[name].map(owner) for name in ("parent_no",))]
    concerned += [before.loc[fresh.index, "customer_no"], before.loc[fresh.index, "parent_no"].map(owner)]
    parts = [pd.DataFrame({"customer_no": who, "starts_on": fresh["effective_on"]}) for who in concerned]
    return pd.concat(parts).dropna().drop_duplicates()


def _begun_or_ended(versions: pd.DataFrame) -> pd.DataFrame:
    """Return whose bill changes because an agreed share (定比) begins or ends on a day: customer_no, starts_on.

    It is a share of what the meter above shows on those days; a 定量 has a whole of its own, prorated by days.
    """
    rows = versions[versions["point_no"].isin(versions.loc[versions["relation"] == SHARE, "point_no"])]
    if rows.empty:
        return rows.rename(columns={"effective_on": "starts_on"})[["customer_no", "starts_on"]]
    rows = rows.sort_values(["point_no", "effective_on"], kind="stable", na_position="first")
    groups = rows.groupby("point_no", sort=False)
    goes_on = rows["point_no"].duplicated() & ~(groups["expires_on"].shift() < rows["effective_on"])
    ends_not = groups["effective_on"].shift(-1) <= rows["expires_on"]
    begins, ends = rows["effective_on"].mask(goes_on), rows["expires_on"].mask(ends_not)
    owner = versions.drop_duplicates("point_no", keep="last").set_index("point_no")["customer_no"]
    concerned = rows["customer_no"], rows["parent_no"].map(owner)
    parts = [pd.DataFrame({"customer_no": who, "starts_on": on}) for who in concerned for on in (begins, ends)]
    return pd.concat(parts).dropna().drop_duplicates()


def _repriced(archive: Archive, prices: PriceDays) -> pd.DataFrame:
    """Return who pays another 目录电价 from a day on, for sub-meters or on days at it: customer_no, starts_on."""
    table = prices.catalogue
    price = table.set_index(["tariff_class", "voltage", "epoch"])["price_yuan_per_kwh"]
    if price.empty or len(prices.epochs) == 1:
        return _moved(archive.versions.iloc[:0])
    wide = price[~price.index.duplicated()].unstack().reindex(columns=range(len(prices.epochs)))  # noqa: PD010
    before = wide.shift(axis="columns")
    other = (wide.ne(before) & (wide.notna() | before.notna())).iloc[:, 1:]
    moved = other.melt(ignore_index=False, var_name="epoch", value_name="moved").reset_index()
    moved = moved[moved["moved"]]
    moved["starts_on"] = prices.epochs[moved["epoch"].astype("int64")]
    named = [frame[["customer_no", "tariff_class"]].dropna() for frame in (archive.versions, archive.term_rows)]
    owners = pd.concat(named).drop_duplicates()
    volts = archive.term_rows[["customer_no", "pricing_voltage"]].drop_duplicates()
    asked = owners.merge(volts, on="customer_no")
    found = asked.merge(moved, left_on=["tariff_class", "pricing_voltage"], right_on=["tariff_class", "voltage"])
    return found[["customer_no", "starts_on"]].drop_duplicates()


def _with_terms(cuts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cuts with the terms in force on each; a customer's first row also holds before it begins."""
    place = rows.groupby("customer_no", sort=False).cumcount()
    starts = cuts.drop_duplicates("customer_no").set_index("customer_no")["starts_on"]
    first = starts.reindex(rows["customer_no"]).set_axis(rows.index)  # map() makes floats of no dates at all
    holds = rows.assign(holds_from=rows["effective_on"].where(place > 0, first.astype("datetime64[s]")))
    merged = pd.merge_asof(
        cuts.sort_values("starts_on", kind="stable"),
        holds.sort_values("holds_from", kind="stable"),
        left_on="starts_on",
        right_on="holds_from",
        by="customer_no",
    )
    return merged.drop(columns="holds_from").sort_values(["customer_no", "starts_on"], ignore_index=True)


def _differs(segments: pd.DataFrame, prices: PriceDays) -> pd.Series:
    """Say which segments differ from the one before in a term, a price or a point; the first of a customer does."""
    first = ~segments["customer_no"].duplicated()
    result = first | segments["forced"]
    if first.all():
        return result
    keys = pd.MultiIndex.from_frame(segments[["epoch", "tariff_kind", "pricing_voltage"]])
    content = prices.contents().reindex(keys).to_numpy()
    told = segments[TERMS].assign(content=content, months=segments["month_days"])
    before = told.shift()
    same = told.eq(before) | (told.isna() & before.isna())
    return result | ~same.all(axis="columns")


def _month_days(segments: pd.DataFrame, covered: pd.DataFrame, flags: Flags) -> pd.Series:
    """Return how many days a month's price is for: a whole cycle from 26 January to 25 February pays 31 of 31 days."""
    calendar = segments["starts_on"].dt.days_in_month.astype("int64")
    mine = covered.reindex(segments["customer_no"]).set_axis(segments.index)
    whole = mine["first_on"] + pd.DateOffset(months=1) == mine["last_on"] + DAY
    cycle = (mine["last_on"] - mine["first_on"]).dt.days + 1
    return calendar.mask(whole, cycle).astype("int64") if flags.cycle_is_month else calendar


def _measured(segments: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """Add the last day of each segment, its days and those of the whole bill."""
    owner = segments["customer_no"]
    mine = covered.reindex(owner).set_axis(segments.index)
    following = segments["starts_on"].shift(-1).where(owner == owner.shift(-1)) - DAY
    ends = following.fillna(mine["last_on"])
    return segments.assign(
        ends_on=ends,
        days=(ends - segments["starts_on"]).dt.days + 1,
        window_days=(mine["last_on"] - mine["first_on"]).dt.days + 1,
        cut=owner.duplicated(keep=False),
    )
