"""The sheet 引用规则: copies of the rule rows that decided, so that a finding can be followed without rules.xlsx."""

import re
from collections.abc import Iterable

import pandas as pd

from addin.books.result import ResultSheet
from addin.results.sheet import block, sheet
from addin.rulebook import Rulebook
from addin.tables.results import CITATIONS

FIRST_ROW = 5
"""Sheet row of the first citation: three heading lines and the header stand above it."""
CITATION = re.compile(r"[^!；]+!\d+")
STAMPS = ("依据", "证据", "待核", "生效日期", "失效日期", "制度条款")


def cited(*parts: Iterable[object]) -> list[str]:
    """Return the distinct citations of several series, sorted by table and row."""
    every = {rule for part in parts for rule in set(part) if isinstance(rule, str)}
    single = {rule for several in every for rule in several.split("；") if CITATION.fullmatch(rule)}
    return sorted(single, key=_place)


def _place(rule: str) -> tuple[str, int]:
    """Return table and row of a citation."""
    table, row = rule.split("!")
    return table, int(row)


def link(rule: object, order: list[str]) -> str | None:
    """Return the location of a citation's copy; of the first where several are named."""
    first = rule.split("；")[0] if isinstance(rule, str) else ""
    return f"'{CITATIONS.title}'!B{FIRST_ROW + order.index(first)}" if first in order else None


def citations_sheet(order: list[str], rulebook: Rulebook, subtitle: str) -> ResultSheet:
    """Lay out the rule rows cited in this run."""
    rows = [_line(rule, rulebook) for rule in order]
    frame = pd.DataFrame(rows, columns=[column.name for column in CITATIONS])
    return sheet(CITATIONS, [block(CITATIONS, frame)], subtitle)


def _line(rule: str, rulebook: Rulebook) -> dict[str, object]:
    """Return one citation: the row's own cells as text, its source and evidence apart."""
    cells = {title: text for title, text in rulebook.row_text(rule).items() if text not in {None, ""}}
    content = "；".join(f"{title}：{text}" for title, text in cells.items() if title not in STAMPS)
    stamps = {"source": "依据", "evidence": "证据", "doubtful": "待核", "effective_on": "生效日期"}
    return {"rule": rule, "content": content, **{name: cells.get(title, "") for name, title in stamps.items()}}
