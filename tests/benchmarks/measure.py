"""Measure one thing in this process and print it as JSON: ``python -m tests.benchmarks.measure WHAT BOOK``."""

import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import CalamineWorkbook

STEPS = {"读取规则表": "rules", "重算账单、分级、评估风险": "reckon", "逐项核查": "check", "写回结果": "write"}
"""What the job tells of its progress; anything else is a sheet being read."""
SECONDS: dict[str, float] = {}


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Note the seconds that a step takes."""
    start = time.perf_counter()
    yield
    SECONDS[name] = time.perf_counter() - start


def floor(book: Path) -> None:
    """Read every cell of every sheet with python-calamine alone."""
    with timed("floor"):
        workbook = CalamineWorkbook.from_path(str(book))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def audit(book: Path) -> None:
    """Run the whole audit and take the time of each step from what it tells of its progress."""
    from addin.commands.audit import audit_month  # noqa: PLC0415 - imports are not what is measured
    from addin.job import Order  # noqa: PLC0415
    from addin.shipped import shipped  # noqa: PLC0415

    told: list[tuple[str, float]] = []
    with timed("audit"), tempfile.TemporaryDirectory() as folder:
        order = Order((book,), shipped("rules.xlsx"))
        audit_month(order, Path(folder), in_place=False, progress=lambda s: told.append((s, time.perf_counter())))
    told.append(("", time.perf_counter()))
    for (step, start), (_, end) in pairwise(told):
        name = STEPS.get(step, "read")
        SECONDS[name] = SECONDS.get(name, 0) + end - start
    SECONDS["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def contracts(_: Path) -> None:
    """Fill a hundred contracts for the example's customers; then zip the contents of the same files bare."""
    from addin.commands.start import copy_example  # noqa: PLC0415
    from addin.job import Order, load  # noqa: PLC0415
    from addin.papers import make, plan  # noqa: PLC0415
    from addin.shipped import shipped  # noqa: PLC0415
    from generators.documents import DOCUMENTS  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        loaded = load(Order(tuple(copy_example(Path(folder))), shipped("rules.xlsx")))
    ledger, day = loaded.ledger, loaded.period.as_of
    rules = loaded.rulebook.on(day, loaded.settings["省份"])
    papers = plan("contract", ledger, rules, day, list(ledger["customers"]["customer_no"]), ledger["register"])
    whole = [paper for paper in papers if not paper.missing]
    with timed("contracts"):
        template = DOCUMENTS["HT"].compiled()
        made = [make(whole[place % len(whole)], template) for place in range(100)]
    unpacked = [members(contract) for contract in made]
    with timed("zipped"):
        for contents in unpacked:
            with ZipFile(io.BytesIO(), "w", ZIP_DEFLATED) as package:
                for name, content in contents.items():
                    package.writestr(name, content)


def members(package: bytes) -> dict[str, bytes]:
    """Return the contents of a package by name."""
    with ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


if __name__ == "__main__":
    {"floor": floor, "audit": audit, "contracts": contracts}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(SECONDS))  # noqa: T201 - the answer
