"""What 计量点 and 抄表记录 leave open, though the sheets of this month or the last one say that there is something."""

import pandas as pd

from addin.billing.archive import Archive
from addin.billing.device_events import bears_losses
from addin.billing.doubts import NONE, WHOLE, doubt, gather
from addin.billing.metering.loss_scope import AGREED, PERCENT
from addin.billing.metering.reading_faults import of_registers
from addin.reading import Ledger

FORWARD, REVERSE = "正向无功总", "反向无功总"
TABLE = "metering_points"


def open_points(ledger: Ledger, archive: Archive, month: str) -> pd.DataFrame:
    """Return the doubts on points that take part in nobody knows what, and on registers of 无功 that were left out.

    Args:
        ledger: the sheets that were read.
        archive: of the month.
        month: ``YYYY-MM``.

    Source: billing.md §4.2: Q = |forward| + |reverse|; §5.4; §6: missing is not zero.
    """
    return gather(
        [
            _untold_line_loss(ledger, archive),
            *_nothing_agreed(ledger, archive),
            _lost_registers(ledger, archive, month),
            _stray_swaps(ledger, archive, month),
        ]
    )


def _untold_line_loss(ledger: Ledger, archive: Archive) -> pd.DataFrame:
    """Say which points do not say whether they bear line loss, though their customer has a rate of it."""
    points, rows = archive.versions, archive.term_rows
    rated = rows.loc[rows["line_loss_percent"] > 0, "customer_no"]
    root = points["parent_no"].map(archive.points["customer_no"]) != points["customer_no"]
    mine = points[root & points["with_line_loss"].isna() & points["customer_no"].isin(rated)]
    if mine.empty:
        return NONE
    where = [ledger.where(TABLE, row, "with_line_loss") for row in mine.index]
    said = pd.Series(where, index=mine.index, dtype=object) + "为空，而「计费参数」有该户的线损率："
    return doubt(mine["customer_no"], said + "计线损的填『是』，不计的填『否』")


def _nothing_agreed(ledger: Ledger, archive: Archive) -> list[pd.DataFrame]:
    """Say what is agreed to be 0: exports write it for an empty cell, and an agreement on nothing is none."""
    points, devices = archive.versions, archive.devices
    lossy = devices[devices["customer_no"].isin(bears_losses(points))]
    asked = (
        (points, "metering_points", "relation", "定量", "fixed_kwh", "没有定量的请填失效日期"),
        (points, "metering_points", "relation", "定比", "ratio_percent", "没有定比的请填失效日期"),
        (lossy, "devices", "loss_method", AGREED, "agreed_loss_kwh", "不计变损的「变损方法」填『无』"),
        (lossy, "devices", "loss_method", PERCENT, "loss_percent", "不计变损的「变损方法」填『无』"),
    )
    parts = []
    for frame, table, kind, word, column, advice in asked:
        rows = frame[(frame[column] == 0) & (frame[kind] == word)]
        if rows.empty:
            continue
        where = [ledger.where(table, row, column) for row in rows.index]
        said = pd.Series(where, index=rows.index, dtype=object) + f"为 0，而该行是『{word}』：请填约定的数，{advice}"
        parts.append(doubt(rows["customer_no"], said))
    return parts


def _stray_swaps(ledger: Ledger, archive: Archive, month: str) -> pd.DataFrame:
    """Say whose meter was changed in the month at a point that stands nowhere: the change would count for nobody."""
    changes = ledger["meter_changes"]
    if changes.empty:
        return NONE
    rows = changes[changes["changed_at"].dt.to_period("M") == pd.Period(month, "M")]
    rows = rows[rows["point_no"].notna() & ~rows["point_no"].isin(ledger[TABLE]["point_no"])]
    if rows.empty:
        return NONE
    meters = pd.concat([frame[["meter_no", "point_no"]].dropna() for frame in (archive.versions, archive.readings)])
    sole = meters.drop_duplicates().drop_duplicates("meter_no", keep=False).set_index("meter_no")["point_no"]
    points = rows["meter_no"].map(sole)
    owners = points.map(archive.points["customer_no"])
    mine = rows[owners.notna()]
    where = [ledger.where("meter_changes", row, "point_no") for row in mine.index]
    said = pd.Series(where, index=mine.index, dtype=object) + "『" + mine["point_no"].astype(object)
    said += (
        "』不在「计量点」中，而表 " + mine["meter_no"].astype(object) + " 是计量点 " + points.astype(object)[mine.index]
    )
    said += " 的：" + mine["changed_at"].dt.strftime("%Y-%m-%d") + " 的换表没有计入电量，请更正计量点号"
    return doubt(owners[mine.index], said)


def _lost_registers(ledger: Ledger, archive: Archive, month: str) -> pd.DataFrame:
    """Say which meters show one direction of 无功 alone: the reverse one, or the forward one where both ran last month.

    Where losses are reckoned from it, the whole bill is undone.
    """
    now, rows = archive.readings, ledger["readings"]
    rows = rows[rows["register"].isin([REVERSE]) & (rows["current_reading"] > 0)]
    before = rows[rows["month"] == str(pd.Period(month, "M") - 1)]
    reverse, ran = _shown(now, REVERSE, archive), _shown(before, REVERSE, archive)
    if reverse.empty and ran.empty:
        return NONE
    forward = _shown(now, FORWARD, archive)
    ran = ran[~ran.isin(reverse) & ran.isin(forward)]
    parts = [
        _lost(reverse[~reverse.isin(forward)], FORWARD, "本月有反向无功、没有", archive),
        _lost(ran, REVERSE, "上月抄有而本月没有", archive),
    ]
    return gather(parts)


def _shown(readings: pd.DataFrame, register: str, archive: Archive) -> pd.MultiIndex:
    """Return the meters of settlement points, point_no and meter_no, that show a register."""
    rows = readings[readings["register"].isin([register])]
    rows = rows[rows["point_no"].isin(archive.points.index)]
    return pd.MultiIndex.from_frame(rows[["point_no", "meter_no"]].dropna().astype(object).drop_duplicates())


def _lost(meters: pd.MultiIndex, register: str, seen: str, archive: Archive) -> pd.DataFrame:
    """Return the doubts on a register that these meters were not read for."""
    rows = meters.to_frame(index=False)
    rows = rows.assign(register=register, customer_no=rows["point_no"].map(archive.points["customer_no"]))
    said = "计量点 " + rows["point_no"] + " 表 " + rows["meter_no"] + f" {seen}『{register}』示数，不能当作零，请补抄"
    doubts = of_registers(rows, said)
    lossy = doubts["customer_no"].isin(bears_losses(archive.versions))
    return doubts.assign(component=doubts["component"].mask(lossy, WHOLE))
