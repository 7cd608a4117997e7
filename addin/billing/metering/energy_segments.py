"""The energy of customers whose month is cut: of each segment, by readings taken on its first day, else by days."""

import numpy as np
import pandas as pd

from addin.billing.flags import Flags
from addin.billing.metering.power_factor_scope import RECKONED
from addin.billing.metering.readings import ACTIVE
from addin.billing.metering.spread import spread
from addin.billing.metering.submeters import DEEPEST, gross
from addin.days import DAY, LONG_AGO, NEVER
from addin.tables.choices import PERIODS, TOTAL

KWH = [TOTAL, *PERIODS]


def segment_energy(
    segments: pd.DataFrame, points: pd.DataFrame, versions: pd.DataFrame, metered: pd.DataFrame, flags: Flags
) -> pd.DataFrame:
    """Return every point once for each segment of who pays for it, with its energy in that segment.

    Args:
        segments: of customers with several; index = segment.
        points: settlement points in force at the end, index point_no, with ``billed_class``, ``root``, 总 and periods
            as balanced over the whole month [kWh].
        versions: all rows of the points in force in the month, in order of time.
        metered: of each reading: point_no, register, quantity, previous_on, read_on.
        flags: the billing rules; decimals of metered energy.

    Returns:
        Index a label of point and segment: point_no, customer_no (the number of the segment for a point of its
        customer), billed_class, parent_no (a label), relation, ratio, fixed energy of the segment and of a month,
        ``root``, 总 and periods [kWh]. The segments of a point add up to its month; a 定比 or 定量 that is not in force
        in a segment has no row of it.
    """
    if segments.empty:
        return points.iloc[:0]
    decimals = flags.quantity_decimals
    pairs = _held(_pairs(segments, points), versions)
    pairs = _as_then(pairs, versions, points, segments)
    pairs = pairs[~(pairs["relation"].isin(RECKONED) & (pairs["held_days"] == 0))]
    energy = points[KWH].reindex(pairs["point_no"]).set_axis(pairs.index)
    groups = pairs["payer"].astype(str) + "·" + pairs["point_no"].astype(str)
    weights = _weights(pairs, metered, decimals)
    weights["平"] = weights["平"].fillna(weights[TOTAL])
    parts = {name: spread(energy[name], weights[name], pairs["days"], groups, decimals) for name in KWH}
    result = pd.DataFrame(parts, index=pairs.index)
    result[TOTAL] = result[list(PERIODS)].sum(axis="columns", min_count=1).fillna(result[TOTAL])
    fixed = spread(pairs["fixed_kwh"], pairs["days"] * 0.0, pairs["held_days"], groups, decimals)
    pairs = pairs.assign(month_fixed_kwh=pairs["fixed_kwh"], fixed_kwh=fixed)
    return pairs.join(gross(pairs, result, flags))


