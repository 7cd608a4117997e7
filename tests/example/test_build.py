"""The committed example is what build.py gives, and its answer key is rich enough to test an audit."""

import csv

import build


def test_the_committed_example_is_what_is_built():
    assert build.stale() == []


def test_at_least_forty_faults_of_at_least_twenty_kinds_are_planted():
    with build.ANSWERS.open(encoding="utf-8") as file:
        planted = [row for row in csv.DictReader(file) if row["主从"] == "主"]
    assert len(planted) >= 40
    assert len({row["编码"] for row in planted}) >= 20


def test_the_workbooks_stay_small():
    assert sum(path.stat().st_size for path in build.FOLDER.iterdir()) < 3_000_000
