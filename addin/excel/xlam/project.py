"""vbaProject.bin: a VBA project without compiled code; Office compiles the sources when it loads them ([MS-OVBA])."""

import struct
import uuid
from collections.abc import Sequence

from addin.excel.xlam.compound import compound_file
from addin.excel.xlam.compression import compress
from addin.excel.xlam.module import Kind, Module
from addin.excel.xlam.sealing import sealed

CODE_PAGE = 1252
ENCODING = f"cp{CODE_PAGE}"
LANGUAGE = 0x409
NO_COMPILED_CODE = b"\xcc\x61\xff\xff\x00\x00\x00"
"""Stream _VBA_PROJECT with a version that no Office has: it must not look for compiled code."""


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the vbaProject.bin of a project with these modules and no references."""
    sources = {module.name: compress(module.source.encode(ENCODING)) for module in modules}
    streams = {"dir": compress(_directory(name, modules)), "_VBA_PROJECT": NO_COMPILED_CODE, **sources}
    return compound_file({"VBA": streams, "PROJECT": _project(name, modules), "PROJECTwm": _names(modules)})


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """Return a text in the project's code page and again in Unicode."""
    return _record(number, text.encode(ENCODING)) + _record(unicode_number, text.encode("utf-16-le"))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """Return the stream dir (2.3.4.2): system, languages, code page, name, help, version, constants, modules."""
    information = [
        _record(0x01, struct.pack("<I", 3)),
        _record(0x02, struct.pack("<I", LANGUAGE)),
        _record(0x14, struct.pack("<I", LANGUAGE)),
        _record(0x03, struct.pack("<H", CODE_PAGE)),
        _record(0x04, name.encode(ENCODING)),
        _twice(0x05, 0x40, ""),
        _twice(0x06, 0x3D, ""),
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 0x51180465, 6),
        _twice(0x0C, 0x3C, ""),
    ]
    count = _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    return b"".join([*information, count, *map(_module, modules), _record(0x10)])


def _module(module: Module) -> bytes:
    """Return a module's part of dir (2.3.4.2.3.2): its source starts at 0, since no compiled code stands before it."""
    standard = module.kind is Kind.STANDARD
    return b"".join(
        [
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),
            _twice(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if standard else 0x22),
            _record(0x2B),
        ]
    )


def _project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the stream PROJECT (2.3.1): the list of modules, neither protected nor hidden."""
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_DNS, name)).upper() + "}"
    lines = [
        f'ID="{identity}"',
        *(module.kind.value[1].format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{sealed(bytes(4), identity)}"',
        f'DPB="{sealed(bytes(1), identity)}"',
        f'GC="{sealed(bytes([0xFF]), identity)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines).encode(ENCODING)


def _names(modules: Sequence[Module]) -> bytes:
    """Return the stream PROJECTwm (2.3.3): each name in the code page and in Unicode."""
    pairs = (m.name.encode(ENCODING) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"
