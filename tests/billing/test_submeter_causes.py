"""Five hundred bills a mistake about a sub-meter: what was made is said, figure and all; see ``test_billing_causes``."""

import random

import pandas as pd
import pytest
from billing.made_customers import number_of
from billing.mistaken_submeters import FAULTS
from billing.trials import MANY, Many, assert_found, explained, made
from billing_area import rules


@pytest.mark.parametrize("name", FAULTS)
def test_the_mistake_about_a_sub_meter_is_named_with_its_figure(name):
    draw, mistake = FAULTS[name]
    said = []

    def fault(one, dice):
        wrong, words = mistake(one, dice)
        said.append((one, words))
        return wrong

    bills, unchanged = made(fault, random.Random(name), MANY, draw)  # noqa: S311 - no secret
    due = {
        number_of(place): next(words for each, words in said if each is one) for place, (one, *_) in enumerate(bills)
    }
    found = explained(bills, Many(rules()))
    groups = found.groupby("customer_no")["words"]
    right = pd.Series({no: words.str.endswith(due[no]).any() for no, words in groups})
    assert_found(name, found, right, unchanged)
