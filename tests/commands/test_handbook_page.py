"""The handbook that staff open names every check and every button, and its pictures are there."""

import re

from click.testing import CliRunner

from addin import checks, commands
from addin.__main__ import main
from addin.commands.handbook import SOURCE, handbook
from addin.commands.registry import COMMANDS, buttons
from addin.excel import setup
from addin.register import CHECKS

commands.load()
setup.load()


def test_every_check_stands_in_it_with_what_to_do():
    checks.load()
    page = handbook()
    assert all(f"<td>{one.code}</td><td>{one.title}</td>" in page for one in CHECKS.values())


def test_every_button_stands_in_it():
    page = handbook()
    assert all(f"<td>{one.label}</td>" in page for shown in buttons().values() for one in shown)


def test_every_command_that_is_typed_stands_in_it():
    page = handbook()
    typed = [one for one in COMMANDS.values() if one.typed]
    assert typed
    assert [one.name for one in typed if f"<td>keywatt {one.name}</td>" not in page] == []


def test_its_text_names_only_buttons_that_are_there():
    labels = {one.label for shown in buttons().values() for one in shown}
    said = re.findall(r"[点按]「([^」]+)」", SOURCE.read_text(encoding="utf-8"))
    assert said
    assert set(said) <= labels


def test_every_command_that_it_tells_to_type_does_its_work(tmp_path, monkeypatch):
    """In an empty folder the only thing that may be missing is the workbook."""
    monkeypatch.chdir(tmp_path)
    told = re.findall(r"<code>keywatt ([^<]+)</code>", SOURCE.read_text(encoding="utf-8"))
    assert len(told) > 5
    for line in told:
        said = CliRunner().invoke(main, line.split())
        lacking = any(word in said.output for word in ("找不到文件", "没有找到要写入的", "只能装在 Windows 上"))
        assert said.exit_code == 0 or lacking, f"keywatt {line}: {said.output}"


def test_it_is_one_file_that_needs_no_network():
    page = handbook()
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(sources) > 1
    assert all(source.startswith("data:image/png;base64,iVBORw0KGgo") for source in sources)
