"""A mistake that may have been made: for whom, what it needs to know, how it is called."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from addin.billing.causes import mistakes

ADJUSTED = frozenset({"力调电费"})
CHARGED = frozenset({"容量电费", "需量电费", "力调电费"})
TOUCHES: Mapping[str, frozenset[str]] = {
    "力调标准": ADJUSTED, "容需量": CHARGED, "需量折扣": CHARGED, "需量倍率": CHARGED, "设备": CHARGED,
    "时段": ADJUSTED | {"购电"}, "1.5倍": ADJUSTED | {"购电"}, "基金": frozenset({"政府性基金"}),
}  # fmt: skip
"""Components that a family can change; one that is not named can change any."""
SURELY: Mapping[str, frozenset[str]] = {"需量倍率": frozenset({"需量电费"}), "设备": frozenset({"容量电费"})}
"""Components that a family cannot leave as they are: having many figures, it is tried only where they differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    """A mistake that may have been made.

    Attributes:
        family: tries of one family exclude one another.
        facts: by customer_no, what the mistake needs to know; customers that it cannot concern are not in it.
        words: by customer_no, what follows 若.
        change: makes the mistake on clones.
    """

    family: str
    facts: pd.Series
    words: pd.Series
    change: mistakes.Change

    def explains(self, different: frozenset[str]) -> bool:
        """Say whether it can change every one of the components that differ."""
        return self.family not in TOUCHES or different <= TOUCHES[self.family]

    def concerns(self, different: frozenset[str]) -> bool:
        """Say whether what it surely changes is among the components that differ (where they are known)."""
        return not different or self.family not in SURELY or SURELY[self.family] <= different

    def shares(self, different: frozenset[str]) -> bool:
        """Say whether it can change one of the components that differ (whatever, where only the total is known)."""
        return self.family not in TOUCHES or not different or bool(different & TOUCHES[self.family])


def tried(family: str, facts: pd.Series, said: str, change: mistakes.Change) -> Try:
    """Return a try whose words hold its fact; customers without one are left out."""
    kept = facts.dropna()
    return Try(family, kept, kept.map(said.format), change)


def same(fact: object, customer_nos: pd.Index) -> pd.Series:
    """Return the same fact for every customer."""
    return pd.Series(fact, index=customer_nos)
