"""What the add-in asks of the machine besides the registry, as a thin port."""

import os
import platform
import sys
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Protocol

from addin.excel.setup.registry import Registry, WindowsRegistry
from addin.facts import JobError

MARK = ":Zone.Identifier"
DLLS = ("xlwings64.dll", "xlwings32.dll")
"""The bridge's libraries beside the add-in, under names that no version changes."""


class Machine(Protocol):
    """A machine with Excel on it, or without."""

    registry: Registry
    folder: Path
    """Where the add-in is put."""

    def program(self) -> str:
        """Return the command line that starts this program, quoted; empty = keywatt.exe beside the add-in."""

    def bundle(self) -> Path | None:
        """Return the folder of the offline bundle that runs, None when Python itself runs."""

    def libraries(self) -> dict[str, Path]:
        """Return xlwings' libraries by the names they get beside the add-in."""

    def in_code_page(self, text: str) -> bool:
        """Tell whether a text can be written in the system's code page."""

    def marked(self, path: Path) -> bool:
        """Tell whether a file carries the mark of the web."""

    def loads(self, library: Path) -> bool:
        """Tell whether Windows lets a library be loaded into a process like this one."""


@dataclass(slots=True)
class ThisMachine:
    """The machine that the program runs on; ``folder`` is the user's own unless another one is named."""

    registry: Registry
    folder: Path

    def program(self) -> str:
        """Return the command line that starts this program."""
        return "" if self.bundle() else f'"{sys.executable}" -m addin'

    def bundle(self) -> Path | None:
        """Return the folder of the offline bundle that runs."""
        return Path(sys.executable).parent if getattr(sys, "frozen", False) else None

    def libraries(self) -> dict[str, Path]:
        """Return xlwings' libraries: beside the bundle's program, else where pip put them, beside Python."""
        root, version = self.bundle() or Path(sys.prefix), metadata.version("xlwings")
        return {name: root / f"{name.removesuffix('.dll')}-{version}.dll" for name in DLLS}

    def in_code_page(self, text: str) -> bool:
        """Tell whether a text can be written in the system's code page."""
        try:
            return text.encode("mbcs", "strict").decode("mbcs") == text
        except UnicodeError:
            return False

    def marked(self, path: Path) -> bool:
        """Tell whether a file carries the mark of the web: a stream of its own beside the content."""
        return Path(f"{path}{MARK}").exists()

    def loads(self, library: Path) -> bool:
        """Tell whether Windows lets a library be loaded."""
        ctypes: Any = import_module("ctypes")
        try:
            ctypes.WinDLL(str(library))
        except OSError:
            return False
        return True


def this_machine(folder: Path | None = None) -> Machine:
    """Return this machine.

    Raises:
        JobError: it is not a Windows machine.
    """
    if platform.system() != "Windows":
        raise JobError("Excel 加载项只能装在 Windows 上；在这台机器上请用 keywatt audit 处理工作簿文件，结果相同")
    home = Path(os.environ["LOCALAPPDATA"])
    return ThisMachine(WindowsRegistry(), folder or home / "KeyWatt")
