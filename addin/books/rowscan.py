"""Row scan: where the rows and cells of an existing sheet lie in its text; nothing is read into a model."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from addin.books.markup import attributes, tag

_FILLED = re.compile(r"<(?:[\w.-]+:)?(?:v(?:\s[^>]*)?>[^<]|is[\s>])")
_FORMULA = re.compile(r"<(?:[\w.-]+:)?f[\s/>]")


@dataclass(frozen=True, slots=True)
class RowSpan:
    """A row element: its number, opening tag, what stands inside, and where it begins and ends in the text."""

    number: int
    opening: str
    inside: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellSpan:
    """A cell element: column number, style (or empty) and its text."""

    column: int
    style: str
    xml: str

    @property
    def filled(self) -> bool:
        """It shows something; a formula whose result is empty does not."""
        return _FILLED.search(self.xml) is not None

    @property
    def has_formula(self) -> bool:
        """It is computed, whatever it shows."""
        return _FORMULA.search(self.xml) is not None


def row_spans(text: str) -> list[RowSpan]:
    """Return the rows of a sheet; a row without number follows the one before it."""
    found: list[RowSpan] = []
    for opening, inside, start, end in _elements(text, "row"):
        number = attributes(opening).get("r")
        after = found[-1].number + 1 if found else 1
        found.append(RowSpan(int(number) if number else after, opening, inside, start, end))
    return found


def cell_spans(row: RowSpan) -> list[CellSpan]:
    """Return the cells of a row; a cell without place follows the one before it."""
    found: list[CellSpan] = []
    for opening, _, start, end in _elements(row.inside, "c"):
        known = attributes(opening)
        after = found[-1].column + 1 if found else 1
        column = column_number(known["r"]) if "r" in known else after
        found.append(CellSpan(column, known.get("s", ""), row.inside[start:end]))
    return found


def column_number(reference: str) -> int:
    """Return the number of the column in a reference: ``A`` is 1, ``AA7`` is 27."""
    number = 0
    for sign in reference.upper():
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign) - 64
    return number


def last_filled(rows: Iterable[RowSpan], computed: frozenset[int]) -> int:
    """Return the last row's number that shows something, or computes in one of the columns ``computed``; else 0."""
    for row in sorted(rows, key=lambda one: one.number, reverse=True):
        cells = cell_spans(row)
        if any(cell.filled or (cell.has_formula and cell.column in computed) for cell in cells):
            return row.number
    return 0


def _elements(text: str, name: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield opening tag, inside, start and end of each element called ``name``."""
    at, pattern = 0, tag(name)
    while found := pattern.search(text, at):
        inside_end = at = found.end()
        if not found[0].endswith("/>"):
            closing = f"</{found[1]}{name}>"
            inside_end = text.index(closing, at)
            at = inside_end + len(closing)
        yield found[0], text[found.end() : inside_end], found.start(), at
