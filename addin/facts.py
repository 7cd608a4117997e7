"""The facts of a month: everything a check may name as a parameter."""

import calendar
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from addin.billing.causes.trial import explain
from addin.billing.claims.claims import claims_of
from addin.billing.claims.late_bills import late_bills
from addin.billing.claims.refunds import refunds
from addin.billing.history import usage
from addin.billing.month import bill_month
from addin.billing.own_months.trends import month_on_month
from addin.billing.own_months.volatility import own_swings
from addin.checks.bill_review.period_energy import energy_by_period
from addin.checks.bill_review.registers import month_rows
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
RECKONED: Mapping[str, Callable[..., Any]] = {
    "usage": usage,
    "billing": bill_month,
    "month_readings": month_rows,
    "period_energy": energy_by_period,
    "month_steps": month_on_month,
    "energy_swings": own_swings,
    "causes": explain,
    "late": late_bills,
    "refunds": refunds,
    "claims": claims_of,
    "grades": grade_customers,
    "risks": score_risks,
}
"""The facts that take reckoning, each with its function, whose parameters name the facts that it is reckoned from."""
STANDS_ON = {"month_readings": "readings", "period_energy": "readings"}
"""Facts that say nothing without a sheet."""


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
    chosen = month or month_spelt(settings.get("月份", ""))
    if not MONTH.fullmatch(chosen):
        raise JobError(f"「设置」表「月份」：看到『{chosen or '空'}』，应为 2026-01 这样的年月；请填写后重跑")
    year, number = map(int, chosen.split("-"))
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Period(chosen, last.replace(day=1), last, as_of or last)


def month_spelt(text: str) -> str:
    """Return a month that a person typed as ``YYYY-MM``: of 2026-1 Excel makes a date, and people write 2026年1月.

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
    """Return the facts that need no reckoning, and name what the workbooks lack.

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
    facts: dict[str, Any] = {name: ledger[name] for name in FILLED}
    facts |= {"ledger": ledger, "rulebook": rulebook, "rules": rulebook.on(period.end, province)}
    facts |= {"settings": settings, "province": province}
    facts |= {"month": period.month, "month_start": period.start, "month_end": period.end, "as_of": period.as_of}
    facts |= {"earlier_grades": earlier["grade_history"], "earlier_risks": earlier["risk_history"]}
    return facts, lacking(ledger)


def lacking(ledger: Ledger) -> dict[str, str]:
    """Return the facts that are absent since no workbook holds the sheet that they stand on: a sentence by name."""
    absent = {name: f"工作簿中没有「{table.title}」表" for name, table in FILLED.items() if not ledger.has(name)}
    return absent | {fact: absent[sheet] for fact, sheet in STANDS_ON.items() if sheet in absent}


def sources_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the facts that a function needs: its parameters without a default."""
    return tuple(one.name for one in inspect.signature(function).parameters.values() if one.default is one.empty)


def reckon(facts: Mapping[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """Return the facts with those that are wanted, and those that they are reckoned from, added; no others.

    Raises:
        NoRule: a fact cannot be had without a rule that is not in force.
    """
    known = dict(facts)
    for name in wanted:
        if name not in known:
            sources = sources_of(RECKONED[name])
            known = reckon(known, sources)
            known[name] = RECKONED[name](**{source: known[source] for source in sources})
    return known
