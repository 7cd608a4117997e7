"""Cells of 日期, 时刻 and 月份 columns → ``datetime64[s]`` or ``YYYY-MM``."""

import re
from datetime import date, datetime, time, timedelta

from addin.reading import faults
from addin.reading.problems import Fault
from addin.reading.text import EMPTY_MARKS, ERROR_TEXTS, fold, half_width

Parsed = tuple[datetime | None, Fault | None, str]
"""A moment, what is to be said of it, and a hint."""
ParsedMonth = tuple[str | None, Fault | None, str]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
_YEARS = range(1949, 2101)
_CLOCK = r"(?:[ t]*(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?(?:\.\d+)?)?[秒分]?)?"
_WRITTEN = re.compile(
    r"^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?"
    + _CLOCK
    + "z?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?: ?(\d{2}):?(\d{2}):?(\d{2})?)?$")
_MONTH = re.compile(r"^(\d{4}) ?[-/.年] ?(\d{1,2}) ?(?:月份?)?$")
_COMPACT_MONTH = re.compile(r"^(\d{4})(\d{2})$")
_OPEN_END = frozenset(("长期", "永久", "无限期", "无固定期限", "无期限", "至今", "长期有效"))


def parse(value: object) -> Parsed:
    """Return the moment that a raw cell means; 24:00 is midnight of the next day.

    >>> parse("2026年3月5日")[0]
    datetime.datetime(2026, 3, 5, 0, 0)
    """
    if isinstance(value, datetime):
        return _in_range(value.replace(microsecond=0), None)
    if isinstance(value, date):
        return _in_range(datetime(value.year, value.month, value.day), None)  # noqa: DTZ001
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _from_number(float(value))
    if isinstance(value, time | timedelta):
        return None, faults.ODD_DATE, "单元格只有时刻，常见于公式引用了空单元格。"
    return _from_text(value) if isinstance(value, str) else (None, faults.NOT_DATE, "")


def _in_range(moment: datetime, fault: Fault | None) -> Parsed:
    if moment.year in _YEARS:
        return moment, fault, ""
    hint = "1900 年的日期常见于公式引用了空单元格。" if moment.year < _YEARS.start else ""
    return None, faults.ODD_DATE, hint


def _from_number(value: float) -> Parsed:
    """Read 20260305 or a serial number; serials of 1949 to 2100 lie between 17899 and 73415."""
    if value.is_integer() and (compact := _COMPACT.match(str(int(value)))):
        return _built(compact, faults.DATE_AS_NUMBER)
    if 17899 <= value < 73416:  # noqa: PLR2004 - as above
        return _EPOCH + timedelta(seconds=round(value * 86400)), faults.DATE_AS_NUMBER, ""
    return None, faults.NOT_DATE, ""


def _from_text(value: str) -> Parsed:
    folded = fold(value)
    if not folded:
        return None, None, ""
    if folded in ERROR_TEXTS:
        return None, faults.ERROR_VALUE, ""
    if folded in EMPTY_MARKS or folded in _OPEN_END:
        return None, faults.EMPTY_MARK, ""
    text = half_width(value).casefold()
    if match := _WRITTEN.match(text) or _COMPACT.match(text):
        return _built(match, faults.DATE_AS_TEXT)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_number(float(text))
    return None, faults.NOT_DATE, "只有年月，缺少日。" if _MONTH.match(text) else ""


def _built(match: re.Match[str], fault: Fault) -> Parsed:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    whole_day = hour == 24 and not minute and not second  # noqa: PLR2004 - the end of the day
    try:
        moment = datetime(year, month, day, 0 if whole_day else hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None, faults.NOT_DATE, "没有这一天。"
    return _in_range(moment + timedelta(days=whole_day), fault)


def parse_month(value: object) -> ParsedMonth:
    """Return the month ``YYYY-MM`` that a raw cell means.

    >>> parse_month("2026年1月")[0]
    '2026-01'
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _month_from_number(float(value))
    if isinstance(value, str):
        text = half_width(value).casefold()
        if match := _MONTH.match(text) or _COMPACT_MONTH.match(text):
            return _month(int(match[1]), int(match[2]), None)
    moment, fault, hint = parse(value)
    if moment is None:
        return None, faults.NOT_MONTH if fault is faults.NOT_DATE else fault, ""
    return f"{moment:%Y-%m}", None, hint


def _month_from_number(value: float) -> ParsedMonth:
    """Read 202601, 20260131, 2026.01 or a serial number; 2026.1 may be January or a cut October."""
    if value.is_integer() and (compact := _COMPACT_MONTH.match(str(int(value)))):
        return _month(int(compact[1]), int(compact[2]), None)
    if value in (year + 0.1 for year in _YEARS):
        return None, faults.NOT_MONTH, f"可能是 {int(value)}-01，也可能是 {int(value)}-10。"
    if _YEARS.start <= value < _YEARS.stop and not value.is_integer():
        tail = round((value - int(value)) * 100)
        exact = abs(value - int(value) - tail / 100) < 1e-6  # noqa: PLR2004 - a float of two decimals
        return _month(int(value), tail, None) if exact else (None, faults.NOT_MONTH, "")
    moment, _, _ = _from_number(value)
    return (f"{moment:%Y-%m}", None, "") if moment else (None, faults.NOT_MONTH, "")


def _month(year: int, month: int, fault: Fault | None) -> ParsedMonth:
    if year in _YEARS and month in range(1, 13):
        return f"{year:04d}-{month:02d}", fault, ""
    return None, faults.NOT_MONTH, "没有这个月。"
