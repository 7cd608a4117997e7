"""Sheets of Calc and their tables as xlwings asks for them."""

from xlwings import base_classes as base

from calc.com import SheetApi, TableApi
from calc.ranges import Range

CLEARED = 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512


class Sheets(base.Sheets):
    def __init__(self, book):
        self.book = book

    @property
    def active(self):
        return Sheet(self.book, self.book.doc.CurrentController.ActiveSheet.RangeAddress.Sheet)

    def __len__(self):
        return self.book.doc.Sheets.Count

    def __iter__(self):
        return (Sheet(self.book, at) for at in range(len(self)))

    def __call__(self, key):
        if isinstance(key, int):
            return Sheet(self.book, key - 1)
        return next(sheet for sheet in self if sheet.name.lower() == key.lower())


class Sheet(base.Sheet):
    book = None

    def __init__(self, book, at):
        self.book, self._own = book, book.doc.Sheets.getByIndex(at)

    @property
    def xl(self):
        """Fetched anew: Calc's old object may no longer cover the sheet."""
        return self.book.doc.Sheets.getByIndex(self._own.RangeAddress.Sheet)

    api = property(SheetApi)
    index = property(lambda self: self._own.RangeAddress.Sheet + 1)
    name = property(lambda self: self.xl.Name, lambda self, value: setattr(self.xl, "Name", value))
    visible = property(lambda self: self.xl.IsVisible)
    cells = property(lambda self: Range(self, 1, 1, 1_048_576, 1024))

    def range(self, first, last=None):
        if isinstance(first, tuple) and len(first) == 4:
            return Range(self, *first)
        start, end = self._corner(first), self._corner(last or first)
        return Range(
            self, start.row, start.column, end.row + end.shape[0] - start.row, end.column + end.shape[1] - start.column
        )

    def _corner(self, place):
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            return Range(self, *place, 1, 1)
        return Range.of(self, self.xl.getCellRangeByName(place.replace("$", "")).RangeAddress)

    @property
    def tables(self):
        return Tables(self)

    @property
    def used_range(self):
        cursor = self.xl.createCursor()
        cursor.gotoStartOfUsedArea(False)  # noqa: FBT003
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003
        return Range.of(self, cursor.RangeAddress)

    def activate(self):
        self.book.doc.CurrentController.setActiveSheet(self.xl)

    def clear(self):
        self.xl.clearContents(CLEARED)
        self.used_range.xl.merge(False)  # noqa: FBT003

    def delete(self):
        self.book.doc.Sheets.removeByName(self.name)

    def copy(self, before, after):
        at = before.index - 1 if before else after.index
        target = (before or after).book
        if target == self.book:
            names = target.doc.Sheets.ElementNames
            free = next(name for number in range(2, 99) if (name := f"{self.name} ({number})") not in names)
            target.doc.Sheets.copyByName(self.name, free, at)
        else:
            target.doc.Sheets.importSheet(self.book.doc, self.name, at)
            _freeze_as(self.book.doc, self.name, target.doc, at)


class Tables(base.Tables):
    """Excel's tables are Calc's database ranges; one without a name of its own is only a filter."""

    def __init__(self, sheet):
        self.sheet = sheet

    def _all(self):
        ranges = self.sheet.book.doc.DatabaseRanges
        found = (ranges.getByName(name) for name in ranges.ElementNames if not name.startswith("_"))
        return [Table(self.sheet, one) for one in found if one.DataArea.Sheet == self.sheet.index - 1]

    def __len__(self):
        return len(self._all())

    def __iter__(self):
        return iter(self._all())

    def __call__(self, key):
        return self._all()[key - 1]


class Table(base.Table):
    parent = None
    show_totals = property(lambda self: self.xl.TotalsRow)

    def __init__(self, sheet, xl):
        self.parent, self.xl = sheet, xl

    api = property(TableApi)
    range = property(lambda self: Range.of(self.parent, self.xl.DataArea))

    def resize(self, cells):
        area = self.xl.DataArea
        area.EndRow, area.EndColumn = cells.row + cells.shape[0] - 2, cells.column + cells.shape[1] - 2
        self.xl.DataArea = area


def _freeze_as(source, name, target, at):
    """Freeze a sheet's panes as the one has them that it was copied from, as Excel does; Calc leaves them behind."""
    there, here = source.CurrentController, target.CurrentController
    there.setActiveSheet(source.Sheets.getByName(name))
    if there.hasFrozenPanes():
        front = here.ActiveSheet
        here.setActiveSheet(target.Sheets.getByIndex(at))
        here.freezeAtPosition(there.getSplitColumn(), there.getSplitRow())
        here.setActiveSheet(front)
