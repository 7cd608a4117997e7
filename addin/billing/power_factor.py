"""Power factor and its adjustment rate (水电财字〔1983〕215号), exact to the hundredth."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.money import product, scaled

EXEMPT = "不考核"


def power_factor_percent(active_kwh: pd.Series, reactive_kvarh: pd.Series) -> pd.Series:
    """Return cosφ in hundredths, rounded half up, decided in integers: no square root is taken of a tie.

    Args:
        active_kwh: active energy, whole numbers [kWh].
        reactive_kvarh: reactive energy, forward and reverse added up as absolute values [kvarh].

    Returns:
        ``Int64`` 0 … 100; ``NA`` where an input is empty or both are 0.

    Source: 水电财字〔1983〕215号; rounding to two decimals, half up: billing.md §4.2.
    """
    active, reactive = (
        active_kwh.to_numpy("float64", na_value=np.nan),
        reactive_kvarh.to_numpy("float64", na_value=np.nan),
    )
    known = ~np.isnan(active) & ~np.isnan(reactive) & ((active != 0) | (reactive != 0))
    p, q = np.where(known, active, 1.0), np.where(known, reactive, 0.0)
    guess = np.floor(100 * p / np.hypot(p, q) + 0.5).astype("int64")
    higher, lower = _reaches(p, q, guess + 1), ~_reaches(p, q, guess)
    result = guess + higher.astype("int64") - lower.astype("int64")
    return pd.Series(result, index=active_kwh.index, dtype="Int64").where(known)


def _reaches(
    p: npt.NDArray[np.float64], q: npt.NDArray[np.float64], hundredths: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Say whether p/√(p²+q²) ≥ (hundredths − ½)/100, in Python's integers (10^4·p² exceeds int64 from 30 GWh on)."""
    active, reactive = p.astype("int64").astype(object), q.astype("int64").astype(object)
    bound = 2 * hundredths.astype(object) - 1
    reached = 40000 * active * active >= bound * bound * (active * active + reactive * reactive)
    return np.asarray(reached | (hundredths <= 0), dtype=np.bool_)


def standard_percent(standards: pd.Series) -> pd.Series:
    """Return the standards of 计费参数 in hundredths, ``Int64``; ``NA`` where empty or 不考核."""
    return scaled(pd.to_numeric(standards, errors="coerce"), 2)


def adjustment(table: pd.DataFrame, standard: pd.Series, power_factor: pd.Series) -> pd.DataFrame:
    """Look the adjustment rate up, row for row, without interpolation.

    Args:
        table: the rule table 力调系数; index = sheet row.
        standard: standards in hundredths.
        power_factor: cosφ in hundredths.

    Returns:
        ``change_percent`` [%], float64, and ``row``, the sheet row that decided, ``Int64``; ``NA`` where the table has
        no such row.
    """
    keys = scaled(table["standard"], 2) * 1000 + scaled(table["power_factor"], 2)
    asked = standard.astype("Int64") * 1000 + power_factor.astype("Int64")
    place = pd.Index(keys.astype("int64")).get_indexer(asked.to_numpy("int64", na_value=-1))
    found = pd.DataFrame({"change_percent": table["change_percent"].astype("float64"), "row": table.index})
    return found.astype({"row": "Int64"}).reset_index(drop=True).reindex(place).set_axis(standard.index)


def adjustment_fen(base_fen: pd.Series, change_percent: pd.Series) -> pd.Series:
    """Return base [fen] × rate [%], rounded half up once to whole fen."""
    return product((base_fen, 0), (change_percent, 2), digits=0, divisor=100)


def adjusted_fen(amounts_fen: pd.Series, group: pd.Series, change_percent: pd.Series, *, by_row: bool) -> pd.Series:
    """Return the adjustment of each group of rows, rounded half up row by row, or once on their sum.

    Args:
        amounts_fen: of the rows that take part [fen].
        group: of each row, a label of ``change_percent``'s index.
        change_percent: rate of each group [%].
        by_row: 计费规则 力调取整环节.

    Returns:
        Whole fen by group, ``Int64``; 0 of no rows, ``NA`` without a rate.

    Source: billing.md §0.6, §4.2: S3 prints 37,735.81 and S4 9,205.79 yuan, a fen more than their base × rate.
    """
    if not by_row:
        base = amounts_fen.groupby(group).sum().reindex(change_percent.index)
        return adjustment_fen(base.fillna(0).astype("Int64"), change_percent)
    each = adjustment_fen(amounts_fen, group.map(change_percent))
    sums = each.groupby(group).sum().reindex(change_percent.index)
    return sums.astype("Int64").fillna(0).where(change_percent.notna())
