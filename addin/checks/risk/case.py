"""Case: everything the indicators look at, and what an indicator says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.checks.risk.debts import Debts
from addin.rulebook import RulesInForce


@dataclass(frozen=True)
class Case:
    """The facts of a month, by 户号.

    Attributes:
        customers: one row per 户号 (the index).
        tables: the other sheets by name.
        usage: energy by customer and month.
        debts: bills against receipts.
        rules: in force at the month's end.
        month: the audited month.
        as_of: today.
    """

    customers: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    usage: pd.DataFrame
    debts: Debts
    rules: RulesInForce
    month: str
    as_of: date

    def window(self, code: str) -> int:
        """Return how far an indicator looks back [months or days, as 风险参数 says]."""
        return int(self.rules.value("risk_parameters", f"统计窗口:{code}"))

    def since(self, months: int) -> pd.Timestamp:
        """Return the day ``months`` before today."""
        return pd.Timestamp(self.as_of) - pd.DateOffset(months=months)

    @cached_property
    def monthly(self) -> pd.Series:
        """月均电费 by 户号 [fen]; NaN where there is no bill or nothing was charged."""
        return self.debts.average_fen.reindex(self.customers.index).where(lambda average: average > 0)

    def paid(self, series: pd.Series) -> pd.Series:
        """Return a figure of debts by 户号: 0 where there is none, missing without receipts or any due date."""
        return series.reindex(self.customers.index).fillna(0).where(self._billed & self.debts.known)

    @cached_property
    def _billed(self) -> npt.NDArray[np.bool_]:
        """Which customers have a bill that fell or falls due."""
        bills = self.debts.bills
        return np.asarray(self.customers.index.isin(bills.loc[bills["due_on"].notna(), "customer_no"].unique()))

    @cached_property
    def outside(self) -> pd.DataFrame:
        """The newest row of 外部风险 of each customer, collected up to today; index 户号."""
        rows = self.tables["outside_risks"]
        known = rows[rows["collected_on"] <= pd.Timestamp(self.as_of)].sort_values("collected_on", kind="stable")
        newest = known.drop_duplicates("customer_no", keep="last").set_index("customer_no")
        return newest.reindex(self.customers.index)

    def told(self, series: pd.Series) -> pd.Series:
        """Return a figure of debts by 户号 as it is, missing without receipts."""
        whole = series.reindex(self.customers.index)
        return whole if self.debts.known else whole * float("nan")


@dataclass(frozen=True, slots=True)
class Said:
    """What an indicator says of every customer; missing where it can say nothing.

    Attributes:
        numbers: in the unit of the rule row; by unit where its cells use several.
        words: events; of several says the most dangerous counts.
        suffix: printed behind a number; numbers by unit carry their own.
    """

    numbers: pd.Series | Mapping[str, pd.Series] | None = None
    words: pd.Series | None = None
    suffix: str = ""

    def raw(self) -> pd.Series:
        """Return the raw value as people read it."""
        parts = self.numbers if isinstance(self.numbers, Mapping) else {self.suffix: self.numbers}
        texts = [each_once(part, partial(_number, unit)) for unit, part in parts.items() if part is not None]
        if self.words is not None:
            texts.insert(0, self.words)
        told = texts[0].astype(object)
        for other in texts[1:]:
            told = told.where(told.notna(), other)
        return told


def _number(unit: str, value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".") + unit


def each_once(values: pd.Series, text: Callable[[float], str]) -> pd.Series:
    """Return values as text, each different one worded once; ``None`` where missing."""
    places, different = pd.factorize(values)
    words = np.array([*map(text, different), None], dtype=object)
    return pd.Series(words[places], index=values.index, dtype=object)


INDICATORS: dict[str, Callable[[Case], Said]] = {}
"""Every indicator by its code in 风险指标."""


def indicator(code: str) -> Callable[[Callable[[Case], Said]], Callable[[Case], Said]]:
    """Register the function that reckons an indicator."""

    def register(function: Callable[[Case], Said]) -> Callable[[Case], Said]:
        INDICATORS[code] = function
        return function

    return register
