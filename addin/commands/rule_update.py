"""规则: rows that a company's own rule book of an earlier version does not have yet."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from addin.commands.registry import Figures, command
from addin.commands.rule_rows import write_entries
from addin.published.entries import Entries, Row
from addin.rulebook import Rulebook
from addin.rulebook.in_force import is_blank, plain_key
from addin.shipped import shipped
from addin.tables.rules import RULE_TABLES

NAMED = (
    "clauses", "guards", "operating_parameters", "evidence_sources", "grading_parameters", "ledger_rules",
    "ledger_limits", "risk_parameters", "contract_parameters", "audit_rules", "audit_thresholds", "tolerances",
    "billing_flags", "paper_codes",
)  # fmt: skip
"""Tables whose rows the program asks for by name; in the others a company has the rows that it needs."""


@command(
    "rules update",
    label="补齐规则行",
    group="规则",
    tip="把随程序提供的 rules.xlsx 里有、本单位规则表里没有的规则行补到各表末尾，先备份；已有的行和数都不动",
    button=False,
)
def add_lacking_rows(path: Path) -> Figures:
    """Append the rows of the shipped rule book whose key the own one has in no row, of whatever day or province.

    Args:
        path: of the own rule book; its rows stay as they are, whatever they say.

    Raises:
        RuleError: it cannot be read; JobError: it lacks a column; BookError: it cannot be written. Nothing was written.
    """
    own, new = Rulebook.load(path), Rulebook.load(shipped("rules.xlsx"))
    made = Entries({name: rows for name in NAMED if (rows := list(_lacking(name, own, new)))})
    copy = write_entries(made, own)
    told = [f"「{RULE_TABLES[name].title}」『{row[_key(name)]}』" for name, rows in made.added.items() for row in rows]
    return {"rows": list(dict.fromkeys(told)), "backup": copy, "result": str(path)}


def _lacking(name: str, own: Rulebook, new: Rulebook) -> Iterator[Row]:
    """Yield the rows of a table whose key the own book does not have."""
    known = set(_plain(own.all(name)[_key(name)]))
    frame = new.all(name)
    for line in frame[~_plain(frame[_key(name)]).isin(known)].to_dict("records"):
        yield {column.name: _value(line[column.name]) for column in RULE_TABLES[name]}


def _key(name: str) -> str:
    """Return the column that a row is asked for by."""
    return next(column for column in RULE_TABLES[name].key if column != "province")


def _plain(keys: pd.Series) -> pd.Series:
    return keys.map(lambda key: plain_key(str(key)))


def _value(cell: object) -> object:
    if is_blank(cell):
        return None
    return cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell


def update_sentences(figures: Figures) -> list[str]:
    """Return what was added, a line a row, and what to do with it."""
    rows, path = figures["rows"], figures["result"]
    if not rows:
        return [f"「{path}」不缺随程序提供的规则行，没有写入"]
    advice = "新增各行的值、生效日期和「待核」照随程序提供的规则表，请逐行核对是否适用于本单位"
    return [f"新增 {row}" for row in rows] + [advice, f"原规则表备份为「{figures['backup']}」", f"结果：{path}"]
