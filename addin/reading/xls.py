"""The records of an .xls (BIFF8) in which error values and number formats stand; calamine shows neither."""

import struct
from collections.abc import Collection, Iterator
from pathlib import Path

from addin.reading import ole
from addin.reading.flaws import BUILT_IN_PERCENTS, PERCENT, Flaws, looks

ERROR_NAMES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_START, _EOF, _BOUND_SHEET, _FORMAT, _XF = 0x809, 0x0A, 0x85, 0x41E, 0xE0
_FORMULA, _NUMBER, _RK, _MULTIPLE_RK, _BOOL_ERROR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_CELLS = {_FORMULA, _NUMBER, _RK, _MULTIPLE_RK, _BOOL_ERROR, 0x204, 0xFD, 0xD6}
"""Cells with a value: besides those above LABEL, LABELSST and RSTRING."""
_DIMENSIONS, _WIDE_DIMENSIONS = 0x200, 14
"""Rows are numbers of four bytes in the longer form (BIFF8), of two in the older."""


class Xls:
    """The workbook stream of an .xls.

    Raises:
        KeyError, IndexError, struct.error: the file is no BIFF workbook, or damaged.
    """

    def __init__(self, path: Path) -> None:
        """Read the workbook's globals: where each sheet starts, what its styles make of numbers."""
        self._stream = ole.stream(path.read_bytes(), "Workbook", "Book")
        self._starts: dict[str, int] = {}
        self._styles: dict[int, int] = {}
        self._read_globals()

    @property
    def sheets(self) -> Collection[str]:
        """The titles of the sheets."""
        return self._starts

    def _read_globals(self) -> None:
        formats: dict[int, int | None] = dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
        style = 0
        for kind, data in self._records(0):
            if kind == _BOUND_SHEET:
                self._starts[_text(data[8:], data[6], data[7])] = struct.unpack_from("<I", data)[0]
            elif kind == _FORMAT:
                number, length = struct.unpack_from("<HH", data)
                formats[number] = looks(_text(data[5:], length, data[4]))
            elif kind == _XF:
                look = formats.get(struct.unpack_from("<2xH", data)[0])
                self._styles |= {style: look} if look is not None else {}
                style += 1

    def _records(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a substream up to its end; a chart inside it is a substream of its own."""
        stream, depth = self._stream, 0
        while start + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, start)
            yield kind, stream[start + 4 : start + 4 + size]
            start += 4 + size
            depth += (kind == _START) - (kind == _EOF)
            if depth <= 0:
                return

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows, up to the last cell or the sheet's own word, whichever is more."""
        width = height = 0
        for kind, data in self._records(self._starts[sheet]):
            if kind in _CELLS:
                row, column = struct.unpack_from("<HH", data)
                width, height = max(width, column + 1), max(height, row + 1)
            elif kind == _DIMENSIONS:
                rows, columns = struct.unpack_from("<4xI2xH" if len(data) == _WIDE_DIMENSIONS else "<2xH2xH", data)
                width, height = max(width, columns), max(height, rows)
        return width, height

    def flaws(self, sheet: str, columns: Collection[int] = ()) -> Flaws:
        """Return the error values and styled numbers of a sheet; a formula in an .xls always has its value."""
        flaws = Flaws()
        for kind, data in self._records(self._starts[sheet]):
            if kind == _BOOL_ERROR and data[7]:
                self._note_error(flaws, data, data[6])
            elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:  # noqa: PLR2004 - an error value
                self._note_error(flaws, data, data[8])
            elif columns and (
                kind in (_NUMBER, _RK, _MULTIPLE_RK) or (kind == _FORMULA and data[12:14] != b"\xff\xff")
            ):
                self._note_styles(flaws, kind, data, columns)
        return flaws

    @staticmethod
    def _note_error(flaws: Flaws, data: bytes, code: int) -> None:
        row, column = struct.unpack_from("<HH", data)
        flaws.note_error(column, row + 1, ERROR_NAMES.get(code, "#N/A"))

    def _note_styles(self, flaws: Flaws, kind: int, data: bytes, columns: Collection[int]) -> None:
        row, column = struct.unpack_from("<HH", data)
        cells = (len(data) - 6) // 6 if kind == _MULTIPLE_RK else 1
        for nth in range(cells):
            style = struct.unpack_from("<H", data, 4 + nth * 6)[0]
            if column + nth in columns and style in self._styles:
                flaws.note_style(column + nth, row + 1, self._styles[style])


def _text(data: bytes, length: int, flags: int) -> str:
    """Return a counted text, one or two bytes a sign."""
    wide = flags % 2
    return data[: length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
