"""Which papers the rows of the ledger call for: drafts, checked, then numbered in the order of the sheet."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from addin.papers import changes, contracts, notices
from addin.papers.draft import Draft
from addin.papers.lacking import filled, sentences
from addin.papers.numbers import ISSUED, issued, known, numbering, paper_row
from addin.papers.paper import KINDS, Kind, Paper
from addin.papers.parties import OFFICE, Company
from addin.reading import Ledger
from addin.rulebook import RulesInForce
from generators import text
from generators.documents.fact import Fact

_UNNUMBERED = "待编"
_OFFICE = Fact("office", OFFICE)

DRAFTERS: Mapping[str, Callable[[Ledger, RulesInForce, date, Sequence[str] | None], list[Draft]]] = {
    "contract": contracts.drafts,
    "change": changes.drafts,
    "notice": notices.drafts,
}
SHEETS: Mapping[str, str] = {"contract": "customers", "change": "changes", "notice": "hazards"}
"""The table whose rows call for each kind."""


def plan(  # noqa: PLR0913, PLR0917 - what a batch of papers depends on
    kind: str,
    ledger: Ledger,
    rules: RulesInForce,
    as_of: date,
    customers: Sequence[str] | None,
    register: pd.DataFrame,
    rows: Collection[int] | None = None,
) -> list[Paper]:
    """Return the papers of a kind that the ledger calls for, in the order of its rows.

    A paper that stands in the register (not 作废) is not called for again; for customers that are named it is refused
    with the number it has.

    Args:
        kind: contract, change or notice.
        ledger: the sheets.
        rules: in force on the day.
        as_of: today: day of the papers, year of their numbers.
        customers: only these 户号; ``None`` = all whose rows call for it.
        register: frame of 通知书登记, into which the papers will be entered.
        rows: only these rows of 变更台账 or 隐患台账, whichever the kind goes by; ``None`` = all.

    Raises:
        NoRule: a rule that the papers quote has no row.
    """
    chosen = KINDS[kind]
    standing = issued(pd.concat([register, ledger["register"]]), chosen.title)
    among = ledger if rows is None else ledger.only(SHEETS[kind], rows)
    drafted = DRAFTERS[kind](among, rules, as_of, customers)
    if customers is None:
        drafted = [draft for draft in drafted if not _numbers(draft, standing)]
    office = Company(ledger)[OFFICE]
    code = str(paper_row(rules, chosen.title)["code"])
    number = numbering(office, code, as_of.year, known(ledger, register))
    refusals = [_refusals(chosen, _once(draft, standing), ledger, office) for draft in drafted]
    return [_paper(kind, *each, number, as_of) for each in zip(drafted, refusals, strict=True)]


def _once(draft: Draft, standing: Mapping[tuple[str, str], str]) -> Draft:
    """Return the draft, refused when its paper stands in the register."""
    given = _numbers(draft, standing)
    if not given:
        return draft
    why = f"已出具 {'、'.join(given)}；确需重出，请先在「通知书登记」把该行的状态改为「作废」"
    return replace(draft, objections=[*draft.objections, why])


def _numbers(draft: Draft, standing: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the numbers under which a draft's matters were issued."""
    found = [standing.get((draft.customer_no, about)) for about in draft.about.split("、") if about]
    return list(dict.fromkeys(number for number in found if number))


def _refusals(kind: Kind, draft: Draft, ledger: Ledger, office: str) -> list[str]:
    """Return why a paper is refused: objections and facts that are missing, else contradictions between them."""
    if not draft.facts:
        return draft.objections
    facts = draft.facts | ({kind.number_fact: _UNNUMBERED} if kind.number_fact else {})
    lacks = [*sentences(kind.document.facts, facts, ledger), *sentences((_OFFICE,), {_OFFICE.name: office}, ledger)]
    plain: Any = filled(facts)
    return [*draft.objections, *lacks] or list(kind.document.contradictions(plain))


def _paper(kind: str, draft: Draft, missing: list[str], number: Callable[[], str], as_of: date) -> Paper:
    """Return the paper of a draft; one that is refused takes no number."""
    title, number_fact = KINDS[kind].title, KINDS[kind].number_fact
    facts: Any = filled(draft.facts)
    if missing:
        return Paper(kind, draft.customer_no, draft.customer_name, "", "", facts, missing, {})
    document_no = number()
    name = text.file_name(draft.customer_name, title, document_no)
    row: dict[str, object] = {
        "document_no": document_no,
        "customer_no": draft.customer_no,
        "customer_name": draft.customer_name,
        "document": title,
        "about": draft.about,
        "issued_on": as_of,
        "file_name": name,
        "state": ISSUED,
    }
    if number_fact:
        facts[number_fact] = document_no
    return Paper(kind, draft.customer_no, draft.customer_name, document_no, name, facts, [], row)
