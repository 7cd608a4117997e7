"""How a fact becomes text in a Word document (escaped, cleaned, never executed), and the filters of templates."""

import numbers
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Undefined, UndefinedError
from markupsafe import Markup, escape

from generators import text

RULED_BLANK = "________________"
"""A line to write on by hand; passes as a value where an empty one would be refused."""
RULED_SHORT = "________"
RULED_DAY = "______年____月____日"
"""A date to be written by hand."""
NONE = "—"
"""Printed in a cell that has nothing to say."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[^\n\x20-\x7e\xa0-\u200f\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LINE_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


def is_empty(value: object) -> bool:
    """Tell whether a fact is as good as missing: ``None``, not a number, or text without a visible character."""
    return value is None or value != value or (isinstance(value, str) and not value.strip())  # noqa: PLR0124 - NaN, NaT


def printed(value: object) -> Markup:
    """Return a fact as escaped WordprocessingML text.

    Numbers print plainly, dates as 2026年3月5日, truth as 是 or 否, line ends as line breaks; control characters go.

    Raises:
        UndefinedError: for an empty or undefined value.
        TypeError: for anything that is no plain fact.
    """
    if isinstance(value, Undefined):
        return escape(str(value))
    if is_empty(value):
        raise UndefinedError("an empty value is printed")
    words = _as_text(value)
    return escape(words) if words.isprintable() else _cleaned(words)


def _cleaned(words: str) -> Markup:
    """Return text with line ends as line breaks and without what cannot be seen."""
    lines = _LINE_ENDS.sub("\n", words).replace("\t", " ")
    return escape(_INVISIBLE.sub("", lines)).replace("\n", _LINE_BREAK)


def _as_text(value: object) -> str:
    """Return a plain fact as text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return text.day(value)
    if isinstance(value, numbers.Real | Decimal):
        return text.quantity(Decimal(str(value)))
    raise TypeError(f"『{str(value)[:40]}』（{type(value).__name__}）不是可以印出的值：只收文本、数、日期、是否")


def blank(value: object, ruled: str = RULED_BLANK) -> object:
    """Return the value, or a ruled blank to write on when there is none."""
    return ruled if isinstance(value, Undefined) or is_empty(value) else value


def blank_day(value: object) -> object:
    """Return the date, or a ruled date to fill in by hand when there is none."""
    return blank(value, RULED_DAY)


def _short_day(value: date | str) -> str:
    """Return a date for a narrow column, 2026-03-05; a ruled blank stays as it is."""
    return value if isinstance(value, str) else f"{value:%Y-%m-%d}"


def _of_given(wording: Callable[[Any], str]) -> Callable[[object], object]:
    """Return a wording that leaves missing values alone, so that they are refused as missing and not as misfits."""

    def worded(value: object) -> object:
        return value if isinstance(value, Undefined) or is_empty(value) else wording(value)

    return worded


FILTERS: Mapping[str, Callable[..., object]] = {
    "blank": blank,
    "手写": blank,
    "手写日期": blank_day,
    "大写日期": _of_given(text.day_in_words),
    "短日期": _of_given(_short_day),
    "金额": _of_given(text.money),
    "大写金额": _of_given(text.amount_in_words),
    "万元": _of_given(text.wan),
}
"""Filters that templates may use, by the name staff write behind ``|``."""
