"""The group that holds every command."""

import sys
from io import TextIOWrapper

import click

from addin import __version__
from addin.cli.words import Group


@click.group(cls=Group, help="KeyWatt 电力大客户管理：分级、电费复核、风险预警、文书。数据不离开本机。")
@click.version_option(__version__, prog_name="KeyWatt", message="%(prog)s %(version)s 版", help="显示版本。")
def main() -> None:
    """Hold the commands; an output in a code page without Chinese gets ? for it, and the work is done all the same."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
