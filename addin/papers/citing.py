"""What papers quote from the rule book: clauses, copies, sentences."""

import re
from collections.abc import Sequence
from typing import Any

from addin.papers.numbers import paper_row
from addin.rulebook import RulesInForce

_LAW = re.compile("《.+?》")
_CUSTOMER_COPIES = re.compile(r"用电[方人]\s*(\d+)")


def cite(rules: RulesInForce, *codes: str) -> str:
    """Return several clauses as they may be printed: 《民法典》第五百四十三条、第五百四十四条; raises ``NoRule``."""
    return joined([rules.clause_text(code) for code in codes])


def joined(clauses: Sequence[str]) -> str:
    """Join clauses; a law that was just named is not named again."""
    laws = [_LAW.match(clause) for clause in clauses]
    named = [law[0] if law else "" for law in laws]
    again = [bool(law) and law == before for law, before in zip(named, ["", *named], strict=False)]
    told = [
        clause.removeprefix(law) if same else clause for clause, law, same in zip(clauses, named, again, strict=True)
    ]
    return "、".join(told)


def copies(rules: RulesInForce, title: str) -> dict[str, Any]:
    """Return how many copies an agreement has and how many the customer gets; from 文种码."""
    row = paper_row(rules, title)
    found = _CUSTOMER_COPIES.search(str(row["copy_names"]))
    return {"copies": int(row["copies"]), "customer_copies": int(found[1]) if found else None}


def sentence(words: str | None) -> str | None:
    """Return words that end as a sentence does."""
    return words and f"{words.rstrip('。')}。"
