"""The names of Excel's object model that the live side uses through ``.api``, on Calc."""

import os
from pathlib import Path
from types import SimpleNamespace

from calc.office import load_uno

uno = load_uno()
CONTENTS = 1 | 2 | 4 | 8 | 16


class BookApi:
    """Excel's Workbook."""

    Excel8CompatibilityMode = property(lambda self: self._book.name.endswith(".xls"))
    Date1904 = property(lambda self: self._book.doc.NullDate.Year == 1904)
    FullName = property(lambda self: self._book.fullname)
    ProtectStructure = property(lambda self: self._book.doc.isProtected())

    def __init__(self, book):
        self._book = book

    @property
    def Path(self):  # noqa: N802 - Excel's name
        return str(Path(self._book.fullname).parent) if self._book.doc.URL else ""

    def SaveCopyAs(self, path):  # noqa: N802
        self._book.store(path)


class SheetApi:
    """Excel's Worksheet."""

    ProtectContents = property(lambda self: self._sheet.xl.isProtected())

    def __init__(self, sheet):
        object.__setattr__(self, "_sheet", sheet)

    def __setattr__(self, name, value):
        """Hide or show the sheet; or take away its filter, which shows every row again."""
        if name == "Visible":
            self._sheet.xl.IsVisible = value is True
            return
        assert (name, value) == ("AutoFilterMode", False)
        sheet = self._sheet
        _filters(sheet, None)
        sheet.xl.Rows.IsVisible = True

    @property
    def AutoFilterMode(self):  # noqa: N802 - Excel's name
        return _filtered(self._sheet) is not None

    @property
    def AutoFilter(self):  # noqa: N802
        cells = type(self._sheet.cells).of(self._sheet, _filtered(self._sheet))
        return SimpleNamespace(Range=SimpleNamespace(Address=cells.address))

    def Rows(self, number):  # noqa: N802
        return RowApi(self._sheet.xl.Rows.getByIndex(number - 1))


class RowApi:
    Hidden = property(lambda self: not self._row.IsVisible)

    def __init__(self, row):
        self._row = row


class RangeApi:
    """Excel's Range."""

    def __init__(self, cells):
        self._cells = cells

    @property
    def Hyperlinks(self):  # noqa: N802
        fields = self._cells.xl.getCellByPosition(0, 0).getTextFields()
        return Hyperlinks([fields.getByIndex(at).URL for at in range(fields.Count)], self._cells.sheet.book)

    def AutoFilter(self):  # noqa: N802
        _filters(self._cells.sheet, self._cells.xl.RangeAddress)

    def AutoFill(self, target, kind):  # noqa: N802
        """Fill formats only: Calc fills contents too, which are taken away again."""
        assert kind == 3
        sheet, cells = self._cells.sheet.xl, target._cells
        target._cells.xl.fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
        left, right, last = cells.column - 1, cells.column + cells.shape[1] - 2, cells.row + cells.shape[0] - 2
        sheet.getCellRangeByPosition(left, self._cells.row, right, last).clearContents(CONTENTS)


class Hyperlinks:
    def __init__(self, urls, book):
        self._urls, self._book = urls, book
        self.Count = len(urls)

    def __call__(self, number):
        return Hyperlink(self._urls[number - 1], self._book)


class Hyperlink:
    """A link; Calc writes places as ``$'客户台账'.A4`` and files as addresses."""

    def __init__(self, url, book):
        file, _, place = url.partition("#")
        folder = Path(book.fullname).parent
        self.Address = os.path.relpath(uno.fileUrlToSystemPath(file), folder) if file else ""
        sheet, _, cell = place.rpartition(".") if "!" not in place else place.rpartition("!")
        self.SubAddress = f"{sheet.lstrip('$')}!{cell}"


class TableApi:
    def __init__(self, table):
        self._table = table

    def Unlist(self):  # noqa: N802
        self._table.parent.book.doc.DatabaseRanges.removeByName(self._table.xl.Name)


def _filtered(sheet):
    """Return the area that the sheet's filter covers, ``None`` when it has none."""
    ranges, at = sheet.book.doc.getPropertyValue("UnnamedDatabaseRanges"), sheet.index - 1
    if ranges.hasByTable(at) and ranges.getByTable(at).AutoFilter:
        return ranges.getByTable(at).DataArea
    return None


def _filters(sheet, area):
    """Give the sheet a filter on an area, or none; Calc keeps it in a range without a name."""
    ranges, at = sheet.book.doc.getPropertyValue("UnnamedDatabaseRanges"), sheet.index - 1
    if area is not None:
        ranges.setByTable(area)
    if ranges.hasByTable(at):
        ranges.getByTable(at).AutoFilter = area is not None
