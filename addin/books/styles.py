"""Styles: the style sheet of a workbook, to which looks are appended; nothing that is there is changed.

References:
    ECMA-376 part 1, 18.8: CT_Stylesheet and the order of its children.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from addin.books.errors import BookError
from addin.books.looks import Look, is_date_format
from addin.books.markup import append_child, attributes, content, insert_after, prefix, set_attribute, tag

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_FIRST_OWN_FORMAT = 164
_MOST_FORMATS = 64_000
_BUILT_IN = {"": 0, "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DEFAULTS = {  # what the first places of a list mean to Excel, where a book has no such list
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "numFmts": (),
}
_LINE = "FFBFC7CC"


class _List:
    """One list of the style sheet: its entries as text, known ones and those appended."""

    def __init__(self, text: str, name: str, child: str, own: str) -> None:
        self.name, self.added = name, list[str]()
        inside = content(text, name)
        self.entries = [found[0] for found in re.finditer(_entry(own, child), inside, re.DOTALL)]
        self._places = {entry: place for place, entry in reversed(list(enumerate(self.entries)))}
        if not self.entries:
            for default in _DEFAULTS[name]:
                self.place(default.format(p=own))

    def place(self, entry: str) -> int:
        """Return the place of ``entry``, appended when it is not there yet."""
        if entry not in self._places:
            self._places[entry] = len(self.entries)
            self.entries.append(entry)
            self.added.append(entry)
        return self._places[entry]

    def insert_into(self, text: str, own: str) -> str:
        """Return the style sheet with the appended entries and the new count."""
        if not self.added:
            return text
        if not tag(self.name).search(text):
            text = _with_list(text, self.name, own)
        text = append_child(text, self.name, "".join(self.added))
        found = tag(self.name).search(text)
        opening = found[0] if found else ""
        return text.replace(opening, set_attribute(opening, "count", str(len(self.entries))), 1)


class Styles:
    """The style sheet in the text of a styles part; looks and number formats become places in its ``cellXfs``."""

    def __init__(self, text: str) -> None:
        """Read the lists of the style sheet ``text``."""
        self._text = text
        self._own = prefix(text, "styleSheet")
        self._formats = _List(text, "numFmts", "numFmt", self._own)
        self._fonts = _List(text, "fonts", "font", self._own)
        self._fills = _List(text, "fills", "fill", self._own)
        self._borders = _List(text, "borders", "border", self._own)
        self._cells = _List(text, "cellXfs", "xf", self._own)
        known = map(attributes, self._formats.entries)  # not those inside dxfs: their numbers mean nothing here
        self._codes = {one.get("formatCode", ""): int(one.get("numFmtId", 0)) for one in known}
        self._known: dict[Look, int] = {}

    @property
    def text(self) -> str:
        """The style sheet with everything appended so far."""
        text = self._text
        for one in (self._formats, self._fonts, self._fills, self._borders, self._cells):
            text = one.insert_into(text, self._own)
        return text

    def place(self, look: Look) -> int:
        """Return the place of a look, for the ``s`` of a cell."""
        if look not in self._known:
            self._known[look] = self._add(look)
        return self._known[look]

    def dated(self, place: int, code: str) -> int:
        """Return the place of the same style with the date format ``code``, or ``place`` if it shows dates already."""
        entry = self._cells.entries[place]
        number = int(attributes(entry).get("numFmtId", 0))
        own_code = next((key for key, value in self._codes.items() if value == number), "")
        if number in _BUILT_IN_DATES or is_date_format(own_code):
            return place
        found = tag("xf").match(entry)
        opening = found[0] if found else entry
        changed = set_attribute(set_attribute(opening, "numFmtId", str(self._format(code))), "applyNumberFormat", "1")
        return self._cells.place(changed + entry[len(opening) :])

    def _add(self, look: Look) -> int:
        if len(self._cells.entries) >= _MOST_FORMATS:
            raise BookError(
                f"工作簿的单元格格式已有 {_MOST_FORMATS} 种，Excel 容不下更多：请清理多余的单元格样式后重新运行。"
            )
        parts = {
            "numFmtId": self._format(look.number_format),
            "fontId": self._fonts.place(self._dress(_font, look)),
            "fillId": self._fills.place(self._dress(_fill, look)) if look.fill else 0,
            "borderId": self._borders.place(self._dress(_border, look)) if look.border else 0,
        }
        given = " ".join(f'{name}="{value}"' for name, value in parts.items())
        based = ' xfId="0"' if tag("cellStyleXfs").search(self._text) else ""
        applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._cells.place(
            f"<{self._own}xf {given}{based} {applied}>{_alignment(look, self._own)}</{self._own}xf>"
        )

    def _dress(self, make: Callable[[Look], str], look: Look) -> str:
        """Return the entry made for ``look`` with the prefix of this style sheet."""
        return re.sub(r"<(/?)", rf"<\1{self._own}", make(look))

    def _format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        if code not in self._codes:
            number = max([_FIRST_OWN_FORMAT - 1, *self._codes.values()]) + 1
            self._codes[code] = number
            self._formats.place(f'<{self._own}numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>')
        return self._codes[code]


def _entry(own: str, child: str) -> str:
    name = re.escape(own) + child
    return rf"""<{name}(?=[\s/>])(?:[^"'>/]|"[^"]*"|'[^']*'|/(?!>))*(?:/>|>.*?</{name}>)"""


def _with_list(text: str, name: str, own: str) -> str:
    """Add an empty list in its place of the schema's order."""
    xml = f'<{own}{name} count="0"></{own}{name}>'
    before = [one for one in _ORDER[: _ORDER.index(name)] if tag(one).search(text)]
    if before:
        return insert_after(text, before, xml)
    found = tag("styleSheet").search(text)
    if found is None or found[0].endswith("/>"):
        return append_child(text, "styleSheet", xml)
    return text[: found.end()] + xml + text[found.end() :]


def _font(look: Look) -> str:
    marks = "<b/>" * look.bold + "<u/>" * look.underline
    name = '<name val="等线"/><family val="2"/><charset val="134"/>'
    return f'<font>{marks}<sz val="{look.size}"/><color rgb="{look.ink}"/>{name}</font>'


def _fill(look: Look) -> str:
    colours = f'<fgColor rgb="{look.fill}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'


def _border(_: Look) -> str:
    sides = (f'<{side} style="thin"><color rgb="{_LINE}"/></{side}>' for side in ("left", "right", "top", "bottom"))
    return f"<border>{''.join(sides)}<diagonal/></border>"


def _alignment(look: Look, own: str) -> str:
    horizontal = f' horizontal="{look.horizontal}"' if look.horizontal else ""
    wrap = ' wrapText="1"' if look.wrap else ""
    return f'<{own}alignment{horizontal} vertical="{look.vertical}"{wrap}/>'
