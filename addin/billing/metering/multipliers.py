"""The multiplier of a reading: CT × PT of its meter; a figure written down only where no ratios are."""

import re
from functools import partial

import numpy as np
import pandas as pd

from addin.billing.doubts import NONE, doubt
from addin.days import DAY

SIDE = r"(\d+(?:\.\d+)?)\s*([kK]?)[VvAa]?"
RATIO = re.compile(rf"\s*{SIDE}\s*(?:[/:：／]\s*{SIDE}\s*)?")
LOW_SIDE = ("高供低计", "低供低计")
RATIOS = ["current_ratio", "voltage_ratio"]
SAID = ["meter_no", "multiplier", "metering_side", "ct_pt"]
"""What a row of 计量点 says of its meter."""
BY_RATIOS, BY_POINT, BY_RECORD, BY_READING = "CT×PT", "计量点综合倍率", "换表记录倍率", "抄表记录倍率"


def multipliers(rows: pd.DataFrame, versions: pd.DataFrame, meter_changes: pd.DataFrame) -> pd.DataFrame:
    """Return the multiplier of each reading and where it is from.

    The archive speaks of the meter that the point names at the time of the reading, 换表记录 of one taken down. CT × PT
    goes before the multiplier that either writes down, and that before the one printed with the reading.

    Args:
        rows: readings: point_no, meter_no, previous_on, read_on, multiplier.
        versions: rows of 计量点 in force in the month, in order of time; a point may have several.
        meter_changes: table 换表记录.

    Returns:
        Aligned with ``rows``: ``multiplier`` [1], ``multiplier_from`` and ``archived``, what 计量点 writes down.

    Source: billing.md §6, 倍率 = CT × PT; a CT that is changed counts with its new ratio from its date on.
    """
    point = _at_reading(rows, versions.assign(ct_pt=ct_pt(versions, versions["multiplier"])))
    own = (rows["meter_no"] == point["meter_no"]).to_numpy()
    recorded = _recorded(rows[~own], point["metering_side"][~own], meter_changes)
    told = {
        BY_RATIOS: point["ct_pt"].where(own, recorded["ct_pt"]),
        BY_POINT: point["multiplier"].where(own),
        BY_RECORD: recorded["multiplier"].reindex(rows.index),
        BY_READING: rows["multiplier"],
    }
    every = pd.DataFrame(told)
    known = every.notna().to_numpy()
    source = np.array(every.columns, dtype=object)[known.argmax(axis=1)] if len(every) else []
    result = pd.DataFrame({"multiplier": every.bfill(axis="columns").iloc[:, 0]})
    result["multiplier_from"] = pd.Series(source, index=every.index, dtype=object)
    return result.assign(archived=told[BY_POINT])


def _recorded(rows: pd.DataFrame, metering_side: pd.Series, meter_changes: pd.DataFrame) -> pd.DataFrame:
    """Return what 换表记录 says of the meters of readings that are not the point's own: ct_pt and multiplier."""
    records = meter_changes.drop_duplicates("meter_no", keep="last").set_index("meter_no")
    mine = records[[*RATIOS, "multiplier"]].reindex(rows["meter_no"]).set_axis(rows.index)
    ratios = ct_pt(mine.assign(metering_side=metering_side), mine["multiplier"])
    return pd.DataFrame({"ct_pt": ratios, "multiplier": mine["multiplier"].astype("float64")})


