"""The wheel carries rules and templates and works away from the checkout."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_installed_wheel_runs_the_demo_away_from_the_checkout(tmp_path):
    python = _installed(tmp_path)
    done = subprocess.run(  # noqa: S603
        [python, "-m", "addin", "demo", str(tmp_path / "示例")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "示例" / "大客户台账-审计-2026-01" / "大客户台账.xlsx").exists()
    build = [python, "-m", "addin", "addin", "build", str(tmp_path / "KeyWatt.xlam")]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    assert (tmp_path / "KeyWatt.xlam").stat().st_size > 20_000
    where = subprocess.run(  # noqa: S603
        [python, "-c", "import addin; print(addin.__file__)"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(tmp_path) in where.stdout


def _installed(folder: Path) -> str:
    """Install the wheel, not editable, into an environment of its own that sees this one's libraries."""
    wheels = folder / "wheel"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True)  # noqa: S603
    venv.create(folder / "venv", with_pip=False, system_site_packages=False)
    python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    target = next((folder / "venv").glob("**/site-packages"))
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*install, str(next(wheels.glob("*.whl")))], check=True)  # noqa: S603
    libraries = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (target / "libraries.pth").write_text(str(libraries), encoding="utf-8")
    return str(python)
