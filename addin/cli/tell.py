"""The figures of a run, as JSON or as sentences."""

import json

import click

from addin.commands.registry import Figures
from addin.commands.saying import sentences


def tell(figures: Figures, *, as_json: bool) -> None:
    """Print the figures of a run, as JSON or as sentences."""
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, default=str, indent=1))
        return
    for line in sentences(figures):
        click.echo(line)
