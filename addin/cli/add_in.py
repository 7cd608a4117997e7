"""``addin``: the add-in for Excel, built, installed and looked after."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.root import main
from addin.commands.registry import COMMANDS
from addin.excel.setup import building  # noqa: F401 - it registers its command
from addin.excel.setup.building import build_add_in


@main.group("addin", help="Excel 加载项 KeyWatt.xlam。", short_help="Excel 加载项")
def add_in_group() -> None:
    """Hold the commands on the add-in."""


@add_in_group.command("build", help=COMMANDS["addin build"].tip, short_help=COMMANDS["addin build"].label)
@click.argument("path", type=click.Path(path_type=Path))
@guarded
def build(path: Path) -> int:
    """Write KeyWatt.xlam."""
    click.echo(f"已生成：{build_add_in(path)}")
    return 0
