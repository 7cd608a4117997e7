"""One customer's part of a month: what the tables of its worksheet are made from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.metering.own_kinds import of_own_kind
from addin.billing.metering.submeters import DEEPEST, deducted
from addin.billing.month import Billing
from addin.reading import Ledger
from addin.rulebook import Rulebook, RulesInForce
from addin.tables.choices import PERIODS, TOTAL

KWH = (TOTAL, *PERIODS)
KVARH = "reactive_kvarh"
COLUMNS = (*KWH, KVARH)
"""What a row of energy holds, in the order of the columns of figures."""


@dataclass(frozen=True)
class Case:
    """A customer of a recomputed month.

    Attributes:
        no: 户号.
        billing: the month.
        ledger: what was read.
        rulebook: every dated rule.
    """

    no: str
    billing: Billing
    ledger: Ledger
    rulebook: Rulebook

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The rows of its statement, in printed order."""
        return self.billing.lines[self.billing.lines["customer_no"] == self.no]

    @cached_property
    def segments(self) -> pd.DataFrame:
        """The segments of its bill, index = segment."""
        return self.billing.segments[self.billing.segments["customer_no"] == self.no]

    @cached_property
    def rules(self) -> RulesInForce:
        """The rules in force at the end of the month."""
        return self.rulebook.on(self.billing.days[-1].date(), self.billing.province)

    @cached_property
    def price_words(self) -> dict[tuple[int, str], str]:
        """What each price row that a segment may follow is found by, by segment and citation: ``电价!12``."""
        names = ["row", "tariff", "voltage"]
        return {
            (int(str(segment)), f"电价!{row}"): price_word(kind, voltage, own)
            for segment, epoch, own in self.segments[["epoch", "tariff_kind"]].itertuples(name=None)
            for row, kind, voltage in self.billing.published[epoch][names].itertuples(index=False, name=None)
        }

    @cached_property
    def of_own_kind(self) -> pd.DataFrame:
        """What is billed at points of a tariff kind of their own: segment, billed_class (the kind), point_no."""
        return self.billed[of_own_kind(self.billed)]

    @property
    def cut(self) -> bool:
        """Whether its bill has several segments."""
        return len(self.segments) > 1

    @cached_property
    def points(self) -> pd.DataFrame:
        """Its own points, those taken off them and those that a ratio is taken of; each behind the one above it."""
        every = self.billing.quantities.energy.points
        kept = every["customer_no"].eq(self.no) | self.taken_off.reindex(every.index).notna()
        for _ in range(len(every)):
            needed = every.loc[kept & every["relation"].eq("定比"), "parent_no"]
            more = every.index.isin(needed) & ~kept
            if not more.any():
                break
            kept |= more
        mine = every[kept]
        return mine.iloc[_levels(mine["parent_no"]).argsort(kind="stable")]

    @cached_property
    def taken_off(self) -> pd.Series:
        """From which of its points each sub-meter is taken off, by the sub-meter's point_no."""
        every = self.billing.quantities.energy.points
        target = deducted(every)[0].dropna()
        return target[target.map(every["customer_no"]).eq(self.no)]

    @cached_property
    def merged(self) -> pd.Series:
        """Which of its points are billed in the rows of the point above."""
        every = self.billing.quantities.energy.points
        return deducted(every)[1].reindex(self.points.index)

    @cached_property
    def billed(self) -> pd.DataFrame:
        """What is billed, by segment, class and point."""
        rows = self.billing.quantities.energy.billed
        return rows[rows["customer_no"] == self.no]

    @cached_property
    def readings(self) -> pd.DataFrame:
        """The readings of its points with the quantity of each, index = row id."""
        metered = self.billing.quantities.energy.metered
        mine = metered[metered["point_no"].isin(self.points.index)]
        names = ["meter_no", "previous_on", "read_on", "previous_reading", "current_reading", "rollover"]
        return mine.join(self.ledger["readings"][names])

    def name(self) -> str:
        """Return 户名."""
        known = self.ledger["customers"]
        mine = known.loc[known["customer_no"] == self.no, "customer_name"]
        return str(mine.iloc[0]) if len(mine) else ""


def price_word(kind: str, voltage: str, own: str) -> str:
    """Return what a price row is found by in a segment of ``own`` kind: its voltage, of another kind that too."""
    return str(voltage) if kind == own else f"{kind}、{voltage}"


def _levels(parents: pd.Series) -> npt.NDArray[np.int64]:
    """Return how many points stand above each one."""
    above = parents.where(parents.isin(parents.index))
    levels = np.zeros(len(parents), dtype="int64")
    for _ in range(DEEPEST):
        levels += above.notna().to_numpy()
        above = above.map(parents)
        above = above.where(above.isin(parents.index))
    return levels


def there(value: object) -> bool:
    """Say whether a value is there."""
    return not bool(pd.isna(value))
