"""The cold bridge end to end: the add-in's own VBA starts the real program, which answers through its file."""

import sys

import pytest
from calc.office import Office, require
from excel.test_vba_runs import Running, twin

from addin import __version__

COLD = """
Public Function KwCall(request As String, book As Object) As String
    KwCall = KwColdCall(request, Nothing)
End Function

Public Sub KwWarmUp()
    KwNote "warm", "False"
End Sub

Public Sub KwShutDown()
End Sub
"""


@pytest.fixture(scope="module")
def office():
    require()
    running = Office()
    yield running
    running.close()


def test_a_press_starts_the_program_and_its_answer_comes_back(office, tmp_path):
    path = tmp_path / "KeyWatt.xlsm"
    path.write_bytes(twin(f'"{sys.executable}" -m addin', native=COLD))
    running = Running(office, path)
    running.press("about")
    kind, text = running.shown_later()
    assert kind == "info"
    assert f"KeyWatt 电力大客户管理 {__version__}" in text
    assert not (tmp_path / "answer.txt").exists()
    assert (tmp_path / "request.txt").read_bytes().decode("utf-16-le") == "\nabout"