def shares_of_part(parts: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the month's 总 and periods [kWh] of each 定比 that held in a part of it only, or changed: of its segments.

    So too of a 定比 of such a 定比: what it is taken of is not the ratio of the month's last day.

    Args:
        parts: from ``segment_energy``.
        segments: of customers with several.
    """
    if parts.empty:
        return pd.DataFrame(columns=KWH, dtype="float64")
    mine = parts[parts["mine"] & (parts["relation"] == "定比")]
    groups = mine.groupby("point_no")
    whole = mine["segment"].map(segments["window_days"]).groupby(mine["point_no"]).first()
    part = (groups["held_days"].sum() < whole) | (groups["ratio_percent"].max() > groups["ratio_percent"].min())
    above = mine["parent_no"].map(parts["point_no"])
    for _ in range(DEEPEST):
        part |= above.isin(part.index[part]).groupby(mine["point_no"]).any()
    return groups[KWH].sum(min_count=1)[part]


def _pairs(segments: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the points of each segment: those of the customer, and all that hang together with them."""
    top = pd.Series(points.index, index=points.index, dtype=object)
    for _ in range(DEEPEST):
        above = top.map(points["parent_no"])
        top = above.where(above.isin(points.index), top)
    members = pd.DataFrame({"family": top, "point_no": points.index})
    own = members.assign(customer_no=points["customer_no"])[["customer_no", "family"]].drop_duplicates()
    kept = segments.reset_index(names="segment")[["segment", "customer_no", "starts_on", "ends_on", "days"]]
    pairs = kept.merge(own, on="customer_no").merge(members, on="family")
    pairs = pairs.rename(columns={"customer_no": "payer"}).sort_values(["segment", "point_no"], kind="stable")
    pairs["mine"] = pairs["point_no"].map(points["customer_no"]) == pairs["payer"]
    return pairs.set_axis(_label(pairs["point_no"], pairs))


def _label(point_nos: pd.Series, pairs: pd.DataFrame) -> pd.Index:
    """Return what a point is called within a segment."""
    since = "（" + pairs["payer"].astype(str) + " 自 " + pairs["starts_on"].dt.strftime("%Y-%m-%d") + "）"
    return pd.Index((point_nos.astype(str) + since).where(point_nos.notna(), None))


def _held(pairs: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Add ``held_days``, the days of the segment on which a row of the point is in force."""
    following = versions.groupby("point_no", sort=False)["effective_on"].shift(-1)
    until = np.fmin(versions["expires_on"], following).fillna(NEVER) - DAY
    spans = versions[["point_no"]].assign(since=versions["effective_on"].fillna(LONG_AGO), until=until)
    both = pairs[["point_no", "starts_on", "ends_on"]].reset_index(names="label").merge(spans, on="point_no")
    first, last = np.maximum(both["starts_on"], both["since"]), np.minimum(both["ends_on"], both["until"])
    days = ((last - first).dt.days + 1).clip(lower=0).groupby(both["label"]).sum()
    return pairs.assign(held_days=days.reindex(pairs.index).fillna(0).astype("int64"))


def _as_then(pairs: pd.DataFrame, versions: pd.DataFrame, points: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add what the archive says of each point on the first day of the segment."""
    names = ["relation", "ratio_percent", "fixed_kwh", "parent_no", "tariff_class", "own_kind"]
    known = versions[["point_no", "effective_on", *names]]
    first = ~known["point_no"].duplicated()
    holds = known.assign(holds_from=known["effective_on"].mask(first, LONG_AGO))
    asked = pairs.reset_index(names="label").sort_values("starts_on", kind="stable")
    then = pd.merge_asof(
        asked, holds.sort_values("holds_from"), left_on="starts_on", right_on="holds_from", by="point_no"
    )
    then = then.set_index("label").reindex(pairs.index)
    own = (
        then["segment"].map(segments["tariff_class"]).where(then["mine"], then["point_no"].map(points["billed_class"]))
    )
    then["customer_no"] = (
        then["segment"].astype(object).where(then["mine"], then["point_no"].map(points["customer_no"]))
    )
    then["parent_no"] = _label(then["parent_no"], then)
    then["root"] = then["point_no"].map(points["root"])
    return then.assign(billed_class=then["own_kind"].fillna(then["tariff_class"]).fillna(own).fillna(""))


def _weights(pairs: pd.DataFrame, metered: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return what the readings say each point used in each segment; a reading across a cut is parted by days.

    A reading taken on the first day of a segment, or on the day before, is the reading of the cut.
    """
    rows = metered[metered["register"].str.startswith(ACTIVE)]
    asked = pairs.reset_index(names="label")[["label", "payer", "point_no", "starts_on", "ends_on", "segment"]]
    names = ["point_no", "register", "quantity", "previous_on", "read_on"]
    both = asked.merge(rows[names].reset_index(names="reading"), on="point_no")
    cuts = pd.MultiIndex.from_frame(asked[["payer", "starts_on"]])
    begin, end = (_at_cut(both, name, cuts) for name in ("previous_on", "read_on"))
    begin = begin.fillna(both.groupby("payer")["starts_on"].transform("min") - DAY)
    begin = begin.where(begin < end, end - DAY)
    edges = both.groupby("payer")["segment"].transform("min"), both.groupby("payer")["segment"].transform("max")
    since = (both["starts_on"] - DAY).where(both["segment"] != edges[0], LONG_AGO)
    until = both["ends_on"].where(both["segment"] != edges[1], NEVER)
    days = (np.minimum(until, end) - np.maximum(since, begin)).dt.days.clip(lower=0)
    groups = both.groupby(["payer", "reading"], sort=False).ngroup()
    part = spread(both["quantity"], days.astype("float64"), days, groups, decimals)
    wide = part.groupby([both["label"], both["register"].str.removeprefix(ACTIVE)]).sum(min_count=1)
    table = wide.unstack()  # noqa: PD010 - the pairs are unique
    return table.reindex(index=pairs.index, columns=KWH)


def _at_cut(rows: pd.DataFrame, name: str, cuts: pd.MultiIndex) -> pd.Series:
    """Return the day at whose end a reading counts: that before a cut for one taken on its first day.

    One of the last day is that of the month's end, also where the last segment is that day alone.
    """
    on_cut = pd.MultiIndex.from_arrays([rows["payer"], rows[name]]).isin(cuts)
    on_cut &= (rows[name] < rows.groupby("payer")["ends_on"].transform("max")).to_numpy()
    return rows[name].mask(on_cut, rows[name] - DAY)
