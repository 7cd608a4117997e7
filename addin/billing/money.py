"""Exact money: whole fen, products of decimals, and the one rounding function of the house.

Cells of a workbook arrive as binary floats that stand for decimal literals. ``scaled`` turns them into integers once;
from there on only integers are multiplied, and rounded once, half up (away from zero, like Excel's ROUND).
"""

import operator
from decimal import Decimal
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

Whole = npt.NDArray[np.int64]

SAFE = 2.0**62
"""Products below this fit into int64 with room for rounding; larger ones are done in Python's integers."""


def round_half_up(numerator: Whole, divisor: Whole | int) -> Whole:
    """Return numerator ÷ divisor as whole numbers, a half rounded away from zero.

    Args:
        numerator: integers, int64 or Python integers in an object array.
        divisor: positive integers.

    Returns:
        Integers of the numerator's dtype.
    """
    halves = (2 * np.abs(numerator) + divisor) // (2 * divisor)
    return np.where(numerator < 0, -halves, halves)


def scaled(values: pd.Series, decimals: int) -> pd.Series:
    """Return ``values × 10^decimals`` as ``Int64``.

    Args:
        values: numbers, floats that stand for decimal literals.
        decimals: the greatest number of decimals that they may have.

    Returns:
        Whole numbers; ``NA`` where the cell is empty, finer than ``decimals``, or beyond 2^53 when scaled.
    """
    grown = pd.to_numeric(values).to_numpy("float64", na_value=np.nan) * 10.0**decimals
    with np.errstate(invalid="ignore"):
        whole = np.rint(grown)
        exact = (np.abs(grown - whole) <= np.maximum(1e-4, np.abs(grown) * 4e-16)) & (np.abs(grown) < 2.0**53)
    return pd.Series(np.where(exact, whole, 0).astype("int64"), index=values.index, dtype="Int64").mask(~exact)


def fen(yuan_amounts: pd.Series) -> pd.Series:
    """Return amounts [yuan] as whole fen, ``Int64``; ``NA`` where empty or finer than a fen."""
    return scaled(yuan_amounts, 2)


def yuan(amount_fen: int) -> Decimal:
    """Return an amount [fen] in yuan, exactly two decimals."""
    return Decimal(int(amount_fen)).scaleb(-2)


def transport(whole: pd.Series, decimals: int) -> pd.Series:
    """Return scaled whole numbers as the floats nearest to their decimal value, for cells that people read."""
    return (whole.astype("Float64") / 10**decimals).astype("float64")


def product(*factors: tuple[pd.Series, int], digits: int, divisor: pd.Series | int = 1) -> pd.Series:
    """Multiply decimals exactly, divide, and round half up once.

    Args:
        factors: series with the same index, each with its number of decimals.
        digits: decimals of the result.
        divisor: positive whole numbers [1].

    Returns:
        ``Int64`` in units of 10^−digits; ``NA`` where a factor is empty or finer than its decimals.
    """
    parts = [scaled(values, decimals) for values, decimals in factors]
    known = reduce(operator.and_, (part.notna() for part in parts))
    integers = [part.fillna(0).to_numpy("int64") for part in parts]
    shift = digits - sum(decimals for _, decimals in factors)
    below = np.broadcast_to(np.asarray(divisor, dtype="int64") * 10 ** max(-shift, 0), integers[0].shape)
    integers[0] = integers[0] * 10 ** max(shift, 0)
    return pd.Series(_quotient(integers, below), index=parts[0].index, dtype="Int64").where(known)


def product_fen(*factors: tuple[pd.Series, int], divisor: pd.Series | int = 1) -> pd.Series:
    """Return the product of decimals in yuan, as whole fen; see ``product``."""
    return product(*factors, digits=2, divisor=divisor)


def _quotient(integers: list[Whole], divisor: Whole) -> Whole:
    """Multiply and divide; rows that could overflow int64 are done in Python's integers."""
    size = reduce(operator.mul, (np.abs(part.astype("float64")) for part in integers)) * 2 + divisor
    result = np.zeros(len(divisor), dtype="int64")
    for rows, kind in ((size < SAFE, "int64"), (size >= SAFE, "object")):
        if rows.any():
            above = reduce(operator.mul, (part[rows].astype(kind) for part in integers))
            result[rows] = round_half_up(above, divisor[rows].astype(kind)).astype("int64")
    return result
