"""Workbooks of Calc as xlwings asks for them."""

from pathlib import Path

from xlwings import base_classes as base

from calc.com import BookApi
from calc.office import load_uno
from calc.ranges import Range
from calc.sheets import Sheet, Sheets

uno = load_uno()
FORMATS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97"}


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
