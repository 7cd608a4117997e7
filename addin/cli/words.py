"""click in Chinese: help pages, and what was typed wrongly as a sentence."""

import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

FAILED = 2
"""Exit code of a run that could not be."""
SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".csv"}
"""Of files that people drag onto the program."""
Says = Callable[[Any], str]
PIECES = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
WRONG: tuple[tuple[type[click.ClickException], Says], ...] = (
    (click.NoSuchOption, lambda error: f"没有『{error.option_name}』这个选项"),
    (click.BadOptionUsage, lambda error: f"选项『{error.option_name}』后面缺少内容，或内容不对"),
    (click.MissingParameter, lambda error: f"缺少{_name(error)}"),
    (click.BadParameter, lambda error: f"{_name(error)}不对{_choices(error.param)}"),
    (click.FileError, lambda error: f"「{error.ui_filename}」打不开"),
)
"""What is said of each mistake; the first that fits."""


class Chinese:
    """Help pages in Chinese, for commands and groups alike."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how to call the command."""
        pieces = [PIECES.get(piece, piece) for piece in ctx.command.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        options = [one for one in ctx.command.get_params(ctx) if isinstance(one, click.Option)]
        lines = [line for one in options if (line := one.get_help_record(ctx))]
        if lines:
            with formatter.section("选项"):
                formatter.write_dl(lines)
        if isinstance(ctx.command, click.Group):
            ctx.command.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands of a group, each with its short help."""
        commands = ctx.command.commands if isinstance(ctx.command, click.Group) else {}
        with formatter.section("命令"):
            formatter.write_dl([(name, one.get_short_help_str(60)) for name, one in commands.items() if not one.hidden])

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return --help with its help in Chinese."""
        names = ctx.help_option_names
        return click.Option(
            names, is_flag=True, is_eager=True, expose_value=False, callback=_show, help="显示这页说明。"
        )


class Command(Chinese, click.Command):
    """A command whose help is Chinese."""


class Group(Chinese, click.Group):
    """A group whose help is Chinese, and whose commands' is; a wrong call ends in one sentence and exit code 2."""

    command_class = Command
    group_class = type

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command line."""
        try:
            code = super().main(*args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = FAILED
        except click.ClickException as error:
            click.echo(told(error), err=True)
            code = FAILED
        except click.Abort:
            click.echo("已中止，没有写入任何文件", err=True)
            code = FAILED
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; one that is not there is told with those that are. A workbook alone is to be audited."""
        if "audit" in self.commands and args and Path(args[0]).suffix.lower() in SUFFIXES:
            args = ["audit", *args]
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            shown = [name for name, one in self.commands.items() if not one.hidden]
            raise click.UsageError(f"没有『{args[0]}』这个命令，{_meant(args[0], shown)}", ctx)
        return super().resolve_command(ctx, args)


def told(error: click.ClickException) -> str:
    """Return what was typed wrongly as a sentence."""
    said = next((says(error) for kind, says in WRONG if isinstance(error, kind)), error.message)
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "keywatt"
    return f"命令没有写对：{said}；运行 {command} --help 看写法"


def _meant(typed: str, shown: list[str]) -> str:
    """Say which command was probably meant, or else which there are."""
    near = get_close_matches(typed, shown, n=1)
    return f"是不是要用 {near[0]}" if near else f"应为 {'、'.join(shown)} 之一"


def _name(error: click.BadParameter) -> str:
    """Return the name of the parameter, as it is typed."""
    if not error.param or not error.ctx:
        return "参数"
    is_argument = isinstance(error.param, click.Argument)
    return f"『{error.param.make_metavar(error.ctx) if is_argument else error.param.opts[0]}』"


def _choices(param: click.Parameter | None) -> str:
    """Return what a parameter may be, where that is a list."""
    kind = param.type if param else None
    return f"，应为 {'、'.join(map(str, kind.choices))} 之一" if isinstance(kind, click.Choice) else ""


def _show(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click calls it so
    """Show the help page and stop."""
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
