"""An xlwings engine over LibreOffice Calc: the calls that the live side makes, on a real spreadsheet program.

Strict: a text that Excel would turn into a number or a date may only be written to a cell formatted as text. What this
cannot show is listed in ``tests/windows-checklist.md``: limits of COM, Excel's own parsing, dialogs.
"""

import datetime as dt
import math
import re
from pathlib import Path

import xlwings as xw
from xlwings import base_classes as base
from xlwings.utils import col_name

from calc.com import BookApi, RangeApi, SheetApi, TableApi
from calc.office import load_uno

uno = load_uno()
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
CLEARED = 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512
FORMATS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97"}
PARSED = re.compile(
    r"=.+|\s*([-+]?[\d,]*\.?\d+(e[-+]?\d+)?%?|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?|true|false)\s*",
    re.IGNORECASE | re.DOTALL,
)


class Error(str):
    """A cell error such as #DIV/0!."""

    __slots__ = ()


class Engine:
    """What ``xlwings.engines`` holds."""

    name, type = "calc", "desktop"

    def __init__(self, office):
        self.office = office
        self.apps = Apps(App(self))

    @staticmethod
    def prepare_xl_data_element(value, _options):
        value = value.item() if hasattr(value, "item") else value
        return "" if value is None or (isinstance(value, float) and math.isnan(value)) else value

    @staticmethod
    def clean_value_data(data, _datetime_builder, empty_as, _number_builder, err_to_str):
        def clean(value):
            if isinstance(value, Error):
                return str(value) if err_to_str else None
            return empty_as if value in {"", None} else value

        return [[clean(value) for value in row] for row in data]


class Apps(base.Apps):
    def __init__(self, app):
        self.app = app

    def keys(self):
        return [1]

    def __iter__(self):
        return iter([self.app])

    def __len__(self):
        return 1

    def __getitem__(self, _):
        return self.app


class App(base.App):
    engine = None
    enable_events = display_alerts = screen_updating = True
    status_bar = False
    pid = hwnd = 1

    def __init__(self, engine):
        self.engine = engine
        self.manual = False

    def docs(self):
        found = self.engine.office.desktop.Components.createEnumeration()
        while found.hasMoreElements():
            yield found.nextElement()

    @property
    def books(self):
        return Books(self)

    @property
    def selection(self):
        return self.books.active.selection()

    @property
    def calculation(self):
        return "manual" if self.manual else "automatic"

    @calculation.setter
    def calculation(self, value):
        self.manual = value == "manual"
        for doc in self.docs():
            doc.enableAutomaticCalculation(not self.manual)

    def activate(self, steal_focus=False):  # noqa: FBT002 - as xlwings calls it
        """Calc has one window a book."""

    def calculate(self):
        for doc in self.docs():
            doc.calculateAll()


class Books(base.Books):
    current = None

    def __init__(self, app):
        self.app = app

    def add(self):
        return self._load("private:factory/scalc")

    def open(self, fullname, *_, **__):
        return self._load(uno.systemPathToFileUrl(str(Path(fullname).resolve())))

    def _load(self, url):
        hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name="Hidden", Value=True)
        return Book(self.app.engine.office.desktop.loadComponentFromURL(url, "_blank", 0, (hidden,)), self.app)

    @property
    def active(self):
        known = {doc.RuntimeUID: doc for doc in self.app.docs()}
        return Book(known.get(Books.current) or list(known.values())[-1], self.app)

    def __call__(self, name):
        found = next((book for book in self if book.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self):
        return (Book(doc, self.app) for doc in self.app.docs())

    def __len__(self):
        return sum(1 for _ in self.app.docs())


class Book(base.Book):
    app = None

    def __init__(self, doc, app):
        self.doc, self.app = doc, app

    api = property(BookApi)

    @property
    def sheets(self):
        return Sheets(self)

    def __eq__(self, other):
        return isinstance(other, Book) and self.doc.RuntimeUID == other.doc.RuntimeUID

    __hash__ = None

    @property
    def fullname(self):
        return uno.fileUrlToSystemPath(self.doc.URL) if self.doc.URL else self.doc.Title

    @property
    def name(self):
        return Path(self.fullname).name

    def close(self):
        self.doc.close(True)  # noqa: FBT003 - UNO takes no names

    def activate(self):
        Books.current = self.doc.RuntimeUID

    def selection(self):
        area = self.doc.CurrentSelection.RangeAddress
        return Range.of(Sheet(self, area.Sheet), area)

    def store(self, path):
        values = {"FilterName": FORMATS[Path(path).suffix], "Overwrite": True}
        wanted = [
            uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=value)
            for name, value in values.items()
        ]
        self.doc.storeToURL(uno.systemPathToFileUrl(str(path)), tuple(wanted))

    def format_key(self, code):
        locale, formats = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", ""), self.doc.NumberFormats
        key = formats.queryKey(code, locale, False)  # noqa: FBT003
        return formats.addNew(code, locale) if key == -1 else key


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


def _inside(area, row, column):
    return area.StartRow <= row <= area.EndRow and area.StartColumn <= column <= area.EndColumn


def _plain(value):
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return (moment - EPOCH) / dt.timedelta(days=1)
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)


def register(office):
    """Make the engine the one that xlwings uses; return its app."""
    engine = Engine(office)
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines.active = xw.engines["calc"]
    return xw.App(impl=engine.apps.app)
