"""Raw cells of one column → a typed array, and what was found on the way."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.reading import dates, faults, figures, words
from addin.reading.problems import Fault, Found, Positions, located
from addin.reading.text import EMPTY_MARKS, are_plain, shown
from addin.tables.column import Column, Kind

Array = npt.NDArray[Any]
_EMPTY_WORDS = frozenset(spelling(mark) for mark in EMPTY_MARKS for spelling in (str.lower, str.upper, str.title))
_UNSAID = frozenset((faults.NUMBER_AS_TEXT, faults.DATE_AS_TEXT))
"""No news in a file where every cell is text."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A typed column: ``object``, ``float64`` or ``datetime64[s]`` as its kind says, and the faults of its cells."""

    array: Array
    found: list[Found]


def convert(raw: npt.NDArray[np.object_], column: Column, *, textual: bool = False) -> Converted:
    """Convert the raw cells of a column.

    Args:
        raw: cells as calamine gives them, ``''`` where empty.
        column: the declared column.
        textual: every cell of the file is text, so that a number as text is no news.
    """
    converted = _CONVERTERS[column.kind](raw, column)
    if textual:
        said = [found for found in converted.found if found.fault not in _UNSAID]
        return Converted(converted.array, said)
    return converted


def by_type(raw: npt.NDArray[np.object_]) -> Iterator[tuple[type, Positions]]:
    """Yield each type among the cells with the positions of its cells."""
    kinds = set(map(type, raw))
    for kind in kinds:
        if len(kinds) == 1:
            yield kind, np.arange(len(raw))
        else:
            yield kind, np.flatnonzero(np.fromiter((type(cell) is kind for cell in raw), np.bool_, len(raw)))


def distinct(raw: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.intp], list[object]]:
    """Return for each cell the number of its value, and the values: each is parsed once, and held in memory once."""
    codes, values = pd.factorize(raw, use_na_sentinel=False)
    return codes, list(values)


def _figures(raw: npt.NDArray[np.object_], column: Column) -> Converted:
    values = np.full(len(raw), np.nan)
    found: list[Found] = []
    for kind, where in by_type(raw):
        cells = raw[where]
        if kind is float or kind is int:
            values[where] = cells.astype(np.float64)
            odd = where[~np.isfinite(values[where])]
            values[odd] = np.nan
            found += located(faults.NOT_NUMBER, odd, [shown(cell) for cell in raw[odd]])
        else:
            parse = (lambda cell: figures.parse(cell, column)) if kind is str else figures.parse_other
            codes, parsed, said = _parsed(cells, parse, where)
            values[where] = np.array(parsed, dtype=np.float64)[codes]
            found += said
    return Converted(values, found)


def _parsed(
    cells: npt.NDArray[np.object_], parse: Callable[[Any], tuple[Any, Fault | None, str]], where: Positions
) -> tuple[npt.NDArray[np.intp], list[Any], list[Found]]:
    """Parse each distinct cell once; return the numbers of the values, the parsed values and what was found."""
    codes, values = distinct(_spelled(cells))
    results = [parse(value) for value in values]
    return codes, [result[0] for result in results], _gather(results, values, codes, where)


def _spelled(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return the cells with yes and no as Excel shows them: Python takes True and 1.0 for the same value."""
    if bool not in set(map(type, cells)):
        return cells
    spelled = cells.copy()
    spelled[:] = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
    return spelled


def _gather(
    results: Sequence[tuple[Any, Fault | None, str]],
    values: Sequence[object],
    codes: npt.NDArray[np.intp],
    where: Positions,
) -> list[Found]:
    """Return the faults with the positions of the cells that have them."""
    by_fault: dict[Fault, set[int]] = defaultdict(set)
    for nth, (_, fault, _) in enumerate(results):
        if fault:
            by_fault[fault].add(nth)
    found = []
    for fault, numbers in by_fault.items():
        at = np.flatnonzero(np.isin(codes, list(numbers)))
        seen = [shown(values[code]) for code in codes[at]]
        found += located(fault, where[at], seen, [results[code][2] for code in codes[at]])
    return found


def _words(raw: npt.NDArray[np.object_], parse: Callable[[Any], words.Parsed]) -> Converted:
    codes, parsed, found = _parsed(raw, parse, np.arange(len(raw)))
    table = np.empty(len(parsed), dtype=object)
    table[:] = [word and sys.intern(word) for word in parsed]  # named in several sheets, yet one object: soon compared
    return Converted(table[codes] if len(parsed) else np.empty(len(raw), dtype=object), found)


def _codes(raw: npt.NDArray[np.object_], _: Column) -> Converted:
    texts = raw.tolist()
    if not are_plain(texts) or not _EMPTY_WORDS.isdisjoint(texts):
        return _words(raw, words.parse_code)
    values = np.empty(len(raw), dtype=object)
    values[:] = [sys.intern(text) if text else None for text in texts]
    return Converted(values, [])


def _choices(raw: npt.NDArray[np.object_], column: Column) -> Converted:
    return _words(raw, words.choice_parser(column))


def _moments(raw: npt.NDArray[np.object_], column: Column) -> Converted:
    codes, parsed, found = _parsed(raw, dates.parse, np.arange(len(raw)))
    table = np.array(parsed, dtype="datetime64[s]")
    values = table[codes] if len(parsed) else np.empty(len(raw), dtype="datetime64[s]")
    if column.kind is Kind.MOMENT:
        return Converted(values, found)
    days = values.astype("datetime64[D]").astype("datetime64[s]")
    timed = np.flatnonzero(~np.isnat(values) & (days != values))
    return Converted(days, found + located(faults.TIME_DROPPED, timed, _clock(values[timed])))


def _clock(moments: Array) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in moments.tolist() if isinstance(moment, datetime)]


_CONVERTERS: dict[Kind, Callable[[npt.NDArray[np.object_], Column], Converted]] = {
    Kind.TEXT: lambda raw, _: _words(raw, words.parse_text),
    Kind.CODE: _codes,
    Kind.CHOICE: _choices,
    Kind.MONTH: lambda raw, _: _words(raw, dates.parse_month),
    Kind.NUMBER: _figures,
    Kind.INTEGER: _figures,
    Kind.MONEY: _figures,
    Kind.DATE: _moments,
    Kind.MOMENT: _moments,
}
