"""Prices by the day: the price rows in force on each day that bills cover, as stretches of equal rows."""

from dataclasses import dataclass

import pandas as pd

from addin.billing.doubts import gather
from addin.billing.flags import Flags
from addin.billing.pricing.prices import component_prices, month_prices, price_doubts
from addin.rulebook import Rulebook

CATALOGUE = "catalogue_prices"
DATED = ("prices", "price_doubts", CATALOGUE)


@dataclass(frozen=True, slots=True)
class PriceDays:
    """The prices of the days that bills cover.

    Attributes:
        epochs: first day of each stretch, in order; their places number the stretches.
        months: price month of each.
        published: of each stretch, see ``month_prices``.
        costs: see ``component_prices``, all stretches, with ``epoch``.
        catalogue: rule table 目录电价, all stretches, with ``epoch`` and ``row``.
        kinds: index (epoch, tariff, printed voltage): ``content``, the same where a price row only was repeated.
    """

    epochs: pd.DatetimeIndex
    months: tuple[str, ...]
    published: tuple[pd.DataFrame, ...]
    costs: pd.DataFrame
    catalogue: pd.DataFrame
    kinds: pd.Series

    def doubts(self, segments: pd.DataFrame, province: str) -> pd.DataFrame:
        """Say which customers lack a published price in one of their segments."""
        parts = [
            price_doubts(mine.set_index("customer_no"), self.published[epoch], self.months[epoch], province)
            for epoch, mine in segments.groupby("epoch")
        ]
        return gather(parts)


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
    return PriceDays(epochs, months, published, every, pd.concat(own, ignore_index=True), _contents(every))


def _changes(rulebook: Rulebook, first_on: pd.Timestamp, last_on: pd.Timestamp) -> pd.DatetimeIndex:
    """Return the first day, every first of a month, and the days on which a price row begins or ends."""
    dated = [rulebook.all(name)[["effective_on", "expires_on"]] for name in DATED]
    named = pd.concat([part[column] for part in dated for column in part]).dropna()
    firsts = pd.Series(pd.date_range(first_on, last_on, freq="MS"))
    days = pd.concat([named[(named > first_on) & (named <= last_on)], firsts, pd.Series([first_on])])
    return pd.DatetimeIndex(days.astype("datetime64[s]").drop_duplicates().sort_values())


def _contents(costs: pd.DataFrame) -> pd.Series:
    """Return what each kind and printed voltage costs in each stretch, as text to be compared."""
    values = costs.drop(columns=["row", "epoch", "tariff", "voltage", "printed_voltage"])
    said = pd.Series([str(line) for line in values.itertuples(index=False, name=None)], costs.index, dtype=object)
    return said.groupby([costs["epoch"], costs["tariff"], costs["printed_voltage"]]).agg("‖".join)
