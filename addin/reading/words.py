"""Cells of 文本, 编码 and 选项 columns → ``str`` or ``None``."""

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from addin.reading import faults
from addin.reading.problems import Fault
from addin.reading.text import EMPTY_MARKS, ERROR_TEXTS, compact, fold, shown, tidy
from addin.tables.column import Column

Parsed = tuple[str | None, Fault | None, str]
"""A text, what is to be said of it, and a hint."""

_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+\d{1,2}$")
_FLOAT_TEXT = re.compile(r"^\d{6,}\.0$")
_EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number; further ones become zeros."""
_YES = frozenset(("是", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "有", "对"))
_NO = frozenset(("否", "n", "no", "false", "f", "0", "×", "✗", "✘", "x", "☐", "无", "不", "非"))
_VOLTAGE = re.compile(r"^(?:交流|ac)?(\d+(?:\.\d+)?)(kv|v)?$")


def parse_text(value: object) -> Parsed:
    """Return a text as a person reads it in the cell."""
    if not isinstance(value, str):
        return plain(value), None, ""
    text = tidy(value)
    if text == value:
        if text[:1] != "#" and len(text) > 4:  # noqa: PLR2004 - no mark for an empty cell is longer
            return text, None, ""
        return _unless_empty(text, None)
    return _unless_empty(text, faults.STRAY_SIGNS if text else None)


def _unless_empty(text: str, fault: Fault | None) -> Parsed:
    """Return the text, or None for a mark that means an empty cell or for an error value pasted as text."""
    folded = fold(text)
    if folded in ERROR_TEXTS:
        return None, faults.ERROR_VALUE, ""
    if folded in EMPTY_MARKS:
        return None, faults.EMPTY_MARK, ""
    return text or None, fault, ""


def plain(value: object) -> str:
    """Return a cell that is no text as text: a whole number without decimals, a date as 2026-03-05."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00").removesuffix(":00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}"
    return shown(value)


def parse_code(value: object) -> Parsed:
    """Return a code as its digits: half-width, without spaces and apostrophes; what Excel spoilt is refused."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _code_from_number(float(value))
    if not isinstance(value, str):
        return plain(value), faults.CODE_AS_NUMBER, ""
    if value.isalnum() and value.isascii():
        return (None, faults.EMPTY_MARK, "") if value.lower() in EMPTY_MARKS else (value, None, "")
    text = compact(value).strip("'’‘`\"")
    if _SCIENTIFIC.match(text):
        return None, faults.SCIENTIFIC, ""
    if _FLOAT_TEXT.match(text):
        return text.removesuffix(".0"), faults.CODE_AS_NUMBER, ""
    return _unless_empty(text, None if text == value or not text else faults.STRAY_SIGNS)


def _code_from_number(value: float) -> Parsed:
    if not value.is_integer() or value < 0:
        return f"{value:.15g}", faults.CODE_AS_NUMBER, ""
    digits = str(int(value))
    cut = len(digits) > _EXACT_DIGITS and (value >= 2**53 or digits.endswith("0"))
    return (None, faults.CODE_CUT, "") if cut else (digits, faults.CODE_AS_NUMBER, "")


def choice_parser(column: Column) -> Callable[[object], Parsed]:
    """Return the function that matches a cell with the allowed values of a column."""
    known: dict[str, str] = {}
    for choice in column.choices:
        for key in _keys(choice, column):
            known.setdefault(key, choice)
    known |= {fold(word): choice for word, choice in column.synonyms}

    def parse(value: object) -> Parsed:
        text = plain(value) if not isinstance(value, str) else tidy(value)
        if text in column.choices:
            return text, faults.STRAY_SIGNS if text != value and isinstance(value, str) else None, ""
        for key in _keys(text, column):
            if key in known:
                return known[key], faults.CHOICE_READ, known[key]
        return _unknown(text, column)

    return parse


def _unknown(text: str, column: Column) -> Parsed:
    """Return the verdict on a text that is no allowed value: kept where the list is only a suggestion."""
    value, fault, hint = _unless_empty(text, None)
    if value is None or column.open_choices:
        return value, fault, hint
    near = difflib.get_close_matches(text, column.choices, n=1)
    allowed = "、".join(column.choices)
    return None, faults.NOT_CHOICE, f"{allowed}（是否应为『{near[0]}』？）" if near else allowed


def _keys(text: str, column: Column) -> list[str]:
    """Return the keys under which the spellings of one choice meet: folded, yes and no, voltages."""
    folded = fold(text)
    keys = [folded] if folded else []
    if "是" in column.choices and "否" in column.choices:
        keys += [f"yes-no:{word}" for word, words in (("是", _YES), ("否", _NO)) if folded in words]
    if voltage := _VOLTAGE.match(folded.replace("千伏", "kv").replace("伏", "v")):
        keys.append(f"voltage:{voltage[1]}{voltage[2] or 'kv'}")
    return keys
