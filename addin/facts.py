"""The facts of a month: everything a check may name as a parameter."""

import calendar
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from addin.billing.causes.trial import explain
from addin.billing.claims import claims_of
from addin.billing.history import usage
from addin.billing.late_bills import late_bills
from addin.billing.month import bill_month
from addin.billing.refunds import refunds
from addin.checks.grading import grade_customers
from addin.checks.risk import score_risks
from addin.reading import Ledger
from addin.reading.dates import parse_month
from addin.rulebook import Rulebook
from addin.tables import FILLED

CUT = re.compile(r"\d{4}\.\d")
OFFICIAL = re.compile(r"(?<=..)(省|市|特别行政区|(壮族|回族|维吾尔)?自治区)$")
"""What a province's full name has behind the name that rules.xlsx uses."""
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class JobError(Exception):
    """A run cannot go on; the message is a sentence: where, what was seen, what was expected, what to do."""


@dataclass(frozen=True, slots=True)
class Period:
    """The audited month and the day that counts as today.

    Attributes:
        month: ``YYYY-MM``.
        start: first day.
        end: last day; grading and risk go by the rules in force on it.
        as_of: today, for deadlines; the last day unless said otherwise.
    """

    month: str
    start: date
    end: date
    as_of: date


def settings_of(ledger: Ledger) -> dict[str, str]:
    """Return the sheet 设置 as text by key."""
    frame = ledger["settings"].dropna(subset=["key", "value"])
    return dict(zip(frame["key"], frame["value"].astype(str), strict=True))


def period_of(settings: Mapping[str, str], month: str | None, as_of: date | None) -> Period:
    """Return the period; ``month`` goes before the sheet 设置. Raises ``JobError`` where neither says it."""
    chosen = month or _month_of(settings.get("月份", ""))
    if not MONTH.fullmatch(chosen):
        raise JobError(
            f"「设置」表「月份」：看到『{chosen or '空'}』，应为 2026-01 这样的年月；请填写，或用 --month 2026-01 指定"
        )
    year, number = map(int, chosen.split("-"))
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Period(chosen, last.replace(day=1), last, as_of or last)


def _month_of(text: str) -> str:
    """Return the month of 设置: Excel makes a date of what is typed as 2026-1, and people write 2026年1月.

    A number 2026.1 may be January or a cut October, and stays what it is.
    """
    return text if CUT.fullmatch(text) else parse_month(text)[0] or text


def province_of(settings: Mapping[str, str]) -> str:
    """Return the company's province; raises ``JobError`` when it is not set."""
    province = settings.get("省份", "").strip()
    if not province:
        raise JobError("「设置」表「省份」：没有填写，应为 湖北 这样的省份名；电价和地方规定按省份选取，请填写后重跑")
    return OFFICIAL.sub("", province)


def gather(
    ledger: Ledger, rulebook: Rulebook, period: Period, settings: Mapping[str, str], earlier: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Reckon the derived facts and name what the workbooks lack.

    Args:
        ledger: the sheets that were read.
        rulebook: every dated rule.
        period: the month and the day of the audit.
        settings: the sheet 设置.
        earlier: the sheets 等级历史 (``grade_history``) and 风险历史 (``risk_history``) of earlier runs.

    Returns:
        The facts by parameter name, and why a fact is absent, a sentence by parameter name.
    """
    province = province_of(settings)
    rules = rulebook.on(period.end, province)
    facts: dict[str, Any] = {name: ledger[name] for name in FILLED}
    facts |= {"ledger": ledger, "rulebook": rulebook, "rules": rules, "settings": settings}
    facts |= {"month": period.month, "month_start": period.start, "month_end": period.end, "as_of": period.as_of}
    facts["usage"] = usage(ledger["bills"])
    facts["billing"] = bill_month(ledger, rulebook, period.month, province)
    facts["causes"] = explain(ledger, rulebook, facts["billing"], rules)
    facts["late"] = late_bills(ledger, rules, period.month, period.as_of)
    facts["refunds"] = refunds(ledger, rulebook, rules)
    facts["claims"] = claims_of(ledger, rulebook, province, facts["late"], facts["refunds"])
    facts["earlier_grades"], facts["earlier_risks"] = earlier["grade_history"], earlier["risk_history"]
    facts["grades"] = _call(grade_customers, facts)
    facts["risks"] = _call(score_risks, facts)
    absent = {name: f"工作簿中没有「{table.title}」表" for name, table in FILLED.items() if not ledger.has(name)}
    return facts, absent


def _call(function: Callable[..., Any], facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the function returns
    """Call a function with the facts that its parameters name."""
    return function(**{name: facts[name] for name in inspect.signature(function).parameters})
