"""The committed example is what build.py gives, and its answer key is rich enough to test an audit."""

import ast
import csv
from pathlib import Path

import build
import pytest


def test_the_committed_example_is_what_is_built():
    assert build.stale() == []


def test_at_least_forty_faults_of_at_least_twenty_kinds_are_planted():
    with build.ANSWERS.open(encoding="utf-8") as file:
        planted = [row for row in csv.DictReader(file) if row["主从"] == "主"]
    assert len(planted) >= 40
    assert len({row["编码"] for row in planted}) >= 20


def test_the_workbooks_stay_small():
    assert sum(path.stat().st_size for path in build.FOLDER.iterdir()) < 3_000_000


MADE_OF = [path for path in sorted(Path(__file__).parent.glob("*.py")) if not path.stem.startswith("test_")]


@pytest.mark.parametrize("path", MADE_OF, ids=lambda path: path.stem)
def test_the_example_is_made_without_the_product(path):
    imports = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names} | {node.module for node in froms}
    assert not {name.partition(".")[0] for name in names if name} & {"addin", "generators"}
