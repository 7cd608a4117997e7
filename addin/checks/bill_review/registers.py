"""Rows of 抄表记录 as the checks of meters look at them: how far each register ran, and one row per meter."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.metering.repeats import KEY, once
from addin.billing.money import scaled, transport
from addin.tables.choices import PERIODS

DEMAND = "最大需量"
ACTIVE = "正向有功"
TOTAL = "正向有功总"
PERIOD_OF = {ACTIVE + period: period for period in PERIODS}
PERIOD_REGISTERS = tuple(PERIOD_OF)
DECIMALS = 4
METER = ["point_no", "meter_no"]
YES = "是"


def month_rows(readings: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the readings of a month that name customer, point and register; of equal rows the first."""
    rows = once(readings[readings["month"] == month])
    return rows.dropna(subset=["customer_no", "point_no", "register"])


def contradicted(rows: pd.DataFrame) -> pd.Series:
    """Say which rows of ``month_rows`` share point, meter, register and day with another that says otherwise."""
    return rows.duplicated(KEY, keep=False)


def in_force(points: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the metering points that hold at the end of a month, index point_no."""
    last = pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd(0)
    holds = ~(points["effective_on"] > last) & ~(points["expires_on"] <= last)
    return points[holds].drop_duplicates("point_no", keep="last").set_index("point_no")


def in_force_within(points: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the rows of 计量点 that hold on a day of a month, in order of time; an altered point has several."""
    days = pd.Period(month, "M")
    holds = ~(points["effective_on"] > days.end_time) & ~(points["expires_on"] <= days.start_time)
    return points[holds].sort_values("effective_on", kind="stable", na_position="first")


def archived(points: pd.DataFrame, numbers: pd.Index, month: str) -> pd.DataFrame:
    """Return the rows of 计量点 in force that have these numbers, by row id."""
    rows = in_force(points.reset_index(names="row_id"), month)
    return rows[rows.index.isin(numbers)].reset_index().set_index("row_id").dropna(subset=["customer_no"])


def ran(rows: pd.DataFrame, digits: pd.Series) -> pd.Series:
    """Return how far registers ran, in units of the last decimal, ``Int64``; NA where a reading or 表位数 is missing.

    Args:
        rows: readings; one marked 翻转 ran over the top.
        digits: 表位数 of the meter of each.
    """
    run = scaled(rows["current_reading"], DECIMALS) - scaled(rows["previous_reading"], DECIMALS)
    over = (rows["rollover"] == YES) & (run < 0).fillna(value=False)
    full = 10.0 ** (digits + DECIMALS)
    return run.where(~over, run + scaled(full, 0))


def apart(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the difference of two readings, without the noise of binary fractions."""
    return transport(scaled(one, DECIMALS) - scaled(other, DECIMALS), DECIMALS)


def by_meter(rows: pd.DataFrame, failed: pd.Series, unknown: pd.Series | None = None) -> pd.DataFrame:
    """Return one row per point and meter: a reading that failed, else one that is undecided, else any.

    Several registers of a meter fail for one cause, and one line is enough for it.

    Returns:
        Rows of ``rows`` with ``failed``, ``unknown``, and ``registers``: the names of those that failed, joined by 、.
    """
    doubtful = pd.Series(data=False, index=rows.index) if unknown is None else unknown
    meter = meter_codes(rows)
    best = np.full(meter.max(initial=-1) + 1, np.iinfo("int64").max)
    rank = np.where(failed, 0, np.where(doubtful, 1, 2))
    np.minimum.at(best, meter, rank * len(rows) + np.arange(len(rows)))
    chosen = best % max(len(rows), 1)
    asked = rows.iloc[chosen].assign(failed=failed.iloc[chosen], unknown=doubtful.iloc[chosen])
    names = rows.loc[failed, "register"].groupby(meter[failed]).agg("、".join)
    return asked.assign(registers=names.reindex(meter[chosen]).to_numpy())


def meter_codes(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return a number from 0 for each point and meter, the same for all its registers."""
    parts = [pd.factorize(rows[name], use_na_sentinel=False) for name in METER]
    pairs = parts[0][0] * np.int64(len(parts[1][1]) + 1) + parts[1][0]
    return np.asarray(pd.factorize(pairs)[0], dtype=np.int64)


def looked_up(table: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> pd.Series:
    """Return the number in a table for each pair of labels, indexed as ``rows``; NaN where the table has no such cell.

    Two look-ups in an index; to reindex by pairs would first build an index of tuples, ten times as dear.
    """
    padded = np.pad(table.to_numpy(dtype="float64"), ((0, 1), (0, 1)), constant_values=np.nan)
    return pd.Series(padded[table.index.get_indexer(rows), table.columns.get_indexer(columns)], index=rows.index)
