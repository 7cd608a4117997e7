"""One soffice for all tests of the live side that a process runs; no test without it where it is required."""

import pytest
from calc.office import REQUIRED, Office, missing, require


def pytest_configure():
    """End the run before any test can be skipped for want of LibreOffice."""
    if REQUIRED and missing():
        raise pytest.UsageError(f"{missing()}, and KEYWATT_REQUIRE_OFFICE=1")


@pytest.fixture(scope="session")
def calc():
    """The xlwings app over a running LibreOffice Calc."""
    require()
    from calc.engine import register  # noqa: PLC0415 - needs uno

    office = Office()
    yield register(office)
    office.close()
