"""Build the example: `python tests/example/build.py`, or `--check` that the committed files are what it gives."""

import csv
import io
import sys
import tempfile
import zipfile
from pathlib import Path

import faults
import faults_affairs  # noqa: F401 - plants by being imported
import faults_archive  # noqa: F401 - plants by being imported
import faults_archive_more  # noqa: F401 - plants by being imported
import faults_bills  # noqa: F401 - plants by being imported
import faults_capacity  # noqa: F401 - plants by being imported
import faults_claims
import faults_instalments  # noqa: F401 - plants by being imported
import faults_lines  # noqa: F401 - plants by being imported
import faults_months
import faults_readings  # noqa: F401 - plants by being imported
import faults_tariff  # noqa: F401 - plants by being imported
import faults_usage  # noqa: F401 - plants by being imported
import habits
import ledger
import look
import neighbours
import neighbours_limits
import neighbours_shares

FOLDER = Path(__file__).parents[2] / "workbook_templates" / "示例"
ANSWERS = Path(__file__).with_name("answers.csv")


def planted() -> tuple[ledger.Example, list[faults.Answer]]:
    """Return the example with its neighbours and its faults, and the answers."""
    example = ledger.build()
    for one in (neighbours, neighbours_limits, neighbours_shares, faults_claims, faults_months):
        one.settle(example)
    return example, faults.plant(example)


def write(folder: Path, answers: Path) -> list[Path]:
    """Write both workbooks into a folder and the answer key to a file; return them."""
    example, found = planted()
    habits.scatter(example)
    folder.mkdir(parents=True, exist_ok=True)
    books = [folder / "大客户台账.xlsx", folder / "电费数据-2026-01.xlsx"]
    look.write_ledger(example, books[0])
    look.write_records(example, books[1])
    answers.write_text(_key(example, found), encoding="utf-8")
    return [*books, answers]


def _key(example: ledger.Example, found: list[faults.Answer]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("编码", "户号", "对象", "说明", "主从", "户名"))
    for answer in found:
        customer = example.customers[answer.short]
        table.writerow((answer.code, customer.no, answer.about, answer.note, answer.rank, customer.name))
    return text.getvalue()


def stale() -> list[str]:
    """Return the names of the committed files that differ from what is built."""
    with tempfile.TemporaryDirectory() as fresh:
        paths = write(Path(fresh), Path(fresh) / ANSWERS.name)
        kept = [FOLDER / paths[0].name, FOLDER / paths[1].name, ANSWERS]
        return [
            new.name for new, old in zip(paths, kept, strict=True) if not old.exists() or _content(new) != _content(old)
        ]


def _content(path: Path) -> object:
    """Return a file's content; of a workbook its parts, since how they are packed depends on the machine's zlib."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        differing = stale()
        sys.exit(f"与生成结果不一致：{'、'.join(differing)}；请运行 python tests/example/build.py" if differing else 0)
    write(FOLDER, ANSWERS)
