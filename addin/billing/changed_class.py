"""Customers whose class changes within the month, 工商业 to 居民生活 or back: some days have a catalogue price."""

import dataclasses

import numpy as np
import pandas as pd

from addin.billing.archive import Archive
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import YES
from addin.billing.metering.own_kinds import is_main
from addin.billing.power_factor import EXEMPT
from addin.billing.pricing.catalogue import all_business
from addin.billing.pricing.prices import BUSINESS, NO_CAPACITY
from addin.days import DAY, LONG_AGO, NEVER

NOTHING = {"capacity_mode": NO_CAPACITY, "power_factor_standard": EXEMPT, "market_kind": None}
"""What holds on days at a catalogue price: no charge on power, no adjustment, no market."""
WHICH = "，以哪一个为准不明：请在「计量点」分行填写各段的电价类别，或清空该格"
BORROWED = ["tariff_kind", "pricing_voltage", "epoch"]


def with_catalogue_days(archive: Archive) -> Archive:
    """Return the archive with the days of customers that are 工商业 on others made ready to be priced by 目录电价.

    Their main points go with the customer, whichever of its classes 计量点 writes down.

    Args:
        archive: of the month; nothing changes where all customers are 工商业.

    Source: billing.md §8.2, segments by class; §1: 居民生活 pays no charge on power; §4.1, nor any adjustment.
    """
    rows = archive.term_rows
    mine = _changing(rows)
    if mine.empty:
        return archive
    owned = rows["customer_no"].isin(mine)
    apart = owned & (rows["tariff_class"] != BUSINESS)
    rows = rows.assign(**{name: rows[name].mask(apart, word) for name, word in NOTHING.items()})
    said = gather([archive.doubts, *_unlike_doubts(archive, mine), _inner(archive, mine)])
    versions, points = (_with_customer(frame, mine, rows) for frame in (archive.versions, archive.points))
    own = points["customer_no"].map(archive.terms["tariff_class"])
    billed = points["billed_class"].mask(points["customer_no"].isin(mine) & points["tariff_class"].isna(), own)
    points = points.assign(billed_class=billed)
    return dataclasses.replace(archive, term_rows=rows, versions=versions, points=points, doubts=said)


def at_business(segments: pd.DataFrame, apart: pd.Series) -> pd.DataFrame:
    """Return the segments, those with a catalogue price with the price row of the 工商业 segment beside them.

    They have a place in the statement and nothing that this row prices: see ``without``.
    """
    lent = segments[BORROWED].where(~apart)
    owner = segments["customer_no"]
    lent = lent.groupby(owner).ffill().fillna(lent.groupby(owner).bfill())
    return segments.assign(**lent.astype(segments[BORROWED].dtypes.to_dict()).to_dict("series"))


def without(billed: pd.DataFrame, apart: pd.Series, kwh: list[str]) -> pd.DataFrame:
    """Return ``Energy.billed`` with nothing of the main class in the segments that have a catalogue price."""
    mine = billed["segment"].isin(apart.index[apart]) & (billed["point_no"] == "")
    return billed.assign(**{name: billed[name].mask(mine, 0.0) for name in kwh})


def at_their_own(bills: pd.DataFrame, segments: pd.DataFrame, apart: pd.Series) -> pd.DataFrame:
    """Return the bills with the days and the voltage that a catalogue price of each segment is looked up by."""
    if not apart.any():
        return bills
    mine = bills["segment"].isin(apart.index[apart])
    own = segments.reindex(bills["segment"]).set_axis(bills.index)
    volts = bills["printed_voltage"].mask(mine & own["pricing_voltage"].notna(), own["pricing_voltage"])
    return bills.assign(epoch=bills["epoch"].mask(mine, own["epoch"]).astype("int64"), printed_voltage=volts)


def other_classes(archive: Archive) -> pd.Series:
    """Return the class, other than 工商业, of customers that are 工商业 on some days of their bill: by customer_no."""
    rows = archive.term_rows
    mine = _changing(rows)
    if mine.empty:
        return pd.Series(dtype=object)
    other = rows[rows["customer_no"].isin(mine) & (rows["tariff_class"] != BUSINESS)]
    return other.drop_duplicates("customer_no", keep="last").set_index("customer_no")["tariff_class"]


