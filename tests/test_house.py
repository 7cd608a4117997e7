"""Rules of the house that no tool holds."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "addin").rglob("*.py"), *(ROOT / "generators").rglob("*.py")])
FIXED_TOP = {"addin", "generators", "workbook_templates", "rules.xlsx", "tests", "pyproject.toml", "README.md"}


MONEY = [
    path
    for path in SOURCES
    if {"billing", "checks", "papers", "results", "outcome"} & set(path.relative_to(ROOT).parts)
]


def rounds(source):
    """Return the lines that call round() or .round()."""
    calls = [node for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = [(call.lineno, getattr(call.func, "id", getattr(call.func, "attr", ""))) for call in calls]
    return [line for line, name in names if name == "round"]


@pytest.mark.parametrize("source", MONEY, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_near_money_rounds_but_the_one_rounding_function(source):
    assert rounds(source) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_has_a_placeholder(source):
    assert not re.search(r"TODO|FIXME|raise NotImplementedError", source.read_text(encoding="utf-8"))


def test_only_the_live_side_and_the_excel_side_import_xlwings():
    users = [
        path
        for path in SOURCES
        if re.search(r"^\s*(import|from) xlwings", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert all({"excel", "live"} & set(path.parts) for path in users)


def test_the_top_level_is_what_the_customer_fixed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("no git checkout")
    top = {line.split("/")[0] for line in listed.stdout.replace('"', "").splitlines()}
    assert {name for name in top if not name.startswith(".")} <= FIXED_TOP


def test_python_says_its_version_and_the_command_line_too():
    said = subprocess.run([sys.executable, "-m", "addin", "--version"], capture_output=True, text=True, check=True)
    assert "0.1.0" in said.stdout
