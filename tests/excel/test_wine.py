"""The Windows side in a real Windows Python under wine: real registry, xlwings' DLL, the warm server.

Where KEYWATT_WINDOWS_PYTHON names the folder that tests/excel/wine/make.sh made; skipped elsewhere. It takes a minute.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("KEYWATT_WINDOWS_PYTHON", "")
SNAPSHOT = """
import json
from addin.excel.setup.registry import WindowsRegistry
registry = WindowsRegistry()
def found(key):
    return [[key, registry.values(key)], *(one for name in registry.subkeys(key) for one in found(f"{key}\\\\{name}"))]
print(json.dumps(found("HKCU\\\\Software\\\\Microsoft\\\\Office")))
"""

pytestmark = pytest.mark.skipif(
    not (FOLDER and shutil.which("wine")), reason="no Windows Python under wine (tests/excel/wine/make.sh makes one)"
)


def run(*arguments, check=True):
    """Run Windows Python; its output goes through a pipe, which wine needs."""
    settings = {"WINEPREFIX": f"{FOLDER}/prefix", "WINEDEBUG": "-all", "PYTHONPATH": f"Z:{ROOT}", "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603
        ["wine", f"{FOLDER}/py/python.exe", *arguments],  # noqa: S607
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bridged(folder):
    """Call the installed program as VBA does, with a workbook that stands in ``folder``."""
    return json.loads(run(str(ROOT / "tests" / "excel" / "wine" / "bridge.py"), f"Z:{folder}".replace("/", "\\")))


@pytest.fixture
def before():
    """The registry before installing; uninstalled again afterwards, whatever happens."""
    run("-m", "addin", "addin", "uninstall")
    yield json.loads(run("-c", SNAPSHOT))
    run("-m", "addin", "addin", "uninstall")


def test_install_call_and_uninstall(before, tmp_path):
    assert "已安装到：" in run("-m", "addin", "addin", "install")
    keys = dict(map(tuple, json.loads(run("-c", SNAPSHOT))))
    options = keys["HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Options"]
    assert options["OPEN"].endswith('KeyWatt\\KeyWatt.xlam"')
    assert run("-m", "addin", "addin", "doctor", check=False).startswith("没有找到 Excel")
    (tmp_path / "rules.xlsx").touch()
    alone, beside, unknown = bridged(tmp_path)["answers"]
    assert alone.startswith("info\nKeyWatt 电力大客户管理")
    assert f"{tmp_path.name}\\rules.xlsx" in beside  # asked of the workbook that was handed over
    assert f"{tmp_path.name}\\rules.xlsx" not in alone
    assert unknown.startswith("error\n没有完成：")
    assert "Traceback" not in unknown
    run("-m", "addin", "addin", "uninstall")
    assert json.loads(run("-c", SNAPSHOT)) == before
