"""One pass over the XML of a sheet for what calamine does not tell (measured.md §1).

An error value (#N/A) and a formula that was never computed both read as an empty cell; a percentage reads as a
fraction. Only the blocks in which one of them occurs are parsed.
"""

import re
from collections.abc import Collection, Iterable

from addin.reading.flaws import Flaws
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
_ERROR_MARKS = (re.compile(rb'="e'), re.compile(rb"='e"))
_FORMULA_MARKS = (re.compile(rb"<f[ >/]"), re.compile(rb":f[ >/]"))
"""Short literals: ``re`` finds them at memory speed, any alternation between them is twenty times slower."""


def find_flaws(blocks: Iterable[bytes], styles: frozenset[int], percent_columns: Collection[int]) -> Flaws:
    """Return the flaws of a sheet.

    Args:
        blocks: the sheet's XML, in blocks of whole rows.
        styles: numbers of the styles that show a percentage.
        percent_columns: positions of the columns in which percentages matter.
    """
    flaws = Flaws()
    row = 0
    for block in blocks:
        parsed = bool(styles) or _suspect(block)
        row = _scan(block, row, flaws, styles, percent_columns) if parsed else _last_row(block, row)
    return flaws


def _suspect(block: bytes) -> bool:
    """Tell whether a block of rows holds an error value or a formula without value."""
    if any(mark.search(block) for mark in _ERROR_MARKS):
        return True
    return any(mark.search(block) for mark in _FORMULA_MARKS) and _NEVER_COMPUTED.search(block) is not None


def _last_row(block: bytes, row: int) -> int:
    """Return the number of the block's last row; rows without a number count on from ``row``."""
    last = max(block.rfind(b"<row "), block.rfind(b":row "))
    number = REF.search(block, last, block.find(b">", last)) if last >= 0 else None
    return int(number[2]) if number and number[2] else row + block.count(b"<row") + block.count(b":row")


def _scan(block: bytes, row: int, flaws: Flaws, styles: frozenset[int], percent_columns: Collection[int]) -> int:
    """Note the flaws of a block; return the number of its last row."""
    for each in _ROW.finditer(block):
        number = REF.search(each[1])
        row = int(number[2]) if number and number[2] else row + 1
        body = each[2] or b""
        if styles or _suspect(body):
            _scan_row(body, row, flaws, styles, percent_columns)
    return row


def _scan_row(body: bytes, row: int, flaws: Flaws, styles: frozenset[int], percent_columns: Collection[int]) -> None:
    column = -1
    for cell in CELL.finditer(body):
        ref = REF.search(cell[1])
        column = column_number(ref[1].decode().upper()) if ref and ref[1] else column + 1
        kind = _TYPE.search(cell[1])
        inner = cell[2] or b""
        if kind and kind[1] == b"e":
            value = _VALUE.search(inner)
            flaws.note_error(column, row, (value[1] or b"").decode() if value else "#N/A")
        elif _HAS_FORMULA.search(inner) and _is_uncomputed(inner, kind[1] if kind else b""):
            flaws.uncomputed.setdefault(column, []).append(row)
        elif column in percent_columns and (style := _STYLE.search(cell[1])) and int(style[1]) in styles:
            flaws.note_percent(column, row)


def _is_uncomputed(inner: bytes, kind: bytes) -> bool:
    """Tell whether a formula cell has no value; an empty string (``t="str"`` with an empty value) is one."""
    if kind == b"str":
        return not _HAS_VALUE.search(inner)
    value = _VALUE.search(inner)
    return not value or (value[1] is not None and not value[1].strip())
