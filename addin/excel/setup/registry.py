"""The Windows registry, as a thin port: keys are paths that begin with HKCU or HKLM, values are texts or numbers."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Protocol

USER, MACHINE = "HKCU", "HKLM"


class Registry(Protocol):
    """What installing, uninstalling and looking after the add-in ask of the registry."""

    def exists(self, key: str) -> bool:
        """Tell whether a key is there."""

    def values(self, key: str) -> dict[str, object]:
        """Return the values of a key by name; empty where there is no key."""

    def subkeys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""

    def put(self, key: str, name: str, value: str) -> None:
        """Write a text; the key is made when it is missing."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value; nothing happens where there is none."""

    def remove_key(self, key: str) -> None:
        """Remove a key that holds nothing more; nothing happens where there is none."""


class WindowsRegistry:
    """The registry of this machine, in the 64-bit view; only what belongs to the user is ever written."""

    def __init__(self) -> None:
        """Open the way to it; raises ``ModuleNotFoundError`` where there is no Windows."""
        self._api: Any = import_module("winreg")
        self._roots = {USER: self._api.HKEY_CURRENT_USER, MACHINE: self._api.HKEY_LOCAL_MACHINE}

    def exists(self, key: str) -> bool:
        """Tell whether a key is there."""
        try:
            self._open(key, self._api.KEY_READ).Close()
        except OSError:
            return False
        return True

    def values(self, key: str) -> dict[str, object]:
        """Return the values of a key by name."""
        return {name: value for name, value, _ in self._listed(key, self._api.EnumValue)}

    def subkeys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""
        return list(self._listed(key, self._api.EnumKey))

    def put(self, key: str, name: str, value: str) -> None:
        """Write a text."""
        root, path = self._place(key)
        with self._api.CreateKeyEx(root, path, 0, self._api.KEY_WRITE) as handle:
            self._api.SetValueEx(handle, name, 0, self._api.REG_SZ, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value."""
        if name in self.values(key):
            with self._open(key, self._api.KEY_WRITE) as handle:
                self._api.DeleteValue(handle, name)

    def remove_key(self, key: str) -> None:
        """Remove a key that holds nothing more."""
        if self.exists(key) and not self.values(key) and not self.subkeys(key):
            self._api.DeleteKey(*self._place(key))

    def _listed(self, key: str, item: Any) -> Iterator[Any]:  # noqa: ANN401 - winreg has no types but on Windows
        """Yield the items of a key; winreg says that there are no more with ``OSError``."""
        try:
            with self._open(key, self._api.KEY_READ) as handle:
                place = 0
                while True:
                    yield item(handle, place)
                    place += 1
        except OSError:
            return

    def _open(self, key: str, access: int) -> Any:  # noqa: ANN401
        root, path = self._place(key)
        return self._api.OpenKey(root, path, 0, access)

    def _place(self, key: str) -> tuple[Any, str]:
        root, _, path = key.partition("\\")
        return self._roots[root], path


def missing_keys(registry: Registry, key: str) -> list[str]:
    """Return the keys that writing to a key will make, the outermost first."""
    parts = key.split("\\")
    paths = ["\\".join(parts[:length]) for length in range(2, len(parts) + 1)]
    return [path for path in paths if not registry.exists(path)]
