"""The add-ins that Excel opens with itself: values OPEN, OPEN1, OPEN2 … of its options. It stops at the first gap."""

import re
from pathlib import PureWindowsPath

from addin.excel.setup.registry import Registry

_NAME = re.compile(r"OPEN(\d*)$")


def options_key(version: str) -> str:
    """Return the key of Excel's options."""
    return rf"HKCU\Software\Microsoft\Office\{version}\Excel\Options"


def opened(registry: Registry, version: str) -> dict[str, str]:
    """Return Excel's OPEN values by name, in the order of their numbers."""
    found = {name: str(value) for name, value in registry.values(options_key(version)).items() if _NAME.match(name)}
    return dict(sorted(found.items(), key=lambda item: _number(item[0])))


def add(registry: Registry, version: str, path: PureWindowsPath) -> None:
    """Have Excel open a file with itself: under the first free number, once."""
    have = opened(registry, version)
    if any(_is(value, path) for value in have.values()):
        return
    free = next(name for name in map(_name, range(len(have) + 1)) if name not in have)
    registry.put(options_key(version), free, f'"{path}"')


def remove(registry: Registry, version: str, path: PureWindowsPath) -> None:
    """Have Excel open a file no more; the others move up, so that no gap hides them."""
    have = opened(registry, version)
    keep = [value for value in have.values() if not _is(value, path)]
    if len(keep) == len(have):
        return
    for name in have:
        registry.remove(options_key(version), name)
    for place, value in enumerate(keep):
        registry.put(options_key(version), _name(place), value)


def reached(registry: Registry, version: str, path: PureWindowsPath) -> bool:
    """Tell whether Excel comes to a file before it stops at a gap."""
    have = opened(registry, version)
    for place in range(len(have)):
        if _name(place) not in have:
            return False
        if _is(have[_name(place)], path):
            return True
    return False


def _is(value: str, path: PureWindowsPath) -> bool:
    return value.strip().strip('"').casefold() == str(path).casefold()


def _name(place: int) -> str:
    return f"OPEN{place or ''}"


def _number(name: str) -> int:
    return int(name.removeprefix("OPEN") or 0)
