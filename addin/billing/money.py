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
Known = npt.NDArray[np.bool_]

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
    return _nullable(*_whole(values, decimals), values.index)


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
    parts = [_whole(values, decimals) for values, decimals in factors]
    known = reduce(operator.and_, (exact for _, exact in parts))
    integers = [np.where(known, whole, 0) for whole, _ in parts]
    shift = digits - sum(decimals for _, decimals in factors)
    below = np.asarray(divisor, dtype="int64") * 10 ** max(-shift, 0)
    integers.append(np.asarray(10 ** max(shift, 0), dtype="int64"))
    return _nullable(_quotient(integers, below), known, factors[0][0].index)


def product_fen(*factors: tuple[pd.Series, int], divisor: pd.Series | int = 1) -> pd.Series:
    """Return the product of decimals in yuan, as whole fen; see ``product``."""
    return product(*factors, digits=2, divisor=divisor)


def _whole(values: pd.Series, decimals: int) -> tuple[Whole, Known]:
    """Return ``values × 10^decimals`` as integers, 0 where they are not known exactly, and where they are."""
    numbers = pd.to_numeric(values) if values.dtype == object else values
    grown = numbers.to_numpy("float64", na_value=np.nan) * 10.0**decimals
    with np.errstate(invalid="ignore"):
        whole = np.rint(grown)
        exact = (np.abs(grown - whole) <= np.maximum(1e-4, np.abs(grown) * 4e-16)) & (np.abs(grown) < 2.0**53)
    return np.where(exact, whole, 0).astype("int64"), exact


def _nullable(whole: Whole, known: Known, index: pd.Index) -> pd.Series:
    """Return integers as ``Int64``, ``NA`` where they are not known."""
    return pd.Series(pd.arrays.IntegerArray(whole, ~known), index=index)


def _quotient(integers: list[Whole], divisor: Whole) -> Whole:
    """Multiply and divide; rows that could overflow int64 are done in Python's integers."""
    small = reduce(operator.mul, (np.abs(part.astype("float64")) for part in integers)) * 2 + divisor < SAFE
    if small.all():
        return round_half_up(reduce(operator.mul, integers), divisor)
    above = reduce(operator.mul, (part.astype(object) for part in integers))
    return round_half_up(above, divisor.astype(object)).astype("int64")
