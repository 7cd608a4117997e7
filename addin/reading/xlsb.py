"""The records of an .xlsb in which error values and percentages stand; calamine shows neither."""

import posixpath
import struct
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from addin.reading.flaws import Flaws
from addin.reading.xls import ERROR_NAMES, PERCENT_FORMATS

_ROW, _SHEET, _FORMAT, _STYLE, _STYLES, _STYLES_END = 0, 156, 44, 47, 617, 618
_NUMBERS, _ERRORS = (2, 5, 9), (3, 11)
"""Cells with a number (RK, real, formula) and cells with an error value (constant, formula)."""


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

    def _percent_styles(self) -> set[int]:
        """Return the numbers of the styles that show a percentage."""
        formats, styles, nth, inside = set(PERCENT_FORMATS), set(), 0, False
        for kind, data in _records(self._zip.read("xl/styles.bin")):
            if kind in (_STYLES, _STYLES_END):
                inside = kind == _STYLES
            elif kind == _FORMAT and "%" in _text(data, 2)[0]:
                formats.add(struct.unpack_from("<H", data)[0])
            elif kind == _STYLE and inside:
                styles |= {nth} if struct.unpack_from("<2xH", data)[0] in formats else set()
                nth += 1
        return styles

    def flaws(self, sheet: str, percent_columns: Collection[int] = ()) -> Flaws:
        """Return the error values and percentages of a sheet; a formula in an .xlsb always has its value."""
        flaws, row = Flaws(), 0
        styles = self._percent_styles() if percent_columns else set()
        for kind, data in _records(self._zip.read(self._parts[sheet])):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in _ERRORS:
                flaws.note_error(struct.unpack_from("<I", data)[0], row, ERROR_NAMES.get(data[8], "#N/A"))
            elif styles and kind in _NUMBERS:
                column, style = struct.unpack_from("<II", data)
                if column in percent_columns and style & 0xFFFFFF in styles:
                    flaws.note_percent(column, row)
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
