"""A workbook open in LibreOffice Calc, and a person at its buttons."""

import time

import pytest
from excel.stepwise import Stepwise

from addin.commands.log import log_file
from addin.excel import entry


class Person:
    """Presses buttons on the open workbook and waits for their answers."""

    def __init__(self, app, path):
        self.app, self.book = app, app.books.open(str(path))

    def press(self, request, said=None):
        """Return the kind of the answer and its text once the work is done."""
        answer = entry.run(request if said is None else f"{request}\n{said}", self.book)
        while answer.startswith("wait\n"):
            time.sleep(0.02)
            answer = entry.run("poll", self.book)
        kind, _, text = answer.partition("\n")
        return kind, text

    def select(self, title, cells):
        self.book.activate()
        self.book.sheets[title].activate()
        self.book.sheets[title].range(cells).select()

    def selected(self):
        sheet = self.book.sheets.active
        return f"{sheet.name}!{self.app.selection.address}"

    def cells(self, title):
        return self.book.sheets[title].used_range.options(ndim=2).value


@pytest.fixture
def at(calc, monkeypatch, tmp_path):
    """Return what opens a workbook for a person; its log is the test's own."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    persons = []

    def inner(path):
        persons.append(Person(calc, path))
        return persons[-1]

    yield inner
    for person in persons:
        person.book.close()


@pytest.fixture
def slow_job(monkeypatch):
    """Have each step of a press's work told: so small a job may otherwise be over with the first answer."""
    monkeypatch.setattr(entry, "Background", Stepwise)


@pytest.fixture
def log():
    """Return what the log says."""
    return lambda: log_file().read_text(encoding="utf-8")
