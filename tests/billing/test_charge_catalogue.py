"""Every component of a bill that is recomputed says on its function how."""

from addin.billing.charge import CHARGES
from addin.billing.comparing.compare import TAKEN_OVER
from addin.tables.choices import COMPONENTS


def test_every_component_that_is_not_taken_over_is_a_computed_charge():
    named = "、".join(one.title for one in CHARGES)
    assert [one for one in COMPONENTS if one not in TAKEN_OVER and one not in named] == []
    assert all(one.how and one.rules and one.source for one in CHARGES)
