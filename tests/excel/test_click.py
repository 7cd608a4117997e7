"""A person presses the button: the ribbon's buttons on a screen, clicked with the mouse, work on the open workbook.

``KEYWATT_SCREENSHOTS=DIR`` keeps the pictures there; ``pressed.png`` and ``finding.png`` are the handbook's.
"""

import os
import re
import sysconfig
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from calc.office import Office, require_same_python
from calc.screen import HEIGHT, WIDTH, Screen, require_screen
from psutil import Process

from addin.books.sheetframe import letters
from addin.commands.start import copy_example
from addin.excel.xlam.build import build
from addin.results.findings import FIRST_ROW
from addin.tables.result_findings import FINDINGS

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("button") / "keywatt_buttons.py"
PATIENCE_SECONDS = 120
COLUMNS = [column.name for column in FINDINGS]
MESSAGE, SOURCE = (letters(COLUMNS.index(name) + 2) for name in ("message", "source"))
"""Columns of 复核发现; its first one is hidden."""


def buttons():
    """Return the groups of the ribbon, read from the add-in as Excel reads it."""
    from calc.toolbar import groups  # noqa: PLC0415 - needs uno

    with ZipFile(BytesIO(build())) as add_in:
        return groups(add_in.read("customUI/customUI14.xml"))


def script(home):
    """Return the module that runs inside soffice, with one function a button."""
    from calc.toolbar import function  # noqa: PLC0415 - needs uno

    text = SCRIPT.read_text(encoding="utf-8")
    places = {"@ROOT@": ROOT, "@PACKAGES@": sysconfig.get_path("purelib"), "@HOME@": home}
    for mark, path in places.items():
        text = text.replace(mark, str(path))
    functions = (f"def {function(tag)}(*_):\n    pressed({tag!r})\n" for group in buttons() for tag, _ in group)
    return "\n\n".join([text, *functions])


class Desk:
    """A person with a mouse before the open example."""

    def __init__(self, folder, pictures):
        from calc import toolbar  # noqa: PLC0415 - needs uno

        self.toolbar, self.pictures = toolbar, pictures
        self.screen = Screen()
        self.office = Office(self.screen.display, {"keywatt_buttons.py": script(folder / "home")})
        path = copy_example(folder)[0]
        self.document = self.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        toolbar.show(self.office, self.document, buttons())
        self.document.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, 15)

    def press(self, label):
        """Click on the button of that name."""
        self.screen.click(*self.toolbar.place(self.office, label))

    def keep(self, name):
        time.sleep(0.5)
        self.screen.keep(self.pictures / name)

    def titles(self):
        return self.document.Sheets.ElementNames

    def selected(self):
        """Return what is selected, as ``表!A1``; of a range its first cell."""
        chosen = self.document.CurrentSelection.RangeAddress
        sheet = self.document.Sheets.getByIndex(chosen.Sheet)
        cell = sheet.getCellByPosition(chosen.StartColumn, chosen.StartRow)
        return cell.AbsoluteName.replace("$", "").replace(".", "!", 1)

    def text(self, cell):
        """Return what a cell of the sheet in front says."""
        return self.document.CurrentController.ActiveSheet.getCellRangeByName(cell).String

    def choose(self, cell):
        """Select a cell of the sheet in front."""
        controller = self.document.CurrentController
        controller.select(controller.ActiveSheet.getCellRangeByName(cell))

    def come_forward(self):
        """Click on a cell: without a window manager the first click after a dialog only brings the window forward."""
        self.screen.click(WIDTH // 2, HEIGHT // 2)

    def press_until(self, label, happened):
        """Click on a button once, and wait until it is seen to act."""
        self.press(label)
        until = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            assert time.monotonic() < until, f"pressing {label} did nothing"
            time.sleep(0.2)

    def close(self):
        for one in Process(self.office.process.pid).children(recursive=True):
            one.kill()  # asked to end, it would ask whether to save
        self.office.close()
        self.screen.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    require_screen()
    require_same_python()
    folder = tmp_path_factory.mktemp("desk")
    pictures = Path(os.environ.get("KEYWATT_SCREENSHOTS", folder))
    one = Desk(folder, pictures)
    yield one
    one.close()


def test_a_person_presses_the_main_button_and_the_results_are_in_the_open_workbook(desk):
    desk.keep("before.png")
    assert "复核发现" not in desk.titles()
    desk.press("一键月度审计")
    desk.toolbar.place(desk.office, "OK")
    desk.keep("pressed.png")
    assert {"本月概览", "复核发现", "账单重算", "核查覆盖"} <= set(desk.titles())
    desk.press("OK")
    assert desk.selected().startswith("本月概览!")
    desk.come_forward()
    desk.press_until("下一条", lambda: desk.selected().startswith("复核发现!"))
    desk.keep("finding.png")
    assert desk.selected() == f"复核发现!{MESSAGE}{FIRST_ROW}"
    row = next(row for row in range(FIRST_ROW, FIRST_ROW + 50) if re.match(r"[^\[]+!", desk.text(f"{SOURCE}{row}")))
    source = desk.text(f"{SOURCE}{row}")
    desk.choose(f"{MESSAGE}{row}")
    desk.press_until("跳到源单元格", lambda: not desk.selected().startswith("复核发现!"))
    desk.keep("source.png")
    assert desk.selected() == source
