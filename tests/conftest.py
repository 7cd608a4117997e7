"""What all tests of a process share: the rules, read once, and one soffice; no test without it where it is required."""

import gc
from functools import cache
from pathlib import Path

import pytest
from calc.office import REQUIRED, Office, missing, require
from hypothesis import HealthCheck, settings
from together import asks, settle

from addin.rulebook import Rulebook

FIRST = (
    "test_billing_causes.py", "test_rounding_orders.py", "test_submeter_causes.py", "test_billing_reference.py", "test_worksheet.py",
    "test_entry_audit.py", "test_click.py", "test_wheel.py", "test_late_fee.py", "test_noise.py", "test_noise_whole.py",
    "test_billing_properties.py", "test_companions.py", "test_bad_input.py", "test_further.py", "test_bare_books.py",
    "test_read_mess.py", "test_bad_situations.py", "test_vba_syntax.py", "test_example.py",
)  # fmt: skip
"""Files that take long, those first that take longest: begun last, one would run while the other core waits."""
RULES = Path(__file__).parents[1] / "rules.xlsx"
read = Rulebook.load
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure():
    """End the run before any test can be skipped for want of LibreOffice."""
    if REQUIRED and missing():
        raise pytest.UsageError(f"{missing()}, and KEYWATT_REQUIRE_OFFICE=1")
    Rulebook.load = lambda path: shipped() if path.resolve() == RULES else read(path)


@cache
def shipped():
    """Return the rules of this checkout, which no test writes; a hundred audits would read them, each anew."""
    return read(RULES)


def pytest_collection_modifyitems(items):
    """Put the long files first; a file stays together, and the rest in their order."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_collection_finish():
    """Look for cycles less often, and not among all that was imported: a sixth of the time goes into it otherwise."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a test that yields what it wants billed with the others of its file."""
    if not asks(pyfuncitem):
        return None
    settle(pyfuncitem)
    return True


@pytest.fixture(scope="session")
def calc():
    """The xlwings app over a running LibreOffice Calc."""
    require()
    from calc.engine import register  # noqa: PLC0415 - needs uno

    office = Office()
    yield register(office)
    office.close()
