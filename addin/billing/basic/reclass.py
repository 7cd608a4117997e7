"""Customers that a suspension or reduction leaves too little for the two-part tariff: single-part from that day on."""

import dataclasses

import numpy as np
import pandas as pd

from addin.billing.archive import Archive
from addin.billing.basic.capacity import customer_capacity, daily_capacity, events
from addin.billing.basic.capacity_gaps import capacity_gaps
from addin.billing.basic.demand import MODES
from addin.billing.doubts import doubt, gather
from addin.billing.flags import Flags
from addin.billing.power_factor import EXEMPT
from addin.billing.pricing.prices import BUSINESS, NO_CAPACITY
from addin.billing.standards import expected_standards
from addin.days import LONG_AGO
from addin.rulebook import RulesInForce
from addin.tables.choices import TARIFF_KINDS

SINGLE, TWO_PART = TARIFF_KINDS
RESTING = ("封停", "减容")
"""Events after which a device rests, wholly or in part."""
CHANGED = ["tariff_kind", "capacity_mode", "power_factor_standard"]
COMPONENT = "力调电费"


def reclassed(archive: Archive, customers: pd.DataFrame, rules: RulesInForce, flags: Flags) -> Archive:
    """Return the archive with the terms that hold while little is left in service, as if 计费参数 had rows for them.

    Only where the law leaves no choice: not more than 两部制:可选下限 in service, because something rests. Above that a
    customer may keep the two-part tariff, and 计费参数 says which it chose. Nothing in service changes nothing either:
    there is no charge left to differ. Customers billed by demand suspend whole calendar months: within one nothing is
    deducted (计费规则 需量用户暂停单位). The terms ``archive.terms`` stay as they are written: 电费-C09 is about them.

    Args:
        archive: of the month.
        customers: table 客户台账.
        rules: in force at the month's end.
        flags: the billing rules; 减容暂停后改类 not 是 leaves everything to 计费参数.

    Source: 发改办价格〔2016〕1583号; billing.md §2.1: single-part price and matching power factor standard.
    """
    if archive.changes.empty or not flags.reclasses_below_limit:
        return archive
    days = _days(archive, flags)
    below = days[days["below"]]
    if below.empty:
        return archive
    standard = _standards(archive, days, customers, rules)
    over = {"tariff_kind": SINGLE, "capacity_mode": NO_CAPACITY, "power_factor_standard": standard}
    told = days.assign(**{name: days[name].mask(days["below"], value) for name, value in over.items()})
    again = told[["row", *CHANGED]].eq(told.groupby("customer_no")[["row", *CHANGED]].shift()).all(axis="columns")
    own = archive.term_rows
    mine = told[~again].assign(effective_on=told["on"])[list(own.columns)]
    rows = pd.concat([own[~own["customer_no"].isin(mine["customer_no"])], mine.astype(own.dtypes.to_dict())])
    rows = rows.sort_values(["customer_no", "effective_on"], kind="stable", na_position="first", ignore_index=True)
    unknown = below.loc[standard[below.index].isna(), "customer_no"].drop_duplicates()
    said = doubt(
        unknown, "减容或暂停后改为单一制，而剩余容量应执行的力调标准无法确定（行业分类或供电电压不详）", COMPONENT
    )
    return dataclasses.replace(archive, term_rows=rows, doubts=gather([archive.doubts, said]))


