"""A month recomputed: every customer's statement, and why some have none."""

from dataclasses import dataclass

import pandas as pd

from addin.billing.archive import Archive, archive_of
from addin.billing.doubts import doubt, gather
from addin.billing.flags import Flags, read_flags
from addin.billing.issued import issued_rows
from addin.billing.matching import best_variant
from addin.billing.prices import ENERGY, component_prices, month_prices, price_doubts
from addin.billing.quantities import Quantities, reckon
from addin.billing.statements import statements
from addin.reading import Ledger
from addin.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Billing:
    """A month recomputed.

    Attributes:
        month: ``YYYY-MM``.
        province: whose prices and rules.
        days: calendar days of the month.
        lines: the statements, ``statement.COLUMNS``, in printed order.
        unbilled: customer_no, component (empty = the whole bill), reason: what could not be reckoned, a sentence.
        archive: terms, points, devices and issued bills of the month.
        issued: rows of the issued bills, see ``issued_rows``.
        quantities: energy, capacity, demand and power factor.
        prices: of the month, with the variants of cells under 待核; see ``month_prices``.
        adopted: by customer_no, the citations of the alternative prices that its bill follows.
        flags: the billing rules.
    """

    month: str
    province: str
    days: pd.DatetimeIndex
    lines: pd.DataFrame
    unbilled: pd.DataFrame
    archive: Archive
    issued: pd.DataFrame
    quantities: Quantities
    prices: pd.DataFrame
    adopted: pd.Series
    flags: Flags


def bill_month(ledger: Ledger, rulebook: Rulebook, month: str, province: str) -> Billing:
    """Recompute the month of every customer.

    Args:
        ledger: the sheets that were read.
        rulebook: every dated rule.
        month: ``YYYY-MM``.
        province: whose prices and rules.

    Returns:
        The statements; whoever cannot be reckoned is in ``unbilled`` with a sentence, all others are billed.

    Raises:
        NoRule: a rule that no bill can do without is not in force.

    Source: billing.md §8, order of operations.
    """
    first = pd.Timestamp(f"{month}-01")
    days = pd.date_range(first, first + pd.offsets.MonthEnd(0))
    rules = rulebook.on(days[-1].date(), province)
    flags = read_flags(rules)
    archive = archive_of(ledger, month, days, rules)
    terms = archive.terms.assign(period_set=archive.terms["period_set"].fillna(flags.period_set))
    quantities = reckon(ledger, archive, terms, month, days, flags=flags, rules=rules)
    prices = month_prices(rules, month)
    doubts = [quantities.doubts, price_doubts(terms, prices, month, province)]
    doubts.append(_price_change(rulebook, days, province, terms))
    costs, table = component_prices(prices, flags), rules.rows("power_factor_table")
    lines, unbilled = statements(
        terms, quantities, costs, gather(doubts), table=table, month_days=len(days), flags=flags
    )
    issued = issued_rows(ledger["bill_lines"], archive, terms)
    chosen = best_variant(lines, issued)
    kept = lines[lines["bill"].isin(chosen)].reset_index(drop=True)
    adopted = _adopted(kept)
    return Billing(month, province, days, kept, unbilled, archive, issued, quantities, prices, adopted, flags)


def _price_change(rulebook: Rulebook, days: pd.DatetimeIndex, province: str, terms: pd.DataFrame) -> pd.DataFrame:
    """Say that nobody can be billed in one piece when a price row begins or ends within the month."""
    month = f"{days[0]:%Y-%m}"
    first, last = (rulebook.on(day.date(), province).rows("prices") for day in (days[0], days[-1]))
    ends = [frame.index[frame["month"] == month] for frame in (first, last)]
    asked = terms.index if not ends[0].equals(ends[1]) else terms.index[:0]
    return doubt(asked.to_series(), "价目表在月内变化，须按生效日分段计费，本程序尚不分段")


def _adopted(lines: pd.DataFrame) -> pd.Series:
    """Return which alternatives each statement follows: what its energy rows cite behind the price row."""
    other = lines[(lines["variant"] > 0) & (lines["component"] == ENERGY[0])].drop_duplicates("customer_no")
    return other.set_index("customer_no")["rule"].str.partition("；")[2]
