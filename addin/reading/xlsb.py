"""The records of an .xlsb in which error values and number formats stand; calamine shows neither."""

import posixpath
import struct
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from addin.reading.flaws import BUILT_IN_PERCENTS, PERCENT, Flaws, looks
from addin.reading.xls import ERROR_NAMES

_ROW, _SHEET, _FORMAT, _STYLE, _STYLES, _STYLES_END = 0, 156, 44, 47, 617, 618
_NUMBERS, _ERRORS = (2, 5, 9), (3, 11)
"""Cells with a number (RK, real, formula) and cells with an error value (constant, formula)."""
_CELLS = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62}
"""Cells with a value."""


class Xlsb:
    """The zip package of an .xlsb.

    Raises:
        KeyError, IndexError, struct.error: the package is damaged.
    """

    def __init__(self, path: Path) -> None:
        """Open the package and list its sheets."""
        self._zip = ZipFile(path)
        relations = ET.fromstring(self._zip.read("xl/_rels/workbook.bin.rels"))  # noqa: S314 - expat refuses entity bombs
        targets = {
            each.get("Id", ""): posixpath.normpath(posixpath.join("xl", each.get("Target", ""))) for each in relations
        }
        self._parts: dict[str, str] = {}
        for kind, data in _records(self._zip.read("xl/workbook.bin")):
            if kind == _SHEET:
                identity, end = _text(data, 8)
                self._parts[_text(data, end)[0]] = targets[identity]

    def _looks(self) -> dict[int, int]:
        """Return the styles that change what a person sees."""
        formats: dict[int, int | None] = dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
        styles: dict[int, int] = {}
        nth, inside = 0, False
        for kind, data in _records(self._zip.read("xl/styles.bin")):
            if kind in (_STYLES, _STYLES_END):
                inside = kind == _STYLES
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = looks(_text(data, 2)[0])
            elif kind == _STYLE and inside:
                look = formats.get(struct.unpack_from("<2xH", data)[0])
                styles |= {nth: look} if look is not None else {}
                nth += 1
        return styles

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows up to the last cell with a value."""
        width = height = row = 0
        for kind, data in _records(self._zip.read(self._parts[sheet])):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in _CELLS:
                width, height = max(width, struct.unpack_from("<I", data)[0] + 1), max(height, row)
        return width, height

    def flaws(self, sheet: str, columns: Collection[int] = ()) -> Flaws:
        """Return the error values and styled numbers of a sheet; a formula in an .xlsb always has its value."""
        flaws, row = Flaws(), 0
        styles = self._looks() if columns else {}
        for kind, data in _records(self._zip.read(self._parts[sheet])):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in _ERRORS:
                flaws.note_error(struct.unpack_from("<I", data)[0], row, ERROR_NAMES.get(data[8], "#N/A"))
            elif styles and kind in _NUMBERS:
                column, style = struct.unpack_from("<II", data)
                if column in columns and style & 0xFFFFFF in styles:
                    flaws.note_style(column, row, styles[style & 0xFFFFFF])
        return flaws


def _text(data: bytes, start: int) -> tuple[str, int]:
    """Return a counted UTF-16 string and where it ends."""
    end = start + 4 + 2 * int(struct.unpack_from("<I", data, start)[0])
    return data[start + 4 : end].decode("utf-16-le"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records: kind and size are numbers of seven bits a byte, the lowest first."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    value = 0
    for nth in range(longest):
        byte = data[at + nth]
        value |= (byte & 0x7F) << (7 * nth)
        if byte < 0x80:  # noqa: PLR2004 - the high bit says that more follow
            return value, at + nth + 1
    return value, at + longest
