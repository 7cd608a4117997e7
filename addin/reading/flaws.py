"""What a sheet's cells hide: error values, formulas never computed, numbers that look different from what they are."""

import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

DAMAGE = (
    LookupError, ValueError, SyntaxError, EOFError, OSError, NotImplementedError, RuntimeError,
    struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What parsing raises when the bytes of a workbook are not what they should be."""
PERCENT = 0
BUILT_IN_PERCENTS = (9, 10)
"""Built-in number formats ``0%`` and ``0.00%``."""
Styles = Mapping[int, int]
"""Styles that change what a person sees, by number: ``PERCENT``, or the number of digits that 0012 is filled up to."""


def looks(format_code: str) -> int | None:
    """Return what a number format makes of a number: ``PERCENT``, a number of digits, None when it only rounds.

    >>> looks("0.00%"), looks("0000000000"), looks("#,##0.00")
    (0, 10, None)
    """
    first = format_code.split(";", maxsplit=1)[0]
    if "%" in re.sub(r'"[^"]*"|\\.', "", first):
        return PERCENT
    return len(first) if re.fullmatch("0{2,}", first) else None


@dataclass(slots=True)
class Flaws:
    """By column (from 0): sheet rows with their error value, rows never computed, rows with what their style does."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    styled: dict[int, dict[int, int]] = field(default_factory=dict)

    def note_error(self, column: int, row: int, value: str) -> None:
        """Note the error value of a cell."""
        self.errors.setdefault(column, {})[row] = value

    def note_style(self, column: int, row: int, look: int) -> None:
        """Note a cell shown as a percentage or filled up with zeros."""
        self.styled.setdefault(column, {})[row] = look


class Detector(Protocol):
    """Finds in the bytes of a workbook how far a sheet reaches, and its flaws."""

    def extent(self, sheet: str) -> tuple[int, int]:
        """Return the number of columns and rows that reading the sheet takes memory for."""

    def flaws(self, sheet: str, columns: Collection[int] = ()) -> Flaws:
        """Return the flaws of a sheet; ``columns`` are those in which the look of a number matters."""
