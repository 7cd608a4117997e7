"""Paper: tables below one another whose cells refer to cells above; where a row stands is known when it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from addin.books.layout import FIRST_COLUMN
from addin.books.result import Block, ResultColumn
from addin.books.sheetframe import letters
from addin.results.worksheet.figures import Figure, moved

FIGURES = 7
"""Columns of figures between the item in front and the note behind them."""
LABEL_WIDTH, FIGURE_WIDTH, NOTE_WIDTH, RULE_WIDTH = 24, 13, 40, 15
NOTE, RULE = FIGURES + 1, FIGURES + 2
TAKEN = "此数取自重算，不是本表公式"
ABOVE = 3
"""Empty row, heading and header above the first row of a table."""
Written = Figure | str | None
Own = Sequence[Written]
"""The cells of a row that stand left of one, as it refers to them."""
Cell = Written | Callable[["Own"], Written]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as later ones refer to it: its number, and the figures in it by the place of their column."""

    number: int
    figures: Mapping[int, Figure]

    def __getitem__(self, place: int) -> Figure:
        """Return the figure in a column, 0 for the first one of figures."""
        return self.figures[place]


@dataclass(slots=True)
class Section:
    """A table that is being written.

    Attributes:
        heading: the bold line above it.
        titles: of the item's column and the seven columns of figures.
        formats: Excel's number formats of the latter.
        start: row of its first line in the sheet.
    """

    heading: str
    titles: tuple[str, ...]
    formats: tuple[str, ...]
    start: int
    lines: list[tuple[object, ...]] = field(default_factory=list)
    tones: list[str | None] = field(default_factory=list)
    cited: list[tuple[int, ...]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def row(self, label: str, cells: Sequence[Cell], note: str = "", rule: str = "", *, tone: str | None = None) -> Row:
        """Write a row; its rule is linked from its last column and from the plain numbers that were read off it."""
        at = self.start + len(self.lines)
        padded, own = self._reckoned(cells, at)
        taken = any(isinstance(cell, Figure) and cell.taken for cell in padded)
        said = "；".join(part for part in (note, TAKEN if taken else "") if part)
        shown = [cell.cell if isinstance(cell, Figure) else cell for cell in padded]
        plain = [place for place, cell in enumerate(padded, 1) if isinstance(cell, Figure) and _read_off(cell)]
        self.lines.append((label, *shown, said, rule))
        self.tones.append(tone)
        self.cited.append((*plain, RULE) if rule else ())
        self.rows.append(Row(at, {place: cell for place, cell in enumerate(own) if isinstance(cell, Figure)}))
        return self.rows[-1]

    @staticmethod
    def _reckoned(cells: Sequence[Cell], at: int) -> tuple[list[Written], list[Written]]:
        """Return the cells of a row, those that depend on others left of them made, and all as others refer to them."""
        written: list[Written] = []
        own: list[Written] = []
        for place, cell in enumerate([*cells, *[None] * (FIGURES - len(cells))]):
            made = cell(own) if callable(cell) else cell
            written.append(made)
            where = f"{letters(FIRST_COLUMN + 1 + place)}{at}"
            own.append(moved(made, where) if isinstance(made, Figure) else made)
        return written, own

    def block(self, places: Mapping[str, str]) -> Block:
        """Return the table; ``places`` leads from a rule row's citation to where it stands."""
        columns = (
            ResultColumn(self.titles[0], LABEL_WIDTH, wrap=True),
            *(
                ResultColumn(title, FIGURE_WIDTH, code)
                for title, code in zip(self.titles[1:], self.formats, strict=True)
            ),
            ResultColumn("说明", NOTE_WIDTH, wrap=True),
            ResultColumn("规则", RULE_WIDTH, wrap=True),
        )
        values = list(zip(*self.lines, strict=True)) or [()] * len(columns)
        links = {at: [self._link(line, at, places) for line in range(len(self.lines))] for at in self._linked}
        return Block(columns, values, self.heading, links, self.tones, tuple(range(len(columns))))

    @property
    def _linked(self) -> list[int]:
        return sorted({at for places in self.cited for at in places})

    def _link(self, line: int, at: int, places: Mapping[str, str]) -> str | None:
        first = str(self.lines[line][RULE]).split("；")[0]
        return places.get(first) if at in self.cited[line] else None


@dataclass(slots=True)
class Paper:
    """The tables written so far, below some lines of heading."""

    above: int
    sections: list[Section] = field(default_factory=list)

    def section(self, heading: str, titles: Sequence[str], formats: Sequence[str] | str = "") -> Section:
        """Begin a table below what stands; one without a row is dropped again."""
        self.sections = [one for one in self.sections if one.lines]
        padded = (*titles, *[""] * (FIGURES + 1 - len(titles)))
        codes = (formats,) * FIGURES if isinstance(formats, str) else (*formats, *[""] * (FIGURES - len(formats)))
        self.sections.append(Section(heading, padded, codes, self._end + ABOVE + 1))
        return self.sections[-1]

    def citations(self) -> list[str]:
        """Return the rule rows named so far, each once, in order."""
        named = (str(line[RULE]) for one in self.sections for line in one.lines)
        return list(dict.fromkeys(rule for several in named for rule in several.split("；") if "!" in rule))

    @property
    def _end(self) -> int:
        return self.sections[-1].start + len(self.sections[-1].lines) - 1 if self.sections else self.above


def _read_off(cell: Figure) -> bool:
    """Say whether a number was read off the rule row: a plain one with decimals."""
    return not cell.computed and cell.places > 0


def figure(own: Own, place: int) -> Figure:
    """Return the figure in a column of the row that is being written; raises ``TypeError`` where there is none."""
    found = own[place]
    if not isinstance(found, Figure):
        raise TypeError(f"no figure in column {place}: {found!r}")
    return found
