"""What each reading counted in each segment of a cut month: a reading across the day of change is parted by days."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from addin.billing.metering.readings import ACTIVE
from addin.days import DAY
from addin.results.worksheet.case import Case, there
from addin.results.worksheet.figures import Figure, half_up, number, total
from addin.results.worksheet.meters import Meters
from addin.tables.choices import TOTAL


@dataclass(frozen=True, slots=True)
class Counted:
    """A reading: what it metered, and how many of its days lie in each segment."""

    quantity: Figure
    days: tuple[int, ...]
    begins: str
    ends: str

    @property
    def across(self) -> bool:
        """Whether it lies in more than one segment."""
        return sum(1 for each in self.days if each) > 1

    @property
    def span(self) -> str:
        """How it is parted, in words."""
        return f"示数 {self.begins}～{self.ends} 跨变更日，按天数 {'＋'.join(map(str, self.days))} 分"

    def upto(self, count: int) -> Figure | None:
        """Return what it counted in the first segments, rounded; all of it where it ends in them, ``None`` before."""
        first = sum(self.days[:count])
        if first in {0, sum(self.days)}:
            return self.quantity if first else None
        return half_up(self.quantity * number(first), 0, number(sum(self.days)))


def counted_in(case: Case, read: Meters, rows: pd.DataFrame, name: str) -> list[Counted]:
    """Return the readings of a register, in order of time; of 平 without a register those of 总.

    Args:
        case: the customer.
        read: what was read.
        rows: a point's segments, in order of time: point_no, starts_on, ends_on.
        name: 总 or a period.
    """
    point_no = str(rows["point_no"].iloc[0])
    register = ACTIVE + name
    lines = case.readings[case.readings["point_no"].eq(point_no) & case.readings["register"].eq(register)]
    if lines.empty:
        return counted_in(case, read, rows, TOTAL) if name == "平" else []
    lines = lines[lines["quantity"].notna()].sort_values("read_on", kind="stable")
    figures = read.quantities.get((point_no, register), [])
    found = []
    for figure, line in zip(figures, lines.to_dict("records"), strict=True):
        begins, ends = (pd.Timestamp(str(line[name])) for name in ("previous_on", "read_on"))
        found.append(Counted(figure, _days(begins, ends, rows), _said(begins), _said(ends)))
    return found


def _said(day: pd.Timestamp) -> str:
    return f"{day:%m-%d}" if there(day) else "？"


def _days(begins: pd.Timestamp, ends: pd.Timestamp, rows: pd.DataFrame) -> tuple[int, ...]:
    """Return how many days of a reading lie in each segment; those before the first and behind the last, in these.

    A reading of the day of change counts for the day before, but for the bill's last day; one without a day before it
    begins with the bill.
    """
    cuts = set(rows["starts_on"]) - {rows["ends_on"].iloc[-1]}
    begin, end = (day - DAY if day in cuts else day for day in (begins, ends))
    begin = begin if there(begin) else rows["starts_on"].iloc[0] - DAY
    begin = min(begin, end - DAY)
    since = [begin, *(day - DAY for day in rows["starts_on"].iloc[1:])]
    until = [*rows["ends_on"].iloc[:-1], end]
    return tuple(max((min(last, end) - max(first, begin)).days, 0) for first, last in zip(since, until, strict=True))


def any_used(counted: Sequence[Counted]) -> bool:
    """Say whether the readings counted anything: only then do they part the energy."""
    return any(one.quantity.value for one in counted)


def by_readings(whole: Figure, counted: Sequence[Counted], place: int, *, own: bool) -> Figure | None:
    """Return a segment's part of a whole by what the readings counted; ``None`` where they counted nothing.

    Args:
        whole: of the month.
        counted: the readings of its register.
        place: of the segment.
        own: the whole is what these readings add up to; 平 also holds what is between 总 and the periods.
    """
    if not any_used(counted):
        return None
    upto = _share(whole, counted, place + 1, own=own)
    before = _share(whole, counted, place, own=own)
    if upto is None or before is None:
        return upto or number(0)
    return upto - before


def _share(whole: Figure, counted: Sequence[Counted], count: int, *, own: bool) -> Figure | None:
    """Return the rounded share of the first segments: of all of them the whole, of none nothing."""
    if count == len(counted[0].days):
        return whole
    parts = [part for part in (one.upto(count) for one in counted) if part is not None]
    if not parts:
        return None
    if own and len(counted) == 1:
        return parts[0]
    return half_up(whole * total(parts), 0, total([one.quantity for one in counted]))
