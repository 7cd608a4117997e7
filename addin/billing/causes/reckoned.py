"""Rows of statements that are reckoned and added up again.

Amounts are whole micro-yuan here, so that a row can stay unrounded until it is added up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from addin.billing.metering.own_kinds import taking_part
from addin.billing.money import product
from addin.billing.month import Billing
from addin.billing.statement import POWER_FACTOR

MICRO = 6
"""Decimals of a yuan that are kept of each row."""
FEN = 10_000
"""How many of their units a fen has."""
PLACES = 8
"""Decimals of quantities and prices."""


@dataclass(frozen=True)
class Rows:
    """Rows of statements that are reckoned and added up again.

    Attributes:
        billing: the month.
        lines: of its statements.
        table: rule table 力调系数.
    """

    billing: Billing
    lines: pd.DataFrame
    table: pd.DataFrame

    @cached_property
    def amounts(self) -> pd.Series:
        """The rows as they stand; the adjustment left out."""
        return (self.lines["amount_fen"] * FEN).mask(self.adjusting, 0)

    @cached_property
    def exact(self) -> pd.Series:
        """The rows before they are rounded; as they stand where their figures do not give their amount."""
        exact = self.priced(self.lines["unit_price"])
        return exact.where((rounded(exact) == self.amounts).fillna(value=False), self.amounts)

    @property
    def adjusting(self) -> pd.Series:
        """Which rows are adjustments."""
        return self.lines["component"] == POWER_FACTOR

    @cached_property
    def part(self) -> pd.Series:
        """Which rows an adjustment is taken on."""
        return taking_part(self.lines, self.billing.quantities.energy.points, self.billing.flags)

    @cached_property
    def assessed(self) -> pd.Series:
        """Which adjustment each row belongs to: its bill and the standard of its segment."""
        standard = self.lines["segment"].map(self.billing.quantities.standards).astype("Int64").fillna(0)
        return self.lines["bill"] * 1000 + standard

    def priced(self, price: pd.Series, share: pd.Series | None = None) -> pd.Series:
        """Return quantity × price × days ÷ divisor; ``share`` in the place of the divisor."""
        days, divisor = self.lines["days"].fillna(1), self.lines["divisor"].fillna(1).astype("int64")
        factors = ((self.lines["quantity"], PLACES), (price, PLACES), (days, 0))
        return product(*factors, digits=MICRO, divisor=divisor if share is None else share)

    def adjusted(
        self, plain: pd.Series, cut: Callable[[pd.Series], pd.Series], rate: pd.Series | None = None
    ) -> pd.Series:
        """Return the rows with the adjustments that they make, cut or not; row by row if the rule says so."""
        made = self.by_row if self.billing.flags.adjusts_by_row else self.by_sum
        return made(plain, cut, self.lines["unit_price"] if rate is None else rate)

    def by_sum(self, plain: pd.Series, cut: Callable[[pd.Series], pd.Series], rate: pd.Series) -> pd.Series:
        """Return the rows, each adjustment taken on the sum of those that take part."""
        base = self.assessed.map(plain.where(self.part, 0).groupby(self.assessed).sum())
        return plain.mask(self.adjusting, cut(product((base, 0), (rate, 2), digits=0, divisor=100)))

    def by_row(self, plain: pd.Series, cut: Callable[[pd.Series], pd.Series], rate: pd.Series) -> pd.Series:
        """Return the rows, each adjustment the sum of those of its rows, each cut by itself (billing.md §4.2)."""
        percent = self.assessed.map(rate[self.adjusting].groupby(self.assessed).first())
        each = cut(product((plain.where(self.part, 0), 0), (percent, 2), digits=0, divisor=100))
        return plain.mask(self.adjusting, self.assessed.map(each.groupby(self.assessed).sum()))


def rounded(micro: pd.Series) -> pd.Series:
    """Round to the fen, half up."""
    return product((micro, 0), digits=0, divisor=FEN) * FEN


def truncated(micro: pd.Series) -> pd.Series:
    """Leave off what is less than a fen."""
    return micro - np.sign(micro) * (micro.abs() % FEN)
