"""Workbook: the list of sheets, defined names and the order to recalculate, in the text of workbook.xml.

References:
    ECMA-376 part 1, 18.2: CT_Workbook and the order of its children.
"""

import posixpath
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from addin.books.markup import append_child, attributes, content, insert_after, prefix, set_attribute, span, tag, tags
from addin.books.package import Package
from addin.books.partnames import free_name

_STRICT = "http://purl.oclc.org/ooxml"
_TRANSITIONAL = "http://schemas.openxmlformats.org"
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_BASE_STYLE = '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_OURS = ("_xlnm.Print_Titles", "_xlnm._FilterDatabase", "_xlnm.Print_Area")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry of the workbook's list of sheets.

    Attributes:
        title: its name.
        part: name of the part that holds it.
        sheet_id: the number by which the calculation chain knows it.
        position: in the list, from 0; names local to a sheet refer to it.
    """

    title: str
    part: str
    sheet_id: int
    position: int


class Workbook:
    """The workbook part of a package; every change is an insertion into its text."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the workbook in the part ``part``."""
        self._package = package
        self.part = part
        self._folder = posixpath.dirname(part)
        text = package.text(part)
        self.strict = _STRICT in text
        self.date1904 = any(one.get("date1904") in ("1", "true") for one in tags(text, "workbookPr"))

    @property
    def namespace(self) -> str:
        """The namespace of sheets in this book, transitional or strict."""
        return f"{_STRICT}/spreadsheetml/main" if self.strict else f"{_TRANSITIONAL}/spreadsheetml/2006/main"

    @property
    def relation_types(self) -> str:
        """Beginning of the types of relations in this book, transitional or strict."""
        document = "officeDocument/relationships" if self.strict else "officeDocument/2006/relationships"
        return f"{_STRICT if self.strict else _TRANSITIONAL}/{document}"

    @property
    def sheets(self) -> list[Sheet]:
        """All sheets in tab order, hidden ones and chart sheets too."""
        parts = {relation.id: relation.target for relation in self._package.relations(self.part)}
        found = enumerate(tags(content(self._package.text(self.part), "sheets"), "sheet"))
        return [
            Sheet(one.get("name", ""), parts.get(_relation_id(one), ""), int(one.get("sheetId", 0)), position)
            for position, one in found
        ]

    def add(self, title: str) -> Sheet:
        """Add a sheet at the end of the list, its part empty as yet."""
        part = free_name(self._package.names, posixpath.join(self._folder, "worksheets/keywatt.xml"))
        self._package.add(part, _WORKSHEET, "")
        key = self._package.relate(self.part, f"{self.relation_types}/worksheet", part)
        others = self.sheets
        sheet_id = max((sheet.sheet_id for sheet in others), default=0) + 1
        self._list(title, sheet_id, key)
        return Sheet(title, part, sheet_id, len(others))

    def style_part(self) -> str:
        """Return the name of the styles part, added when the book has none."""
        known = self._package.related(self.part, "styles")
        if known:
            return known
        part = free_name(self._package.names, posixpath.join(self._folder, "styles.xml"))
        self._package.add(part, _STYLES, f'<styleSheet xmlns="{self.namespace}">{_BASE_STYLE}</styleSheet>')
        self._package.relate(self.part, f"{self.relation_types}/styles", part)
        return part

    def name_ranges(self, sheet: Sheet, ranges: dict[str, str]) -> None:
        """Replace the built-in names (print titles, filter, print area) of one sheet by ``ranges``."""
        text = _without_names(self._package.text(self.part), sheet.position)
        own = prefix(text, "workbook")
        if ranges and not span(text, "definedNames"):
            text = insert_after(text, _BEFORE_NAMES, f"<{own}definedNames></{own}definedNames>")
        for name, reference in ranges.items():
            text = append_child(text, "definedNames", _defined_name(own, name, sheet, reference))
        self._package.put(self.part, text)

    def recalculate_on_load(self) -> None:
        """Have Excel compute all formulas when it opens the book: those that look at our sheets are out of date."""
        text = self._package.text(self.part)
        found = tag("calcPr").search(text)
        if found:
            text = text[: found.start()] + set_attribute(found[0], "fullCalcOnLoad", "1") + text[found.end() :]
        else:
            xml = f'<{prefix(text, "workbook")}calcPr fullCalcOnLoad="1"/>'
            text = insert_after(text, (*_BEFORE_NAMES, "definedNames"), xml)
        self._package.put(self.part, text)

    def _list(self, title: str, sheet_id: int, key: str) -> None:
        text = self._package.text(self.part)
        around = "".join(found[0] for name in ("workbook", "sheets") if (found := tag(name).search(text)))
        declared = re.search(rf'xmlns:([\w.-]+)\s*=\s*["\']{re.escape(self.relation_types)}["\']', around)
        relation = f'{declared[1]}:id="{key}"' if declared else f'xmlns:r="{self.relation_types}" r:id="{key}"'
        xml = f'<{prefix(text, "workbook")}sheet name={quoteattr(title)} sheetId="{sheet_id}" {relation}/>'
        self._package.put(self.part, append_child(text, "sheets", xml))


def quoted(title: str) -> str:
    """Return a sheet's name as references carry it: in quotes, its own quotes doubled."""
    return "'" + title.replace("'", "''") + "'"


def _relation_id(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _defined_name(own: str, name: str, sheet: Sheet, reference: str) -> str:
    hidden = ' hidden="1"' if name.startswith("_xlnm._") else ""
    target = escape(",".join(f"{quoted(sheet.title)}!{area}" for area in reference.split(",")))
    return f'<{own}definedName name="{name}" localSheetId="{sheet.position}"{hidden}>{target}</{own}definedName>'


def _without_names(text: str, position: int) -> str:
    """Remove our names of one sheet, and the list when nothing is left in it (an empty one is not valid)."""
    place = span(text, "definedNames")
    if place is None:
        return text
    inside = text[slice(*place)]
    for found in reversed(list(tag("definedName").finditer(inside))):
        known = attributes(found[0])
        if known.get("localSheetId") == str(position) and known.get("name") in _OURS:
            _, end = span(inside, "definedName", found.start()) or found.span()
            inside = inside[: found.start()] + inside[end:]
    return text[: place[0]] + (inside if tag("definedName").search(inside) else "") + text[place[1] :]
