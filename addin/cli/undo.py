"""``undo``."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import JSON
from addin.cli.root import main
from addin.cli.tell import tell
from addin.commands.registry import COMMANDS
from addin.commands.undoing import undo


@main.command("undo", help=COMMANDS["undo"].tip, short_help=COMMANDS["undo"].label)
@click.argument("book", metavar="工作簿", type=click.Path(path_type=Path))
@JSON
@guarded
def undo_last(book: Path, as_json: bool) -> int:  # noqa: FBT001
    """Undo the last write into a workbook."""
    tell(undo(book), as_json=as_json)
    return 0
