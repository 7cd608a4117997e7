"""keywatt addin …, as typed."""

import os
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from addin.__main__ import main
from addin.commands.registry import COMMANDS


def invoke(*arguments):
    return CliRunner().invoke(main, ["addin", *map(str, arguments)])


def test_build_writes_the_add_in_to_a_file_or_into_a_folder(tmp_path):
    for target, path in (
        (tmp_path, tmp_path / "KeyWatt.xlam"),
        (tmp_path / "新" / "甲.xlam", tmp_path / "新" / "甲.xlam"),
    ):
        done = invoke("build", target)
        assert done.exit_code == 0, done.output
        assert "customUI/customUI14.xml" in zipfile.ZipFile(path).namelist()


@pytest.mark.skipif(sys.platform == "win32", reason="here it would install")
@pytest.mark.parametrize("name", ["install", "uninstall", "doctor"])
def test_where_there_is_no_windows_a_sentence_says_what_works_instead(name):
    done = invoke(name)
    assert done.exit_code == 2
    assert "keywatt audit" in done.output


def test_every_command_of_the_group_is_in_the_registry():
    typed = {f"addin {name}" for name in main.commands["addin"].commands}
    assert typed <= set(COMMANDS)


def test_an_output_without_chinese_does_not_stop_the_work(tmp_path):
    settings = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "addin", "addin", "build", str(tmp_path)]
    done = subprocess.run(command, env=settings, capture_output=True, check=False)  # noqa: S603
    assert (done.returncode, b"KeyWatt.xlam" in done.stdout) == (0, True)
