"""``audit``, ``check``, ``grade``, ``review``, ``risk``."""

from collections.abc import Callable
from pathlib import Path

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
from addin.commands.audit import audit_month, check_data, grade, review, risk
from addin.commands.registry import COMMANDS, Figures
from addin.commands.steps import steps
from addin.job import Order


def _audit_command(name: str, run: Callable[..., Figures]) -> None:
    """Add one of the four audit jobs to the command line."""

    @main.command(name, help=COMMANDS[name].tip, short_help=COMMANDS[name].label)
    @BOOKS
    @MONTH
    @AS_OF
    @RULES
    @OUT
    @IN_PLACE
    @JSON
    @guarded
    def inner(  # noqa: PLR0913, PLR0917 - options of a command line
        books: tuple[Path, ...],
        month: str | None,
        as_of: str | None,
        rules: Path | None,
        out: Path | None,
        in_place: bool,  # noqa: FBT001
        as_json: bool,  # noqa: FBT001
    ) -> int:
        one_place(out, in_place=in_place)
        order = Order(books, rule_path(books, rules), name, month_of(month), day(as_of))
        with steps(quiet=as_json) as progress:
            figures = run(order, out, in_place, progress)
        tell(figures, as_json=as_json)
        return FOUND if figures["errors"] or figures["warnings"] or figures["failed"] else 0


for _name, _run in (
    ("audit", audit_month),
    ("check", check_data),
    ("grade", grade),
    ("review", review),
    ("risk", risk),
):
    _audit_command(_name, _run)
