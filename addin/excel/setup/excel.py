"""Excel as the registry and its program file show it: is it there, is it Excel, how wide, what does policy forbid."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.excel.setup.registry import MACHINE, USER, Registry

CLASSES = (r"HKCU\Software\Classes", r"HKLM\SOFTWARE\Classes")
APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_WPS = ("wps", "kingsoft", r"\et.exe")
_NARROW = 0x14C
"""Machine type of a 32-bit program in its PE header."""


@dataclass(frozen=True, slots=True)
class Policy:
    r"""A registry value that keeps add-ins or macros from running.

    Attributes:
        key: below ``Software\Policies\Microsoft\Office\VERSION`` and the user's own key of the same name.
        name: of the value.
        worst: the value that blocks.
        meaning: what it says, as people find it in the options or in group policy.
    """

    key: str
    name: str
    worst: int
    meaning: str


POLICIES = (
    Policy("Common", "VBAOff", 1, "「禁用 Office 应用程序的 VBA」"),
    Policy(r"Excel\Security", "DisableAllAddins", 1, "「禁用所有应用程序加载项」"),
    Policy(r"Excel\Security", "RequireAddinSig", 1, "「要求应用程序加载项由受信任的发布者签名」"),
    Policy(r"Excel\Security\Trusted Locations", "AllLocationsDisabled", 1, "「禁用所有受信任位置」"),
)


def excel_program(registry: Registry) -> str:
    """Return the program that answers as Excel.Application; empty where none does."""
    names = (str(registry.values(rf"{classes}\Excel.Application\CLSID").get("", "")) for classes in CLASSES)
    servers = [server for name in names if name for server in _servers(registry, name)]
    return _program(str(next(iter(servers), registry.values(APP_PATH).get("", ""))))


def _servers(registry: Registry, class_id: str) -> Iterator[object]:
    """Yield the command lines that a class is served by; a 32-bit Office stands in a view of its own."""
    for classes in CLASSES:
        for view in ("CLSID", r"Wow6432Node\CLSID"):
            server = registry.values(rf"{classes}\{view}\{class_id}\LocalServer32").get("")
            if server:
                yield server


def _program(command: str) -> str:
    r"""Return the program's path out of a command line such as ``"C:\…\EXCEL.EXE" /automation``."""
    text = command.strip()
    if text.startswith('"'):
        return text[1:].partition('"')[0]
    end = text.lower().find(".exe")
    return text[: end + 4] if end >= 0 else text


def is_wps(program: str) -> bool:
    """Tell whether WPS answers in Excel's place."""
    return any(word in program.casefold() for word in _WPS)


def is_32_bit(program: Path) -> bool | None:
    """Tell from a program's header whether it is a 32-bit one; None where the file cannot be read."""
    try:
        with program.open("rb") as file:
            head = file.read(4096)
        (start,) = struct.unpack_from("<I", head, 0x3C)
        (kind,) = struct.unpack_from("<H", head, start + 4)
    except (OSError, struct.error):
        return None
    return bool(kind == _NARROW)


def blocking(registry: Registry, version: str) -> Iterator[Policy]:
    """Yield what keeps the add-in from running, by policy or by the user's own settings."""
    for policy in POLICIES:
        places = [rf"{root}\Software\Policies\Microsoft\Office\{version}" for root in (USER, MACHINE)]
        places.append(rf"HKCU\Software\Microsoft\Office\{version}")
        if any(registry.values(rf"{place}\{policy.key}").get(policy.name) == policy.worst for place in places):
            yield policy


def disabled(registry: Registry, version: str, name: str) -> bool:
    """Tell whether Excel put a file on its list of disabled items, as it does after a crash."""
    items = registry.values(rf"HKCU\Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems")
    needle = name.casefold().encode("utf-16-le")
    return any(needle in bytes(value).lower() for value in items.values() if isinstance(value, bytes))
