"""Five hundred bills a mistake about a part of a bill: what was made is said, figure and all; see ``mistaken_in_part``."""

import pytest
from billing.mistaken_in_part import FAULTS
from billing.trials import assert_named


@pytest.mark.parametrize("name", FAULTS)
def test_the_mistake_about_a_part_of_a_bill_is_named_with_its_figure(name):
    assert_named(name, *FAULTS[name])
