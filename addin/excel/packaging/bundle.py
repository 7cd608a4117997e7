"""Make the folder for offline machines, on Windows: ``python -m addin.excel.packaging.bundle FOLDER``.

The folder holds keywatt.exe with everything it needs; ``keywatt.exe addin install`` puts it into Excel. PyInstaller
must be installed (``pip install . pyinstaller -c constraints.txt`` in a checkout, with the file beside this one).
Nothing of xlwings PRO goes into it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import click

from addin.excel.setup.building import build_add_in
from addin.excel.setup.machine import this_machine
from addin.shipped import shipped

UNUSED = ("pythonwin", "win32ui", "tkinter", "setuptools", "matplotlib", "pytest")
"""Would be pulled in and is never called."""
PRO = ("xlwings.pro", "xlwings.reports", "xlwings.server")
"""Not under xlwings' free licence, and not needed."""
HIDDEN = ("addin.excel.entry", "win32timezone", "chinese_calendar", "python_calamine")
"""Imported by name only, which PyInstaller cannot see."""
RUNTIME = "vcruntime140_1.dll"
START = "from addin.__main__ import main\nmain()\n"
SHIPPED = ("rules.xlsx", "workbook_templates")


def arguments(start: Path, folder: Path) -> list[str]:
    """Return PyInstaller's arguments."""
    options = ["--noconfirm", "--clean", "--onedir", "--console", "--name", "keywatt"]
    options += ["--distpath", str(folder), "--workpath", str(folder / "build"), "--specpath", str(folder / "build")]
    for name in (*UNUSED, *PRO):
        options += ["--exclude-module", name]
    for name in HIDDEN:
        options += ["--hidden-import", name]
    for package in ("addin", "generators", "docxtpl", "docx"):
        options += ["--collect-data", package]
    for package in ("addin", "generators"):
        options += ["--collect-submodules", package]
    options += ["--copy-metadata", "xlwings"]
    for name in SHIPPED:
        source = shipped(name)
        options += ["--add-data", f"{source};addin/shipped/{name if source.is_dir() else ''}"]
    return [*options, str(start)]


def bundle(folder: Path) -> Path:
    """Make the bundle below a folder and return where it stands."""
    folder.mkdir(parents=True, exist_ok=True)
    start = folder / "keywatt.py"
    start.write_text(START, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "PyInstaller", *arguments(start, folder)], check=True)  # noqa: S603 - ours
    made = folder / "keywatt"
    _beside_the_program(made)
    build_add_in(made)
    start.unlink()
    shutil.rmtree(folder / "build")
    return made


def _beside_the_program(made: Path) -> None:
    """Copy what VBA and Windows look for beside the program: xlwings' libraries and the newer C runtime."""
    for path in this_machine().libraries().values():
        shutil.copyfile(path, made / path.name)
    for folder in (Path(sys.prefix), Path(sys.base_prefix)):
        if (folder / RUNTIME).exists():
            shutil.copyfile(folder / RUNTIME, made / RUNTIME)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Make the bundle."""
    click.echo(f"已生成：{bundle(folder)}；整个文件夹打包带走，在目标机器上运行 keywatt.exe addin install")


if __name__ == "__main__":
    main()
