"""LibreOffice runs the add-in's own VBA: all modules verbatim but the two that need Windows.

A module that does not compile makes every call return '' there, so each test asserts a value that came back.
"""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from calc.office import Office, require

from addin.excel.xlam.build import contents
from addin.excel.xlam.module import Kind, Module, modules_in
from addin.excel.xlam.package import package
from addin.tables.result_findings import FINDINGS
from addin.tables.results import GRADES, marker

ROOT = Path(__file__).parents[2]
TWIN = Path(__file__).with_name("twin")
CONTROL = Module("FakeControl", "Public Tag As String\nPublic ID As String", Kind.CLASS)
PATIENCE_SECONDS = 60
NOTES = {"shown": "", "question": "", "reply": "", "editing": ""}
"""What the twin keeps; set before each press."""


def twin(program="", native=None):
    """Return the add-in as a workbook that LibreOffice opens, with the two modules swapped."""
    swapped = {module.name: module for module in modules_in(TWIN)}
    if native:
        swapped["KwNative"] = Module("KwNative", native)
    ours = contents(program)
    modules = [swapped.pop(module.name, module) for module in ours.modules]
    return package(replace(ours, modules=[*modules, *swapped.values(), CONTROL]), kind="sheet")


class Running:
    """The twin, open in LibreOffice."""

    def __init__(self, office, path):
        self.office = office
        self.document = self._opened(path, MacroExecutionMode=4)
        self.wait_for(lambda: self.noted("warm"))
        for name in NOTES:
            self.call("KwPress.KwNote", name, "")

    def _opened(self, path, **options):
        values = []
        for name, value in options.items():
            one = self.office.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            values.append(one)
        return self.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(values))

    def call(self, name, *arguments):
        """Run a procedure of the VBA project and return what it returns."""
        where = f"vnd.sun.star.script:KeyWatt.{name}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(where).invoke(arguments, (), ())[0]

    def press(self, tag, **notes):
        """Press a button; return the box that was shown, as kind and text."""
        for name, text in {**NOTES, **notes}.items():
            self.call("KwPress.KwNote", name, text)
        self.call("KwPress.KwPressed", tag)
        return self.shown()

    def noted(self, name):
        return self.call("KwPress.KwNoted", name)

    def shown(self):
        return tuple(self.noted("shown").split("\n", 1))

    def shown_later(self):
        self.wait_for(lambda: self.shown() != ("",))
        return self.shown()

    @staticmethod
    def wait_for(happened):
        until = time.monotonic() + PATIENCE_SECONDS
        while not happened() and time.monotonic() < until:
            time.sleep(0.1)

    def asked(self):
        """Return the requests that reached Python since the last call."""
        return self.call("KwPress.KwAsked").split(" ")

    def status(self):
        return self.call("KwPress.KwStatus")


@pytest.fixture(scope="module")
def office():
    require()
    script = (TWIN / "keywatt_twin.py").read_text(encoding="utf-8").replace("@ROOT@", str(ROOT))
    running = Office(scripts={"keywatt_twin.py": script})
    yield running
    running.close()


@pytest.fixture(scope="module")
def running(office, tmp_path_factory):
    path = tmp_path_factory.mktemp("twin") / "KeyWatt.xlsm"
    path.write_bytes(twin())
    return Running(office, path)


def test_the_texts_stand_on_the_hidden_sheet(running):
    assert running.call("KwTexts.KwText", "busy").startswith("上一项还没有做完")
    assert running.call("KwTexts.KwText", "no such key") == "no such key"


def test_a_press_reaches_python_and_its_answer_comes_back(running):
    assert running.press("audit") == ("info", "写入『KeyWatt.xlsm』\n共 3 项")
    assert running.asked()[-1] == "audit"


def test_an_error_in_the_call_is_one_sentence(running):
    kind, text = running.press("fail")
    assert kind == "error"
    assert text.startswith("没有完成：Excel 与程序之间的调用失败（错误号 ")
    assert "ZeroDivisionError" not in text


def test_an_answer_of_no_known_kind_is_a_sentence_too(running):
    assert running.press("nothing")[0] == "error"


def test_after_an_error_the_next_press_works(running):
    running.press("fail")
    assert running.press("audit")[0] == "info"


def test_what_is_typed_goes_back_behind_the_request(running):
    assert running.press("handle", reply="电话核实") == ("",)
    assert running.noted("question") == "处理情况："
    assert running.asked()[-2:] == ["handle", "handled·7/电话核实"]


def test_giving_up_a_question_sends_nothing(running):
    running.asked()
    assert running.press("handle") == ("",)
    assert running.asked() == ["handle"]
    assert running.press("contract", reply="no") == ("",)
    assert running.asked() == ["contract"]


def test_yes_sends_the_request(running):
    assert running.press("contract", reply="yes") == ("warn", "出了 1 份，1 份缺事实")
    assert running.noted("question") == "将出 2 份合同"


def test_long_work_is_asked_after_until_it_ends(running):
    running.asked()
    running.press("long")
    assert running.shown_later() == ("info", "复核完了")
    assert running.asked() == ["long", "poll", "poll"]


def test_a_second_press_during_long_work_is_refused_and_esc_stops_it(running):
    running.asked()
    running.press("endless")
    assert running.press("audit") == ("warn", running.call("KwTexts.KwText", "busy"))
    assert running.call("KwPress.KwKept") == "True"
    running.call("KwPress.KwNote", "shown", "")
    running.call("KwWait.KwCancel")
    assert running.shown_later() == ("warn", "已停止，什么也没有写")
    asked = running.asked()
    assert (asked[0], asked[-1]) == ("endless", "cancel")
    assert set(asked[1:-1]) <= {"poll"}
    assert running.call("KwPress.KwKept") == "False"


def test_while_a_cell_is_edited_nothing_is_sent(running):
    running.asked()
    assert running.press("audit", editing="yes") == ("warn", running.call("KwTexts.KwText", "editing"))
    assert running.asked() == [""]


def test_buttons_are_enabled_by_the_sheet_in_front(running):
    sheets, view = running.document.Sheets, running.document.CurrentController
    state = {}
    for title, first in (("复核发现", marker(FINDINGS)), ("改过名", marker(GRADES)), ("客户台账", "户号")):
        sheets.insertNewByName(title, sheets.Count)
        sheet = sheets.getByName(title)
        sheet.getCellRangeByName("A1").String = first
        view.setActiveSheet(sheet)
        state[title] = {name: running.call("KwPress.KwCan", name) for name in ("book", "finding")}
    assert running.call("KwPress.KwCan", "results") == "True"
    for title in state:
        sheets.removeByName(title)
    assert running.call("KwPress.KwCan", "results") == "False"
    assert [one["book"] for one in state.values()] == ["True", "True", "True"]
    assert [one["finding"] for one in state.values()] == ["True", "False", "False"]


def test_the_program_is_started_with_the_workbook(running):
    assert running.noted("warm") == "True"
