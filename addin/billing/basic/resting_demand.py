"""Contract demand while transformers rest: nothing in service costs nothing; of a part in service the rule decides."""

import numpy as np
import pandas as pd

from addin.billing.basic.capacity import customer_capacity, daily_capacity, events, suspended
from addin.billing.basic.capacity_gaps import capacity_gaps
from addin.billing.basic.demand import COMPONENT, CONTRACT, PLACES
from addin.billing.basic.suspension_years import overlong
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import Flags
from addin.billing.known_changes import of_devices
from addin.billing.money import product, scaled, transport
from addin.days import DAY, within

KEPT, BY_CAPACITY, FREE = "照合同", "按容量比例", "免收"
UNKNOWN_KVA = 1.0
"""Stands for a device without a nameplate capacity: it is there, and ``capacity_gaps`` says that nobody knows more."""
PART, WHOLE = "暂停后合同需量:部分停用", "暂停后合同需量:全部停用"


def resting_contracts(  # noqa: PLR0913, PLR0917 - a demand at rest depends on all of these
    segments: pd.DataFrame,
    declared: pd.DataFrame,
    drawn_kw: pd.Series,
    devices: pd.DataFrame,
    changes: pd.DataFrame,
    each: pd.DataFrame,
    windows: pd.DataFrame,
    flags: Flags,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return segments with the contract demand that holds while devices rest, the declarations that do, and doubts.

    A customer that suspends whole calendar months (需量用户暂停单位) rests with the devices that rest on every day of
    its bill. A demand declared for the month, or terms dated since the suspension, were agreed upon knowing of it.

    Args:
        segments: of every customer, with its terms.
        declared: 需量核定 of the month, from ``declarations``.
        drawn_kw: by customer_no, the metered demand, feeders added up [kW].
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        each: capacity of each device and day [kVA], from ``daily_capacity``.
        windows: by customer_no, ``first_on`` and ``last_on`` of the bill.
        flags: the billing rules.

    Source: 发改办价格〔2016〕1583号 (billing.md §2.2, §2.3): what is suspended is free from its sealing on;
        ledger.md §3 暂停. What a contract demand becomes when a part is suspended is nowhere in print.
    """
    asked = segments[(segments["capacity_mode"] == CONTRACT) & segments["customer_no"].isin(changes["customer_no"])]
    mine = devices[devices["customer_no"].isin(asked["customer_no"])]
    if mine.empty:
        return segments, declared, NONE
    own, days = of_devices(changes, mine), pd.DatetimeIndex(each.columns)
    unrested = daily_capacity(mine, own[~suspended(own)], days, flags)
    now, full = (_held(mine, daily, windows, flags) for daily in (each.loc[mine.index], unrested))
    asked = _counted(asked[asked["customer_no"].isin(now.index)], now, full)
    known = asked["customer_no"].isin(declared["customer_no"]) | _since(asked, own)
    happened = events(mine, own, flags)
    too_long = asked["customer_no"].isin(overlong(happened[suspended(happened)], days, flags).index)
    asked = asked[(asked["idle_days"] > 0) | (asked["part"] & ~known) | too_long]
    drawn = asked["customer_no"].map(drawn_kw).fillna(0.0)
    doubts = [_untold(asked, mine, own, days, flags), _drawing(asked, drawn), _open(asked, flags)]
    sure = asked[~asked["customer_no"].isin(gather(doubts)["customer_no"])]
    kw = _kw(sure, flags.demand_rest.part).reindex(segments.index).fillna(segments["contract_demand_kw"])
    idle = sure.loc[sure["idle_days"] == sure["days"], "customer_no"]
    left = declared[~declared["customer_no"].isin(idle)]
    return segments.assign(contract_demand_kw=kw), left, gather(doubts)


def _held(devices: pd.DataFrame, daily: pd.DataFrame, windows: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the capacity by customer_no and day of its bill; by months what serves on one day serves on all."""
    mine = windows.reindex(devices["customer_no"])
    kva = daily.fillna(UNKNOWN_KVA).where(within(mine, "first_on", "last_on", daily.columns), 0.0)
    if flags.demand_rest.by_month:
        kva = kva.mul(0.0).add(kva.max(axis="columns"), axis="index")
    return customer_capacity(devices, kva)


def _counted(segments: pd.DataFrame, now: pd.DataFrame, full: pd.DataFrame) -> pd.DataFrame:
    """Add the days without any capacity, whether a part rests on others, and both capacities × days [kVA·days]."""
    covered = within(segments, "starts_on", "ends_on", now.columns)
    left, whole = (frame.reindex(segments["customer_no"]).to_numpy("float64") for frame in (now, full))
    return segments.assign(
        idle_days=((left == 0) & covered).sum(axis=1),
        part=((left > 0) & (left < whole) & covered).any(axis=1),
        now_kva_days=np.where(covered, left, 0.0).sum(axis=1),
        full_kva_days=np.where(covered, whole, 0.0).sum(axis=1),
    )


def _since(segments: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Say which terms begin on the day of the last suspension before the segment ends, or later."""
    sealed = changes[suspended(changes)]
    pairs = segments.reset_index(names="segment").merge(sealed[["customer_no", "changed_at"]], on="customer_no")
    pairs = pairs[pairs["changed_at"] < pairs["ends_on"] + DAY]
    last = pairs.groupby("segment")["changed_at"].max().dt.normalize().reindex(segments.index)
    return segments["effective_on"] >= last


def _kw(asked: pd.DataFrame, part: str) -> pd.Series:
    """Return the contract demand: of the days with something in service, or by the share of capacity in service."""
    by_share = asked["part"] & (part == BY_CAPACITY)
    above = (asked["days"] - asked["idle_days"]).where(~by_share, asked["now_kva_days"])
    below = asked["days"].where(~by_share, asked["full_kva_days"])
    whole = [scaled(days, 2).astype("int64") for days in (above, below)]
    kw = product((asked["contract_demand_kw"], 4), (whole[0], 0), digits=PLACES, divisor=whole[1])
    return transport(kw, PLACES)


def _untold(
    asked: pd.DataFrame, devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags
) -> pd.DataFrame:
    """Say of whom 容量变动 does not tell what is at rest."""
    gaps = capacity_gaps(devices[devices["customer_no"].isin(asked["customer_no"])], changes, days, flags)
    return doubt(gaps.index.to_series(), gaps, COMPONENT)


def _drawing(asked: pd.DataFrame, drawn: pd.Series) -> pd.DataFrame:
    """Say who draws power though nothing is in service."""
    rows = asked[(asked["idle_days"] == asked["days"]) & (drawn > 0)]
    said = "按「容量变动」该户受电设备全部停用，「抄表记录」却有最大需量 "
    said += drawn[rows.index].map("{:g} kW".format).astype(object) + "，请核对封停、启封记录和现场封印"
    return doubt(rows["customer_no"], said, COMPONENT)


def _open(asked: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Say for whom no rule is set: what is charged with nothing in service, or with a part."""
    unset = asked[(asked["idle_days"] > 0) & (flags.demand_rest.whole != FREE)]
    whole = doubt(unset["customer_no"], f"该户受电设备全部停用，「计费规则」没有设定{WHOLE}，请设定后重算", COMPONENT)
    rows = asked[asked["part"] & (flags.demand_rest.part not in {KEPT, BY_CAPACITY})]
    share = _kw(rows, BY_CAPACITY)
    pairs = zip(rows["contract_demand_kw"], share, strict=True)
    kw = [f"合同需量 {one:g} kW，按运行容量比例 {part:g} kW" for one, part in pairs]
    said = pd.Series(kw, index=rows.index, dtype=object) + "：该户受电设备部分暂停，「需量核定」没有本月的行，"
    said += f"「计费规则」的{PART}没有设定，请补核定值或设定后重算"
    return gather([whole, doubt(rows["customer_no"], said, COMPONENT)])
