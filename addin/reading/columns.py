"""The columns of a sheet: which heading serves which declared column, which ones are unknown, which are missing."""

import difflib

from addin.reading import faults
from addin.reading.header import Header, Heading
from addin.reading.letters import column_letters
from addin.reading.problems import Fault, Problems, Spot
from addin.reading.text import tidy
from addin.tables.column import Column, Table


class Columns:
    """The columns of one sheet.

    Attributes:
        declared: the heading that serves a declared column, by the column's name.
        unknown: the other headings, left to right, by the name that they have in the frame.
    """

    def __init__(self, header: Header, table: Table, spot: Spot, first: int, problems: Problems) -> None:
        """Choose the headings; columns twice or missing are noted as problems.

        Args:
            header: the header found.
            table: the declared table.
            spot: where problems stand.
            first: row id of the sheet's row 0.
            problems: what is wrong goes here.
        """
        self._header, self._spot, self._first, self._problems = header, spot, first, problems
        self.declared = self._choose()
        self.unknown = self._name({column.name for column in table})
        for column in table:
            if column.required and column.name not in self.declared:
                self._note_missing(column)

    def letters(self) -> dict[str, str]:
        """Return the letters of every column by its name in the frame."""
        return {name: column_letters(each.index) for name, each in (self.unknown | self.declared).items()}

    def note(self, fault: Fault, heading: Heading, hint: str) -> None:
        """Note a problem of a heading."""
        row = self._header.first + 1
        self._problems.add(
            fault,
            self._spot,
            cell=f"{column_letters(heading.index)}{row}",
            column=heading.column.title if heading.column else heading.text,
            seen=heading.text,
            hint=hint,
            row=self._first + row,
        )

    def _choose(self) -> dict[str, Heading]:
        """Return the heading for each declared column found: the title before an alias, then the leftmost."""
        chosen: dict[str, Heading] = {}
        for heading in sorted(self._header.headings, key=_rank):
            if heading.column:
                used = chosen.setdefault(heading.column.name, heading)
                if used is not heading:
                    fault = faults.COLUMN_TWICE if heading.rank == used.rank else faults.COLUMN_ALIKE
                    self.note(fault, heading, column_letters(used.index))
        return chosen

    def _name(self, taken: set[str]) -> dict[str, Heading]:
        """Return the headings that serve no declared column, named as they stand, with their letters where taken."""
        used = list(self.declared.values())
        named: dict[str, Heading] = {}
        for heading in self._header.headings:
            if heading not in used:
                name = tidy(heading.text)
                clash = name in named or name in taken
                named[f"{name}({column_letters(heading.index)})" if clash else name] = heading
        return named

    def _note_missing(self, column: Column) -> None:
        unknown = [each.text for each in self.unknown.values() if not each.column]
        near = difflib.get_close_matches(column.title, unknown, n=1)
        hint = f"「{near[0]}」是否就是这一列？" if near else ""
        seen = "、".join(heading.text for heading in self._header.headings[:12])
        self._problems.add(faults.COLUMN_MISSING, self._spot, column=column.title, seen=seen, hint=hint)


def _rank(heading: Heading) -> int:
    return heading.rank
