"""What a sheet's cells hide from the reader: error values, formulas never computed, percentages."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(slots=True)
class Flaws:
    """By column (from 0): sheet rows with their error value, rows never computed, rows shown as a percentage."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    uncomputed: dict[int, list[int]] = field(default_factory=dict)
    percents: dict[int, list[int]] = field(default_factory=dict)

    def note_error(self, column: int, row: int, value: str) -> None:
        """Note the error value of a cell."""
        self.errors.setdefault(column, {})[row] = value

    def note_percent(self, column: int, row: int) -> None:
        """Note a cell shown as a percentage."""
        self.percents.setdefault(column, []).append(row)


class Detector(Protocol):
    """Finds the flaws of a sheet in the bytes of its workbook."""

    def flaws(self, sheet: str, percent_columns: Collection[int] = ()) -> Flaws:
        """Return the flaws of a sheet; percentages only in the columns in which they matter."""
