"""Condition cells of the rule book: ``≤0.3``, ``1–7``, ``>30天``, ``有效且>90天``, ``失信或限高``.

A cell is read once into ``Condition`` objects that know their cell, so that every message names it; applied, they work
on whole columns. A row of such cells from safe to dangerous is ``Bands`` (``addin.bands``).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

_NUMBER = r"-?\d+(?:\.\d+)?"
_UNIT = r"%|天|日|个月|月|年|期|次|件|条|户|倍|万元|万|元|kVA|kW|kWh"
_RANGE = re.compile(
    rf"(?P<before>\D*?)(?P<low>{_NUMBER})(?:{_UNIT})?[-–—~至](?P<high>{_NUMBER})(?P<unit>{_UNIT})?(?P<after>\D*)"
)
_COMPARED = re.compile(rf"(?P<before>[^<>≤≥=]*)(?P<sign>[<>≤≥=])(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?P<after>\D*)")
_BARE = re.compile(rf"(?P<before>\D*?)(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?P<after>\D*)")
_NOTHING = "无"
_JOINED = re.compile(r"或|、|/")
_SAME = str.maketrans({"−": "-", "－": "-", "≦": "≤", "≧": "≥"})
YEAR_MONTHS = 12


class ConditionError(ValueError):
    """A cell of the rule book cannot be understood; the message is a sentence that names the cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the rule book: its place (``风险指标!G17``) and its text."""

    place: str
    text: str

    def error(self, why: str) -> ConditionError:
        """Return the error that says what is wrong with this cell."""
        return ConditionError(f"「{self.place}」看到『{self.text}』：{why}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a word, or an interval of numbers with the words around it.

    Attributes:
        cell: where it stands.
        words: the text without number and unit; with an interval only a label.
        unit: unit written in the cell, ``""`` when none.
        low: lower bound, ``-inf`` when open-ended.
        high: upper bound, ``inf`` when open-ended.
        low_open: the lower bound does not belong to the interval.
        high_open: the upper bound does not belong to the interval.
        falling: a range written from the greater to the lesser number (``-10~-30%``).
    """

    cell: Cell
    words: str
    unit: str = ""
    low: float = np.nan
    high: float = np.nan
    low_open: bool = False
    high_open: bool = False
    falling: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the condition is an interval of numbers."""
        return not np.isnan(self.low)

    @property
    def nothing(self) -> bool:
        """Whether the condition is the word 无, which is also the number 0."""
        return self.words == _NOTHING

    def holds(self, numbers: pd.Series) -> pd.Series:
        """Return for each number whether it lies in the interval; an empty one does not.

        Raises:
            ConditionError: the cell holds a word or a range whose lower bound is above its upper bound.
        """
        if not self.numeric:
            raise self.cell.error("应为数值条件，如 >160、≥100、1–7")
        if self.falling:
            raise self.cell.error("下限大于上限，请对调")
        above = numbers > self.low if self.low_open else numbers >= self.low
        below = numbers < self.high if self.high_open else numbers <= self.high
        return above & below


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Return text with full-width forms, minus signs and double comparison signs made plain, without blanks."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).replace("<=", "≤").replace(">=", "≥")
    return re.sub(r"\s+", "", plain)


def parse(cell: Cell) -> tuple[Condition, ...]:
    """Read a cell into its alternatives, separated by 或, ``、`` or ``/``.

    Raises:
        ConditionError: a comparison sign without a number.

    Examples:
        >>> [condition] = parse(Cell("风险指标!H5", "1–7"))
        >>> condition.low, condition.high
        (1.0, 7.0)
    """
    return tuple(_one(cell, part) for part in _JOINED.split(normalised(cell.text)) if part)


def _one(cell: Cell, text: str) -> Condition:
    """Read one alternative; of ``有效且>90天`` the number decides and the word is its label."""
    if text == _NOTHING:
        return Condition(cell, _NOTHING, low=0.0, high=0.0)
    if match := _COMPARED.fullmatch(text):
        return _compared(cell, match)
    if match := _RANGE.fullmatch(text):
        low, high = sorted((float(match["low"]), float(match["high"])))
        return Condition(cell, _label(match), match["unit"] or "", low, high, falling=float(match["low"]) > low)
    match = _BARE.fullmatch(text)
    if match and (match["unit"] or not (match["before"] or match["after"])):
        number = float(match["number"])
        return Condition(cell, _label(match), match["unit"] or "", number, number)
    if re.search(r"[<>≤≥=]", text):
        raise cell.error("比较号后面应是数字，如 ≤0.3、>30天")
    return Condition(cell, text)


def _compared(cell: Cell, match: re.Match[str]) -> Condition:
    number, sign = float(match["number"]), match["sign"]
    low = number if sign in ">≥=" else -np.inf
    high = number if sign in "<≤=" else np.inf
    return Condition(cell, _label(match), match["unit"] or "", low, high, sign == ">", sign == "<")


def _label(match: re.Match[str]) -> str:
    return (match["before"] + match["after"]).replace("且", "")


def months(cell: Cell) -> frozenset[int]:
    """Return the months that a cell such as ``1–6、9–12`` names.

    Raises:
        ConditionError: not months from 1 to 12.
    """
    found: set[int] = set()
    for condition in parse(cell):
        within = condition.numeric and condition.low >= 1 and condition.high <= YEAR_MONTHS
        if not within or condition.low % 1 or condition.high % 1 or condition.falling:
            raise cell.error("应为 1 至 12 的月份，如 7–8 或 1–6、9–12")
        found |= set(range(int(condition.low), int(condition.high) + 1))
    if not found:
        raise cell.error("没有月份，应如 7–8 或 1–6、9–12")
    return frozenset(found)
