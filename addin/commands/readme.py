"""Write the generated tables of README.md, or check them: ``python -m addin.commands.readme [--check]``."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from addin import checks, commands
from addin.billing.charge import CHARGES
from addin.commands.registry import in_order
from addin.excel import setup
from addin.register import CHECKS
from addin.tables import FILLED
from addin.tables.choices import COMPONENTS
from addin.tables.results import RESULTS
from generators.documents import DOCUMENTS

README = Path(__file__).parents[2] / "README.md"
SIGNS = {"营销系统导出": "◆", "可部分导出": "◇", "手工维护": "✎"}


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(heads), *([str(cell) for cell in row] for row in rows)]
    drawn = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([drawn[0], "|" + " --- |" * len(lines[0]), *drawn[1:]])


def sheets() -> str:
    """Return the table of the sheets that people fill."""
    rows = [
        (f"{SIGNS.get(one.source, '')} {one.title}", f"`{one.name}`", len(one.columns), one.note)
        for one in FILLED.values()
    ]
    return table(("sheet", "frame", "columns", "what it holds"), rows)


def results() -> str:
    """Return the table of the sheets that we write."""
    return table(("sheet", "what it shows"), [(one.title, one.note) for one in RESULTS.values()])


def command_list() -> str:
    """Return the table of commands."""
    commands.load()
    setup.load()
    rows = [
        (f"`keywatt {one.name}`" if one.typed else "", one.label if one.button else "", one.tip) for one in in_order()
    ]
    return table(("command", "button", "reads → writes"), rows)


def charges() -> str:
    """Return the table of computed charges; whoever computes them is imported with the checks."""
    checks.load()
    printed = {name: place for place, name in enumerate(COMPONENTS)}
    ordered = sorted(CHARGES, key=lambda one: (printed.get(one.title.split("、")[0], len(printed)), one.title))
    rows = [(one.title, one.how, one.rules, one.source) for one in ordered]
    return table(("charge", "how it is computed", "rule tables", "source"), rows)


def check_list() -> str:
    """Return the table of checks."""
    checks.load()
    rows = [(one.code, one.title, one.level, one.clause, one.advice) for _, one in sorted(CHECKS.items())]
    return table(("code", "check", "level", "clause", "what to do next"), rows)


def papers() -> str:
    """Return the table of documents."""
    return table(("code", "document", "facts"), [(d.kind, d.title, len(d.fields)) for d in DOCUMENTS.values()])


SECTIONS: dict[str, Callable[[], str]] = {
    "sheets": sheets, "results": results, "commands": command_list, "charges": charges,
    "checks": check_list, "documents": papers,
}  # fmt: skip


def generated(text: str) -> str:
    """Return the README with every generated section made anew."""
    for name, make in SECTIONS.items():
        head, end = f"<!-- generated: {name} -->\n", "<!-- end -->"
        before, _, rest = text.partition(head)
        text = f"{before}{head}{make()}\n{end}{rest.partition(end)[2]}"
    return text


@click.command()
@click.option("--check", is_flag=True, help="Only compare; exit 1 when README.md is stale.")
def main(*, check: bool) -> None:
    """Make the generated sections of README.md."""
    text = README.read_text(encoding="utf-8")
    fresh = generated(text)
    if check and fresh != text:
        click.echo("README.md is stale: run python -m addin.commands.readme", err=True)
        sys.exit(1)
    if not check:
        README.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
