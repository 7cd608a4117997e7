"""Which transformers are energised on which days, and with which nameplate: what losses go by, whatever is charged."""

import dataclasses

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.basic.capacity import RATED, daily_capacity, events
from addin.billing.basic.shared_days import shared_days
from addin.billing.flags import Flags
from addin.billing.known_changes import of_devices
from addin.billing.metering.loss_scope import FORMULA, TABLED
from addin.days import DAY, NEVER, within

STOPPED, STANDBY = ("停用", "拆除"), ("热备", "冷备")
PLATE = ["model", "no_load_loss_kw", "load_loss_kw", "no_load_current_percent", "impedance_percent"]
"""What 容量变动 says of a transformer that is put in the place of another, under the names of 受电设备."""
ALIKE = [*PLATE, "rated_kva", "loss_factor", "loss_method", "agreed_loss_kwh", "loss_percent"]
ANY_DAYS = 10_000
"""More days than a year has."""


def energised(devices: pd.DataFrame, changes: pd.DataFrame, days: pd.DatetimeIndex, flags: Flags) -> pd.DataFrame:
    """Return the capacity that is energised of each device and day: from commissioning to removal, but while sealed.

    An approved end unseals nothing by itself: what the archive calls stopped is still sealed after it. How short or
    long a suspension is does not matter.

    Args:
        devices: table 受电设备.
        changes: of the devices, from ``known_changes``, all dates.
        days: asked for.
        flags: the billing rules; whether the days of switching on and off count.

    Returns:
        Frame like ``devices``, columns ``days``, values [kVA], 0 while off; ``NaN`` without a nameplate capacity.

    Source: billing.md §5.1: T is the time in service; 计费规则 变损:启用日计入, 变损:停用日计入.
    """
    known = of_devices(changes, devices)
    last = known[known["changed_at"] < days[-1] + DAY].drop_duplicates("device", keep="last").index
    stopped = devices.index[devices["state"].isin(STOPPED)]
    still = known.index.isin(last) & known["device"].isin(stopped)
    told = known.assign(approved_until_on=known["approved_until_on"].mask(still))
    return daily_capacity(devices, told, days, _of_losses(flags))


def loss_units(
    devices: pd.DataFrame, changes: pd.DataFrame, each: pd.DataFrame, windows: pd.DataFrame, flags: Flags
) -> pd.DataFrame:
    """Return the transformers that losses are reckoned of, one row for each nameplate that was in service.

    Args:
        devices: table 受电设备 of the month.
        changes: of the devices, from ``known_changes``, all dates.
        each: chargeable capacity of each device and day [kVA]: the energised one of devices without events.
        windows: by customer_no, ``first_on`` and ``last_on`` of the bill.
        flags: the billing rules.

    Returns:
        Index running: the columns of ``devices``, of an exchanged one the nameplate put in its place; ``days``
        energised within the bill, ``shared_days`` that its share of the load goes by, and ``unsure``: why its loss
        cannot be known, empty otherwise.
    """
    days = pd.DatetimeIndex(each.columns)
    mine = windows.reindex(devices["customer_no"])
    kva, moved = each.copy(), devices[devices["device_no"].isin(changes["device_no"])]
    if len(moved):
        kva.loc[moved.index] = energised(moved, changes, days, flags)
    on, unsure = _one_of_each_group(devices, (kva != 0) & within(mine, "first_on", "last_on", days))
    units, runs = devices.assign(unsure=unsure), on.to_numpy(dtype=bool)
    if len(moved):
        units, runs = _exchanged(units, on, events(moved, changes, _of_losses(flags)))
    units = units.reset_index(drop=True)
    return units.assign(days=runs.sum(axis=1), shared_days=shared_days(units, runs))


def _of_losses(flags: Flags) -> Flags:
    """Return rules of charging that charge what is energised."""
    return dataclasses.replace(
        flags,
        charges_first_day=flags.loses_first_day,
        charges_last_day=flags.loses_last_day,
        suspensions=dataclasses.replace(flags.suspensions, least_days=0, least_reduction_days=0, most_days=ANY_DAYS),
    )


def _one_of_each_group(devices: pd.DataFrame, on: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the days of each device, of those that interlock the one that runs, and where nobody knows which does.

    The one that is not sealed runs; of several the only one that is neither standby nor stopped; of the same kind, any.
    """
    unsure = pd.Series("", index=devices.index, dtype=object)
    linked = devices[devices["interlock_group"].notna()]
    if linked.empty:
        return on, unsure
    keys = [linked["customer_no"], linked["interlock_group"]]
    able = on.loc[linked.index]
    ready = able.mul(~linked["standby"].isin(STANDBY) & ~linked["state"].isin(STOPPED), axis="index")
    both, sole = (frame.groupby(keys).transform("sum") for frame in (able, ready))
    first = able & (able.groupby(keys).cumsum() == 1)
    runs = able.where(both <= 1, ready.where(sole == 1, first))
    unlike = linked[ALIKE].groupby(keys).transform(lambda one: one.nunique(dropna=False)).gt(1).any(axis="columns")
    open_ = ((both > 1) & (sole != 1)).any(axis="columns") & unlike
    names = linked["device_no"].astype(str).groupby(keys).transform("、".join)
    said = (
        "联锁组 " + linked["interlock_group"].astype(str) + " 的 " + names + " 没有封停的不止一台，不知哪一台在运行，"
    )
    unsure[open_[open_].index] = (
        said + "变损无从确定，请在「受电设备」填备用方式（运行、热备、冷备）或补「容量变动」"
    )[open_]
    result = on.copy()
    result.loc[linked.index] = runs
    return result, unsure


def _exchanged(
    units: pd.DataFrame, on: pd.DataFrame, happened: pd.DataFrame
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    """Give the days of an exchange to the nameplate that was put in place, a row of its own; and the days of each."""
    swap = (happened["event"] == "暂换") | (happened["event"] == "减容") & (happened["capacity_kva"] > 0)
    told = happened[swap | happened["event"].isin((*RATED, "拆除"))]
    told = told.assign(until=told.groupby("device")["on"].shift(-1).fillna(NEVER))
    told = told[swap.reindex(told.index)]
    place = units.index.get_indexer(told["device"])
    begins, ends = (told[name].to_numpy("datetime64[s]")[:, None] for name in ("on", "until"))
    days, own = on.columns.to_numpy("datetime64[s]"), on.to_numpy(dtype=bool)
    runs = own[place] & (begins <= days) & (days < ends)
    by_plate = units["loss_method"].isin((FORMULA, TABLED)).to_numpy()[place] & runs.any(axis=1)
    told, place, runs = told[by_plate], place[by_plate], runs[by_plate]
    if not len(told):
        return units, own
    plates = told[[*PLATE, "capacity_kva"]].set_axis([*PLATE, "rated_kva"], axis="columns")
    other = units.iloc[place].assign(**plates.set_axis(units.index[place]).to_dict("series"))
    needed = other[PLATE[1:]].isna().any(axis="columns").where(other["loss_method"] == FORMULA, other["model"].isna())
    said = "变压器 " + other["device_no"].astype(str) + " 换上 " + other["rated_kva"].map("{:g} kVA".format)
    said += " 的设备期间，「容量变动」没有换上设备的铭牌参数（型号、P0、Pk、I0、Uk），变损无从计算，请补填"
    other = other.assign(unsure=other["unsure"].mask(needed & (other["unsure"] == ""), said))
    left = own.copy()
    np.logical_and.at(left, place, ~runs)
    return pd.concat([units, other], ignore_index=True), np.concatenate([left, runs])
