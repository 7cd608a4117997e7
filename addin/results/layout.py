"""All result sheets of a run, in printed order."""

from pathlib import Path

import pandas as pd

from addin.billing.causes.explanations import beside
from addin.books.result import ResultSheet
from addin.job import Audit
from addin.results import plain
from addin.results.citations import citations_sheet, cited
from addin.results.claims import claims_rules, claims_sheets
from addin.results.findings import findings_sheet, opinions_sheet
from addin.results.history import runs, with_month
from addin.results.overview import Overview, overview_sheet
from addin.results.summary import bills_of, overview_facts
from addin.tables.histories import GRADE_HISTORY, RISK_HISTORY, RUNS


def lay_out(run: Audit, folder: Path) -> list[ResultSheet]:
    """Return the result sheets of a run, for a book in ``folder``; a part job writes only its own."""
    line, order = subtitle(run), _citations(run)
    overview = Overview(overview_facts(run), run.findings, bills_of(run), run.collected.coverage)
    sheets = [overview_sheet(overview, line), findings_sheet(run.findings, run.loaded.ledger, order, line, folder)]
    if run.billing is not None:
        compared = run.billing.compared
        compared = compared if run.causes is None else beside(compared, run.causes)
        sheets.append(plain.statement_sheet(compared, run.billing.workings, line))
    if run.claims is not None:
        sheets += claims_sheets(run.claims, run.loaded.ledger, order, line)
    if run.grades is not None:
        sheets.append(plain.grades_sheet(run.grades, run.loaded.ledger, line))
    if run.risks is not None:
        sheets.append(plain.risks_sheet(run.risks.customers, run.risks.indicators, line))
    return [*sheets, *_backing(run, order, line)]


def subtitle(run: Audit) -> str:
    """Return the line below each title: company, month, as-of."""
    company = run.loaded.settings.get("供电公司全称", "")
    return f"{company}　账期 {run.loaded.period.month}　截至 {run.loaded.period.as_of:%Y-%m-%d}".strip()


def _citations(run: Audit) -> list[str]:
    """Return the rule rows that this run's printed sheets cite."""
    compared = None if run.billing is None else run.billing.compared
    printed = [part["rule"] for part in (run.findings, run.grades, compared) if part is not None]
    return cited(*printed, [] if run.claims is None else claims_rules(run.claims))


def _backing(run: Audit, order: list[str], line: str) -> list[ResultSheet]:
    """Return the sheets behind the results: problems, coverage, rules cited, histories, journal."""
    sheets = [
        plain.problems_sheet(_problems(run), run.loaded.ledger, line),
        plain.coverage_sheet(run.collected.coverage, line),
        plain.unchecked_sheet(run.collected.doubts, line),
        citations_sheet(order, run.loaded.rulebook, line),
        opinions_sheet(run.aside, line),
    ]
    if run.grades is not None:
        sheets.append(plain.frame_sheet(GRADE_HISTORY, with_month(GRADE_HISTORY, run, run.grades), line))
    if run.risks is not None:
        sheets.append(plain.frame_sheet(RISK_HISTORY, with_month(RISK_HISTORY, run, run.risks.customers), line))
    return [*sheets, plain.frame_sheet(RUNS, runs(run), line)]


def _problems(run: Audit) -> pd.DataFrame:
    """Return the problems of the books and of rules.xlsx together."""
    return pd.concat([run.problems, run.loaded.rulebook.problems], ignore_index=True)
