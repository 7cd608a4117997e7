"""A month recomputed: every customer's statement, and why some have none."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from addin.billing.archive import Archive, archive_of
from addin.billing.basic.reclass import reclassed
from addin.billing.changed_class import with_catalogue_days
from addin.billing.comparing.compare import Comparison, compare, tolerance_of
from addin.billing.comparing.inputs import row_inputs
from addin.billing.comparing.issued import issued_rows
from addin.billing.comparing.row_texts import read_texts
from addin.billing.comparing.side_by_side import side_by_side
from addin.billing.comparing.variants import adopted_prices
from addin.billing.comparing.workings import workings
from addin.billing.doubts import WHOLE, besides, gather
from addin.billing.flag_rows import read_flags
from addin.billing.flags import Flags
from addin.billing.metering.own_kinds import each_kind
from addin.billing.metering_side import by_metering_side
from addin.billing.open_points import open_points
from addin.billing.open_terms import open_terms
from addin.billing.pricing.market import LIMIT, market_rows
from addin.billing.pricing.price_days import CATALOGUE, price_days
from addin.billing.quantities import Quantities, reckon
from addin.billing.refused_cells import refused_cells
from addin.billing.segments import month_segments
from addin.billing.statements import statements
from addin.billing.step_parts import cited
from addin.billing.user_classes import classify
from addin.reading import Ledger
from addin.rulebook import Rulebook, RulesInForce


@dataclass(frozen=True)
class Billing:
    """A month recomputed.

    Attributes:
        month: ``YYYY-MM``.
        province: whose prices and rules.
        days: calendar days of the month.
        lines: the statements, ``statement.COLUMNS``, in printed order.
        doubts: customer_no, component (empty = the whole bill), reason: what could not be reckoned, a sentence.
        archive: terms, points, devices and issued bills of the month.
        segments: stretches of days with equal terms and prices, see ``month_segments``.
        steps: of segments priced by class and use, see ``Classes.steps``.
        issued: rows of the issued bills, see ``issued_rows``.
        quantities: energy, capacity, demand and power factor.
        published: price rows of each stretch of days that bills cover, by ``epoch`` of the segments.
        adopted: by customer_no, the citations of the alternative prices that its bill follows.
        flags: the billing rules.
        names: 户名 by customer_no.
        comparison: with the issued bills.
    """

    month: str
    province: str
    days: pd.DatetimeIndex
    lines: pd.DataFrame
    doubts: pd.DataFrame
    archive: Archive
    segments: pd.DataFrame
    steps: pd.DataFrame
    issued: pd.DataFrame
    quantities: Quantities
    published: tuple[pd.DataFrame, ...]
    adopted: pd.Series
    flags: Flags
    names: pd.Series
    comparison: Comparison

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The sheet 账单重算, ``side_by_side.COLUMNS``; laid out when first asked for."""
        return side_by_side(self.comparison, self.doubts, self.names)

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """The readings behind the rows of the statements, see ``row_inputs``; put together when first asked for."""
        return row_inputs(self.quantities, self.archive.readings, self.archive.terms["tariff_class"])

    @cached_property
    def workings(self) -> pd.Series:
        """How each row of 账单重算 comes about, index as ``compared``."""
        return workings(self.compared, read_texts(self.lines, self.inputs, self.quantities, self.segments))

    @property
    def unbilled(self) -> pd.DataFrame:
        """Who has no statement at all, and why: customer_no, reason."""
        return self.doubts.loc[self.doubts["component"] == WHOLE, ["customer_no", "reason"]].reset_index(drop=True)

    @property
    def billed(self) -> set[str]:
        """Who has a statement, whole or in part."""
        return set(self.lines["customer_no"])

    @property
    def partly(self) -> set[str]:
        """Who has a statement without some of its components."""
        return set(self.doubts["customer_no"]) & self.billed

    def left_out(self, customer_no: str) -> list[str]:
        """Return the components that are in no sum: not recomputed, and not on the bill to be taken over."""
        issued = self.comparison.issued
        named = self.doubts.loc[self.doubts["customer_no"] == customer_no, "component"]
        printed = issued.loc[issued["customer_no"] == customer_no, "unit"]
        return [name for name in named if name != WHOLE and name not in set(printed)]

    @property
    def prices(self) -> pd.DataFrame:
        """Of the month's end, with the variants of cells under 待核; see ``month_prices``."""
        return self.published[-1]

    @property
    def totals(self) -> pd.DataFrame:
        """Issued and recomputed total of each customer with a bill: ``Comparison.bills``."""
        return self.comparison.bills


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
    days = _days_of(month)
    rules = rulebook.on(days[-1].date(), province)
    flags = read_flags(rules)
    archive = _archive(ledger, month, days, rules, flags)
    prices = price_days(rulebook, archive.windows["first_on"].min(), days, province, flags)
    archive = by_metering_side(archive, prices)
    segments = month_segments(archive, prices, flags)
    quantities = reckon(ledger, archive, segments, month, days, flags=flags, rules=rules)
    classes = classify(archive, segments, quantities, prices, ledger["supplies"], rules, flags)
    archive, segments = dataclasses.replace(archive, terms=classes.terms), classes.segments
    asked = each_kind(classes.priced, quantities.energy.billed)
    unpriced = besides(archive.refused, gather([classes.doubts, prices.doubts(asked, province)]))
    said = gather([quantities.doubts, unpriced])
    issued = issued_rows(ledger["bill_lines"], archive, archive.terms)
    lines, doubts = statements(
        segments,
        quantities,
        prices.costs,
        issued,
        said,
        market=market_rows(ledger, month),
        market_limit_kwh=rules.value("audit_thresholds", LIMIT),
        catalogue=prices.catalogue,
        unplaced=prices.unplaced[CATALOGUE],
        table=rules.rows("power_factor_table"),
        flags=flags,
        steps=classes.steps,
    )
    adopted, lines = adopted_prices(lines), cited(lines, classes.steps, prices.costs)
    found = compare(issued, lines, archive.bills, doubts, tolerance_of(rules))
    return Billing(
        month=month, province=province, days=days, lines=lines, doubts=doubts, archive=archive, segments=segments,
        steps=classes.steps, issued=issued, quantities=quantities, published=prices.published, adopted=adopted,
        flags=flags, names=_names(ledger), comparison=found,
    )  # fmt: skip


def _days_of(month: str) -> pd.DatetimeIndex:
    first = pd.Timestamp(f"{month}-01")
    return pd.date_range(first, first + pd.offsets.MonthEnd(0))


def _names(ledger: Ledger) -> pd.Series:
    """Return 户名 by customer_no."""
    return ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")["customer_name"]


def _archive(ledger: Ledger, month: str, days: pd.DatetimeIndex, rules: RulesInForce, flags: Flags) -> Archive:
    """Return the archive, with the province's usual set of periods where the terms name none."""
    archive = archive_of(ledger, month, days, rules)
    unread, untold = refused_cells(ledger, archive, month, days), open_terms(ledger, archive, month, days, rules)
    said = gather([archive.doubts, unread, untold, open_points(ledger, archive, month)])
    archive = dataclasses.replace(archive, doubts=said, refused=unread)
    archive = with_catalogue_days(reclassed(archive, ledger["customers"], rules, flags))
    terms, rows = (
        each.assign(period_set=each["period_set"].fillna(flags.period_set))
        for each in (archive.terms, archive.term_rows)
    )
    return dataclasses.replace(archive, terms=terms, term_rows=rows)
