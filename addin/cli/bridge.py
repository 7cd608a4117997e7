"""``serve``, ``cold``, ``run``: Excel's two ways to Python, and a person's to the open workbook without the ribbon."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.root import main
from addin.cli.words import FAILED
from addin.facts import JobError

FOUND = 1


@main.command("serve", hidden=True)
@click.argument("clsid")
@guarded
def serve(clsid: str) -> int:
    """Answer the calls of Excel's add-in until Excel ends."""
    from addin.excel import serving  # noqa: PLC0415 - loads everything, and only here

    serving.serve(clsid)
    return 0


@main.command("cold", hidden=True)
@click.argument("folder", type=click.Path(path_type=Path))
@guarded
def answer(folder: Path) -> int:
    """Answer the one request that stands in the add-in's folder, where the warm way is blocked."""
    from addin.excel import cold, entry  # noqa: PLC0415 - loads everything, and only here

    cold.answer_request(folder, entry.run, cold.open_workbook)
    return 0


@main.command("run", help="在 Excel 里打开着的工作簿上做功能区的一项工作。", short_help="打开的工作簿")
@click.argument("request", metavar="命令")
@click.option("--book", "name", required=True, metavar="完整路径", help="Excel 里打开着的工作簿。")
@guarded
def run(request: str, name: str) -> int:
    """Do a button's work on the open workbook."""
    from addin.excel import cold, presses, serving  # noqa: PLC0415 - loads xlwings, and only here

    if request not in presses.SHORT and request not in presses.LONG:
        raise JobError(f"没有『{request}』这个命令；可用的有：{'、'.join(sorted({*presses.SHORT, *presses.LONG}))}")
    kind, text = serving.follow(request, cold.open_workbook(name), _ask, click.echo)
    click.echo(text, err=kind in {"warn", "error"})
    return {"warn": FOUND, "error": FAILED}.get(kind, 0)


def _ask(kind: str, question: str) -> str | None:
    """Ask at the keyboard."""
    if kind == "confirm":
        return "" if click.confirm(question) else None
    said: str = click.prompt(question, default="", show_default=False)
    return said
