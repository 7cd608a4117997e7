"""For which days a refund counts: what the cause says, and how many days of a month lie within them.

Source: billing.md §7.2; 供电营业规则 (1996) 第八十、八十一条; rule table 退补口径; 计费规则 退补:半时取法.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from addin.billing.claims.steps import Step, UnclearError, blank, day
from addin.rulebook import RulesInForce
from addin.tables.rule_claims import HALF, RECORD

Row = Mapping[str, object]
Span = tuple[date, date]
FLAGS, CAUSES = "billing_flags", "refund_causes"
HALVING = "退补:半时取法"
LATTER = "后半段"


@dataclass(frozen=True, slots=True)
class Within:
    """The days of a month that lie within the time of a refund.

    Attributes:
        first: of them.
        last: of them, counted too.
        days: how many; 0 where the month lies outside.
        month_days: of the whole month.
    """

    first: date
    last: date
    days: int
    month_days: int

    @property
    def whole(self) -> bool:
        """Say whether all of the month lies within."""
        return self.days == self.month_days


def time_rule(row: Row, rules: RulesInForce) -> tuple[str, str]:
    """Return which time the cause of an order is refunded for, and the rule row that says so."""
    if blank(row["cause"]):
        raise UnclearError("没有填写「原因」，不知按哪条口径退补")
    place = rules.row(CAUSES, str(row["cause"]))
    return str(rules.rows(CAUSES).loc[place, "time"]), rules.cite(CAUSES, place)


def due_span(row: Row, rules: RulesInForce) -> Span | None:
    """Return from when to when an order must refund; None where the records decide.

    Raises:
        UnclearError: a date is missing, or the correction lies before the last verification.
    """
    time, _ = time_rule(row, rules)
    if time == RECORD:
        return None
    if blank(row["verified_on"]) or blank(row["corrected_on"]):
        raise UnclearError("没有填写「上次检定或装表日」或「更正日」，不能推出退补时间")
    begin, end = day(row["verified_on"]), day(row["corrected_on"])
    if end < begin:
        raise UnclearError(f"更正日 {end} 早于上次检定或装表日 {begin}，请更正")
    if time == HALF and rules.text(FLAGS, HALVING) == LATTER:
        return end - timedelta(days=(end - begin).days // 2), end
    return begin, end


def days_within(row: Row, rules: RulesInForce) -> Within | None:
    """Return the days of a row's month within the time of the rule, else of the order; None where neither is known.

    Raises:
        UnclearError: the order ends before it begins.
    """
    span = _counted(row, rules)
    if span is None:
        return None
    year, month = map(int, str(row["original_month"]).split("-"))
    month_days = calendar.monthrange(year, month)[1]
    first, last = max(span[0], date(year, month, 1)), min(span[1], date(year, month, month_days))
    return Within(first, last, max((last - first).days + 1, 0), month_days)


def _counted(row: Row, rules: RulesInForce) -> Span | None:
    """Return the days that the rule names; where it leaves them to the records, or lacks a date, those of the order."""
    try:
        due = due_span(row, rules)
    except UnclearError:
        due = None
    return due or _own(row)


def _own(row: Row) -> Span | None:
    """Return the days that an order names, None where it names none."""
    if blank(row["starts_on"]) or blank(row["ends_on"]):
        return None
    first, last = day(row["starts_on"]), day(row["ends_on"])
    if last < first:
        raise UnclearError(f"退补止日 {last} 早于退补起日 {first}，请更正")
    return first, last


def time_steps(row: Row, rules: RulesInForce) -> list[Step]:
    """Return the step that says for which time is refunded.

    Raises:
        UnclearError: the month lies outside the days of the order.
    """
    time, cited = time_rule(row, rules)
    own = _own(row)
    if own and not f"{own[0]:%Y-%m}" <= str(row["original_month"]) <= f"{own[1]:%Y-%m}":
        raise UnclearError(f"原月份 {row['original_month']} 不在退补起止 {own[0]} 至 {own[1]} 之内，请更正")
    try:
        span = due_span(row, rules)
    except UnclearError as unclear:
        return [Step("退补时间", time, "", str(unclear), "", cited)]
    said = "以抄表记录为准" if span is None else f"{span[0]} 至 {span[1]}"
    known = f"上次检定或装表 {day(row['verified_on'])}，更正 {day(row['corrected_on'])}" if span else ""
    return [Step("退补时间", time, known, said, "", cited)]
