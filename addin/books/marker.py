"""Finding our own sheets: the marker in cell A1, also after another program has saved the book."""

import html
import re
from collections.abc import Iterator

from addin.books.markup import attributes
from addin.books.package import Package
from addin.books.result import MARKER_PREFIX
from addin.books.workbook import Workbook

_STEP = 1 << 16
_MOST = 1 << 22
_FIRST_CELL = re.compile(
    r"<(?:[\w.-]+:)?sheetData>\s*<((?:[\w.-]+:)?)row(?=[\s>])([^>]*[^/>])?>\s*<\1c(?=[\s>])([^>]*[^/>])?>(.*?)</\1c>",
    re.DOTALL,
)
_TEXT = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)<")
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si[\s>/]")
_ROW_END = re.compile(r"</(?:[\w.-]+:)?(?:row|sheetData|worksheet|chartsheet)>|<(?:[\w.-]+:)?sheetData\s*/>")
_VALUE = re.compile(r"<(?:[\w.-]+:)?v>([^<]*)<")


def marked_sheets(package: Package, book: Workbook) -> list[tuple[str, str]]:
    """Return (marker, title) of each sheet whose A1 holds a marker, in tab order."""
    shared = _SharedMarkers(package, book)
    found = ((_marker(package, sheet.part, shared), sheet.title) for sheet in book.sheets)
    return [(marker, title) for marker, title in found if marker]


class _SharedMarkers:
    """The shared strings that are markers, by index; read once, and only when a sheet asks."""

    def __init__(self, package: Package, book: Workbook) -> None:
        self._package, self._book = package, book
        self._found: dict[int, str] | None = None

    def __getitem__(self, index: int) -> str:
        if self._found is None:
            self._found = self._read()
        return self._found.get(index, "")

    def _read(self) -> dict[int, str]:
        part = self._package.related(self._book.part, "sharedStrings")
        return dict(_shared_markers(self._package.read(part))) if part else {}


def _shared_markers(raw: bytes) -> Iterator[tuple[int, str]]:
    """Yield index and text of the shared strings that are markers; counting the rest beats parsing them by far."""
    index, done = -1, 0
    for found in re.finditer(MARKER_PREFIX.encode(), raw):
        at = found.start()
        index += len(_ITEM.findall(raw, done, at))
        done = at
        start, end = max(raw.rfind(b"<si", 0, at), raw.rfind(b":si", 0, at)), raw.find(b"si>", at)
        text = _plain(raw[start:end].decode("utf-8", "replace"))
        if text.startswith(MARKER_PREFIX):
            yield index, text


def _marker(package: Package, part: str, shared: _SharedMarkers) -> str:
    found = _first_cell(package, part) if package.has(part) else None
    if found is None or attributes(found[2] or "").get("r", "1") != "1":
        return ""
    cell, inside = attributes(found[3] or ""), found[4]
    if cell.get("r", "A1") != "A1":
        return ""
    value = _VALUE.search(inside)
    if cell.get("t") == "s":
        return shared[int(value[1])] if value else ""
    text = _plain(inside) or (html.unescape(value[1]) if value else "")
    return text if text.startswith(MARKER_PREFIX) else ""


def _first_cell(package: Package, part: str) -> re.Match[str] | None:
    """Find the sheet's first cell in the first bytes of its part: sheets may be large, and are not read for this."""
    size = _STEP
    while size <= _MOST:
        text = package.head(part, size).decode("utf-8", "ignore")
        found = _FIRST_CELL.search(text)
        if found or _ROW_END.search(text):
            return found
        size *= 4
    return None


def _plain(xml: str) -> str:
    return "".join(html.unescape(piece) for piece in _TEXT.findall(xml))
