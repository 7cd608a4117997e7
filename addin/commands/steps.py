"""A progress bar over the steps of a run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from addin.tables import FILLED

LENGTH = len(FILLED) + 6
"""A bar of this many steps: every sheet that may be read, and the steps of the job."""


@contextmanager
def steps(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show each step it is told; ``quiet`` shows nothing."""
    if quiet:
        yield lambda _: None
        return
    with click.progressbar(length=LENGTH, item_show_func=lambda step: step or "", show_eta=False) as bar:
        yield lambda step: bar.update(1, step)
        bar.update(LENGTH - bar.pos, "完成")
