"""Everything that is looked at in the rule book, in the order in which it is told."""

from collections.abc import Iterable, Mapping
from itertools import chain

import pandas as pd

from addin.reading import Ledger
from addin.rulebook import exceptions, guards, hours, known_words, price_tables, scales, versions
from addin.rulebook.remark import Remark, remarks_frame

RULES_OF_THE_BOOK = (
    guards.loosened,
    guards.dangling,
    known_words.unknown_words,
    exceptions.unknown_keys,
    exceptions.unlimited,
    exceptions.overlapping_sizes,
    versions.reversed_dates,
    versions.overlapping_versions,
    scales.grade_bands,
    scales.risk_levels,
    scales.customer_types,
    scales.weights,
    scales.patterns,
    hours.hours,
    hours.month_groups,
    hours.day_kinds,
    hours.power_factors,
    hours.power_factor_standards,
    price_tables.lost_doubts,
    price_tables.lost_classes,
    price_tables.sums,
    price_tables.factors,
    price_tables.items,
    price_tables.order,
    price_tables.ratios,
    versions.unknown_clauses,
    versions.hidden_doubts,
)
"""Each takes the tables and yields remarks."""


def check(tables: Mapping[str, pd.DataFrame], ledger: Ledger, book: str) -> pd.DataFrame:
    """Return what is wrong with the rules, one row each; columns as ``Ledger.problems``.

    Args:
        tables: frame by table name, index = sheet row.
        ledger: for the addresses of cells.
        book: file name of the rule book.
    """
    found: Iterable[Remark] = chain(
        scales.indicators(tables, ledger.cell), *(look(tables) for look in RULES_OF_THE_BOOK)
    )
    unique = dict.fromkeys(found)
    return remarks_frame(unique, ledger, book)
