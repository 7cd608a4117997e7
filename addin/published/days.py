"""The month of a price table and the days on which its prices hold, as its titles print them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.published.unsaid import UnsaidError
from addin.published.words import chosen, months
from addin.reading.problems import ReadError
from addin.reading.text import fold

_ISSUED = re.compile(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?(?:公布|发布|印发)")
"""A day of publication says nothing of the prices."""
_RANGE = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日?(?:0时|零时)?起?[-~—–−至到](?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日"
)
_BEGINNING = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:0时|零时)?起")
_UNCLEAR = re.compile(r"\d日|月[-~—–−至到]")
"""What says more than a month, and is none of the above."""
_OF_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Days:
    """What the prices hold for: the month ``YYYY-MM``, first and last day of it."""

    month: str
    first_on: date
    last_on: date


def printed_days(titles: Mapping[str, str], place: str, given: str) -> Days:
    """Return month and days of a price table.

    Args:
        titles: the texts above its header, by their place in words.
        place: of all of them.
        given: month ``YYYY-MM`` that the user names; empty: as printed. Of days over two months it takes its own.

    Raises:
        UnsaidError: no month or several, or titles that contradict each other.
        ReadError: days that cannot be read; a sentence.
    """
    plain = {at: _ISSUED.sub("", fold(text)) for at, text in titles.items()}
    ruling = {at: text for at, text in plain.items() if "执行" in text and months([text])}
    at, span = next(((at, span) for at, text in ruling.items() if (span := _span(at, text, titles[at]))), ("", None))
    printed = _months_of(span) if span else months((ruling or plain).values())
    month = chosen(given, printed, place, "执行月份", ("month", "2026-02"))
    if not given:
        _refuse_other_titles(titles, plain, ruling, month)
    whole = pd.Period(month, "M")
    first_on, last_on = whole.start_time.date(), whole.end_time.date()
    if span and (span[0] > last_on or span[1] < first_on):
        raise ReadError(f"{at}：看到『{titles[at]}』，不含给出的 {month} 的任何一天；请核对是否选错了文件")
    return Days(month, max(first_on, span[0]), min(last_on, span[1])) if span else Days(month, first_on, last_on)


def _span(place: str, plain: str, text: str) -> Span | None:
    """Return the days that a title names; ``None`` where it names a month only; refuse days that are unclear."""
    ranged, beginning = _RANGE.search(plain), _BEGINNING.search(plain)
    try:
        if ranged:
            year, month, day, last_year, last_month, last_day = ranged.groups()
            first_on = date(int(year), int(month), int(day))
            span = first_on, date(int(last_year or year), int(last_month or month), int(last_day))
        elif beginning:
            first_on = date(*(int(number) for number in beginning.groups()))
            span = first_on, pd.Period(first_on, "M").end_time.date()
        else:
            span = None
    except ValueError:
        span = date.max, date.min
    if (span is None and _UNCLEAR.search(plain)) or (span and span[0] > span[1]):
        raise ReadError(
            f"{place}：看到『{text}』，应为起止两个日子，如 2026年8月1日-2026年8月31日，止日不早于起日；请与原表核对"
        )
    return span


def _months_of(span: Span) -> list[str]:
    return [str(month) for month in pd.period_range(span[0], span[1], freq="M")]


def _refuse_other_titles(
    titles: Mapping[str, str], plain: Mapping[str, str], ruling: Mapping[str, str], month: str
) -> None:
    """Refuse a title of one month above days of execution in another: nobody knows which is the slip."""
    for at, text in plain.items():
        named = months([_OF_DAY.sub("", text)])
        if at not in ruling and named and month not in named:
            there = next(iter(ruling))
            raise UnsaidError(
                f"{at}：看到『{titles[at]}』，是 {'、'.join(named)}；而 {there}：看到『{titles[there]}』，是 {month}；"
                "两处月份应相同，请与原表核对后改正；原表确为如此的，须指明执行月份",
                "month",
                month,
            )
