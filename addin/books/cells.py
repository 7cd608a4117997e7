"""Cells: one value as the XML of a cell, behind its place and style.

References:
    ECMA-376 part 1, 18.3.1.4 (c), 22.4.2.4 (ST_Xstring: ``_xHHHH_`` for signs that XML cannot hold).
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from addin.books.formula import Formula

PLAIN, DATE, MOMENT = 0, 1, 2
BLANK = "/>"
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767
_CUT = "…（过长已截）"
_EXACT_DIGITS = 15
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- the clock on a wall: cells know no time zone
_MARCH_1900 = date(1900, 3, 1)
_DAYS_TO_1904 = 1462


class Cell(NamedTuple):
    """What follows a cell's style in its tag, and whether it is a date, a moment or neither."""

    rest: str
    kind: int = PLAIN


def cell(value: object, *, date1904: bool = False) -> Cell:
    """Return the XML behind a cell's style for one value that is not blank; unknown types are written as text."""
    make = _maker(type(value))  # type: ignore[arg-type]  # mypy asks the instances of a type for a hash
    return Cell(make(value)) if make else _date_cell(_wall(value), date1904=date1904)


def text_rest(text: str) -> str:
    """Return an inline string; whatever the text holds, it never becomes a formula."""
    if not text:
        return BLANK
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
    return f' t="inlineStr"><is><t{kept}>{escaped(text)}</t></is></c>'


def number_rest(number: float) -> str:
    """Return a number; infinity, which no cell can hold, stays visible as text."""
    return f"><v>{number!r}</v></c>" if math.isfinite(number) else text_rest("∞" if number > 0 else "-∞")


def escaped(text: str) -> str:
    """Return text for an element: at most as long as a cell can hold, no sign that XML or Excel would misread."""
    text = _cut(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if not text.isprintable():
        text = _ILLEGAL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _SURROGATE.sub("\ufffd", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str) -> str:
    """Cut what Excel would refuse to open; it counts UTF-16 units."""
    if len(text) <= _LONGEST_TEXT // 2 or len(text.encode("utf-16-le", "replace")) <= 2 * _LONGEST_TEXT:
        return text
    room = 2 * (_LONGEST_TEXT - len(_CUT))
    return text.encode("utf-16-le", "replace")[:room].decode("utf-16-le", "ignore") + _CUT


def _integer_rest(number: int | np.integer[Any]) -> str:
    """Return an integer; one of more than 15 digits, which Excel would round, as text."""
    digits = str(number)
    return f"><v>{digits}</v></c>" if len(digits) <= _EXACT_DIGITS else text_rest(digits)


def _formula_rest(formula: Formula) -> str:
    """Return a formula with its value beside it; its text is checked where it is made."""
    return f"><f>{escaped(formula.text)}</f><v>{formula.value}</v></c>"


def _decimal_rest(number: Decimal) -> str:
    if not number.is_finite():
        return number_rest(float(number))
    return f"><v>{number:f}</v></c>"


def _wall(value: Any) -> date:  # noqa: ANN401 -- numpy's dates are no dates
    found: date = value.astype("datetime64[us]").item() if isinstance(value, np.datetime64) else value
    return found


def _date_cell(day: date, *, date1904: bool) -> Cell:
    kind = MOMENT if isinstance(day, datetime) and day.time() != time() else DATE
    if (day.date() if isinstance(day, datetime) else day) < _MARCH_1900:  # Excel knows a 29 February 1900
        return Cell(text_rest(day.isoformat(*([" ", "minutes"] if kind == MOMENT else []))))
    moment = day.replace(tzinfo=None) if isinstance(day, datetime) else datetime.combine(day, time())
    days = (moment - _EPOCH) / timedelta(days=1) - _DAYS_TO_1904 * date1904
    return Cell(f"><v>{int(days) if days == int(days) else repr(days)}</v></c>", kind)


_RESTS: tuple[tuple[tuple[type, ...], Callable[[Any], str] | None], ...] = (
    ((date, np.datetime64), None),
    ((Formula,), _formula_rest),
    ((str,), lambda value: text_rest(str(value))),  # the text of a StrEnum, not its name
    ((bool, np.bool_), lambda value: text_rest("是" if value else "否")),
    ((int, np.integer), _integer_rest),
    ((float, np.floating), lambda value: number_rest(float(value))),
    ((Decimal,), _decimal_rest),
    ((time,), lambda value: text_rest(value.isoformat("minutes"))),
    ((object,), lambda value: text_rest(str(value))),
)
"""Which type becomes a cell how, dates apart; the first that fits, so yes/no stands before the integers."""


@cache
def _maker(kind: type) -> Callable[[Any], str] | None:
    return next(make for types, make in _RESTS if issubclass(kind, types))
