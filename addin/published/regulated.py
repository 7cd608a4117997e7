"""A 输配电价 that was copied wrongly breaks the sums of its row: the cell to name is its own, not the total's."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from addin.published.review import OTHER, SIZE, Fault, faults
from addin.published.table import PriceTable
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import DELIVERY, FLAT

SUM = "电费-P1"
_FITS = "，按此数五个分项之和与平时段电价相合；请与原表核对该格"


def blamed(found: Sequence[Fault], table: PriceTable, rules: RulesInForce) -> list[Fault]:
    """Return the faults of a table with what a wrong 输配电价 alone explains told at its own cell.

    Where the sum of a row holds with the regulated price of its voltage in the place of the printed one, the printed
    one is wrong: total and period prices of the row, which follow from the regulated price, are not blamed for it.

    Args:
        found: every fault of the table.
        table: as read.
        rules: in force on the first day of its month, of its province.
    """
    off = {one.row for one in found if one.code == SUM}
    other = {one.row: one for one in found if one.column == DELIVERY and one.code in {OTHER, SIZE}}
    asked = {row: one for row, one in other.items() if row in off and not np.isnan(one.expected)}
    if not asked:
        return list(found)
    rows = table.rows.copy()
    rows.loc[list(asked), DELIVERY] = [one.expected for one in asked.values()]
    still = {(one.code, one.row, one.column) for one in faults(replace(table, rows=rows), rules)}
    wrong = {row: _told(one) for row, one in asked.items() if (SUM, row, FLAT) not in still}
    sums = {(one.code, one.row, one.column) for one in faults(table, rules)} - still
    return [
        wrong[one.row] if one is asked.get(one.row) and one.row in wrong else one
        for one in found
        if one.row not in wrong or (one.code, one.row, one.column) not in sums
    ]


def _told(fault: Fault) -> Fault:
    """Return the fault as one of the row's sum."""
    return replace(fault, code=SUM, text=fault.text.partition("；")[0] + _FITS)


def in_order(found: Iterable[Fault], table: PriceTable) -> list[Fault]:
    """Return faults as their cells stand in the file: by row, then from the left."""
    return sorted(found, key=lambda one: (one.row, _letters(table.addresses.get((one.row, one.column), ""))))


def _letters(address: str) -> tuple[int, str]:
    """Return what sorts the addresses of a row: ``Z9`` before ``AA9``."""
    return len(address), address
