"""Every check of the bill copes with sheets that hold nothing."""

import pytest
from billing_area import SHARED, base_sheets, facts, printed

from addin import checks
from addin.register import CHECKS

checks.load()
TITLES = ("计费参数", "受电设备", "计量点", "抄表记录")


@pytest.fixture(scope="module")
def areas(tmp_path_factory):
    """Areas that lack something: bills, one of the sheets, all of them."""
    first = base_sheets()
    blank = {title: [dict.fromkeys(first[title][0])] for title in TITLES}
    lacking = [{}, blank, printed() | blank, *(printed() | {title: blank[title]} for title in TITLES)]
    wanted = (*SHARED, "billing", "causes")
    return [facts(tmp_path_factory.mktemp("area"), each, wanted) for each in lacking]


@pytest.mark.parametrize("code", sorted(code for code in CHECKS if code.startswith("电费-")))
def test_a_check_copes_with_sheets_that_hold_nothing(areas, code):
    for own in areas:
        if set(CHECKS[code].needs) <= set(own):
            CHECKS[code].run(**{name: own[name] for name in CHECKS[code].needs})
