"""One pass over the XML of a sheet for what calamine does not tell (measured.md §1).

An error value (#N/A) and a formula that was never computed both read as an empty cell; a percentage reads as a
fraction. Only the blocks in which one of them occurs are parsed.
"""

import re
from collections.abc import Collection, Iterable

from addin.reading.flaws import Flaws, Styles
from addin.reading.letters import column_number

_TAG = rb"(?:\w+:)?"
_ROW = re.compile(rb"<" + _TAG + rb"row\b([^>]*?)(?:/>|>(.*?)</" + _TAG + rb"row>)", re.DOTALL)
CELL = re.compile(rb"<" + _TAG + rb"c\b([^>]*?)(?:/>|>(.*?)</" + _TAG + rb"c>)", re.DOTALL)
REF = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
_VALUE = re.compile(rb"<" + _TAG + rb"v\b[^>/]*>([^<]*)</|<" + _TAG + rb"(?:is|t)\b")
_HAS_VALUE = re.compile(rb"<" + _TAG + rb"v\b")
_HAS_FORMULA = re.compile(rb"<" + _TAG + rb"f\b")
_NEVER_COMPUTED = re.compile(
    rb"(?:</" + _TAG + rb"f>|<" + _TAG + rb"f\b[^>]*/>)\s*"
    rb"(?:<" + _TAG + rb"v\s*/>|<" + _TAG + rb"v>\s*</" + _TAG + rb"v>)?\s*</" + _TAG + rb"c>"
)
_ERROR_MARKS = ((b'"', re.compile(rb'="e')), (b"'", re.compile(rb"='e")))
_FORMULA_MARKS = ((b"<", re.compile(rb"<f[ >/]")), (b":", re.compile(rb":f[ >/]")))
"""Short literals: ``re`` finds them at memory speed, any alternation between them is twenty times slower.

Before each stands a sign of it: most sheets hold neither ' nor :, and a lone sign is found ten times as fast.
"""


def find_flaws(blocks: Iterable[bytes], styles: Styles, columns: Collection[int]) -> Flaws:
    """Return the flaws of a sheet.

    Args:
        blocks: the sheet's XML, in blocks of whole rows.
        styles: the styles that change what a person sees.
        columns: positions of the columns in which that matters.
    """
    pass_over = _Pass(styles if columns else {}, columns)
    for block in blocks:
        pass_over.read(block)
    return pass_over.flaws


class _Pass:
    """One pass over a sheet, at row ``row``."""

    def __init__(self, styles: Styles, columns: Collection[int]) -> None:
        self.flaws, self.row = Flaws(), 0
        self._styles, self._columns = styles, columns
        numbers = "|".join(map(str, styles)).encode()
        marks = (rb's="(?:' + numbers + rb')"', rb"s='(?:" + numbers + rb")'")
        self._style_marks = [re.compile(mark) for mark in marks] if styles else []

    def read(self, block: bytes) -> None:
        """Note the flaws of a block of rows; only a block, and in it a row, that may have one is parsed."""
        if not self._is_suspect(block):
            self.row = last_row(block, self.row)
            return
        for each in _ROW.finditer(block):
            number = REF.search(each[1])
            self.row = int(number[2]) if number and number[2] else self.row + 1
            body = each[2] or b""
            if self._is_suspect(body):
                self._read_row(body)

    def _is_suspect(self, block: bytes) -> bool:
        return _suspect(block) or any(mark.search(block) for mark in self._style_marks)

    def _read_row(self, body: bytes) -> None:
        column = -1
        for cell in CELL.finditer(body):
            ref = REF.search(cell[1])
            column = column_number(ref[1].decode().upper()) if ref and ref[1] else column + 1
            self._read_cell(column, cell[1], cell[2] or b"")

    def _read_cell(self, column: int, attributes: bytes, inner: bytes) -> None:
        kind = _TYPE.search(attributes)
        if kind and kind[1] == b"e":
            value = _VALUE.search(inner)
            self.flaws.note_error(column, self.row, (value[1] or b"").decode() if value else "#N/A")
        elif _HAS_FORMULA.search(inner) and _is_uncomputed(inner, kind[1] if kind else b""):
            self.flaws.uncomputed.setdefault(column, []).append(self.row)
        elif (
            column in self._columns
            and (not kind or kind[1] == b"n")
            and (style := _STYLE.search(attributes))
            and int(style[1]) in self._styles
        ):
            self.flaws.note_style(column, self.row, self._styles[int(style[1])])


def _suspect(block: bytes) -> bool:
    """Tell whether a block of rows holds an error value or a formula without value."""
    if any(sign in block and mark.search(block) for sign, mark in _ERROR_MARKS):
        return True
    formulas = any(sign in block and mark.search(block) for sign, mark in _FORMULA_MARKS)
    return formulas and _NEVER_COMPUTED.search(block) is not None


def last_row(block: bytes, row: int) -> int:
    """Return the number of the block's last row; rows without a number count on from ``row``."""
    last = max(block.rfind(b"<row "), block.rfind(b":row "))
    number = REF.search(block, last, block.find(b">", last)) if last >= 0 else None
    return int(number[2]) if number and number[2] else row + block.count(b"<row") + block.count(b":row")


def _is_uncomputed(inner: bytes, kind: bytes) -> bool:
    """Tell whether a formula cell has no value; an empty string (``t="str"`` with an empty value) is one."""
    if kind == b"str":
        return not _HAS_VALUE.search(inner)
    value = _VALUE.search(inner)
    return not value or (value[1] is not None and not value[1].strip())
