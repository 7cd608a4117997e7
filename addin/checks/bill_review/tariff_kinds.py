"""电费-D03: 单一制 or 两部制 against the capacity."""

from typing import Any

import pandas as pd

from addin.billing.month import Billing
from addin.checks.bill_review.earlier_terms import SAID, at_either_capacity, earlier_terms, of_business
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce, told_in
from addin.tables.choices import TARIFF_KINDS

FLAGS = "billing_flags"
SINGLE, TWO_PART = TARIFF_KINDS


@check(
    "电费-D03",
    "单一制两部制与容量不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="tariff_kind",
    advice="核对合同容量和送电日期，更正电价制度后重算；存量用户可征求客户意见后改为两部制",
    explains=("审计-A07", "电费-E04"),
)
def kind_differs(
    billing: Billing, billing_terms: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Small users are billed on the single-part tariff, users of the upper limit and more on the two-part tariff.

    References: 制度 D2; 发改价格〔2023〕526号; billing.md §2.1; ledger.md §3 D03; 计费规则 两部制:可选下限,
    两部制:必须下限, 两部制:存量截止日.

    Checked with: generated cases on both sides of 100 and 315 kVA and of 2023-06-01.

    Limitations: capacity is the contract capacity. A user of the upper limit and more that was connected before the
    date may keep the single part and is only noted, once a year (审核阈值 电费-D03:提示月份). Of a cut month the days
    before are asked too, where the kind was another: held to the contract capacity of now and to the capacity in
    service then, and 未能核查 where these disagree.
    """
    connected = customers.drop_duplicates("customer_no").set_index("customer_no")["connected_on"]
    asked, before = (
        of_business(billing.archive.terms.reset_index().set_index("row")),
        of_business(earlier_terms(billing, billing_terms, "tariff_kind")),
    )
    asked, before = (
        rows.assign(connected_on=connected.reindex(rows["customer_no"]).to_numpy()) for rows in (asked, before)
    )
    since = pd.Timestamp(rules.text(FLAGS, "两部制:存量截止日"))
    kva, single = asked["contract_capacity_kva"], asked["tariff_kind"] == SINGLE
    old = single & (kva >= rules.value(FLAGS, "两部制:必须下限")) & (asked["connected_on"] < since)
    kept = judge(
        asked[old],
        old[old] & told_in(rules, "电费-D03", billing.month),
        actual=asked["tariff_kind"],
        level=str(Level.NOTICE),
        outcome=Outcome.NOTICE,
        message="合同容量 {contract_capacity_kva:g} kVA，{connected_on:%Y-%m-%d} 送电，存量用户可以保留单一制",
        rule=rules.cite_key(FLAGS, "两部制:存量截止日"),
    )
    before = before[~(before["connected_on"] < since) | (before["tariff_kind"] != SINGLE)]
    return both([_kind_at_end(asked[~old], rules), kept, _kind_before(before, rules)])


def _kind_at_end(asked: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the kinds of the month's end that no date lets keep."""
    kva = asked["contract_capacity_kva"]
    large = _large(asked, kva, rules)
    return judge(
        asked,
        _wrong_kind(asked, kva, rules),
        needs=(kva,),
        unknown=large & asked["connected_on"].isna(),
        reason="合同容量或送电日期为空",
        message="合同容量 {contract_capacity_kva:g} kVA，应执行{expected}，计费参数为{actual}",
        **_of_kind(asked, large, rules),
    )


def _kind_before(asked: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the kinds of days before, where they were others."""
    wrong, unsure = at_either_capacity(asked, lambda kva: _wrong_kind(asked, kva, rules).where(kva.notna()))
    large = _large(asked, asked["contract_capacity_kva"], rules)
    return judge(
        asked,
        wrong,
        needs=(),
        unknown=unsure | (wrong & large & asked["connected_on"].isna()),
        reason=SAID + "执行{tariff_kind}：当时的容量与合同容量不同，或送电日期为空，不能判断",
        about=asked["starts_on"].dt.strftime("自 %Y-%m-%d"),
        message=SAID + "合同容量 {contract_capacity_kva:g} kVA，应执行{expected}，计费参数为{actual}",
        **_of_kind(asked, large, rules),
    )


def _large(asked: pd.DataFrame, kva: pd.Series, rules: RulesInForce) -> pd.Series:
    return (asked["tariff_kind"] == SINGLE) & (kva >= rules.value(FLAGS, "两部制:必须下限"))


def _wrong_kind(asked: pd.DataFrame, kva: pd.Series, rules: RulesInForce) -> pd.Series:
    """Say which kinds do not go with a capacity [kVA]."""
    small = (asked["tariff_kind"] == TWO_PART) & (kva <= rules.value(FLAGS, "两部制:可选下限"))
    return small | _large(asked, kva, rules)


def _of_kind(asked: pd.DataFrame, large: pd.Series, rules: RulesInForce) -> dict[str, Any]:
    """Return the kind seen, the other one, and the row of the limit that decides."""
    limits = {True: "两部制:必须下限", False: "两部制:可选下限"}
    return {
        "actual": asked["tariff_kind"],
        "expected": asked["tariff_kind"].map({SINGLE: TWO_PART, TWO_PART: SINGLE}),
        "rule": large.map({which: rules.cite_key(FLAGS, key) for which, key in limits.items()}),
    }
