"""Five hundred bills a mistake about a sub-meter: what was made is said, figure and all; see ``test_billing_causes``."""

import pytest
from billing.mistaken_submeters import FAULTS
from billing.trials import assert_named


@pytest.mark.parametrize("name", FAULTS)
def test_the_mistake_about_a_sub_meter_is_named_with_its_figure(name):
    assert_named(name, *FAULTS[name])
