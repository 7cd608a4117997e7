"""An xlwings engine over LibreOffice Calc: the calls that the live side makes, on a real spreadsheet program.

Strict: a text that Excel would turn into a number or a date may only be written to a cell formatted as text. What this
cannot show is listed in ``tests/windows-checklist.md``: limits of COM, Excel's own parsing, dialogs.
"""

import math

import xlwings as xw
from xlwings import base_classes as base

from calc.books import Books
from calc.ranges import Error


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


def register(office):
    """Make the engine the one that xlwings uses; return its app."""
    engine = Engine(office)
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines.active = xw.engines["calc"]
    return xw.App(impl=engine.apps.app)
