"""How the cells of a column look to a person: percentages, filled-up zeros, numbers in the unit of the heading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from addin.reading import faults
from addin.reading.cells import Array
from addin.reading.columns import Columns
from addin.reading.flaws import PERCENT, Flaws
from addin.reading.header import Heading
from addin.reading.problems import Found, Positions, located
from addin.reading.rows import positions_of
from addin.reading.units import factor
from addin.tables.column import Column, Kind


@dataclass(frozen=True, slots=True)
class Looks:
    """What number formats and headings make of the values of a sheet.

    Attributes:
        rows: sheet rows of the data.
        flaws: of the sheet; holds the number formats.
        columns: of the sheet; a heading may name a unit.
    """

    rows: Positions
    flaws: Flaws
    columns: Columns

    def shown(self, values: Array, column: Column, heading: Heading, found: list[Found]) -> Array:
        """Return the values as a person sees them: 3.5 % for 0.035, the zeros of 0012; numbers in the declared unit."""
        styled = self.flaws.styled.get(heading.index, {})
        if column.kind is Kind.CODE:
            return self._filled_up(values, styled)
        if values.dtype != np.float64:
            return values
        at = positions_of(self.rows, [row for row, look in styled.items() if look == PERCENT])
        at = at[~np.isnan(values[at])]
        if len(at):
            values[at] = np.round(values[at] * (1000 if column.unit.startswith("‰") else 100), 10)
            seen = [f"{value:.10g}{column.unit}" for value in values[at]]
            found += located(faults.PERCENT, at, seen, [column.unit] * len(at))
        return self._in_unit(values, column, heading, found)

    def _filled_up(self, values: Array, styled: dict[int, int]) -> Array:
        """Return codes with the leading zeros that their number format shows."""
        for at in positions_of(self.rows, list(styled)):
            if values[at]:
                values[at] = values[at].zfill(styled[int(self.rows[at])])
        return values

    def _in_unit(self, values: Array, column: Column, heading: Heading, found: Sequence[Found]) -> Array:
        """Return numbers in the declared unit; a cell that names its own unit has been converted already."""
        scale = factor(heading.unit, column.unit) if heading.unit else 1
        if scale is None:
            self.columns.note(faults.UNIT_WRONG, heading, column.unit)
        elif scale != 1:
            self.columns.note(faults.UNIT_CONVERTED, heading, column.unit)
            scaled = np.round(values * float(scale), 8)
            for each in found:
                if each.fault is faults.UNIT_IN_CELL:
                    scaled[each.positions] = values[each.positions]
            return scaled
        return values
