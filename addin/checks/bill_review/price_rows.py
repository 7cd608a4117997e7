"""Rows of 电价 as the checks 电费-P1 … P6 ask them, and a verdict that is one notice for a cell under 待核."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from addin.billing.month import Billing
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import PriceCells
from addin.rulebook.price_tables import doubted


def month_rows(billing: Billing) -> pd.DataFrame:
    """Return the price rows of the month as printed, index = sheet row."""
    printed = billing.prices[billing.prices["variant"] == 0]
    return printed.drop_duplicates("row").set_index("row").assign(customer_no=None)


def used_rows(billing: Billing) -> pd.DataFrame:
    """Return the price rows that statements of the month rest on, as printed, index = sheet row."""
    printed = month_rows(billing)
    return printed[printed.index.isin(cited_rows(billing.lines).unique())]


def cited_rows(lines: pd.DataFrame) -> pd.Series:
    """Return the row of 电价 that each line of a statement rests on, NaN where it rests on none."""
    rules = pd.Series(lines["rule"].unique(), dtype=object)
    rows = rules.str.extract(r"^电价!(\d+)", expand=False).astype("float64")
    return lines["rule"].map(dict(zip(rules, rows, strict=True)))


def told(  # noqa: PLR0913 - two verdicts over the same cells
    rows: pd.DataFrame,
    cells: PriceCells,
    text: str,
    rules: RulesInForce,
    *,
    facts: Mapping[str, object] | None = None,
    unsure: pd.Series | None = None,
) -> Verdict:
    """Judge the cells that hold a price at the check's level, and note those under 待核, once a cell.

    Args:
        rows: of 电价, those of ``cells`` and perhaps more.
        cells: what arithmetic says of one column.
        text: the sentence.
        rules: in force, of the province.
        facts: arguments of ``judge`` instead of what was seen, what was expected and their difference.
        unsure: further rows that are under 待核, for a reason other than 电价待核.
    """
    asked = rows.loc[cells.seen.index[cells.seen.notna()]]
    doubts = doubted(asked, rules.rows("price_doubts"), cells.column, *cells.made_of)
    doubts = doubts if unsure is None else doubts | unsure.reindex(asked.index, fill_value=False)
    given: dict[str, Any] = {
        "actual": cells.seen,
        "expected": cells.expected,
        "difference": cells.seen - cells.expected,
        "reason": "规则表没有可供核对的数",
        "about": asked["key"] + ("-" + cells.about if cells.about else ""),
        "rule": pd.Series([rules.cite("prices", row) for row in asked.index], index=asked.index, dtype=object),
        "column": cells.column,
    } | dict(facts or {})
    noted: dict[str, Any] = {"level": str(Level.NOTICE), "outcome": Outcome.NOTICE}
    return both([
        judge(asked[~doubts], cells.off[asked.index][~doubts], message=text, **given),
        judge(asked[doubts], cells.off[asked.index][doubts], message=text + "，该行有格待核", **given, **noted),
    ])  # fmt: skip
