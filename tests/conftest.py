"""One soffice for all tests of the live side that a process runs."""

import pytest
from calc.office import Office, require


@pytest.fixture(scope="session")
def calc():
    """The xlwings app over a running LibreOffice Calc."""
    require()
    from calc.engine import register  # noqa: PLC0415 - needs uno

    office = Office()
    yield register(office)
    office.close()
