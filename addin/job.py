"""One run: read → reckon → check → settle; the only place that orders steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from addin.billing.causes.explanations import named
from addin.billing.claims.claims import Claims
from addin.billing.disputed import off_fen
from addin.billing.month import Billing
from addin.books.earlier import earlier_rows
from addin.checks.risk import Risks
from addin.facts import Period, gather, period_of, reckon, settings_of
from addin.outcome.collect import Collected, collect
from addin.outcome.human import attach, kept_aside, opinions, silenced
from addin.outcome.roots import fold
from addin.outcome.switches import switched_off, unknown_codes
from addin.outcome.whole_bills import with_bill
from addin.parts import PRINTED, chosen
from addin.reading import Ledger, read_books
from addin.register import CHECKS, Failed, run
from addin.rulebook import NoRule, Rulebook
from addin.tables import Table
from addin.tables.histories import GRADE_HISTORY, RISK_HISTORY, RUNS
from addin.tables.result_findings import FINDINGS, OPINIONS
from addin.tables.results import marker

TOLD = {"billing": "重算账单", "grades": "分级", "risks": "评估风险"}
"""What is told of the facts that take time."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a run.

    Attributes:
        books: workbooks and exports handed over together.
        rules: path of rules.xlsx.
        part: audit, check, grade, review or risk.
        month: ``YYYY-MM``; ``None`` = as 设置 says.
        as_of: today, for deadlines; ``None`` = the month's last day.
    """

    books: tuple[Path, ...]
    rules: Path
    part: str = "audit"
    month: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The books and the rules of an order, read.

    Attributes:
        order: what was asked.
        ledger: the sheets read.
        rulebook: the rules.
        settings: the sheet 设置.
        period: month and day.
    """

    order: Order
    ledger: Ledger
    rulebook: Rulebook
    settings: Mapping[str, str]
    period: Period


@dataclass(frozen=True, slots=True)
class Audit:
    """What a run found and reckoned.

    Attributes:
        loaded: what was read.
        earlier: sheets of earlier runs: grade_history, risk_history, runs.
        billing: the recomputed month; this and the next four are None where the job does not print them.
        causes: what would explain the bills that differ, see ``explain``.
        grades: the grading, index = row id of the customer.
        risks: the risk levels.
        claims: late fees, refunds and breaches computed for signature.
        collected: findings, doubts and coverage as the checks said them.
        findings: roots with human columns, as printed.
        aside: what staff wrote about findings not listed now.
        problems: of the books' cells, and of rows of 核查停用 that name no check.
    """

    loaded: Loaded
    earlier: Mapping[str, pd.DataFrame]
    billing: Billing | None
    causes: pd.DataFrame | None
    grades: pd.DataFrame | None
    risks: Risks | None
    claims: Claims | None
    collected: Collected
    findings: pd.DataFrame
    aside: pd.DataFrame
    problems: pd.DataFrame


def load(order: Order, progress: Progress = lambda _: None) -> Loaded:
    """Read the rules and the books.

    Raises:
        ReadError, RuleError, JobError: the run cannot go on; a sentence.
    """
    progress("读取规则表")
    rulebook = Rulebook.load(order.rules)
    ledger = read_books(order.books, progress=progress)
    settings = settings_of(ledger)
    return Loaded(order, ledger, rulebook, settings, period_of(settings, order.month, order.as_of))


def audit(
    loaded: Loaded,
    earlier: Sequence[Path] = (),
    progress: Progress = lambda _: None,
    failed: Failed | None = None,
) -> Audit:
    """Reckon the month and check everything the order asks for.

    Args:
        loaded: the books and the rules.
        earlier: workbooks that may hold earlier results, oldest first.
        progress: told each step.
        failed: what is said of a check that fails; without it, that ends the run.

    Raises:
        JobError, NoRule: the run cannot go on; a sentence.
    """
    past = {table.name: _earlier(earlier, table) for table in (GRADE_HISTORY, RISK_HISTORY, RUNS)}
    asked, printed = chosen(loaded.order.part), PRINTED[loaded.order.part]
    wanted = {*printed, *(name for one in asked for name in one.needs)}
    progress("、".join(word for name, word in TOLD.items() if name in wanted) or "汇总数据")
    facts, absent = gather(loaded.ledger, loaded.rulebook, loaded.period, loaded.settings, past)
    facts = reckon(facts, wanted)
    progress("逐项核查")
    collected = collect(run(asked, facts, absent, (NoRule,), failed), loaded.period.month)
    findings, aside, collected = _settled(collected, earlier, loaded.ledger, loaded.period, facts)
    problems = pd.concat([loaded.ledger.problems, unknown_codes(loaded.ledger, CHECKS)], ignore_index=True)
    results = {name: facts[name] if name in printed else None for name in PRINTED["audit"]}
    return Audit(loaded, past, **results, collected=collected, findings=findings, aside=aside, problems=problems)


def _settled(
    collected: Collected, earlier: Sequence[Path], ledger: Ledger, period: Period, facts: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame, Collected]:
    """Fold, say what bills are off by and why, silence what is 已核实 or switched off, put back what staff wrote."""
    sheets = [earlier_rows(path, marker(table)) for path in earlier for table in (OPINIONS, FINDINGS)]
    written = opinions(sheets)
    verified = silenced(collected.findings, written, period.as_of)
    off = switched_off(collected.findings, ledger["switched_off"], period.as_of) & ~verified
    coverage = collected.coverage.assign(
        **{name: _count(collected, quiet) for name, quiet in (("silenced", verified), ("switched_off", off))}
    )
    customers = ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")
    roots = fold(collected.findings[~verified & ~off])
    roots = with_bill(roots, off_fen(facts["billing"])) if "billing" in facts else roots
    roots = named(roots, facts["causes"]) if "causes" in facts else roots
    roots = attach(roots, written, customers["manager"])
    roots["customer_name"] = roots["customer_no"].map(customers["customer_name"])
    aside = kept_aside(written, roots["identity"])
    return roots, aside, Collected(collected.findings, collected.doubts, coverage)


def _count(collected: Collected, quiet: pd.Series) -> pd.Series:
    """Return for each check how many of its findings are quiet."""
    counts = collected.findings.loc[quiet, "code"].value_counts()
    return collected.coverage["code"].map(counts).fillna(0).astype(int)


def _earlier(paths: Sequence[Path], table: Table) -> pd.DataFrame:
    """Return a history sheet of the newest book that has it, columns by name."""
    names = {column.heading: column.name for column in table}
    for path in reversed(paths):
        rows = earlier_rows(path, marker(table))
        if len(rows):
            return rows.rename(columns=names).reset_index(drop=True)
    return pd.DataFrame(columns=list(names.values()))
