"""KeyWatt.xlam put together from its sources: same sources, same bytes."""

from pathlib import Path

from addin import commands
from addin.commands.registry import buttons
from addin.excel.xlam.module import modules_in
from addin.excel.xlam.package import Contents, package
from addin.excel.xlam.ribbon import ribbon
from addin.excel.xlam.texts import texts

NAME = "KeyWatt.xlam"
SOURCES = Path(__file__).parents[1] / "vba"


def contents(program: str = "") -> Contents:
    """Return what the add-in holds; ``program`` is the command line that starts the bridge."""
    commands.load()
    return Contents("KeyWatt", "KeyWatt 大客户", modules_in(SOURCES), ribbon(buttons()), texts(program))


def build(program: str = "") -> bytes:
    """Return the bytes of KeyWatt.xlam."""
    return package(contents(program))
