"""Microsoft's Open XML SDK accepts the add-in: package, workbook and ribbon."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from addin.excel.xlam.build import build

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
VALIDATOR = CACHE / "keywatt" / "ooxml-validator" / "node_modules" / ".bin" / "ooxml-validator"
"""Where .ci/run puts it."""


def errors(path):
    """Return what the validator finds wrong with a package."""
    if not VALIDATOR.exists() or not shutil.which("node"):
        assert os.environ.get("KEYWATT_REQUIRE_OFFICE") != "1", f"{VALIDATOR} is missing; .ci/run installs it"
        pytest.skip("the Open XML validator is not installed (npm, see .ci/run)")
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)  # noqa: S603
    said = json.loads(done.stdout)
    return said["errors"] if not said["ok"] else []


def spoiled(path, part, old, new):
    """Write the add-in with a text replaced in one part."""
    source = zipfile.ZipFile(path)
    with zipfile.ZipFile(path.with_name("spoiled.xlam"), "w") as target:
        for name in source.namelist():
            text = source.read(name)
            assert name != part or old in text
            target.writestr(name, text.replace(old, new) if name == part else text)
    return path.with_name("spoiled.xlam")


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "KeyWatt.xlam"
    made.write_bytes(build())
    return made


def test_the_add_in_is_valid(path):
    assert errors(path) == []


def test_a_wrong_word_in_the_ribbon_would_be_seen(path):
    assert errors(spoiled(path, "customUI/customUI14.xml", b'size="large"', b'size="huge"'))
