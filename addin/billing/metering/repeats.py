"""Readings that stand in the sheet twice: what was read once counts once, what contradicts itself counts for nobody."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.doubts import NONE, gather
from addin.billing.metering.reading_faults import component_of, of_registers

METER = ["point_no", "meter_no"]
REGISTER = [*METER, "register"]
KEY = [*REGISTER, "read_on"]
FIGURES = ["previous_on", "previous_reading", "current_reading", "multiplier", "rollover"]
"""What a reading says; two rows of one key that agree in these are one reading."""
WHICH = "不知以哪行为准，请核对后删去或更正其中一行"


def once(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the readings without rows that repeat another one, figure for figure.

    Source: ledger.md §2.1, §1: a reading is one row a point, meter, register and day.
    """
    return readings[~readings.duplicated([*KEY, "month", *FIGURES])]


def repeated(rows: pd.DataFrame, cells: npt.NDArray[np.int64]) -> tuple[pd.Index, pd.DataFrame]:
    """Return the rows that repeat the key of another one, and the doubts where readings contradict one another.

    Args:
        rows: readings of a month.
        cells: a number for the point and register of each; only cells with several rows are looked at.

    Returns:
        Row ids that do not count; doubts by customer_no: one key with different figures, or two readings of a register
        that overlap in days and in figures, so that energy would be billed twice.
    """
    crowded = rows[np.bincount(cells)[cells] > 1] if len(rows) else rows
    if crowded.empty:
        return crowded.index, NONE
    again = crowded.duplicated(KEY)
    unlike = crowded[again & ~crowded.duplicated([*KEY, *FIGURES])].drop_duplicates(KEY)
    seen = _named(unlike) + " 抄表日 " + unlike["read_on"].dt.strftime("%Y-%m-%d") + " 有几行而内容不同，"
    return crowded.index[again], gather([of_registers(unlike, seen + WHICH), _overlapping(crowded[~again])])


def counted_once(readings: pd.DataFrame) -> list[str]:
    """Return a sentence for each point whose readings stand in the sheet again and were counted once."""
    again = readings.index.difference(once(readings).index)
    numbers = readings.loc[again].groupby("point_no", sort=False).size()
    return [f"「抄表记录」计量点 {no} 有 {number} 行与前面的行相同，只计一次，请删去" for no, number in numbers.items()]


def _overlapping(rows: pd.DataFrame) -> pd.DataFrame:
    """Say which registers were read over the same days and figures twice."""
    ordered = rows.sort_values([*REGISTER, "read_on"], kind="stable")
    before = ordered.groupby(REGISTER, sort=False)[["read_on", "current_reading"]].shift()
    twice = (ordered["previous_on"] < before["read_on"]) & (ordered["previous_reading"] < before["current_reading"])
    mine = ordered[twice]
    mine = mine[~mine.assign(component=component_of(mine["register"])).duplicated([*METER, "component"])]
    last = before.loc[mine.index, "read_on"].dt.strftime("%Y-%m-%d")
    since = "：上一行抄至 " + last + "，这一行又从 " + mine["previous_on"].dt.strftime("%Y-%m-%d") + " 起算，"
    return of_registers(mine, _named(mine) + since + "电量会重复计算，" + WHICH)


def _named(rows: pd.DataFrame) -> pd.Series:
    """Return registers in words."""
    label = "「抄表记录」计量点 " + rows["point_no"].astype(str) + " 表 " + rows["meter_no"].astype(str)
    return label + "『" + rows["register"].astype(str) + "』"
