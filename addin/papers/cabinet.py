"""Cabinet: the rows of some customers, every sheet gone through once; each row knows where it stands."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from addin.papers.lacking import Lacking
from addin.reading import Ledger
from addin.tables import FILLED


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; an empty cell is a ``Lacking`` that knows its place.

    Attributes:
        table: name of the table.
        number: row id.
        cells: plain values by column; numbers whole or exact, days as dates, empty as ``None``.
        excuse: of a row that no sheet has: the sentence that says what to do.
    """

    table: str
    number: int
    cells: Mapping[str, Any]
    excuse: str = ""

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401 - a cell holds text, number or day
        """Return a cell."""
        value = self.cells.get(column)
        return Lacking(self.excuse or (self.table, self.number, column)) if value is None else value

    def get(self, column: str) -> Any:  # noqa: ANN401
        """Return a cell, ``None`` when it is empty."""
        return self.cells.get(column)

    def named(self, **columns: str) -> dict[str, Any]:
        """Return cells under the names of facts."""
        return {fact: self[column] for fact, column in columns.items()}


@dataclass(frozen=True)
class Cabinet:
    """The rows of the customers asked for, by table and customer.

    Attributes:
        ledger: the sheets.
        customers: 户号 whose rows are wanted.
        as_of: the day that counts as today.
    """

    ledger: Ledger = field(repr=False)
    customers: Collection[str]
    as_of: date
    _drawers: dict[str, dict[str, list[Row]]] = field(default_factory=dict, repr=False)

    def of(self, table: str, customer_no: str) -> list[Row]:
        """Return a customer's rows of a table, in the order of the sheet."""
        if table not in self._drawers:
            frame = self.ledger[table]
            self._drawers[table] = drawer(table, frame[frame["customer_no"].isin(self.customers)])
        return self._drawers[table].get(customer_no, [])

    def first(self, table: str, customer_no: str) -> Row:
        """Return a customer's first row of a table, or one whose cells say that there is none."""
        return next(iter(self.of(table, customer_no)), self.none(table, customer_no))

    def in_force(self, table: str, customer_no: str) -> list[Row]:
        """Return a customer's rows whose 生效日期 has come and whose 失效日期 has not."""
        return [row for row in self.of(table, customer_no) if _holds(row, self.as_of)]

    def none(self, table: str, customer_no: str, what: str = "") -> Row:
        """Return a row that stands for one that no sheet has."""
        return Row(table, 0, {}, self.lacks(table, customer_no, what))

    def lacks(self, table: str, customer_no: str, what: str = "") -> str:
        """Return the sentence that a customer has no row in a table."""
        title = FILLED[table].title
        if not self.ledger.has(table):
            return f"工作簿中没有「{title}」表，请从空白台账复制这张表并填写"
        return f"「{title}」中没有户号 {customer_no} 的{what or '行'}，请补一行"


def _holds(row: Row, day: date) -> bool:
    """Tell whether a dated row holds on a day; the first day of 失效日期 it no longer does."""
    begins, ends = row.get("effective_on"), row.get("expires_on")
    return (begins is None or begins <= day) and (ends is None or day < ends)


def drawer(table: str, frame: pd.DataFrame) -> dict[str, list[Row]]:
    """Return the rows of a frame by customer."""
    found: dict[str, list[Row]] = {}
    for row in rows(table, frame):
        found.setdefault(row["customer_no"], []).append(row)
    return found


def rows(table: str, frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows of a frame with plain values."""
    names = list(frame.columns)
    columns = [_plain(frame[name]) for name in names]
    for number, values in zip(frame.index, zip(*columns, strict=True), strict=True):
        yield Row(table, int(number), dict(zip(names, values, strict=True)))


def _plain(column: pd.Series) -> list[object]:
    """Return the cells of a column as Python values, empty ones as ``None``."""
    cells = [None if empty else cell for cell, empty in zip(column.tolist(), column.isna(), strict=True)]
    if column.dtype.kind == "M":
        return [cell if cell is None else cell.date() for cell in cells]
    if column.dtype.kind == "f":
        return [cell if cell is None else exact(cell) for cell in cells]
    return cells


def exact(number: float) -> int | Decimal:
    """Return a cell's number as it was typed: whole, or the shortest decimal that reads the same."""
    return int(number) if number.is_integer() else Decimal(repr(number))
