"""``addin``: the add-in for Excel, built, installed and looked after."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import FOUND
from addin.cli.root import main
from addin.commands.registry import COMMANDS
from addin.excel.setup.building import build_add_in
from addin.excel.setup.doctor import doctor
from addin.excel.setup.installing import install, uninstall
from addin.excel.setup.machine import this_machine

FOLDER = click.option("--folder", type=click.Path(path_type=Path), help="装到这个文件夹（默认：本用户的 KeyWatt）。")


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


@add_in_group.command("install", help=COMMANDS["addin install"].tip, short_help=COMMANDS["addin install"].label)
@FOLDER
@guarded
def install_here(folder: Path | None) -> int:
    """Put the add-in into Excel."""
    _say(install(this_machine(folder)))
    return 0


@add_in_group.command("uninstall", help=COMMANDS["addin uninstall"].tip, short_help=COMMANDS["addin uninstall"].label)
@FOLDER
@guarded
def uninstall_here(folder: Path | None) -> int:
    """Take the add-in out of Excel."""
    _say(uninstall(this_machine(folder)))
    return 0


@add_in_group.command("doctor", help=COMMANDS["addin doctor"].tip, short_help=COMMANDS["addin doctor"].label)
@FOLDER
@guarded
def examine_here(folder: Path | None) -> int:
    """Say what would stop the add-in here; exit code 1 when something would."""
    troubles = doctor(this_machine(folder))
    _say(troubles or ["没有发现妨碍加载项的问题；功能区仍没有「大客户」时，请关闭全部 Excel 窗口后重新打开"])
    return FOUND if troubles else 0


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
