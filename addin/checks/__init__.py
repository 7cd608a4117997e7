"""Checks, one module per business service; ``load`` registers them all."""

from importlib import import_module
from pkgutil import walk_packages


def load() -> None:
    """Import every module of this package, so that their checks are registered, in the order of their names."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
