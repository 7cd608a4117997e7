"""From readings to energy: difference × multiplier, rollover, meter changes, total against periods."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.doubts import NONE, gather
from addin.billing.flags import YES, Flags
from addin.billing.metering.half_read import QUADRANT, beside_forward, half_read
from addin.billing.metering.multipliers import multiplier_doubts, multipliers
from addin.billing.metering.reading_faults import of_registers, reading_faults
from addin.billing.metering.register_digits import register_digits
from addin.billing.metering.repeats import repeated
from addin.billing.money import product, scaled, transport
from addin.tables.choices import PERIODS, TOTAL

ACTIVE = "正向有功"
DEMAND = "最大需量"
REACTIVE = ("正向无功总", "反向无功总")
QUADRANTS = ("无功Ⅰ象限", "无功Ⅱ象限", "无功Ⅲ象限", "无功Ⅳ象限")
REGISTERS = (*(ACTIVE + period for period in (TOTAL, *PERIODS)), *REACTIVE, *QUADRANTS, DEMAND)
"""Registers that a bill is made from."""
READING_DECIMALS = 4


def metered(
    readings: pd.DataFrame, versions: pd.DataFrame, meter_changes: pd.DataFrame, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the metered quantity of each reading, and the doubts.

    A meter that was changed within the month has rows of the old and of the new meter; each counts with its own
    multiplier, and they are added up later; so do the rows before and after a change of transformers.

    Args:
        readings: of the month; table 抄表记录.
        versions: settlement points in force in the month, in order of time; several rows where one was altered.
        meter_changes: table 换表记录.
        flags: the billing rules.

    Returns:
        point_no, customer_no, register, quantity [kWh, kvarh, kW], ``unrounded_millionths`` (the same before it is
        rounded), ``beside_forward`` (a quadrant that counts beside the forward kvarh of another meter of the point),
        and the ``multipliers``; and doubts.

    Source: billing.md §6: diff = current − previous (+ 10^digits after a rollover), × multiplier, rounded half up.
    """
    known = versions.drop_duplicates("point_no", keep="last").set_index("point_no")
    place = known.index.get_indexer(readings["point_no"])
    register = pd.Index(REGISTERS, dtype=object).get_indexer(readings["register"])
    counted = (place >= 0) & (register >= 0)
    cells = np.where(counted, place * len(REGISTERS) + register, -1)
    again, torn = repeated(readings[counted], cells[counted])
    if len(again):
        counted &= ~readings.index.isin(again)
    rows, place = readings[counted], place[counted]
    factors = multipliers(rows, versions, meter_changes)
    half = _half(rows.assign(multiplier=factors["multiplier"]), cells[counted], known, flags)
    multiplier = factors["multiplier"].where(factors["multiplier"] != 0)  # nothing is multiplied by 0: a slip
    rolled = rows[rows["rollover"].isin([YES])]
    digits = register_digits(rolled, versions, meter_changes).reindex(rows.index)
    demand = rows["register"].isin([DEMAND])
    run = _run(rows, digits).where(~demand, scaled(rows["current_reading"], READING_DECIMALS))
    energy = product((run, 0), (multiplier, 4), digits=flags.quantity_decimals, divisor=10**READING_DECIMALS)
    power = product((run, 0), (multiplier, 4), digits=6, divisor=10**READING_DECIMALS)
    quantity = transport(energy, flags.quantity_decimals).where(~demand, transport(power, 6))
    owner = pd.Series(known["customer_no"].to_numpy()[place], index=rows.index, dtype=object)
    result = pd.DataFrame({"point_no": rows["point_no"], "customer_no": owner, "register": rows["register"]})
    result["quantity"] = quantity.mask(quantity < 0)
    result["unrounded_millionths"] = power.mask(quantity < 0)
    result = result.join(factors)
    result["beside_forward"] = _beside(rows, flags)
    unread = _faults(result[result["quantity"].isna()], rows, digits)
    return result, gather([torn, half, unread, multiplier_doubts(rows, versions)])


