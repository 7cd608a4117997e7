"""``new`` and ``demo``."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import JSON
from addin.cli.root import main
from addin.cli.tell import tell
from addin.commands.demo import demo
from addin.commands.registry import COMMANDS
from addin.commands.start import new_ledger
from addin.commands.steps import steps
from addin.shipped import shipped


@main.command("new", help=COMMANDS["new"].tip, short_help=COMMANDS["new"].label)
@click.argument("folder", type=click.Path(path_type=Path))
@guarded
def new(folder: Path) -> int:
    """Put a blank ledger into a folder."""
    click.echo(f"已新建：{new_ledger(folder)}；请先填「设置」和「客户台账」，再运行 keywatt audit")
    return 0


@main.command("demo", help=COMMANDS["demo"].tip, short_help=COMMANDS["demo"].label)
@click.argument("folder", required=False, default="example", type=click.Path(path_type=Path))
@JSON
@guarded
def run_demo(folder: Path, as_json: bool) -> int:  # noqa: FBT001
    """Audit the example and make its documents."""
    with steps(quiet=as_json) as progress:
        figures = demo(folder, shipped("rules.xlsx"), progress)
    tell(figures, as_json=as_json)
    return 0
