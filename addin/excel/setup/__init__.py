"""Putting the add-in into Excel and taking it out again, without administrator rights; ``load`` registers it all."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this package, so that their commands are registered."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
