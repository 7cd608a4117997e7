"""A printed sheet: merged cells carry their value to every cell they span; every cell knows its address."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from addin.reading.figures import parse, parse_other
from addin.reading.flaws import PERCENT, Flaws
from addin.reading.grid import Book, Cells, Grid
from addin.reading.letters import column_letters
from addin.reading.problems import ReadError
from addin.reading.text import ERROR_TEXTS, fold, half_width, is_blank, shown
from addin.tables.column import Column, Kind

PLACES = 8
"""Most decimals of a price [元/kWh]."""
_PLAIN = Column("price", "价格", Kind.NUMBER)


@dataclass(frozen=True)
class PrintedSheet:
    """One sheet of a price file; rows and columns count from 0.

    Attributes:
        book: the opened file.
        title: of the sheet.
    """

    book: Book
    title: str

    @cached_property
    def cells(self) -> Cells:
        """Raw cells, merged ranges filled downward and sideways."""
        return _spread(self.book.read(self.title))

    @cached_property
    def height(self) -> int:
        """Number of rows."""
        return len(self.cells)

    @cached_property
    def width(self) -> int:
        """Number of columns."""
        return len(self.cells[0]) if len(self.cells) else 0

    @cached_property
    def _flaws(self) -> Flaws:
        detector = self.book.detector
        return detector.flaws(self.title, range(self.width)) if detector else Flaws()

    def text(self, row: int, column: int) -> str:
        """Return a cell as text, half-width, single spaces; empty where blank."""
        cell = self.cells[row, column]
        return "" if is_blank(cell) else half_width(shown(cell) if not isinstance(cell, str) else cell)

    def texts(self, row: int) -> list[str]:
        """Return the distinct texts of a row, left to right, blanks left out."""
        return list(dict.fromkeys(text for at in range(self.width) if (text := self.text(row, at))))

    def is_number(self, row: int, column: int) -> bool:
        """Tell whether a cell holds a number, be it written as text."""
        cell = self.cells[row, column]
        if isinstance(cell, str):
            return bool(fold(cell)) and not np.isnan(parse(cell, _PLAIN)[0])
        return isinstance(cell, float | int) and not isinstance(cell, bool)

    def address(self, row: int, column: int) -> str:
        """Return a cell's address, such as ``F7``."""
        return f"{column_letters(column)}{row + 1}"

    def where(self, row: int, column: int, heading: str) -> str:
        """Return the place in words, to begin a sentence with."""
        return f"《{self.book.path.name}》「{self.title}」{self.address(row, column)}「{heading}」"

    def line(self, row: int) -> str:
        """Return the place of a row in words, to begin a sentence with."""
        return f"《{self.book.path.name}》「{self.title}」第 {row + 1} 行"

    def price(self, row: int, column: int, heading: str, scale: Decimal) -> float:
        """Return a price in the standard unit, ``NaN`` where the cell is blank or holds a dash.

        Args:
            row: of the cell.
            column: of the cell.
            heading: printed in messages.
            scale: what the printed number is multiplied by.

        Raises:
            ReadError: text, an error value, a percentage, or more decimals than a price can have.
        """
        where = self.where(row, column, heading)
        self._refuse_flaws(row, column, where)
        cell = self.cells[row, column]
        value = float(cell) if isinstance(cell, float | int) and not isinstance(cell, bool) else _figure(cell, where)
        if np.isnan(value):
            return value
        exact = Decimal(repr(value)) * scale
        if exact != exact.quantize(Decimal(1).scaleb(-PLACES)):
            raise ReadError(f"{where}：看到『{shown(cell)}』，应为不多于 {PLACES} 位小数的价格；请按原表改为印出的数")
        return float(exact)

    def _refuse_flaws(self, row: int, column: int, where: str) -> None:
        """Refuse what the cell hides: an error value, a formula never computed, a percentage."""
        flaws, number = self._flaws, row + 1
        error = flaws.errors.get(column, {}).get(number)
        if error:
            raise ReadError(f"{where}：看到『{error}』，应为数值；公式出错，请按原表填入数值")
        if number in flaws.uncomputed.get(column, ()):
            raise ReadError(f"{where}：公式从未计算过，读不到结果；请用 Excel 打开并保存，或按原表填入数值")
        if flaws.styled.get(column, {}).get(number) == PERCENT:
            raise ReadError(f"{where}：单元格是百分比格式，价格不应是百分数；请改为数值格式并与原表核对")


def _figure(cell: object, where: str) -> float:
    """Return the number that a text cell means; text with anything else in it is refused."""
    if is_blank(cell):
        return float("nan")
    value, _, _ = parse(cell, _PLAIN) if isinstance(cell, str) else parse_other(cell)
    if np.isnan(value) and not _is_dash(cell):
        raise ReadError(f"{where}：看到『{shown(cell)}』，应为数值；请按原表改正该格")
    return value


def _is_dash(cell: object) -> bool:
    """Tell whether a text stands for nothing, such as ``—``; an error value does not."""
    return isinstance(cell, str) and fold(cell) not in ERROR_TEXTS and not any(sign.isalnum() for sign in fold(cell))


def _spread(grid: Grid) -> Cells:
    """Return the cells with each merged value in every cell of its range."""
    cells = grid.cells.copy()
    for (top, left), (bottom, right) in grid.merges:
        if top < cells.shape[0] and left < cells.shape[1]:
            cells[top : bottom + 1, left : right + 1] = cells[top, left]
    return cells
