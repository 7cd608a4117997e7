"""Ranges of Calc as xlwings asks for them: values, formats, copies."""

import datetime as dt
import re

from xlwings import base_classes as base
from xlwings.utils import col_name

from calc.com import RangeApi

EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
PARSED = re.compile(
    r"=.+|\s*([-+]?[\d,]*\.?\d+(e[-+]?\d+)?%?|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?|true|false)\s*",
    re.IGNORECASE | re.DOTALL,
)


class Error(str):
    """A cell error such as #DIV/0!."""

    __slots__ = ()


class Range(base.Range):
    sheet = row = column = shape = None

    def __init__(self, sheet, row, column, rows, columns):
        self.sheet, self.row, self.column, self.shape, self.options = sheet, row, column, (rows, columns), {}

    @classmethod
    def of(cls, sheet, area):
        return cls(
            sheet,
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        )

    @property
    def xl(self):
        rows, columns = self.shape
        return self.sheet.xl.getCellRangeByPosition(
            self.column - 1, self.row - 1, self.column + columns - 2, self.row + rows - 2
        )

    api = property(RangeApi)
    coords = property(lambda self: (self.sheet.xl, self.row, self.column, *self.shape))

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, column=None):
        if column is None:
            row, column = (one + 1 for one in divmod(row - 1, self.shape[1]))
        return Range(self.sheet, self.row + row - 1, self.column + column - 1, 1, 1)

    def get_address(self, *_):
        first = f"${col_name(self.column)}${self.row}"
        if len(self) == 1:
            return first
        return f"{first}:${col_name(self.column + self.shape[1] - 1)}${self.row + self.shape[0] - 1}"

    address = property(get_address)

    @property
    def raw_value(self):
        rows = [list(row) for row in self.xl.getDataArray()]
        for kind, area in self._areas(DATE | TIME | LOGICAL):
            for row in range(area.StartRow - self.row + 1, area.EndRow - self.row + 2):
                for at in range(area.StartColumn - self.column + 1, area.EndColumn - self.column + 2):
                    value = rows[row][at]
                    if isinstance(value, float):
                        rows[row][at] = (
                            bool(value) if kind & LOGICAL else EPOCH + dt.timedelta(seconds=round(value * 86400))
                        )
        for area in self.xl.queryFormulaCells(4).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for at in range(area.StartColumn, area.EndColumn + 1):
                    rows[row - self.row + 1][at - self.column + 1] = Error(
                        self.sheet.xl.getCellByPosition(at, row).String
                    )
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data):
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1]] * self.shape[0]
        texts = None
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and PARSED.fullmatch(value):
                    texts = list(self._areas(TEXT)) if texts is None else texts
                    if not any(_inside(area, self.row + at - 1, self.column + column - 1) for _, area in texts):
                        place = f"row {self.row + at}, column {self.column + column}"
                        raise ValueError(
                            f"Excel would turn the text {value!r} into something else at {place}: format it as @ first"
                        )
        self.xl.setDataArray(tuple(tuple(_plain(value) for value in row) for row in rows))

    def _areas(self, kinds):
        """Yield the areas of the cells whose number format is one of these kinds."""
        groups, formats = self.xl.getUniqueCellFormatRanges(), self.sheet.book.doc.NumberFormats
        for at in range(groups.Count):
            group = groups.getByIndex(at)
            kind = formats.getByKey(group.NumberFormat).Type
            if kind & kinds:
                yield from ((kind, area) for area in group.RangeAddresses)

    @property
    def number_format(self):
        return self.sheet.book.doc.NumberFormats.getByKey(self(1).xl.NumberFormat).FormatString

    @number_format.setter
    def number_format(self, code):
        self.xl.NumberFormat = self.sheet.book.format_key(code)

    def select(self):
        self.sheet.book.doc.CurrentController.select(self.xl)

    def copy(self, destination):
        """Copy cells as Excel does; whole sheets take heights, widths and hidden columns along."""
        whole = self.shape[0] > 1_000_000
        source = self.sheet.used_range if whole else self
        target = destination.impl.sheet
        if whole:
            target.clear()
        target.xl.copyRange(destination.impl.xl.getCellByPosition(0, 0).CellAddress, source.xl.RangeAddress)
        for lines, size in (
            ((("Columns", "Width"), source.shape[1]), (("Rows", "Height"), source.shape[0])) if whole else ()
        ):
            for at in range(size):
                old, new = (getattr(one.xl, lines[0]).getByIndex(at) for one in (self.sheet, target))
                setattr(new, lines[1], getattr(old, lines[1]))
                new.IsVisible = old.IsVisible


def _inside(area, row, column):
    return area.StartRow <= row <= area.EndRow and area.StartColumn <= column <= area.EndColumn


def _plain(value):
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return (moment - EPOCH) / dt.timedelta(days=1)
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)