def _half(rows: pd.DataFrame, cells: npt.NDArray[np.int64], points: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Say whose changed meters were not read as a whole; 无功 only of points that count in the power factor.

    A sub-meter that takes no part counts too: its kvarh are taken off those of the meter above.
    """
    several = rows.loc[np.bincount(cells)[cells] > 1, "point_no"] if len(rows) else rows["point_no"]
    if several.empty:
        return NONE
    lost = half_read(rows[rows["point_no"].isin(several)], flags.swapped_quadrants)
    facts = points.reindex(lost["point_no"]).set_axis(lost.index)
    behind = facts["parent_no"].map(points["customer_no"]) == facts["customer_no"]
    asked = ~lost["register"].str.contains("无功") | (facts["with_power_factor"] != "否") | behind
    return of_registers(lost.assign(customer_no=facts["customer_no"])[asked], lost.loc[asked, "said"])


def _beside(rows: pd.DataFrame, flags: Flags) -> pd.Series:
    """Say which readings are of a quadrant that counts beside the forward kvarh of another meter of its point."""
    counting = rows[rows["register"].isin([QUADRANT.format(word) for word in flags.swapped_quadrants])]
    if counting.empty:
        return pd.Series(data=False, index=rows.index)
    beside = beside_forward(rows[rows["point_no"].isin(counting["point_no"])])
    return rows.index.isin(beside.index) & rows.index.isin(counting.index)


def _faults(failed: pd.DataFrame, rows: pd.DataFrame, digits: pd.Series) -> pd.DataFrame:
    """Say why readings give no quantity; 最大需量 has no reading before."""
    if failed.empty:
        return NONE
    read = failed.join(rows[["previous_reading", "current_reading", "rollover"]])
    read["previous_reading"] = read["previous_reading"].mask(read["register"] == DEMAND, 0.0)
    return reading_faults(read, digits[failed.index], READING_DECIMALS)


def by_point(quantities: pd.DataFrame) -> pd.DataFrame:
    """Add up the meters of each point.

    Args:
        quantities: of each reading, from ``metered``.

    Returns:
        Index point_no; 总, 尖, 峰, 平, 谷, 深谷 [kWh], ``reactive_kvarh``, ``demand_kw``: ``NaN`` where
        there is no such register or one of its readings is missing; ``multiplier``, the largest; ``rest_millionths``
        [kWh ÷ 10⁶], the total less the periods that there are, before anything is rounded.
    """
    point, names = pd.factorize(quantities["point_no"])
    cell = point, pd.Index(REGISTERS, dtype=object).get_indexer(quantities["register"])
    wide = _by_register(quantities["quantity"], cell, len(names)).set_axis(pd.Index(names, dtype=object))
    energy = [ACTIVE + period for period in (TOTAL, *PERIODS)]
    result = wide[energy].set_axis([TOTAL, *PERIODS], axis="columns")
    exact = _by_register(quantities["unrounded_millionths"], cell, len(names))[energy].set_axis(wide.index)
    result["rest_millionths"] = exact.iloc[:, 0] - exact.iloc[:, 1:].sum(axis="columns")
    quadrants = wide[list(QUADRANTS)].abs().sum(axis="columns", min_count=1)
    both_ways = wide[list(REACTIVE)].abs().sum(axis="columns", min_count=1)
    beside = quantities[quantities["beside_forward"]].groupby("point_no")["quantity"].sum()
    both_ways += beside.reindex(both_ways.index).fillna(0.0)
    result["reactive_kvarh"] = both_ways.fillna(quadrants)
    result["has_quadrants"] = quadrants.notna() & ~quadrants.index.isin(beside.index)
    result["demand_kw"] = wide[DEMAND].where(wide[DEMAND].isna(), _largest_demand(quantities))
    result["multiplier"] = quantities["multiplier"].groupby(point).max().to_numpy()
    return result


def _by_register(
    values: pd.Series, cell: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], points: int
) -> pd.DataFrame:
    """Return the sum of each point's registers; ``NaN`` where there is none, or one of its readings is missing."""
    sums, absent = np.zeros((points, len(REGISTERS))), np.ones((points, len(REGISTERS)), dtype=bool)
    np.add.at(sums, cell, values.to_numpy("float64", na_value=np.nan))
    absent[cell] = False
    return pd.DataFrame(np.where(absent, np.nan, sums), columns=list(REGISTERS))


def _largest_demand(quantities: pd.DataFrame) -> pd.Series:
    """Return the demand of each point: of two meters in a month the larger, where energy is added up."""
    demand = quantities[quantities["register"].isin([DEMAND])]
    return demand.groupby("point_no", sort=False)["quantity"].max()


def balanced(
    points: pd.DataFrame, flags: Flags, share: float, step: float
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Bring total and periods together: a small difference goes to 平, a larger one is a doubt.

    What the registers differ by is looked at before anything is rounded: six rounded numbers may be 3 kWh apart.

    Args:
        points: by point_no, from ``by_point``.
        flags: the billing rules; whether a missing 平 is the total less the others.
        share: tolerated difference as a share of the total [1].
        step: tolerated difference of each period's reading, × multiplier.

    Returns:
        The frame with 总 and the periods adding up to it (periods ``NaN`` where there are none); where they do not; and
        where a period that is not metered would not show: beside no 总, or within a 平 that is the rest.

    Source: billing.md §6; rule table 审核阈值 电费-A12.
    """
    periods, total = points[list(PERIODS)], points[TOTAL]
    present = periods.notna()
    timed = present.any(axis="columns")
    sums = periods.sum(axis="columns", min_count=1)
    added, total = total.isna(), total.fillna(sums)
    rest = total - sums
    apart = points["rest_millionths"].fillna(0.0)
    missing_flat = timed & periods["平"].isna()
    bound = np.maximum(total.abs() * share, present.sum(axis="columns") * step * points["multiplier"])
    bound = bound * 1e6 + 0.5  # half a millionth: a limit is a binary fraction
    inferred = missing_flat & flags.flat_by_difference & (apart >= 0)
    torn = timed & ~inferred & ~(apart.abs() <= bound)
    open_ = timed & (added | torn | (inferred & (apart > bound)))
    flat = periods["平"].where(~missing_flat, 0.0) + rest.where(~torn, 0.0)
    result = points.assign(**{TOTAL: total})
    result[list(PERIODS)] = periods.where(~timed, periods.fillna(0.0))
    result["平"] = flat.where(timed)
    return result, torn, open_


def _run(rows: pd.DataFrame, digits: pd.Series) -> pd.Series:
    """Return how far each register ran, in units of the last decimal; over the top where marked as rolled over."""
    run = scaled(rows["current_reading"], READING_DECIMALS) - scaled(rows["previous_reading"], READING_DECIMALS)
    over = digits[rows["rollover"].isin([YES]) & (run < 0).fillna(value=False)]
    full = scaled(10.0 ** (over + READING_DECIMALS), 0)
    return run + full.reindex(run.index, fill_value=0) if len(over) else run
