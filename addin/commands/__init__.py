"""What people call: one module per ribbon group, one function per button; ``load`` registers them all."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this package, so that their commands are registered."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
