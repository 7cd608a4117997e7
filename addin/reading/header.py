"""The header row: found among title rows, its headings matched with the declared columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from addin.reading.text import fold, is_blank
from addin.reading.units import split_heading, unit
from addin.tables.column import Column, Table

SEARCHED = 20
"""Rows in which the header is looked for, below any blank rows at the top."""
OwnNames = Mapping[tuple[str, str], str]
"""The company's own headings: (folded table title, folded heading) → folded standard title; from 列名对照."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet.

    Attributes:
        index: position in the sheet, from 0.
        text: the heading as it stands there.
        column: the declared column, None when unknown.
        unit: the unit in the heading, folded; empty when none.
        rank: 0 by title or by the company's own name, 1 by alias.
    """

    index: int
    text: str
    column: Column | None = None
    unit: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its first and last row (from 0) and its headings, left to right."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    @property
    def matched(self) -> int:
        """Number of declared columns found."""
        return len({heading.column.name for heading in self.headings if heading.column})


_BRACKETS = "()（）[]【】"


def find_header(rows: Sequence[Sequence[object]], table: Table, own: OwnNames) -> Header | None:
    """Return the rows that name most of the table's columns: one row, or two where a second line adds to it.

    Args:
        rows: raw cells of the top of the sheet.
        table: the declared table.
        own: the company's own headings.
    """
    names = known_names(table, own)
    best: Header | None = None
    start = next((nth for nth, row in enumerate(rows) if not all(map(is_blank, row))), 0)
    for nth in range(start, min(start + SEARCHED, len(rows))):
        for header in _candidates(rows, nth, names):
            if header.matched > (best.matched if best else 0):
                best = header
    return best if best and best.matched >= min(2, len(table.columns)) else None


def known_names(table: Table, own: OwnNames) -> dict[str, tuple[Column, int]]:
    """Return every folded heading that means a column of the table, with its rank; a title beats an alias."""
    names: dict[str, tuple[Column, int]] = {}
    for column in table:
        names[fold(column.title)] = (column, 0)
        names.setdefault(fold(column.heading), (column, 0))
    titles = dict(names)
    for column in table:
        for alias in column.aliases:
            names.setdefault(fold(alias), (column, 1))
    for (title, heading), standard in own.items():
        if title in _titles(table) and standard in titles:
            names[heading] = (titles[standard][0], 0)
    return names


def _titles(table: Table) -> set[str]:
    return {"", fold(table.title), *map(fold, table.aliases)}


def _candidates(
    rows: Sequence[Sequence[object]], nth: int, names: Mapping[str, tuple[Column, int]]
) -> Iterable[Header]:
    """Yield the header that row ``nth`` makes alone, and the one that it makes with the row below."""
    upper = [_label(cell) for cell in rows[nth]]
    alone = Header(nth, nth, tuple(_headings([(text,) for text in upper], names)))
    lower = [_label(cell) for cell in rows[nth + 1]] if _is_second_line(rows[nth + 1 : nth + 2]) else []
    if lower and all(not text or unit(text.strip(_BRACKETS)) for text in lower):
        yield Header(nth, nth + 1, _with_units(alone.headings, lower))
        return
    yield alone
    if lower:
        lines = [_joined(*texts) for texts in zip(upper, _spread(upper, lower), lower, strict=True)]
        yield Header(nth, nth + 1, tuple(_headings(lines, names)))


def _label(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _is_second_line(rows: Sequence[Sequence[object]]) -> bool:
    """Tell whether the row, if there is one, can be the second line of a header: texts only, at least one."""
    filled = [cell for row in rows for cell in row if not is_blank(cell)]
    return bool(filled) and all(isinstance(cell, str) for cell in filled)


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return for each column the group title above it: a merged title stands in its first cell only."""
    spread, last = [], ""
    for above, below in zip(upper, lower, strict=True):
        last = above or (last if below else "")
        spread.append(last)
    return spread


def _joined(above: str, over: str, below: str) -> tuple[str, ...]:
    """Return the readings of a two-line heading, likeliest first."""
    if not below:
        return (above,)
    return (over + below, f"{over}({below})", below, above) if over else (below,)


def _headings(lines: Sequence[Sequence[str]], names: Mapping[str, tuple[Column, int]]) -> Iterable[Heading]:
    for index, texts in enumerate(lines):
        own = next((text for text in texts if text), "")
        if own:
            yield next(filter(None, (_match(index, text, names) for text in texts if text)), Heading(index, own))


def _match(index: int, text: str, names: Mapping[str, tuple[Column, int]]) -> Heading | None:
    for name, seen_unit in split_heading(text):
        if name in names:
            column, rank = names[name]
            return Heading(index, text, column, seen_unit, rank)
    return None


def _with_units(headings: Sequence[Heading], lower: Sequence[str]) -> tuple[Heading, ...]:
    """Return the headings with the units that stand in the line below them."""
    return tuple(
        Heading(each.index, each.text, each.column, each.unit or fold(lower[each.index]).strip(_BRACKETS), each.rank)
        for each in headings
    )
