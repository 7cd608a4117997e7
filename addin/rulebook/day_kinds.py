"""日类型 of 时段: the words for kinds of day, and dates that a notice names, such as 2026-02-17～2026-02-19."""

import re
from datetime import date, timedelta

from addin.conditions import Cell

ALL_DAYS, WORKDAY, REST_DAY, HOLIDAY = "全部", "工作日", "休息日", "节假日"
CANDIDATES = {
    WORKDAY: (WORKDAY, ALL_DAYS),
    REST_DAY: (REST_DAY, ALL_DAYS),
    HOLIDAY: (HOLIDAY, REST_DAY, ALL_DAYS),
}
"""Which rows may hold on a day of each kind, the closest first."""
EXPECTED = "全部、工作日、休息日、节假日，或日期如 2026-02-17～2026-02-19、2026-05-01"
_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_SPAN = re.compile(rf"({_DAY})(?:\s*[～~至]\s*({_DAY}))?")


def named_days(cell: Cell) -> frozenset[date]:
    """Return the dates that a cell names; none for a word.

    Raises:
        ConditionError: neither a known word nor dates.

    Examples:
        >>> sorted(day.day for day in named_days(Cell("时段!5", "2026-02-17～2026-02-19、2026-02-24")))
        [17, 18, 19, 24]
        >>> named_days(Cell("时段!5", "工作日"))
        frozenset()
    """
    if cell.text in {ALL_DAYS, *CANDIDATES}:
        return frozenset()
    spans = [_SPAN.fullmatch(part.strip()) for part in cell.text.split("、")]
    try:
        ends = [(_day(span[1]), _day(span[2] or span[1])) for span in spans if span]
    except ValueError:
        ends = []
    if len(ends) != len(spans) or any(last < first for first, last in ends):
        raise cell.error(f"应为 {EXPECTED}")
    return frozenset(first + timedelta(days=at) for first, last in ends for at in range((last - first).days + 1))


def _day(text: str) -> date:
    return date(*map(int, text.split("-")))