def multiplier_doubts(rows: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Say whose ratios are no ratios, and whose transformers changed without a reading on that day."""
    read = versions[versions["point_no"].isin(rows["point_no"])]
    parts = []
    for name, title in zip(RATIOS, ("CT变比", "PT变比"), strict=True):
        odd = read[read[name].notna() & ratio(read[name]).isna()]
        parts.append(doubt(odd["customer_no"], partial(_no_ratio, odd["point_no"], title, odd[name])))
    return pd.concat([*parts, _unread(rows, read)], ignore_index=True)


def _no_ratio(point_nos: pd.Series, title: str, seen: pd.Series) -> pd.Series:
    """Say what was seen in place of a ratio."""
    said = "计量点 " + point_nos.astype(str) + " 的" + title + "『" + seen.astype(str)
    return said + "』不是 150/5 这样的变比，倍率无从核定，请改正「计量点」"


def ct_pt(known: pd.DataFrame, multiplier: pd.Series) -> pd.Series:
    """Return CT × PT; 1 where neither is filled in and the multiplier is 1, and for an empty PT on the low side.

    Args:
        known: current_ratio, voltage_ratio (texts such as 150/5) and metering_side.
        multiplier: as written down.
    """
    current, voltage = known["current_ratio"], known["voltage_ratio"]
    direct = current.isna() & voltage.isna() & (multiplier == 1)
    low = known["metering_side"].isin(LOW_SIDE) & voltage.isna()
    return (ratio(current) * ratio(voltage).mask(low, 1.0)).mask(direct, 1.0)


def ratio(texts: pd.Series) -> pd.Series:
    """Return ratios such as 150/5 or 10kV/100V as numbers; NaN where empty or not a ratio."""
    code, seen = pd.factorize(texts)
    numbers = np.array([*(_number(str(text)) for text in seen), np.nan])  # the last for cells without a text, code −1
    return pd.Series(numbers[code], index=texts.index)


def sides(text: str) -> tuple[float, float] | None:
    """Return the two sides of a ratio; ``None`` where the text is none."""
    match = RATIO.fullmatch(text)
    if not match:
        return None
    above, below = (float(match[at] or 1) * (1000 if match[at + 1] else 1) for at in (1, 3))
    return (above, below) if below else None


def _number(text: str) -> float:
    """Return a ratio as a number; NaN where it is none."""
    pair = sides(text)
    return pair[0] / pair[1] if pair else float("nan")


def _at_reading(rows: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Return the version of its point in force when each reading begins, the earliest where none is yet."""
    last = versions.drop_duplicates("point_no", keep="last").set_index("point_no")[SAID]
    result = last.reindex(rows["point_no"]).set_axis(rows.index)
    several = versions.loc[versions["point_no"].duplicated(), "point_no"]
    mine = rows[rows["point_no"].isin(several) & rows["previous_on"].notna()]
    if mine.empty:
        return result
    begins = pd.DataFrame({"row": mine.index, "of": mine["meter_no"], "on": mine["previous_on"] + DAY})
    pairs = begins.assign(point_no=mine["point_no"]).merge(versions.reset_index(drop=True), on="point_no")
    pairs["late"] = pairs["effective_on"] > pairs["on"]
    pairs["other"] = pairs["of"] != pairs["meter_no"]
    order = pairs.sort_values(["row", "other", "effective_on"], kind="stable", na_position="first")
    begun = order[~order["late"]].drop_duplicates(["row", "other"], keep="last")
    chosen = pd.concat([begun, order]).sort_values(["row", "other"], kind="stable").drop_duplicates("row")
    result.loc[chosen["row"], :] = chosen.set_index("row")[result.columns]
    return result


def _unread(rows: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Say of which points the multiplier changed between two readings: nobody can part what was used."""
    several = versions[versions["point_no"].duplicated(keep=False)]
    if several.empty:
        return NONE
    known = several.assign(value=ct_pt(several, several["multiplier"]).fillna(several["multiplier"]))
    before = known.groupby(["point_no", "meter_no"])["value"].shift()
    fresh = known[before.notna() & (before != known["value"])]
    pairs = rows.merge(fresh[["point_no", "effective_on", "meter_no"]], on=["point_no", "meter_no"])
    within = (pairs["effective_on"] > pairs["previous_on"] + DAY) & (pairs["effective_on"] < pairs["read_on"])
    torn = pairs[within].drop_duplicates("point_no")
    said = "计量点 " + torn["point_no"].astype(str) + " 的倍率自 " + torn["effective_on"].dt.strftime("%Y-%m-%d")
    return doubt(torn["customer_no"], said + " 起改变，而「抄表记录」没有当日的示数，前后电量分不开")
