"""Quiet: Excel held still while we write, and put back as it was whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import xlwings

_STILL = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}


@contextmanager
def quiet(book: xlwings.Book) -> Iterator[None]:
    """Hold the screen, events, alerts and calculation; restore them, the sheet in front and its selection."""
    app = book.app
    kept = {name: getattr(app, name) for name in _STILL}
    front, selected = book.sheets.active, _selected(app)
    try:
        for name, value in _STILL.items():
            setattr(app, name, value)
        yield
    finally:
        with suppress(Exception):
            _select(front, selected)
        for name in reversed(kept):
            with suppress(Exception):
                setattr(app, name, kept[name])


def _selected(app: xlwings.App) -> str:
    """Return the address of the selection; empty when it is no range, such as a chart."""
    selection = app.selection
    return "" if selection is None else str(selection.address)


def _select(front: xlwings.Sheet, address: str) -> None:
    front.activate()
    if address:
        front.range(address).select()