def _days(archive: Archive, flags: Flags) -> pd.DataFrame:
    """Return the days of customers that fall below the limit, with their terms: customer_no, on, left_kva, below."""
    devices, rests = _resting(archive, flags)
    first, last = archive.windows["first_on"].min(), archive.windows["last_on"].max()
    if rests.empty or pd.isna(first):
        return archive.term_rows.iloc[:0].assign(on=pd.NaT, left_kva=np.nan, below=False)
    days = pd.date_range(first, last)
    left = customer_capacity(devices, daily_capacity(devices, archive.changes, days, flags))
    at_rest = _on_days(rests, days).reindex(left.index, fill_value=False)
    long = left.rename_axis(index="customer_no", columns="on").stack().rename("left_kva").reset_index()  # noqa: PD013 - one row a day
    long["below"] = at_rest.to_numpy().ravel() & (long["left_kva"] > 0) & (long["left_kva"] <= flags.two_part_above_kva)
    mine = archive.windows.reindex(long["customer_no"]).set_axis(long.index)
    long = long[(long["on"] >= mine["first_on"]) & (long["on"] <= mine["last_on"])]
    long = _with_terms(long, archive.term_rows)
    long["below"] &= (long["tariff_kind"] == TWO_PART) & (long["tariff_class"] == BUSINESS)
    by_month = long["capacity_mode"].isin(MODES) & flags.demand_rest.by_month
    long["below"] &= ~by_month | long.groupby("customer_no")["below"].transform("all")
    concerned = long.loc[long["below"], "customer_no"].unique()
    return long[long["customer_no"].isin(concerned)].reset_index(drop=True)


def _resting(archive: Archive, flags: Flags) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the devices of two-part customers with something at rest, and the rests: customer_no, on, until."""
    rows, devices = archive.term_rows, archive.devices
    asked = rows.loc[(rows["tariff_kind"] == TWO_PART) & (rows["tariff_class"] == BUSINESS), "customer_no"]
    devices = devices[devices["customer_no"].isin(asked)]
    happened = events(devices, archive.changes, flags)
    rests = happened[happened["event"].isin(RESTING) & (happened["kva"] < happened["running"])]
    rests = rests[["customer_no", "on"]].assign(until=rests[["next_on", "ends_on"]].min(axis=1))
    last = archive.windows["last_on"].max()
    if len(rests):
        days = pd.date_range(archive.windows["first_on"].min(), last)
        rests = rests[(rests["on"] <= last) & (rests["until"] > days[0])]
        rests = rests[~rests["customer_no"].isin(capacity_gaps(devices, archive.changes, days, flags).index)]
    return devices[devices["customer_no"].isin(rests["customer_no"])], rests


def _on_days(rests: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Say on which days something of a customer rests."""
    on, until = (rests[name].to_numpy("datetime64[s]")[:, None] for name in ("on", "until"))
    moments = days.to_numpy("datetime64[s]")
    each = pd.DataFrame((on <= moments) & (moments < until), columns=days)
    return each.groupby(rests["customer_no"].to_numpy(), sort=False).any()


def _with_terms(days: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add the terms that hold on each day; a customer's first row also holds before it begins."""
    first = ~rows["customer_no"].duplicated()
    holds = rows.assign(holds_from=rows["effective_on"].mask(first, LONG_AGO)).sort_values("holds_from", kind="stable")
    words = rows["customer_no"].dtype
    asked = days.assign(
        on=days["on"].astype("datetime64[s]"), customer_no=days["customer_no"].astype(words)
    ).sort_values("on", kind="stable")
    merged = pd.merge_asof(asked, holds, left_on="on", right_on="holds_from", by="customer_no")
    return merged.sort_values(["customer_no", "on"], kind="stable", ignore_index=True)


def _standards(archive: Archive, days: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Return the standard of what is left, as 计费参数 writes it; the given one where it need not change."""
    contract = customers.drop_duplicates("customer_no").set_index("customer_no")["contract_capacity_kva"]
    asked = pd.DataFrame({"customer_no": days["customer_no"], "contract_capacity_kva": days["left_kva"]})
    whole = asked.assign(contract_capacity_kva=asked["customer_no"].map(contract))
    due, before = (expected_standards(one, customers, archive.devices, rules)["standard"] for one in (asked, whole))
    word = due.map(lambda hundredths: EXEMPT if hundredths == 0 else f"{hundredths / 100:.2f}", na_action="ignore")
    kept = (due == before).fillna(value=False).astype(bool) | days["power_factor_exception"].notna()
    return word.astype(object).where(~kept, days["power_factor_standard"])
