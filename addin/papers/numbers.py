"""文号: the next number of a kind of paper in a year; a number once given is never given again, void or not."""

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from addin.reading import Ledger
from addin.rulebook import RulesInForce
from generators import text

VOID = "作废"
ISSUED = "已出具"
GIVEN = (("register", "document_no"), ("changes", "agreement_no"), ("hazards", "notice_no"))
"""Where numbers stand that were given before: columns of the ledger."""


def paper_row(rules: RulesInForce, title: str) -> pd.Series:
    """Return the rule row of 文种码 for a paper; raises ``NoRule``."""
    return rules.rows("paper_codes").loc[rules.row("paper_codes", title)]


def known(ledger: Ledger, register: pd.DataFrame) -> Iterator[str]:
    """Yield every number that the register and the ledger show."""
    yield from register["document_no"].dropna()
    for table, column in GIVEN:
        yield from ledger[table][column].dropna()


def numbering(office: str, code: str, year: int, given: Iterable[str]) -> Callable[[], str]:
    """Return a function that gives the next number each time it is called.

    Args:
        office: 单位代字; a change of it does not restart the count.
        code: 文种码.
        year: of the paper.
        given: numbers seen, in any form; those not of the form of a 文号 are passed over.
    """
    parsed = [found for found in map(text.parse_document_number, map(str, given)) if found]
    last = max((sequence for _, kind, when, sequence in parsed if kind.endswith(code) and when == year), default=0)

    def following() -> str:
        nonlocal last
        last += 1
        return text.document_number(office, code, year, last)

    return following


def issued(register: pd.DataFrame, document: str) -> dict[tuple[str, str], str]:
    """Return which papers of a kind stand in the register: (户号, 事由编号) → 文号; void ones do not count.

    A paper about several things, parted by 、, stands under each of them.
    """
    rows = register[(register["document"] == document) & (register["state"] != VOID)]
    rows = rows.dropna(subset=["customer_no", "about", "document_no"])
    triples = zip(rows["customer_no"], rows["about"].astype(str), rows["document_no"], strict=True)
    return {(customer, about): number for customer, abouts, number in triples for about in abouts.split("、")}
