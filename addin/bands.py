"""Bands: a row of condition cells from the safest to the most dangerous, applied to whole columns.

Bounds are made continuous: between 1–7 and 8–30 the bound is 7, and 7.5 is beyond it. A bound that two bands share
belongs to the safer one, unless the cells say otherwise (``<100`` beside ``≥100``). Source: ledger.md §3, risk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.conditions import Cell, Condition, normalised, parse

_STEP = 1.0
"""Between whole numbers a step of one is no gap: 1–7 and 8–30 touch."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of one unit to band numbers: ``bands[i]`` up to and with ``edges[i]``, on the axis of danger.

    Attributes:
        sign: 1 where greater is more dangerous, -1 where lesser is.
        edges: ascending bounds on the axis of danger.
        bands: one more than edges; NaN where the row says nothing.
    """

    sign: float
    edges: Floats
    bands: Floats

    def band(self, numbers: pd.Series) -> Floats:
        """Return the band of each number, NaN for an empty one."""
        danger = self.sign * numbers.to_numpy(dtype=np.float64)
        found = self.bands[np.searchsorted(self.edges, danger, side="left")]
        return np.where(np.isnan(danger), np.nan, found)


@dataclass(frozen=True, slots=True)
class Bands:
    """A row of bands.

    Attributes:
        cells: the cells, safest first.
        scales: by unit; most rows have one.
        words: normalised word to band number, 1 = safest; a whole cell's text is a word too.
    """

    cells: tuple[Cell, ...]
    scales: Mapping[str, Scale]
    words: Mapping[str, int]

    def band(
        self, numbers: pd.Series | Mapping[str, pd.Series] | None = None, words: pd.Series | None = None
    ) -> pd.Series:
        """Return the band number (1 = safest) of each row, NaN where neither number nor word says one.

        Args:
            numbers: in the unit of the row; by unit where the cells use several (``{"天": …, "期": …}``).
            words: events such as 失信; of several says the most dangerous counts.

        Raises:
            KeyError: a unit that the row does not use.
        """
        says: list[pd.Series] = []
        if numbers is not None:
            by_unit = numbers if isinstance(numbers, Mapping) else {self._unit(): numbers}
            says += [pd.Series(self.scales[unit].band(one), index=one.index) for unit, one in by_unit.items()]
        if words is not None:
            plain = words.map(normalised, na_action="ignore")
            says.append(plain.map(self.words).astype("float64"))
        return pd.concat(says, axis=1).max(axis=1)

    def _unit(self) -> str:
        if len(self.scales) != 1:
            raise KeyError(f"{self.cells[0].place} 使用 {len(self.scales)} 种单位，须分别给出")
        return next(iter(self.scales))


def read_bands(cells: Sequence[Cell], unit: str = "") -> Bands:
    """Read a row of cells, safest first.

    Args:
        cells: one per band.
        unit: of the row; numbers without a unit of their own are in it.

    Raises:
        ConditionError: a cell cannot be understood, bands overlap or leave a gap, or a unit differs from the row's.
    """
    parsed = [(number, condition) for number, cell in enumerate(cells, 1) for condition in parse(cell)]
    by_unit: dict[str, list[tuple[int, Condition]]] = {}
    for number, condition in parsed:
        if condition.numeric and not condition.nothing:
            by_unit.setdefault(_unit_of(condition, unit), []).append((number, condition))
    for conditions in by_unit.values():
        conditions[:0] = _zero(parsed, conditions)
    words = {normalised(cell.text): number for number, cell in enumerate(cells, 1)}
    words |= {condition.words: number for number, condition in parsed if condition.nothing or not condition.numeric}
    scales = {one: _scale(conditions, len(cells)) for one, conditions in by_unit.items()}
    return Bands(tuple(cells), scales, words)


def _zero(
    parsed: Sequence[tuple[int, Condition]], conditions: Sequence[tuple[int, Condition]]
) -> list[tuple[int, Condition]]:
    """Return 无 as the number 0 where ``≤…`` or ``<…`` follows it: nothing owed is 0."""
    nothing = [(number, condition) for number, condition in parsed if condition.nothing]
    first = conditions[0][1]
    return nothing[:1] if np.isinf(first.low) and np.isfinite(first.high) else []


def _unit_of(condition: Condition, unit: str) -> str:
    if unit and condition.unit and condition.unit != unit:
        raise condition.cell.error(f"单位是“{condition.unit}”，而本行单位是“{unit}”")
    return unit or condition.unit


def _scale(conditions: Sequence[tuple[int, Condition]], count: int) -> Scale:
    """Join the conditions of one unit into a continuous scale."""
    sign = -1.0 if _falls(conditions, count) else 1.0
    spans = [(number, condition, *_span(condition, sign)) for number, condition in conditions]
    edges, bands = [], [float(number) for number, *_ in spans]
    for (_, safer, _, high), (_, worse, low, _) in pairwise(spans):
        edges.append(_edge(safer, worse, high, low, sign))
    first_number, first, first_low, _ = spans[0]
    if first_number > 1 and np.isfinite(first_low):
        edges.insert(0, first_low if _open(first, sign, upper=False) else np.nextafter(first_low, -np.inf))
        bands.insert(0, np.nan)
    last_number, _, _, last_high = spans[-1]
    if last_number < count and np.isfinite(last_high):
        edges.append(last_high)
        bands.append(float(last_number + 1))
    return Scale(sign, np.array(edges, dtype=np.float64), np.array(bands, dtype=np.float64))


def _falls(conditions: Sequence[tuple[int, Condition]], count: int) -> bool:
    """Say whether lesser numbers are more dangerous."""
    number, first = conditions[0]
    last = conditions[-1][1]
    if first is last:
        return number == 1 if np.isinf(first.high) else bool(np.isinf(first.low)) and number == count
    if np.isfinite(first.high) and np.isfinite(last.high):
        return first.high > last.high
    if np.isfinite(first.low) and np.isfinite(last.low):
        return first.low > last.low
    return bool(np.isinf(first.high))


def _span(condition: Condition, sign: float) -> tuple[float, float]:
    """Return the interval on the axis of danger."""
    if condition.falling and sign > 0:
        raise condition.cell.error("下限大于上限，请对调")
    return (condition.low, condition.high) if sign > 0 else (-condition.high, -condition.low)


def _open(condition: Condition, sign: float, *, upper: bool) -> bool:
    """Say whether a bound on the axis of danger is open."""
    return condition.high_open if upper == (sign > 0) else condition.low_open


def _edge(safer: Condition, worse: Condition, high: float, low: float, sign: float) -> float:
    """Return the bound between two neighbours on the axis of danger."""
    if fault := _torn(high, low):
        raise worse.cell.error(f"与「{safer.cell.place}」『{safer.cell.text}』{fault}")
    edge = high if np.isfinite(high) else low
    strict = _open(safer, sign, upper=True) and not _open(worse, sign, upper=False) and low == high
    inherits = np.isinf(high) and not _open(worse, sign, upper=False)
    return float(np.nextafter(edge, -np.inf)) if strict or inherits else edge


def _torn(high: float, low: float) -> str:
    """Say what is wrong between the end of an interval and the beginning of the next; empty where they join.

    Of whole numbers the next one joins: up to 2, from 3 on.
    """
    if np.isinf(high) and np.isinf(low):
        return "之间没有界限"
    if np.isfinite(low) and low < high:
        return "重叠"
    whole = high % 1 == 0 and low % 1 == 0
    apart = np.isfinite(high) and np.isfinite(low) and low > high
    return "之间有空档" if apart and not (whole and low - high <= _STEP) else ""
