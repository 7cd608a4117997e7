"""``bill``."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import BOOKS, FOUND, JSON, MONTH, OUT, RULES, month_of, rule_path
from addin.cli.root import main
from addin.cli.tell import tell
from addin.cli.words import FAILED
from addin.commands.bill import bill
from addin.commands.bill_sentences import bill_sentences
from addin.commands.registry import COMMANDS
from addin.commands.steps import steps
from addin.job import Order


@main.command("bill", help=COMMANDS["bill"].tip, short_help=COMMANDS["bill"].label)
@BOOKS
@click.option("--customer", "customers", multiple=True, required=True, metavar="户号", help="重算这些户号；可重复。")
@MONTH
@RULES
@click.option("--worksheet", "write", is_flag=True, help="把「核算底稿-户号」写进结果工作簿。")
@OUT
@JSON
@guarded
def bill_of(  # noqa: PLR0913, PLR0917 - options of a command line
    books: tuple[Path, ...],
    customers: tuple[str, ...],
    month: str | None,
    rules: Path | None,
    write: bool,  # noqa: FBT001
    out: Path | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Tell the bills of some customers; exit code 2: none was recomputed, 1: one was not, differs or is not whole."""
    order = Order(books, rule_path(books, rules), "review", month_of(month))
    with steps(quiet=as_json) as progress:
        figures = bill(order, tuple(dict.fromkeys(customers)), out, progress, write=write)
    if as_json:
        tell(figures, as_json=True)
    for line in () if as_json else bill_sentences(figures):
        click.echo(line)
    if not any(one["recomputed"] for one in figures["bills"]):
        return FAILED
    whole = all(one["recomputed"] and not one["partly"] and not one["different"] for one in figures["bills"])
    return 0 if whole else FOUND
