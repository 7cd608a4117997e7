"""Points whose meter or transformers changed and that were not read as a whole: what is missing is not nothing."""

from collections.abc import Sequence

import pandas as pd

METER = ["point_no", "meter_no"]
ACTIVE, REACTIVE, DEMAND = "正向有功", "无功", "最大需量"
TOTAL, FORWARD = ACTIVE + "总", "正向无功总"
KINDS = {TOTAL: ACTIVE, FORWARD: REACTIVE, DEMAND: DEMAND}
"""What a meter is asked for, by the register that is named where it lacks."""
QUADRANT = "无功{}象限"
COLUMNS = [*METER, "register", "said"]
ASK = "，不能当作零，请补抄"
QUADRANTS = "换表无功:四象限口径"
"""Row of 计费规则: which of them count beside the forward kvarh of another meter."""


def half_read(rows: pd.DataFrame, quadrants: Sequence[str]) -> pd.DataFrame:
    """Return what was not read of points that have several readings of a register.

    A meter is asked for what another one of the point shows besides what both show, a register for every stretch of
    days that others of its meter were read for. A meter for 无功 alone beside one for 有功 is asked for nothing else.

    Args:
        rows: their readings of the month, none twice: point_no, meter_no, register, previous_on, read_on, previous and
            current reading, ``multiplier`` as it counts.
        quadrants: which of them count beside forward kvarh, as ``Flags.swapped_quadrants``.

    Returns:
        ``COLUMNS``: the register that is missing, and a sentence.

    Source: billing.md §6: a changed meter counts with the old and the new one; missing is not zero.
    """
    kinds = _kinds(rows)
    parts = [
        _one_sided(kinds),
        _other_quadrants(rows, quadrants),
        _untold_periods(rows),
        _cut_short(rows),
        _one_demand(rows),
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates([*METER, "register"])


def _kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row a meter: whether it shows each kind of ``KINDS``."""
    shown = {name: rows["register"].str.contains(word) for name, word in KINDS.items()}
    shown[FORWARD] |= rows["register"].str.contains("反向无功")
    return pd.DataFrame(shown).groupby([rows[name] for name in METER], sort=False).any().reset_index()


def _one_sided(kinds: pd.DataFrame) -> pd.DataFrame:
    """Say which meters lack a kind of register that another meter of the point shows besides one that both show."""
    names = list(KINDS)
    pairs = kinds.merge(kinds, on="point_no", suffixes=("", "*"))
    alike = pd.Series(data=False, index=pairs.index)
    for name in names:
        alike |= pairs[name] & pairs[f"{name}*"]
    parts = [pairs[alike & ~pairs[name] & pairs[f"{name}*"]].assign(register=name) for name in names]
    return _lost(pd.concat(parts), "没有『{register}』示数，而同一计量点的另一块表有")


def beside_forward(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the readings of quadrants of meters that show nothing else of 无功, beside a meter with forward kvarh."""
    reactive = rows[rows["register"].str.contains(REACTIVE)]
    both_ways = reactive[reactive["register"].str.contains("向无功")]
    return reactive[reactive["point_no"].isin(both_ways["point_no"]) & ~_in(reactive, both_ways)]


def _other_quadrants(rows: pd.DataFrame, quadrants: Sequence[str]) -> pd.DataFrame:
    """Say which meters show four quadrants alone where another one of the point shows forward and reverse kvarh.

    Where the rule says which of them count, say which meters lack one of those.
    """
    other = beside_forward(rows)
    if not quadrants:
        seen = "只有四象限无功，而同一计量点的另一块表是正向（反向）无功：「计费规则」的" + QUADRANTS
        return _lost(other.assign(register=FORWARD), seen + "没有设定，不知哪几个象限计入", ask="")
    wanted = other[METER].drop_duplicates().merge(pd.DataFrame({"register": map(QUADRANT.format, quadrants)}), "cross")
    there = pd.MultiIndex.from_frame(wanted).isin(pd.MultiIndex.from_frame(other[[*METER, "register"]]))
    return _lost(wanted[~there], "没有『{register}』示数，而「计费规则」的" + QUADRANTS + "计入该象限")


def _untold_periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Say which meters without a total lack a period that another one of the point ran in."""
    whole = rows[rows["register"] == TOTAL]
    periods = rows[rows["register"].str.startswith(ACTIVE) & (rows["register"] != TOTAL)]
    ran = periods[periods["current_reading"] != periods["previous_reading"]][["point_no", "register"]]
    bare = periods.loc[~_in(periods, whole), METER].drop_duplicates()
    wanted = bare.merge(ran.drop_duplicates(), on="point_no")
    there = pd.MultiIndex.from_frame(wanted).isin(pd.MultiIndex.from_frame(periods[[*METER, "register"]]))
    return _lost(wanted[~there], "没有『{register}』示数，也没有总示数可以核对，而同一计量点的另一块表有")


def _cut_short(rows: pd.DataFrame) -> pd.DataFrame:
    """Say which registers lack a stretch of days that others of their meter were read for."""
    energy = rows[rows["register"] != DEMAND]
    read = energy.assign(days=(energy["read_on"] - energy["previous_on"]).dt.days)
    each = read.groupby([*METER, "register"], sort=False)["days"].agg(["size", "sum", "count"]).reset_index()
    most = each.groupby(METER)[["size", "sum"]].transform("max")
    known = each["count"] == each["size"]
    short = each[known & (each["size"] < most["size"]) & (each["sum"] < most["sum"])]
    seen = "『{register}』只抄了 " + short["sum"].astype(str) + " 天，其他示数抄了 "
    return _lost(short, seen + most.loc[short.index, "sum"].astype(str) + " 天")


def _one_demand(rows: pd.DataFrame) -> pd.DataFrame:
    """Say of which meters the transformers changed and the demand was not read for each of them."""
    several = rows.groupby(METER)["multiplier"].transform("nunique") > 1
    demand = rows[several & (rows["register"] == DEMAND)]
    alone = demand[demand.groupby(METER)["multiplier"].transform("nunique") == 1]
    return _lost(alone, "的倍率在月内改变，而『{register}』只有一种倍率的示数")


def _in(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Say which rows are of a meter that is among the others."""
    found = pd.MultiIndex.from_frame(rows[METER]).isin(pd.MultiIndex.from_frame(others[METER]))
    return pd.Series(found, index=rows.index)


def _lost(rows: pd.DataFrame, seen: str | pd.Series, ask: str = ASK) -> pd.DataFrame:
    """Return what is missing with its sentence, once a meter and register."""
    told = pd.Series(seen, index=rows.index, dtype=object)
    label = "计量点 " + rows["point_no"].astype(str) + " 表 " + rows["meter_no"].astype(str) + " "
    words = [text.format(register=name) + ask for text, name in zip(told, rows["register"], strict=True)]
    said = rows.assign(said=label + pd.Series(words, index=rows.index, dtype=object))
    return said[COLUMNS].drop_duplicates([*METER, "register"])