def _changing(rows: pd.DataFrame) -> pd.Index:
    """Return the customers that are 工商业 on some days of their bill and of another class on others."""
    if all_business(rows):
        return pd.Index([], dtype=object)
    other = rows["tariff_class"].notna() & (rows["tariff_class"] != BUSINESS)
    mine = rows.loc[other & rows["customer_no"].isin(rows.loc[rows["tariff_class"] == BUSINESS, "customer_no"])]
    return pd.Index(mine["customer_no"].unique())


def _mains(points: pd.DataFrame, mine: pd.Index) -> pd.DataFrame:
    """Return the rows of main points of customers that change, those that name a class."""
    rows = points[points["customer_no"].isin(mine)]
    return rows[is_main(rows) & rows["tariff_class"].notna()]


def _with_customer(points: pd.DataFrame, mine: pd.Index, rows: pd.DataFrame) -> pd.DataFrame:
    """Return points, main ones without a class of their own where it is one that their customer has in the month."""
    mains = _mains(points, mine)
    pairs = pd.MultiIndex.from_frame(rows[["customer_no", "tariff_class"]])
    same = mains.index[pd.MultiIndex.from_frame(mains[["customer_no", "tariff_class"]]).isin(pairs)]
    return points.assign(tariff_class=points["tariff_class"].mask(points.index.isin(same)))


def _unlike_doubts(archive: Archive, mine: pd.Index) -> list[pd.DataFrame]:
    """Say which main points name a class on days on which their customer has another.

    Not where all of them name one and the same: the customer's own day of change is what is known.
    """
    mains = _mains(archive.versions, mine)
    several = mains.groupby("customer_no")["tariff_class"].transform("nunique") > 1
    asked = _spans(mains[several].rename(columns={"tariff_class": "named"}), "point_no")
    terms = _spans(archive.term_rows[archive.term_rows["customer_no"].isin(mine)], "customer_no")
    both = asked[["customer_no", "point_no", "named", "since", "until"]].merge(
        terms[["customer_no", "tariff_class", "since", "until"]], on="customer_no", suffixes=("", "*")
    )
    first, last = np.maximum(both["since"], both["since*"]), np.minimum(both["until"], both["until*"])
    covered = archive.windows.reindex(both["customer_no"]).set_axis(both.index)
    first, last = np.maximum(first, covered["first_on"]), np.minimum(last, covered["last_on"])
    torn = both[(first <= last) & (both["named"] != both["tariff_class"])].drop_duplicates("point_no")
    said = "总表 " + torn["point_no"].astype(str) + " 的电价类别『" + torn["named"].astype(str) + "』与「计费参数」"
    said += first[torn.index].dt.strftime("%Y-%m-%d") + " 的『" + torn["tariff_class"].astype(str) + "』不同" + WHICH
    return [doubt(torn["customer_no"], said)]


def _spans(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Add the first and last day on which dated rows hold, each until the next one begins."""
    following = rows.groupby(key, sort=False)["effective_on"].shift(-1)
    since = rows["effective_on"].where(rows[key].duplicated(), LONG_AGO)
    return rows.assign(since=since, until=np.fmin(rows["expires_on"], following).fillna(NEVER) - DAY)


def _inner(archive: Archive, mine: pd.Index) -> pd.DataFrame:
    """Say which sub-meters with a class of their own nobody knows how to bill on both sides of the change."""
    points = archive.points[archive.points["customer_no"].isin(mine)]
    behind = points[~is_main(points) & (points["tariff_class"].notna() | points["own_kind"].notna())]
    if behind.empty:
        return NONE
    lossy = (behind[["with_transformer_loss", "with_line_loss"]] == YES).any(axis="columns")
    business = behind["tariff_class"].fillna(BUSINESS) == BUSINESS
    torn, seen = behind[lossy | business], business.map({True: "『工商业』", False: "并分担损耗"}).astype(object)
    said = "该户的电价类别在月内改变，而分表 " + torn.index.to_series().astype(str) + " 另有电价类别"
    return doubt(torn["customer_no"], said + seen[torn.index] + "，改类前后它的电费没有依据分开，请人工计算")
