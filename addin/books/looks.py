"""Looks: how the cells of a result sheet are dressed; the palette, and which look goes where."""

from dataclasses import dataclass, replace

from addin.books.result import ResultColumn

DARK = "FF37474F"
_HUMAN = "FF7A6A2F"
_INPUT = "FFFFF9E3"
_GREY = "FF757575"
_INK = "FF262626"
_LINK = "FF1F5C99"
DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

TONES = {
    "error": ("FFF9D5D3", "FF9C1C14"),
    "warning": ("FFFDEBC8", "FF7F5200"),
    "notice": ("FFDDEAF7", "FF1F4E79"),
    "unknown": ("FFE9E7EF", "FF4A4458"),
    "pass": ("FFE1F0DF", "FF275B2B"),
    "total": ("FFE3E8EC", _INK),
}
"""Fill and ink of each tone [ARGB]; the words in the cell say the same, for print and for the colour-blind."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell wears; colours are ARGB, ``number_format`` is Excel's code, sizes are in points."""

    number_format: str = ""
    size: int = 10
    bold: bool = False
    underline: bool = False
    ink: str = _INK
    fill: str = ""
    border: bool = False
    horizontal: str = ""
    vertical: str = "top"
    wrap: bool = False


TITLE = Look(size=16, bold=True, ink=DARK, vertical="center")
NOTE = Look(size=9, ink=_GREY, vertical="center", wrap=True)
BLOCK_HEADING = Look(size=11, bold=True, ink=DARK, vertical="center")
HIDDEN = Look(size=9, ink=_GREY)
_HEADER = Look(bold=True, ink="FFFFFFFF", fill=DARK, border=True, horizontal="center", vertical="center", wrap=True)


def header(column: ResultColumn) -> Look:
    """Return the look of a column's heading; those that people fill stand out."""
    return replace(_HEADER, fill=_HUMAN) if column.editable else _HEADER


def body(column: ResultColumn, tone: str | None = None, *, linked: bool = False) -> Look:
    """Return the look of a column's cells in rows of one tone."""
    look = Look(
        number_format=column.number_format,
        fill=_INPUT if column.editable else "",
        border=True,
        horizontal=column.align,
        wrap=column.wrap,
    )
    if tone in TONES:
        fill, ink = TONES[tone]
        look = replace(look, fill=fill, ink=ink, bold=tone in ("error", "total"))
    return replace(look, ink=_LINK, underline=True) if linked else look


def dated(look: Look, *, moment: bool = False) -> Look:
    """Return the look for a date (or a moment) in a column whose own number format shows none."""
    look = replace(look, horizontal=look.horizontal or "center")
    if is_date_format(look.number_format):
        return look
    return replace(look, number_format=MOMENT_FORMAT if moment else DATE_FORMAT)


def is_date_format(code: str) -> bool:
    """Tell whether an Excel number format shows a date; quoted text and colours in brackets do not count."""
    bare, quoted = "", False
    for sign in code.partition(";")[0].lower():
        quoted ^= sign in '"[]'
        bare += "" if quoted else sign
    return any(sign in bare for sign in "ymdh")
