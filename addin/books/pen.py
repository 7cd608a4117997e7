"""Pen: writes cells into a sheet that people keep, in its own prefix and their styles."""

import re
from dataclasses import dataclass

from addin.books.cells import MOMENT, PLAIN, cell
from addin.books.looks import DATE_FORMAT, MOMENT_FORMAT
from addin.books.styles import Styles


@dataclass(frozen=True, slots=True)
class Pen:
    """What the cells of one sheet have in common.

    Attributes:
        prefix: of the sheet's tags.
        styles: of the book.
        date1904: the book counts days from 1904.
    """

    prefix: str
    styles: Styles
    date1904: bool

    def cell(self, place: str, value: object, style: str) -> str:
        """Return a cell with a value; a date in a cell that is not styled as one gets a date's look besides."""
        rest, kind = cell(value, date1904=self.date1904)
        if kind != PLAIN:
            style = str(self.styles.dated(int(style or 0), MOMENT_FORMAT if kind == MOMENT else DATE_FORMAT))
        worn = f' s="{style}"' if style else ""
        return f'<{self.prefix}c r="{place}"{worn}{self._prefixed(rest)}'

    def _prefixed(self, rest: str) -> str:
        """Give the tags behind a cell's style the prefix that the sheet uses."""
        return re.sub(r"<(/?)", rf"<\1{self.prefix}", rest) if self.prefix else rest
