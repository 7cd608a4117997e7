"""Rulebook: the whole of rules.xlsx as frames, every dated row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from addin.reading import Ledger, ReadError, read_books
from addin.reading.problems import ERROR
from addin.rulebook.errors import NoRule, RuleError
from addin.rulebook.examine import check
from addin.rulebook.guards import loosened
from addin.rulebook.in_force import Refused, RulesInForce, is_blank
from addin.rulebook.spoilt_prices import FORGIVEN, spoilt_prices
from addin.tables.rules import RULE_TABLES

STAMPS = ("依据", "待核")
"""Columns that decide nothing: an empty cell there is told, but does not stop a run."""
SHOWN = 20
"""Cells that the message of a book that cannot be used names."""


@dataclass(frozen=True)
class Rulebook:
    """All rules, whatever their dates.

    Attributes:
        tables: frame by table name, index = sheet row.
        ledger: what was read, for cell addresses.
        path: of the file.
        unplaced: by table name, rows of 电价, 目录电价 and 用户档 that nobody can be priced by, see ``spoilt_prices``.
    """

    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    ledger: Ledger = field(repr=False)
    path: Path
    unplaced: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _in_force: dict[tuple[date, str], RulesInForce] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, path: Path) -> "Rulebook":
        """Read a rule book.

        Raises:
            RuleError: the file or a sheet is missing, or a cell holds text where a number or date is expected.
        """
        try:
            ledger = read_books([path], tables=RULE_TABLES, main_table="")
        except ReadError as error:
            raise RuleError(str(error)) from error
        lacking = [table.title for name, table in RULE_TABLES.items() if not ledger.has(name)]
        if lacking:
            raise RuleError(f"规则表「{path.name}」缺少表 {'、'.join(lacking)}：请从随程序提供的 rules.xlsx 补回这些表")
        problems = ledger.problems
        broken = problems[(problems["level"] == ERROR) & ~problems["column"].isin(STAMPS)]
        forgiven = pd.MultiIndex.from_frame(broken[["table", "column"]]).isin(FORGIVEN) & (broken["row"] > 0)
        if not forgiven.all():
            raise RuleError("\n".join(_sentences(broken[~forgiven], path)))
        priced, unplaced = spoilt_prices(ledger, path.name)
        return cls({name: ledger[name] for name in RULE_TABLES} | priced, ledger, path, unplaced)

    @cached_property
    def refused(self) -> Refused:
        """Rows that loosen a guard: they are not used."""
        return {(one.table, one.row): one.sentence for one in loosened(self.tables)}

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What is wrong with the book, one row each with its cell; columns as ``Ledger.problems``."""
        return pd.concat([self.ledger.problems, check(self.tables, self.ledger, self.path.name)], ignore_index=True)

    def all(self, table: str) -> pd.DataFrame:
        """Return every dated row of a table, index = sheet row."""
        return self.tables[table]

    def on(self, day: date, province: str = "") -> RulesInForce:
        """Return the rules in force on a day for a province."""
        asked = day, province
        if asked not in self._in_force:
            self._in_force[asked] = RulesInForce(self.tables, self.refused, day, province)
        return self._in_force[asked]

    def row_text(self, citation: str) -> dict[str, str]:
        """Return the cells of a cited row as text, by column title, empty ones left out.

        Raises:
            NoRule: no such table or row.
        """
        title, _, row = citation.partition("!")
        table = next((one for one in RULE_TABLES.values() if one.title == title), None)
        if table is None or not row.isdigit() or int(row) not in self.tables[table.name].index:
            raise NoRule(f"规则表没有『{citation}』这一行")
        line = self.tables[table.name].loc[int(row)]
        return {column.title: _text(line[column.name]) for column in table if not is_blank(line[column.name])}


def _sentences(broken: pd.DataFrame, path: Path) -> list[str]:
    """Return one sentence a problem, at most ``SHOWN``."""
    lines = [_sentence(one, path) for one in broken.head(SHOWN).itertuples()]
    rest = len(broken) - len(lines)
    return [*lines, f"另有 {rest} 处"] if rest > 0 else lines


def _sentence(one: Any, path: Path) -> str:  # noqa: ANN401 - a named tuple of a problem
    """Return the sentence of a problem: where, what was seen, what was expected, what to do."""
    place = f"规则表「{path.name}」「{one.sheet}」{one.cell}「{one.column}」"
    return f"{place}：看到『{one.seen}』，应为{one.expected}；{one.advice}"


def _text(cell: object) -> str:
    """Return a cell as a person would write it."""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float):
        return f"{cell:.8f}".rstrip("0").rstrip(".")
    return str(cell)
