"""A ledger that is hardly begun is audited to the end: no check, no result sheet, no reckoning falls over it."""

from functools import cache
from pathlib import Path

import pytest
from sheets import book

from addin.commands.audit import write
from addin.facts import period_of, settings_of
from addin.job import Loaded, Order, audit
from addin.reading import read_books
from addin.rulebook import Rulebook
from addin.tables import FILLED
from addin.tables.column import Kind

RULES = Path(__file__).parents[1] / "rules.xlsx"
NO, MONTH = "4200000000001", "2026-01"
SETTINGS = [("省份", "湖北"), ("月份", MONTH), ("供电单位名称", "某供电公司")]
PLAIN = {
    Kind.MONTH: MONTH,
    Kind.NUMBER: 1,
    Kind.INTEGER: 1,
    Kind.MONEY: 1,
    Kind.DATE: "2026-01-15",
    Kind.MOMENT: "2026-01-15 08:00",
}
"""A cell that its column takes, by kind; any other gets its first choice, or a word."""


@cache
def rulebook():
    return Rulebook.load(RULES)


def heading(table):
    return [column.title for column in table]


def rows(cell):
    """Return every sheet with one row, each cell what ``cell`` makes of its column."""
    return {table.title: [heading(table), [cell(table, column) for column in table]] for table in FILLED.values()}


def word(_, column):
    if column.name == "customer_no":
        return NO
    return column.choices[0] if column.choices else PLAIN.get(column.kind, "P1")


def key(table, column):
    return word(table, column) if column.name in table.key or column.name == "customer_no" else None


CUSTOMERS = FILLED["customers"]
ONE = {CUSTOMERS.title: [["户号", "户名"], [NO, "甲厂"]]}
BARE = {
    "only 设置 and one customer": ONE,
    "only 设置 and a heading": {CUSTOMERS.title: [heading(CUSTOMERS)]},
    "every sheet empty": {table.title: [heading(table)] for table in FILLED.values()},
    "one row of blanks": rows(lambda *_: " ") | ONE,
    "one row of customer numbers": rows(lambda _, column: NO if column.name == "customer_no" else None) | ONE,
    "one row of keys": rows(key) | ONE,
    "one row of any values": rows(word),
    "one row of text in place of numbers": rows(lambda _, column: NO if column.name == "customer_no" else "无"),
}


@pytest.mark.parametrize("name", BARE)
def test_a_ledger_that_is_hardly_begun_is_audited_to_the_end(tmp_path, name):
    settings = FILLED["settings"]
    path = book(tmp_path, BARE[name] | {settings.title: [["项目", "内容"], *SETTINGS]})
    ledger = read_books((path,))
    said = settings_of(ledger)
    done = audit(Loaded(Order((path,), RULES), ledger, rulebook(), said, period_of(said, None, None)))
    assert write(done, path, tmp_path / "结果.xlsx") == []
    assert len(done.collected.coverage)
