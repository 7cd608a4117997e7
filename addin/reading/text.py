"""Folding: what people type in many ways, made comparable; nothing here changes a value that is printed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff\x00-\x1f\x7f]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
EMPTY_MARKS = frozenset(("-", "--", "---", "—", "——", "–", "−", "/", "//", "\\", "null", "none", "nan", "nat"))
"""What people and exports put into a cell that has no value; compared folded."""
ERROR_TEXTS = frozenset(
    ("#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data")
)
"""Excel's error values, pasted or exported as text; compared folded."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text with full-width signs made half-width, without any space, in lower case.

    >>> fold("合同容量　（ＫＶＡ）")
    '合同容量(kva)'
    """
    return compact(text).casefold()


def compact(text: str) -> str:
    """Return the text half-width and without any space, its letters as they are."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def are_plain(cells: Sequence[object]) -> bool:
    """Tell, much faster than cell by cell, whether all cells are empty or half-width letters and digits."""
    if set(map(type, cells)) != {str}:
        return False
    joined = "".join(cells)  # type: ignore[arg-type]
    return not joined or (joined.isascii() and joined.isalnum())


def half_width(text: str) -> str:
    """Return the text half-width, outer spaces gone, inner spaces single."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def tidy(text: str) -> str:
    """Return the text as a person meant it: outer spaces and invisible characters gone, a line break a space.

    Full-width letters and brackets stay: a name is printed as it was written.
    """
    if text.isalnum():
        return text
    if "_x" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return re.sub(
        "[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]", "", re.sub(r"\s*[\r\n]+\s*", " ", text)
    ).strip()


def is_blank(value: object) -> bool:
    """Tell whether a raw cell holds nothing that a person can see."""
    if isinstance(value, str):
        return not value or (not value[0].isalnum() and not compact(value))
    return value is None


def shown(value: object) -> str:
    """Return a raw cell as it is named in a message: numbers without a needless ``.0``, long texts cut."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:  # noqa: PLR2004 - beyond, only noise
        return str(int(value))
    text = str(value).replace("\n", "⏎")
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - the width of the sheet's column
