"""电费-D04: periods that are not applied."""

import pandas as pd

from addin.billing.money import product_fen
from addin.billing.month import Billing
from addin.billing.pricing.prices import PLACES
from addin.billing.published import published
from addin.billing.statement import DIRECT
from addin.checks.bill_review.earlier_terms import SAID, at_either_capacity, earlier_terms, of_business
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import PERIOD_COLUMNS
from addin.tables.choices import NOT_TIMED

FLAGS = "billing_flags"
LEAST = "分时容量门槛"
"""Row of 计费规则: from which capacity on business customers are billed by period [kVA]."""
MESSAGE = "合同容量 {contract_capacity_kva:g} kVA，达到 {limit:g} kVA 应执行分时电价，时段集却为『不执行』"


@check(
    "电费-D04",
    "应执行分时未执行",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="period_set",
    advice="更正时段集，按各时段电量重算并办理退补；依法不执行分时的，在「处理说明」注明依据",
    explains=("电费-E04",),
)
def periods_left_out(billing: Billing, billing_terms: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A business customer of the least capacity and more is billed by period.

    References: 制度 D2; billing.md §3, §9 D04; 计费规则 分时容量门槛 (of the province).

    Checked with: generated cases on both sides of 100 kVA; the published Hubei price month 2026-01.

    Limitations: customers that trade directly may have one price for all hours and are not asked. The money is what the
    published period prices change on the metered periods, where there are some and the month is not cut. Of a cut month
    the days before are asked too, where another set held: held to the contract capacity of now and to the capacity in
    service then, and 未能核查 where these disagree.
    """
    asked = _agents(billing.archive.terms.reset_index().set_index("row"))
    before = _agents(earlier_terms(billing, billing_terms, "period_set"))
    return both([_at_end(asked, billing, rules), _before(before, rules)])


def _agents(terms: pd.DataFrame) -> pd.DataFrame:
    """Return the terms of business users that do not trade directly."""
    business = of_business(terms)
    return business[business["market_kind"] != DIRECT]


def _at_end(asked: pd.DataFrame, billing: Billing, rules: RulesInForce) -> Verdict:
    """Judge the period sets of the month's end."""
    flat, kva = asked["period_set"] == NOT_TIMED, asked["contract_capacity_kva"]
    cut = billing.segments.loc[billing.segments["cut"], "customer_no"]
    whole = asked.loc[flat & ~asked["customer_no"].isin(cut), "customer_no"]
    return judge(
        asked,
        flat & (kva >= rules.value(FLAGS, LEAST)),
        needs=(),
        unknown=flat & kva.isna(),
        reason="合同容量为空，无法判断是否应执行分时",
        actual=asked["period_set"],
        stake_fen=_by_period_fen(whole, billing),
        message=MESSAGE,
        values={"limit": rules.value(FLAGS, LEAST)},
        rule=rules.cite_key(FLAGS, LEAST),
    )


def _before(asked: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the period sets of days before, where they were others."""
    flat, least = asked["period_set"] == NOT_TIMED, rules.value(FLAGS, LEAST)
    wrong, unsure = at_either_capacity(asked, lambda kva: (flat & (kva >= least)).where(kva.notna() | ~flat))
    return judge(
        asked,
        wrong,
        needs=(),
        unknown=unsure,
        reason=SAID + "的时段集为『不执行』：当时的容量与合同容量不同，不能判断是否应执行分时",
        actual=asked["period_set"],
        about=asked["starts_on"].dt.strftime("自 %Y-%m-%d"),
        message=SAID + MESSAGE,
        values={"limit": least},
        rule=rules.cite_key(FLAGS, LEAST),
    )


def _by_period_fen(numbers: pd.Series, billing: Billing) -> pd.Series:
    """Return what the period prices change against the flat one on each customer's metered periods [fen]."""
    points = billing.quantities.energy.points
    used = points[points["root"]].groupby("customer_no")[list(PERIOD_COLUMNS)].sum(min_count=1)
    used = used.reindex(numbers).set_axis(numbers.index)
    flat = published(billing, numbers, PERIOD_COLUMNS["平"])
    changes = []
    for period, column in PERIOD_COLUMNS.items():
        kwh = used[period]
        parts = [product_fen((kwh, 2), (price, PLACES)) for price in (published(billing, numbers, column), flat)]
        changes.append((parts[0] - parts[1]).mask(kwh.fillna(0.0) == 0, 0))
    return sum(changes[1:], changes[0]).abs().mask(used.isna().all(axis="columns"))
