"""The bridge without the ribbon: ``keywatt run`` on an open workbook; nothing of xlwings PRO is needed."""

import subprocess
import sys
from pathlib import Path

import pytest
import xlwings
from click.testing import CliRunner
from commands.test_bad_input import GOOD
from sheets import book

from addin.__main__ import main
from addin.excel import serving


@pytest.mark.usefixtures("slow_job")
def test_run_works_on_the_open_workbook_and_says_each_step(at, tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "EVERY_SECONDS", 0.001)
    path = book(tmp_path, GOOD)
    person = at(path)
    done = CliRunner().invoke(main, ["run", "grade", "--book", str(path)])
    assert done.exit_code == 0, done.output
    assert "分级" in done.output
    assert "%：" in done.output
    assert "分级结果" in [sheet.name for sheet in person.book.sheets]


def test_the_cold_way_answers_the_request_in_the_folder(at, tmp_path):
    path = book(tmp_path, GOOD)
    person = at(path)
    (tmp_path / "request.txt").write_text(f"{path}\ngrade", encoding="utf-16-le", newline="")
    done = CliRunner().invoke(main, ["cold", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "answer.txt").read_text(encoding="utf-16-le").startswith("info\n分级已完成。\n账期 2026-01")
    assert "分级结果" in [sheet.name for sheet in person.book.sheets]


def test_a_workbook_that_is_not_open_is_said(at, tmp_path):
    at(book(tmp_path, GOOD))
    done = CliRunner().invoke(main, ["run", "grade", "--book", str(tmp_path / "别的.xlsx")])
    assert done.exit_code == 2
    assert "没有找到打开的工作簿" in done.output


def test_a_command_that_is_none_is_said(tmp_path):
    done = CliRunner().invoke(main, ["run", "没有", "--book", str(tmp_path / "x.xlsx")])
    assert done.exit_code == 2


def test_no_to_a_question_ends_the_work(at, tmp_path):
    person = at(book(tmp_path, GOOD))
    asked = []
    answer = serving.follow("new", person.book, lambda kind, text: asked.append((kind, text)), print)
    assert answer == ("done", "")
    assert asked[0][0] == "ask"


def test_serving_is_for_windows_and_says_so():
    done = CliRunner().invoke(main, ["serve", "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"])
    assert done.exit_code == 2
    assert "只在 Windows 上" in done.output


def test_everything_loads_without_the_pro_folder_of_xlwings(tmp_path):
    bare = tmp_path / "xlwings"
    bare.mkdir()
    for part in Path(xlwings.__file__).parent.iterdir():
        if part.name not in {"pro", "reports.py", "server.py", "__pycache__"}:
            (bare / part.name).symlink_to(part)
    script = (
        "import sys, xlwings, addin.excel.entry, addin.excel.serving, addin.books.live\n"
        f"assert xlwings.__file__.startswith({str(tmp_path)!r}), xlwings.__file__\n"
        "print([name for name in sys.modules if name.startswith('xlwings.pro')])"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-c", script], env={"PYTHONPATH": f"{tmp_path}:{root}", "PATH": "/usr/bin"}, cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
