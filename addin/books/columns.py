"""Columns: a whole column's cells as text, each distinct value formatted once.

A bill sheet has 250,000 rows of 16 columns; most columns repeat a few thousand values (户号, 项目, prices). They are
kept as codes into a table of finished cells; columns of distinct numbers are formatted as the rows are asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books.cells import BLANK, PLAIN, Cell, cell, text_rest

Face = Callable[[int], int]
"""The style of one look for plain cells, dates or moments; asked only for what occurs, so that no style is in vain."""
_SAMPLE = 4_096
_INEXACT = 10**15
_NO_LOOKS = np.zeros(0, dtype=np.intp)


class CellColumn(Protocol):
    """The cells of one column, each as the text that follows its place in the tag."""

    def tails(self, start: int, stop: int) -> list[str]:
        """Return the cells of rows ``start`` to ``stop``."""


def cell_column(
    values: Sequence[object],
    faces: Sequence[Face],
    looks: npt.NDArray[np.intp] = _NO_LOOKS,
    *,
    date1904: bool = False,
) -> CellColumn:
    """Return the cells of a column.

    Args:
        values: list, numpy or pandas array; ``None``, NaN, NaT and ``pd.NA`` are blank.
        faces: the style of each look that occurs in the column.
        looks: per row a position in ``faces``; empty when all rows wear the first.
        date1904: the workbook counts days from 1904.
    """
    array = _array(values)
    if _is_amounts(array) and _mostly_distinct(array):
        return _Numbers(array, [face(PLAIN) for face in faces], looks)
    codes, cells = _distinct(array, date1904=date1904)
    return _Repeated(codes, cells, faces, looks)


class _Repeated:
    """A table of finished cells, one row per look and one column per value, and where each row finds its own."""

    def __init__(
        self, codes: npt.NDArray[np.intp], cells: list[Cell], faces: Sequence[Face], looks: npt.NDArray[np.intp]
    ) -> None:
        self._places = codes if not len(looks) else looks * len(cells) + codes
        kinds = {one.kind for one in cells}
        styles = [{kind: face(kind) for kind in kinds} for face in faces]
        dressed = [f'" s="{style[one.kind]}"{one.rest}' for style in styles for one in cells]
        self._table = np.array(dressed, dtype=object)

    def tails(self, start: int, stop: int) -> list[str]:
        found: list[str] = self._table[self._places[start:stop]].tolist()
        return found


class _Numbers:
    """Numbers that seldom repeat: no table would pay."""

    def __init__(self, numbers: npt.NDArray[Any], styles: list[int], looks: npt.NDArray[np.intp]) -> None:
        self._numbers = numbers
        self._openings = np.array([f'" s="{style}"' for style in styles], dtype=object)
        self._looks = looks

    def tails(self, start: int, stop: int) -> list[str]:
        numbers = self._numbers[start:stop]
        openings = self._openings[self._looks[start:stop]].tolist() if len(self._looks) else None
        rests = _number_rests(numbers)
        if openings:
            return [opening + rest for opening, rest in zip(openings, rests, strict=True)]
        opening = self._openings[0]
        return [opening + rest for rest in rests]


def _number_rests(numbers: npt.NDArray[Any]) -> list[str]:
    rows = list(zip(pd.isna(numbers).tolist(), numbers.tolist(), strict=True))
    if numbers.dtype.kind == "f" and np.isinf(numbers).any():
        return [BLANK if blank else cell(number).rest for blank, number in rows]
    return [BLANK if blank else f"><v>{number!s}</v></c>" for blank, number in rows]


def _is_amounts(array: npt.NDArray[Any]) -> bool:
    """Tell whether all that is there are numbers of one type that a cell can hold without loss."""
    if array.dtype.kind in "iu":
        return bool((np.abs(array) < _INEXACT).all())
    if array.dtype.kind != "O" or pd.api.types.infer_dtype(array, skipna=True) != "decimal":
        return array.dtype.kind == "f"
    return all(number.is_finite() for number in array[~pd.isna(array)].tolist())


def _array(values: Sequence[object]) -> npt.NDArray[Any]:
    """Return the values as a numpy array: as they are, extension types as object."""
    if isinstance(values, pd.Series | pd.Index | pd.api.extensions.ExtensionArray):
        own = isinstance(values.dtype, np.dtype)
        return _whole(np.asarray(values if own else values.astype(object)))
    if isinstance(values, np.ndarray):
        return _whole(values)
    array = np.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


def _whole(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return array.astype(np.float64, copy=False) if array.dtype.kind == "f" else array


def _mostly_distinct(array: npt.NDArray[Any]) -> bool:
    """Guess from the first rows: hashing 250,000 decimals would cost more than writing them."""
    sample = array[:_SAMPLE]
    return 2 * len(pd.unique(sample)) > len(sample)


def _distinct(array: npt.NDArray[Any], *, date1904: bool) -> tuple[npt.NDArray[np.intp], list[Cell]]:
    """Return per row the code of its cell, and the cells; the last one is the blank, which code -1 finds."""
    if array.dtype.kind != "O" or pd.api.types.infer_dtype(array, skipna=True) == "string":
        codes, distinct = pd.factorize(array)
        found = [Cell(text_rest(value)) if type(value) is str else cell(value, date1904=date1904) for value in distinct]
    else:
        codes, found = _distinct_mixed(array, date1904=date1904)
    found.append(Cell(BLANK))
    return np.where(codes < 0, len(found) - 1, codes), found


def _distinct_mixed(array: npt.NDArray[Any], *, date1904: bool) -> tuple[npt.NDArray[np.intp], list[Cell]]:
    """Tell 1, 1.0, True and Decimal("1") apart, which are equal to Python and not to a reader of the sheet."""
    codes = np.full(len(array), -1, dtype=np.intp)
    filled = np.flatnonzero(~pd.isna(array))
    known: dict[tuple[type, object], int] = {}
    codes[filled] = [known.setdefault((type(value), value), len(known)) for value in array[filled].tolist()]
    return codes, [cell(value, date1904=date1904) for _, value in known]
