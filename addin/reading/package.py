"""The .xlsx package under the cells: what calamine does not tell, found by one pass over the bytes of a sheet.

An error value (#N/A) and a formula that was never computed both read as an empty cell; a percentage reads as a
fraction. The pass reads the sheet in blocks and parses only the blocks in which one of them occurs (measured.md §1).
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from addin.reading.problems import ReadError

_BLOCK = 1 << 20
_MOST_CELLS = 40_000_000
_TAG = rb"(?:\w+:)?"
_ROW = re.compile(rb"<" + _TAG + rb"row\b([^>]*?)(?:/>|>(.*?)</" + _TAG + rb"row>)", re.DOTALL)
_CELL = re.compile(rb"<" + _TAG + rb"c\b([^>]*?)(?:/>|>(.*?)</" + _TAG + rb"c>)", re.DOTALL)
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
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
_DIMENSION = re.compile(rb"<" + _TAG + rb"dimension\b[^>]*\bref\s*=\s*[\"'](?:[A-Z]+\d+:)?([A-Z]+)(\d+)[\"']")


def column_number(letters: str) -> int:
    """Return the position of a column, A = 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column, 0 = A."""
    letters = ""
    while number >= 0:
        number, last = divmod(number, 26)
        letters, number = chr(65 + last) + letters, number - 1
    return letters


@dataclass(slots=True)
class Flaws:
    """What a sheet's cells hide, by column (from 0): sheet rows with the error value, rows never computed, percents."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    percents: dict[int, list[int]] = field(default_factory=dict)


class Package:
    """The zip package of a workbook, read only.

    Raises:
        zipfile.BadZipFile, KeyError, SyntaxError: the package is damaged.
    """

    def __init__(self, path: Path) -> None:
        """Open the package and list its sheets."""
        self.path = path
        self._zip = zipfile.ZipFile(path)
        self._parts = {name.lstrip("/").replace("\\", "/").lower(): name for name in self._zip.namelist()}
        self.kind = self._kind()
        self._sheets = self._sheet_parts() if self.kind == "xlsx" else {}

    def _kind(self) -> str:
        """Return ``xlsx``, ``xlsb``, or the Chinese name of what it is instead; empty when unknown."""
        marks = {"xl/workbook.bin": "xlsb", "word/document.xml": "Word 文档", "ppt/presentation.xml": "PPT 演示文稿"}
        for part, kind in marks.items():
            if part in self._parts:
                return kind
        if "[content_types].xml" in self._parts:
            return "xlsx"
        return "OpenDocument 表格" if "content.xml" in self._parts else ""

    def _read(self, part: str) -> bytes:
        return self._zip.read(self._parts[part.lower()])

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id → (type, target part)."""
        folder, name = posixpath.split(part)
        root = ET.fromstring(self._read(posixpath.join(folder, "_rels", f"{name}.rels")))  # noqa: S314 - expat refuses entity bombs
        return {
            each.get("Id", ""): (
                each.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
            )
            for each in root
        }

    def _sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet by its title, and note the workbook's related parts."""
        workbook = dict(self._related("").values())["officeDocument"]
        related = self._related(workbook)
        self._styles = next((target for kind, target in related.values() if kind == "styles"), "")
        root = ET.fromstring(self._read(workbook))  # noqa: S314 - expat refuses entity bombs
        ids = [(each.get("name", ""), _relation_id(each)) for each in root.iter() if each.tag.endswith("}sheet")]
        return {name: related[identity][1] for name, identity in ids if identity in related}

    def percent_styles(self) -> frozenset[int]:
        """Return the style numbers whose number format shows a percentage."""
        if self._styles.lower() not in self._parts:
            return frozenset()
        root = ET.fromstring(self._read(self._styles))  # noqa: S314 - expat refuses entity bombs
        ids = {9, 10}
        for each in root.iter():
            if each.tag.endswith("}numFmt") and "%" in each.get("formatCode", ""):
                ids.add(int(each.get("numFmtId", "-1")))
        styles = next((each for each in root.iter() if each.tag.endswith("}cellXfs")), ())
        return frozenset(nth for nth, each in enumerate(styles) if int(each.get("numFmtId", "0")) in ids)

    def _blocks(self, sheet: str) -> Iterator[bytes]:
        """Yield the sheet's XML in blocks that end with a row."""
        part = self._parts.get(self._sheets.get(sheet, "").lower())
        if not part:
            return
        rest = b""
        with self._zip.open(part) as file:
            while block := file.read(_BLOCK):
                whole = rest + block
                cut = whole.rfind(b"row>") + 4
                cut = cut if cut > 4 else 0  # noqa: PLR2004 - the length of the mark: none found
                rest = whole[cut:]
                yield whole[:cut]
        yield rest

    def refuse_stray_cells(self, sheet: str) -> None:
        """Refuse a sheet whose used range would not fit into memory: a lone cell far out, such as XFD1048576.

        Raises:
            ReadError: names the cell.
        """
        part = self._parts.get(self._sheets.get(sheet, "").lower())
        if not part:
            return
        with self._zip.open(part) as file:
            used = _DIMENSION.search(file.read(4096))
        if not used or int(used[2]) * (column_number(used[1].decode()) + 1) <= _MOST_CELLS:
            return
        width, height = self._extent(sheet)
        if width * height > _MOST_CELLS:
            raise ReadError(
                f"「{self.path.name}」的工作表「{sheet}」在 {column_letters(width - 1)} 列、第 {height} 行还有内容，"
                "范围太大，无法读取。请删除表格右方和下方多余的行列后保存重试。"
            )

    def _extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows up to the last cell with a value."""
        width = height = 0
        for block in self._blocks(sheet):
            for cell in _CELL.finditer(block):
                if cell[2] and (ref := _REF.search(cell[1])) and ref[2]:
                    width = max(width, column_number(ref[1].decode()) + 1)
                    height = max(height, int(ref[2]))
        return width, height

    def flaws(self, sheet: str, percent_columns: Collection[int] = ()) -> Flaws:
        """Return the hidden flaws of a sheet.

        Args:
            sheet: title of the sheet.
            percent_columns: positions of the columns in which percentages matter.
        """
        flaws = Flaws()
        styles = self.percent_styles() if percent_columns else frozenset()
        row = 0
        for block in self._blocks(sheet):
            if styles or _suspect(block):
                row = _scan(block, row, flaws, styles, percent_columns)
            else:
                row = _last_row(block, row)
        return flaws


def _relation_id(sheet: ET.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _suspect(block: bytes) -> bool:
    """Tell whether a block of rows holds an error value or a formula without value."""
    if any(mark.search(block) for mark in _ERROR_MARKS):
        return True
    return any(mark.search(block) for mark in _FORMULA_MARKS) and _NEVER_COMPUTED.search(block) is not None


def _last_row(block: bytes, row: int) -> int:
    """Return the number of the block's last row; rows without a number count on from ``row``."""
    last = max(block.rfind(b"<row "), block.rfind(b":row "))
    number = _REF.search(block, last, block.find(b">", last)) if last >= 0 else None
    return int(number[2]) if number and number[2] else row + block.count(b"<row") + block.count(b":row")


