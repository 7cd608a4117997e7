"""Prices by the day: the price rows in force on each day that bills cover, as stretches of equal rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from addin.billing.doubts import gather
from addin.billing.flags import Flags
from addin.billing.pricing.catalogue import catalogue_days, uncatalogued
from addin.billing.pricing.price_doubts import price_doubts
from addin.billing.pricing.prices import component_prices, month_prices
from addin.rulebook import Rulebook
from addin.rulebook.spoilt_prices import CLASSES, PLACE

PRICES, CATALOGUE = "prices", "catalogue_prices"
DATED = (PRICES, "price_doubts", CATALOGUE)


@dataclass(frozen=True, slots=True)
class PriceDays:
    """The prices of the days that bills cover.

    Attributes:
        epochs: first day of each stretch, in order; their places number the stretches.
        months: price month of each.
        published: of each stretch, see ``month_prices``.
        costs: see ``component_prices``, all stretches, with ``epoch``.
        catalogue: rule table 目录电价, all stretches, with ``epoch`` and ``row``.
        unplaced: rows of 电价, 目录电价 and 用户档, of this province or nobody knows which, that nobody can be priced
            by; see ``Rulebook.unplaced``.
    """

    epochs: pd.DatetimeIndex
    months: tuple[str, ...]
    published: tuple[pd.DataFrame, ...]
    costs: pd.DataFrame
    catalogue: pd.DataFrame
    unplaced: Mapping[str, pd.DataFrame]

    def contents(self) -> pd.Series:
        """Return what each kind and printed voltage costs in each stretch, as text: index (epoch, tariff, voltage)."""
        values = self.costs.drop(columns=["row", "epoch", "tariff", "voltage", "printed_voltage"])
        said = [str(line) for line in values.itertuples(index=False, name=None)]
        keys = [self.costs[name] for name in ("epoch", "tariff", "printed_voltage")]
        return pd.Series(said, self.costs.index, dtype=object).groupby(keys).agg("‖".join)

    def doubts(self, segments: pd.DataFrame, province: str) -> pd.DataFrame:
        """Say which customers lack a published price in one of their segments."""
        apart = catalogue_days(segments)
        parts = [uncatalogued(segments[apart], self.catalogue, self.unplaced[CATALOGUE])] if apart.any() else []
        for epoch, mine in segments[~apart].groupby("epoch"):
            lost, terms = _on(self.unplaced[PRICES], self.epochs[epoch]), mine.set_index("customer_no")
            parts.append(price_doubts(terms, self.published[epoch], self.months[epoch], province, lost))
        return gather(parts)

    @property
    def lost_classes(self) -> pd.DataFrame:
        """Rows of 用户档 that hold at the month's end, or may, and of which nobody knows whose class they are."""
        return _on(self.unplaced[CLASSES], self.epochs[-1])


def price_days(
    rulebook: Rulebook, first_on: pd.Timestamp, days: pd.DatetimeIndex, province: str, flags: Flags
) -> PriceDays:
    """Return the prices of the days from the first that a bill covers to the last of the month.

    Args:
        rulebook: every dated rule.
        first_on: first day that a bill covers; ``NaT`` where there is no bill.
        days: of the month.
        province: whose prices.
        flags: the billing rules.

    Source: ledger.md §2.7: money goes by each day's own row.
    """
    epochs = _changes(rulebook, min(days[0], first_on) if pd.notna(first_on) else days[0], days[-1])
    in_force = [rulebook.on(day.date(), province) for day in epochs]
    months = tuple(f"{day:%Y-%m}" for day in epochs)
    published = tuple(month_prices(rules, month) for rules, month in zip(in_force, months, strict=True))
    costs = [component_prices(frame, flags).assign(epoch=epoch) for epoch, frame in enumerate(published)]
    every = pd.concat(costs, ignore_index=True)
    own = [rules.rows(CATALOGUE).reset_index(names="row").assign(epoch=epoch) for epoch, rules in enumerate(in_force)]
    catalogue, lost = pd.concat(own, ignore_index=True), _lost(rulebook, province)
    return PriceDays(epochs, months, published, every, catalogue, lost)


def _lost(rulebook: Rulebook, province: str) -> dict[str, pd.DataFrame]:
    """Return the rows that nobody can be priced by, but those of other provinces."""
    rows = {name: rulebook.unplaced.get(name, rulebook.all(name).iloc[:0].assign(faulty="")) for name in PLACE}
    return {name: one[one["province"].isna() | (one["province"] == province)] for name, one in rows.items()}


def _on(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the rows that hold on a day, or may."""
    return rows[~(rows["effective_on"] > day) & ~(rows["expires_on"] <= day)]


def _changes(rulebook: Rulebook, first_on: pd.Timestamp, last_on: pd.Timestamp) -> pd.DatetimeIndex:
    """Return the first day, every first of a month, and the days on which a price row begins or ends."""
    dated = [rulebook.all(name)[["effective_on", "expires_on"]] for name in DATED]
    named = pd.concat([part[column] for part in dated for column in part]).dropna()
    firsts = pd.Series(pd.date_range(first_on, last_on, freq="MS"))
    days = pd.concat([named[(named > first_on) & (named <= last_on)], firsts, pd.Series([first_on])])
    return pd.DatetimeIndex(days.astype("datetime64[s]").drop_duplicates().sort_values())
