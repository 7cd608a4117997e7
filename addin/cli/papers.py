"""``document``."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import (
    AS_OF,
    BOOKS,
    FOUND,
    IN_PLACE,
    JSON,
    MONTH,
    OUT,
    RULES,
    day,
    month_of,
    one_place,
    rule_path,
)
from addin.cli.root import main
from addin.cli.tell import tell
from addin.commands.documents import DOCUMENTS, make_documents
from addin.commands.registry import COMMANDS
from addin.commands.steps import steps
from addin.facts import JobError
from addin.job import Order


@main.command("document", help=COMMANDS["document"].tip, short_help="出文书")
@click.argument("kind", type=click.Choice([*DOCUMENTS]))
@BOOKS
@click.option("--customer", "customers", multiple=True, metavar="户号", help="只为这些户号出文书；可重复。")
@click.option("--all", "everyone", is_flag=True, help="为所有需要这种文书的行出文书。")
@MONTH
@AS_OF
@RULES
@OUT
@IN_PLACE
@JSON
@guarded
def document(  # noqa: PLR0913, PLR0917 - options of a command line
    kind: str,
    books: tuple[Path, ...],
    customers: tuple[str, ...],
    everyone: bool,  # noqa: FBT001
    month: str | None,
    as_of: str | None,
    rules: Path | None,
    out: Path | None,
    in_place: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Fill documents for the rows that call for them."""
    if not customers and not everyone:
        raise JobError("没有说明为谁出文书：请用 --customer 户号 指定，或用 --all 为所有需要的行出文书")
    one_place(out, in_place=in_place)
    order = Order(books, rule_path(books, rules), "document", month_of(month), day(as_of))
    with steps(quiet=as_json) as progress:
        figures = make_documents(kind, order, customers, out, in_place, progress)
    tell(figures, as_json=as_json)
    return FOUND if figures["refused"] else 0
