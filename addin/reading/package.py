"""The zip package of an .xlsx or .xlsm: its sheets, its number formats, and the bytes of a sheet row by row."""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from addin.reading.extent import MOST_CELLS
from addin.reading.flaws import BUILT_IN_PERCENTS, PERCENT, Flaws, looks
from addin.reading.letters import column_number
from addin.reading.scan import CELL, REF, find_flaws, last_row

_BLOCK = 1 << 20
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*\bref\s*=\s*[\"'][A-Z]+\d+:([A-Z]+)(\d+)[\"']")
"""A range; a lone A1 is what some programs write before they know how far the sheet will reach."""
_LONGER_NAMES = {26: re.compile(rb"\br=[\"'][A-Z]{2}"), 702: re.compile(rb"\br=[\"'][A-Z]{3}")}
"""By number of columns that have names so short: a cell of a column further on."""


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

    def _looks(self) -> dict[int, int]:
        """Return the styles that change what a person sees."""
        if self._styles.lower() not in self._parts:
            return {}
        root = ET.fromstring(self._read(self._styles))  # noqa: S314 - expat refuses entity bombs
        formats: dict[int, int | None] = dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
        for each in root.iter():
            if each.tag.endswith("}numFmt"):
                formats[int(each.get("numFmtId", "-1"))] = looks(each.get("formatCode", ""))
        styles = next((each for each in root.iter() if each.tag.endswith("}cellXfs")), ())
        shown = [formats.get(int(each.get("numFmtId", "0"))) for each in styles]
        return {nth: look for nth, look in enumerate(shown) if look is not None}

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

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows: as declared where that is little, else up to the last value."""
        part = self._parts.get(self._sheets.get(sheet, "").lower())
        if not part:
            return 0, 0
        with self._zip.open(part) as file:
            used = _DIMENSION.search(file.read(4096))
        width, height = (column_number(used[1].decode()) + 1, int(used[2])) if used else self._at_most(sheet)
        return (width, height) if width * height <= MOST_CELLS else self._extent(sheet)

    def _at_most(self, sheet: str) -> tuple[int, int]:
        """Return bounds of the columns and rows of a sheet that declares none: a quick look at its names."""
        width, height = 26, 0
        for block in self._blocks(sheet):
            height = last_row(block, height)
            while width in _LONGER_NAMES and _LONGER_NAMES[width].search(block):
                width = width * 26 + 26
        return width, height

    def _extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows up to the last cell with a value."""
        width = height = 0
        for block in self._blocks(sheet):
            for cell in CELL.finditer(block):
                if cell[2] and (ref := REF.search(cell[1])) and ref[2]:
                    width = max(width, column_number(ref[1].decode()) + 1)
                    height = max(height, int(ref[2]))
        return width, height

    def flaws(self, sheet: str, columns: Collection[int] = ()) -> Flaws:
        """Return the flaws of a sheet; ``columns`` are those in which the look of a number matters."""
        return find_flaws(self._blocks(sheet), self._looks() if columns else {}, columns)


def _relation_id(sheet: ET.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
