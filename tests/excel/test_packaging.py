"""What offline machines get holds all that the program needs, and nothing of xlwings PRO."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from addin.excel.packaging.bundle import PRO, arguments

ROOT = Path(__file__).parents[2]
WHEELS = (ROOT / "addin" / "excel" / "packaging" / "wheels.txt").read_text(encoding="utf-8")


def names(lines):
    """Return the packages of requirement lines, as registries spell them."""
    found = (re.match(r"[\w.-]+", line) for line in lines)
    return {one[0].lower().replace("_", "-") for one in found if one}


def dependencies():
    """Return the packages that the program declares to need."""
    return names(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])


def test_every_dependency_but_that_of_the_staffs_own_scripts_is_imported_by_the_program():
    sources = (
        path.read_text(encoding="utf-8") for top in ("addin", "generators") for path in (ROOT / top).rglob("*.py")
    )
    imported = {one for text in sources for one in re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)}
    owners = packages_distributions()
    assert dependencies() - {"openpyxl"} <= names(owner for one in imported for owner in owners.get(one, ()))


def test_every_dependency_has_its_wheel_in_the_list_and_windows_com_too():
    assert dependencies() | {"pywin32"} <= names(WHEELS.splitlines())


def test_the_bundle_leaves_xlwings_pro_out_and_takes_rules_and_templates_in(tmp_path):
    told = arguments(tmp_path / "keywatt.py", tmp_path)
    assert all(told[told.index(name) - 1] == "--exclude-module" for name in PRO)
    added = [told[place + 1].rpartition(";")[2] for place, word in enumerate(told) if word == "--add-data"]
    assert added == ["addin/shipped/", "addin/shipped/workbook_templates"]


def test_no_source_of_ours_names_xlwings_pro():
    sources = [*(ROOT / "addin").rglob("*.py"), *(ROOT / "addin").rglob("*.bas")]
    named = [path.name for path in sources if re.search(r"xlwings\.(pro|reports|server)\b", path.read_text("utf-8"))]
    assert named == ["bundle.py"]