def _scan(block: bytes, row: int, flaws: Flaws, styles: frozenset[int], percent_columns: Collection[int]) -> int:
    """Note the flaws of a block; return the number of its last row."""
    for each in _ROW.finditer(block):
        number = _REF.search(each[1])
        row = int(number[2]) if number and number[2] else row + 1
        body = each[2] or b""
        if styles or _suspect(body):
            _scan_row(body, row, flaws, styles, percent_columns)
    return row


def _scan_row(body: bytes, row: int, flaws: Flaws, styles: frozenset[int], percent_columns: Collection[int]) -> None:
    column = -1
    for cell in _CELL.finditer(body):
        ref = _REF.search(cell[1])
        column = column_number(ref[1].decode().upper()) if ref and ref[1] else column + 1
        kind = _TYPE.search(cell[1])
        inner = cell[2] or b""
        if kind and kind[1] == b"e":
            value = _VALUE.search(inner)
            flaws.errors.setdefault(column, {})[row] = (value[1] or b"").decode() if value else "#N/A"
        elif _HAS_FORMULA.search(inner) and _is_uncomputed(inner, kind[1] if kind else b""):
            flaws.uncomputed.setdefault(column, []).append(row)
        elif column in percent_columns and (style := _STYLE.search(cell[1])) and int(style[1]) in styles:
            flaws.percents.setdefault(column, []).append(row)


def _is_uncomputed(inner: bytes, kind: bytes) -> bool:
    """Tell whether a formula cell has no value; an empty string (``t="str"`` with an empty value) is one."""
    if kind == b"str":
        return not _HAS_VALUE.search(inner)
    value = _VALUE.search(inner)
    return not value or (value[1] is not None and not value[1].strip())
