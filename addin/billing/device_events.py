"""Which events of 容量变动 are sure: of a device and a time that are known; and whom the others concern."""

import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.known_changes import DEVICE, owned
from addin.billing.metering.loss_scope import LOW_SIDE
from addin.billing.nameplate import lacking_kva
from addin.days import DAY
from addin.reading import Ledger
from addin.tables.choices import TARIFF_KINDS

TABLE = "capacity_changes"
UNSURE = "，计费容量无从确定，"


def powered(terms: pd.DataFrame, points: pd.DataFrame) -> pd.Index:
    """Return the customers whose bill depends on their devices: two-part ones, and those that bear transformer losses.

    Args:
        terms: rows of 计费参数 in force within the bills' days.
        points: settlement points in force in the month.
    """
    single = terms["tariff_kind"] == TARIFF_KINDS[0]
    return pd.Index(pd.concat([terms.loc[~single, "customer_no"], bears_losses(points)]).unique())


def bears_losses(points: pd.DataFrame) -> pd.Series:
    """Return the customers with a point that is metered behind a transformer whose loss they bear."""
    low = (points["metering_side"] == LOW_SIDE) & (points["with_transformer_loss"] != "否")
    return points.loc[low, "customer_no"]


def device_events(
    ledger: Ledger, devices: pd.DataFrame, powered: pd.Index, days: pd.DatetimeIndex
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events whose device and time are known, and the doubts about the others.

    Args:
        ledger: the sheets that were read.
        devices: 受电设备 of all customers, each device of a customer once.
        powered: customers whose bill depends on their devices.
        days: of the month; a device that is gone from 受电设备 since long leaves its old events behind.

    Source: ledger.md §1: 容量变动 is the only source of the capacity of a day.
    """
    changes = ledger[TABLE]
    twice = gather([_twice(ledger, devices, powered), _alone(ledger, devices, powered)])
    if changes.empty:
        return changes, twice
    told = owned(changes, devices)
    dated = told["changed_at"].notna()
    open_ = told["customer_no"].isna() & told["device_no"].isin(devices["device_no"])
    sharing = devices[devices["device_no"].isin(told.loc[open_, "device_no"])]
    parts = [_undated(told[~dated & ~open_], ledger), _unowned(told[open_], sharing, ledger)]
    begun = told["changed_at"] < days[-1] + DAY
    said = gather([twice, *parts, *_undeviced(told[begun & ~open_], devices, days[0], ledger)])
    return told[dated & ~open_], said[said["customer_no"].isin(powered)]


def _undated(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Say which events have no time that could be read."""
    where = pd.Series([ledger.where(TABLE, row, "changed_at") for row in rows.index], index=rows.index, dtype=object)
    cells = ledger.refused[(ledger.refused["table"] == TABLE) & (ledger.refused["column"] == "changed_at")]
    cells = cells[~cells["empty"].astype(bool)]
    words = {row: f"看到『{word}』，" for row, word in zip(cells["row"], cells["seen"], strict=True)}
    seen = pd.Series([words.get(row, "") for row in rows.index], index=rows.index, dtype=object)
    said = where + seen + "没有可用的时刻：设备 " + rows["device_no"].astype(object).fillna("（空）") + " 的"
    said += rows["event"].astype(object).fillna("变动") + "从哪天起不知" + UNSURE + "请填写变动时刻"
    return doubt(rows["customer_no"], said)


def _unowned(rows: pd.DataFrame, devices: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Say which events name no customer and a device number that several customers have: it concerns all of them."""
    if rows.empty:
        return NONE
    named = rows.drop_duplicates("device_no")
    owners = devices.groupby("device_no")["customer_no"].agg("、".join)
    numbers = named["device_no"].astype(object)
    where = pd.Series([ledger.where(TABLE, row, "customer_no") for row in named.index], numbers, dtype=object)
    said = where + "为空，而设备编号『" + numbers.to_numpy() + "』在「受电设备」属于几户（"
    said += owners.reindex(said.index) + "），不知是谁的变动" + UNSURE + "请补填户号"
    return doubt(devices["customer_no"], devices["device_no"].map(said))


def _undeviced(rows: pd.DataFrame, devices: pd.DataFrame, first_on: pd.Timestamp, ledger: Ledger) -> list[pd.DataFrame]:
    """Say which events are about a device that their customer does not have; and to whom else such a device belongs.

    Of those before the month the last of each device counts, where the device is somebody else's, or its customer has
    less capacity in 受电设备 than by contract: else it is gone since long.
    """
    pairs = pd.MultiIndex.from_frame(rows[DEVICE].astype(object).fillna(""))
    near = devices.loc[devices["device_no"].isin(rows["device_no"]), DEVICE].astype(object)
    lost = rows[~pairs.isin(pd.MultiIndex.from_frame(near))].sort_values("changed_at", kind="stable")
    lost = lost[lost["device_no"].isna() | ~lost.duplicated(DEVICE, keep="last")]
    owners = near.drop_duplicates("device_no", keep=False).set_index("device_no")["customer_no"]
    owner = lost["device_no"].map(owners).astype(object)
    short = lost["customer_no"].isin(lacking_kva(ledger["customers"], devices).index)
    told = (lost["changed_at"] >= first_on) | (lost["event"] != "拆除") & (owner.notna() | short)
    lost, owner = lost[told], owner[told]
    where = pd.Series([ledger.where(TABLE, row, "device_no") for row in lost.index], index=lost.index, dtype=object)
    said = where + "『" + lost["device_no"].astype(object).fillna("空") + "』，「受电设备」没有户号 "
    said += lost["customer_no"].astype(object).fillna("（空）") + " 的这台设备"
    said += ("（这个编号属于户号 " + owner + "）").fillna("") + UNSURE + "请核对设备编号和户号，或补入设备"
    other = owner.notna()
    return [doubt(lost["customer_no"], said), doubt(owner[other], said[other])]


def _twice(ledger: Ledger, devices: pd.DataFrame, powered: pd.Index) -> pd.DataFrame:
    """Say which customers have two different devices of one number."""
    rows = ledger["devices"].dropna(subset=DEVICE)
    if len(rows) == len(devices):
        return NONE
    again = rows["customer_no"].isin(powered) & rows.duplicated(DEVICE)
    unlike = rows[again & ~rows.duplicated()].drop_duplicates(DEVICE)
    where = pd.Series([ledger.where("devices", row, "device_no") for row in unlike.index], unlike.index, dtype=object)
    said = where + "『" + unlike["device_no"].astype(object) + "』在该户前面的行里已有，内容不同，不知以哪行为准，"
    return doubt(unlike["customer_no"], said + "请删去一行，或更正设备编号")


def _alone(ledger: Ledger, devices: pd.DataFrame, powered: pd.Index) -> pd.DataFrame:
    """Say which devices interlock with nothing, though their customer has others: one of those lacks its group."""
    linked = devices[devices["interlock_group"].notna() & devices["customer_no"].isin(powered)]
    lone = linked[~linked.duplicated(["customer_no", "interlock_group"], keep=False)]
    lone = lone[lone["customer_no"].isin(devices.loc[devices["customer_no"].duplicated(), "customer_no"])]
    where = [ledger.where("devices", row, "interlock_group") for row in lone.index]
    said = pd.Series(where, index=lone.index, dtype=object) + "『" + lone["interlock_group"].astype(object)
    said += "』只有这一台设备，不知它与该户的哪台联锁" + UNSURE + "请给同组的设备填同一组号，不联锁的清空该格"
    return doubt(lone["customer_no"], said)
