"""``serve`` and ``cold``: what the add-in's VBA calls; not for people, and so not shown."""

from importlib import import_module
from pathlib import Path

import click

from addin.cli.root import main
from addin.excel.cold import answer_request, open_workbook


@main.command("serve", hidden=True)
@click.argument("class_id")
def serve(class_id: str) -> None:
    """Answer the add-in until Excel ends: the warm bridge, started by xlwings' DLL under this class id."""
    import_module("addin.excel.entry")  # loaded now, so that the first press need not wait
    import_module("xlwings").serve(class_id)


@main.command("cold", hidden=True)
@click.argument("folder", type=click.Path(path_type=Path))
def cold(folder: Path) -> None:
    """Answer one request that stands in a folder: the bridge where the DLL is blocked."""
    answer_request(folder, import_module("addin.excel.entry").run, open_workbook)
