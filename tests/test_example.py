"""The acceptance test: an audit of the committed example finds every planted fault and flags nothing else.

The answer key (example/answers.csv) was written by the planter, which imports no check.
主 = planted; 从 = follows from it.
"""

import csv
from pathlib import Path

import pytest

from addin.job import Order, audit, load

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "workbook_templates" / "示例"
BOOKS = (EXAMPLE / "大客户台账.xlsx", EXAMPLE / "电费数据-2026-01.xlsx")
GRAVE = ("错误", "警告")
READING = ("台账-VR01", "台账-VR08", "台账-VR09")
"""Faults that stand in 数据问题 too, with their cell."""


@pytest.fixture(scope="module")
def done():
    return audit(load(Order(BOOKS, ROOT / "rules.xlsx")))


@pytest.fixture(scope="module")
def key():
    with (Path(__file__).parent / "example" / "answers.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_planted_fault_is_found(done, key):
    findings = done.collected.findings
    found = set(zip(findings["code"], findings["customer_no"], strict=True))
    planted = {(row["编码"], row["户号"]): row["说明"] for row in key if row["主从"] == "主"}
    assert {fault: said for fault, said in planted.items() if fault not in found} == {}


def test_nothing_else_is_flagged_as_error_or_warning(done, key):
    answers = {(row["编码"], row["户号"]) for row in key}
    findings = done.collected.findings
    grave = findings[findings["level"].isin(GRAVE)]
    flagged = zip(grave["code"], grave["customer_no"], grave["message"], strict=True)
    assert [each for each in flagged if each[:2] not in answers] == []


def test_what_the_reader_could_not_take_is_exactly_what_was_planted(done, key):
    problems = done.loaded.ledger.problems
    grave = problems[problems["level"].isin(GRAVE)]
    assert sorted(grave["column"]) == sorted(row["对象"] for row in key if row["编码"] in READING)


def test_what_follows_from_a_fault_belongs_to_a_customer_with_a_planted_one(key):
    planted = {row["户号"] for row in key if row["主从"] == "主"}
    assert {row["户号"] for row in key} == planted


def test_every_customer_with_a_planted_fault_stands_in_the_printed_findings(done, key):
    assert {row["户号"] for row in key} <= set(done.findings["customer_no"])


def test_each_doubtful_cell_of_the_price_table_is_one_notice(done):
    findings = done.collected.findings
    cells = findings[findings["code"].str.startswith("电费-P")]
    assert cells["code"].value_counts().to_dict() == {"电费-P1": 3, "电费-P2": 1, "电费-P3": 1}
    assert set(cells["level"]) == {"提示"}


def test_nothing_found_does_not_mean_not_checked(done):
    coverage = done.collected.coverage.set_index("code")
    recomputed = coverage.loc["审计-A07"]
    assert recomputed["asked"] >= 115
    assert recomputed["unknown"] <= 16
