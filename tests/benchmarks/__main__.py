"""Print what the month's audit costs, as ratios to reading the same workbook with python-calamine alone.

Contracts are a ratio to zipping the same files bare, taken in the same run.

``python -m tests.benchmarks [audit] [--customers 10000] [--readme]``; ``billing``: what recomputing the bills costs,
beside plain numpy; ``addin``: what building the add-in costs; ``live``: the live side over LibreOffice Calc, beside one
bare xlwings block call.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from addin.commands.readme import README, table
from tests.benchmarks import add_in, billing, live
from tests.benchmarks.area import make

OTHERS = {"addin": add_in.drawn, "billing": billing.drawn, "live": live.drawn}
"""Benchmarks of other things than the audit: each returns its table."""
AUDIT = "speed"
SECTIONS = {"audit": AUDIT, "billing": "speed of billing"}
"""The section of README.md that a table stands in."""
MEASURE = [sys.executable, "-m", "tests.benchmarks.measure"]
STEPS = {
    "floor": "python-calamine reads every cell (the floor)",
    "read": "read with all checks",
    "rules": "load rules.xlsx",
    "reckon": "bill, grade, score",
    "check": "all checks",
    "write": "lay out and write back",
    "audit": "whole audit",
}


def measured(book: Path, what: str) -> dict[str, float]:
    """Measure in a process of its own, so that memory peaks do not mix."""
    done = subprocess.run([*MEASURE, what, str(book)], check=True, capture_output=True, text=True)  # noqa: S603
    return json.loads(done.stdout)


def figures(book: Path) -> dict[str, float]:
    """Return seconds by step, peak memory and the contracts, all of one run."""
    return measured(book, "floor") | measured(book, "audit") | measured(book, "contracts")


def drawn(seconds: dict[str, float]) -> str:
    """Return the figures as a table of ratios."""
    rows = [(label, f"{seconds[name] / seconds['floor']:.2f} ×") for name, label in STEPS.items()]
    rows += [("peak memory of the whole audit", f"{seconds['peak_mb']:.0f} MB")]
    rows += [("100 contracts; floor: their files zipped bare", f"{seconds['contracts'] / seconds['zipped']:.2f} ×")]
    return table(("step", "ratio to the floor"), rows)


@click.command()
@click.argument("what", default="audit")
@click.option("--customers", default=10_000, show_default=True)
@click.option("--book", type=click.Path(path_type=Path), help="A workbook made before; made anew otherwise.")
@click.option("--readme", is_flag=True, help="Put the table into README.md.")
def main(what: str, customers: int, book: Path | None, *, readme: bool) -> None:
    """Measure and print."""
    text = OTHERS[what]() if what in OTHERS else audited(customers, book)
    click.echo(text)
    if readme and what in SECTIONS:
        README.write_text(put(README.read_text(encoding="utf-8"), SECTIONS[what], text), encoding="utf-8")


def audited(customers: int, book: Path | None) -> str:
    """Return the table of the audit, of a book or of an area made up for it."""
    with tempfile.TemporaryDirectory() as folder:
        return drawn(figures(book or make(Path(folder) / "台账.xlsx", customers)))


def put(readme: str, section: str, text: str) -> str:
    """Return the README with a table in its section; a section that is not there yet stands behind that of the audit."""
    head, end = f"<!-- generated: {section} -->\n", "<!-- end -->"
    if head not in readme:
        before, audit, rest = readme.partition(f"<!-- generated: {AUDIT} -->\n")
        shown, _, after = rest.partition(end)
        readme = f"{before}{audit}{shown}{end}\n\n{head}{end}{after}"
    before, _, rest = readme.partition(head)
    return f"{before}{head}{text}\n{end}{rest.partition(end)[2]}"


if __name__ == "__main__":
    main()
