"""Hazards: how a notice lists each: ground, what may happen, deadline; from 隐患台账, 检查项 and 隐患等级与时限."""

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from addin.papers.cabinet import Row
from addin.papers.lacking import Lacking
from addin.rulebook import NoRule, RulesInForce
from generators.documents.rectification_notice import LEVELS

GRADES = "hazard_levels"
ITEMS = "inspection_items"
_SLASH = re.compile(r"/(?!T\b)")
_STANDARD = re.compile(r"(GB|DL)(/T)? ?\d")
_GENERAL = "国家和行业有关规定"
CONTRACTUAL = "合同"
"""依据 of an inspection item whose ground is the supply contract."""


def hazard(rules: RulesInForce, row: Row) -> dict[str, Any]:
    """Return one hazard as the notice lists it."""
    named = row.named(
        hazard_no="hazard_no",
        device="device",
        description="description",
        photo_no="photo_no",
        level="hazard_level",
        requirement="requirement",
        interim_measures="interim_measures",
    )
    item = item_of(rules, row)
    unknown = Lacking(("hazards", row.number, "item_code"))
    return named | {
        "clause": unknown if item is None else ground(rules, item),
        "consequence": unknown if item is None else consequence(item),
        "due_on": due(rules, row),
    }


def consequence(item: pd.Series) -> str:
    """Return what may happen when what an inspection item asks for is not so."""
    lacking = Lacking(f"规则表「检查项」第{item.name}行「可能后果」为空，请补填")
    return lacking if pd.isna(item["consequence"]) else str(item["consequence"])


def ground(rules: RulesInForce, item: pd.Series) -> str:
    """Return what a hazard offends against, as it may be printed: clauses, standards, the contract.

    Of an unverified rule row no standard is named; what is neither clause, standard nor contract (another province's
    law, a rule of our own) is never named. Sources are parted by a slash, but not GB/T and DL/T.
    """
    sources = [part.strip() for part in _SLASH.split(str(item["source"]))]
    cited = [_cited(rules, source, sure=item["unverified"] == "否") for source in sources]
    named = [words for words in dict.fromkeys(cited) if words != _GENERAL]
    return "、".join(named) or _GENERAL


def _cited(rules: RulesInForce, source: str, *, sure: bool) -> str:
    """Return one source as it may be printed."""
    if source == CONTRACTUAL:
        return "供用电合同约定"
    if _STANDARD.match(source):
        return source if sure else _GENERAL
    try:
        return rules.clause_text(source)
    except NoRule:
        return _GENERAL


def item_of(rules: RulesInForce, row: Row) -> pd.Series | None:
    """Return the rule row of the inspection item that a hazard belongs to: C39 is 检查-C39."""
    code = row.get("item_code")
    for written in (code, f"检查-{code}"):
        try:
            return rules.rows(ITEMS).loc[rules.row(ITEMS, str(written))]
        except NoRule:
            continue
    return None


def due(rules: RulesInForce, row: Row) -> date | Lacking:
    """Return until when a hazard is to be mended: as set, else the term of its item or grade after it was found."""
    if row.get("due_on") is not None:
        return row["due_on"]  # type: ignore[no-any-return]
    item = item_of(rules, row)
    days = item["due_days"] if item is not None else of_grade(rules, row.get("hazard_level"), "due_days")
    if row.get("found_on") is None or not days:
        return Lacking(("hazards", row.number, "due_on"))
    return row["found_on"] + timedelta(days=int(days))  # type: ignore[no-any-return]


def of_grade(rules: RulesInForce, level: str | None, column: str) -> Any:  # noqa: ANN401 - a cell of any kind
    """Return a cell of the rule row of a grade of hazards; ``None`` for an unknown grade or an empty cell."""
    if level not in LEVELS:
        return None
    value = rules.rows(GRADES).loc[rules.row(GRADES, str(level)), column]
    return None if pd.isna(value) else value
