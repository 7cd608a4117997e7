"""The cold bridge: request and answer are files, UTF-16 as VBA writes bytes."""

from pathlib import Path

import pytest

from addin.books.errors import BookError
from addin.excel import cold
from addin.excel.cold import answer_request


def asked(folder, name, request):
    (folder / "request.txt").write_bytes(f"{name}\n{request}".encode("utf-16-le"))


def answered(folder):
    return (folder / "answer.txt").read_bytes().decode("utf-16-le")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(cold, "EVERY_SECONDS", 0)


def test_the_answer_stands_beside_the_request(tmp_path):
    asked(tmp_path, r"D:\台账.xlsx", "handle\n电话核实\n无误")
    answer_request(tmp_path, lambda request, book: f"done\n{book}：{request}", lambda name: name)
    assert answered(tmp_path) == "done\nD:\\台账.xlsx：handle\n电话核实\n无误"


def test_without_a_workbook_none_is_looked_for(tmp_path):
    asked(tmp_path, "", "about")
    answer_request(tmp_path, lambda _, book: f"info\n{book}", lambda _: 1 / 0)
    assert answered(tmp_path) == "info\nNone"


def test_a_workbook_that_is_not_open_is_a_sentence(tmp_path):
    def find(name):
        raise BookError(f"没有找到『{name}』")

    asked(tmp_path, "工作簿1", "audit")
    answer_request(tmp_path, lambda *_: "info\n", find)
    assert answered(tmp_path) == "warn\n没有完成：没有找到『工作簿1』"


def test_long_work_is_asked_after_and_its_progress_told(tmp_path):
    answers, told = iter(["wait\n40%", "wait\n60%", "info\n好了"]), []

    def run(request, _):
        told.append((request, answered(tmp_path) if (tmp_path / "answer.txt").exists() else ""))
        return next(answers)

    asked(tmp_path, "", "audit")
    answer_request(tmp_path, run, str)
    assert told == [("audit", ""), ("poll", "wait\n40%"), ("poll", "wait\n60%")]
    assert answered(tmp_path) == "info\n好了"


def test_a_cancel_written_meanwhile_is_passed_on(tmp_path):
    def run(request, _):
        if request == "cancel":
            return "done\n已停止"
        asked(tmp_path, "", "cancel")
        return "wait\n40%"

    asked(tmp_path, "", "audit")
    answer_request(tmp_path, run, str)
    assert answered(tmp_path) == "done\n已停止"


def test_an_answer_that_is_being_read_is_replaced_a_little_later(tmp_path, monkeypatch):
    real, tries = Path.replace, []

    def replace(path, target):
        tries.append(path)
        if len(tries) < 3:
            raise PermissionError
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    asked(tmp_path, "", "about")
    answer_request(tmp_path, lambda *_: "info\n好", str)
    assert (len(tries), answered(tmp_path)) == (3, "info\n好")
