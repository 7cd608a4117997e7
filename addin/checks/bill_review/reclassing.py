"""电费-C09: what is left in service after a suspension or reduction, against tariff and power factor standard."""

import pandas as pd

from addin.billing.basic.capacity import events
from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.known_changes import known_changes
from addin.billing.money import product_fen
from addin.billing.month import Billing
from addin.billing.power_factor import EXEMPT, standard_percent
from addin.billing.pricing.prices import BUSINESS, PLACES
from addin.billing.published import capacity_fen, published
from addin.billing.standards import expected_standards
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import BY_CAPACITY, TARIFF_KINDS, TOTAL

FLAGS = "billing_flags"
SINGLE, TWO_PART = TARIFF_KINDS
RESTING = ("封停", "减容")


@check(
    "电费-C09",
    "暂停或减容后未改类",
    level=Level.WARNING,
    clause="D2",
    table="billing_terms",
    column="tariff_kind",
    advice="按剩余容量更正电价制度和力调标准，从暂停或减容之日起重算",
    explains=("电费-C06", "审计-A07", "电费-E04"),
)
def not_reclassed(
    billing: Billing, capacity_changes: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """What is left after a suspension or reduction decides tariff kind and power factor standard.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.1, §9 C09; ledger.md §3 C09; 计费规则 两部制:可选下限,
    两部制:必须下限; 功率因数标准.

    Checked with: generated cases on both sides of 100 and 315 kVA; bills issued as the rule has it.

    Limitations: an error only where 100 kVA or less are left, for above that a customer may choose the two-part tariff.
    A customer with nothing in service is not asked. The money is what the other tariff would change in the month. With
    计费规则 减容暂停后改类 the bill is recomputed as it should be from that day, where the rule leaves no choice; of a
    customer that was so billed only 计费参数 lags behind, which is a notice.
    """
    least, must = rules.value(FLAGS, "两部制:可选下限"), rules.value(FLAGS, "两部制:必须下限")
    asked = _left(billing, capacity_changes)
    two = (asked["tariff_kind"] == TWO_PART) & (asked["left_kva"] < must)
    two &= (asked["left_kva"] <= least) | (asked["contract_capacity_kva"] >= must)
    old = _old_standard(asked, billing, customers, rules)
    done = asked["customer_no"].isin(_billed_so(billing))
    text = "暂停或减容后剩余 {left_kva:g} kVA（合同 {contract_capacity_kva:g} kVA），"
    shared = {
        "needs": (asked["left_kva"], asked["contract_capacity_kva"]),
        "reason": "合同容量或剩余容量不详",
        "actual": asked["tariff_kind"],
        "values": {"kept": _kept(asked, two, old)},
        "rule": two.map(
            {True: rules.cite_key(FLAGS, "两部制:必须下限"), False: rules.cite_key("audit_rules", "电费-C09")}
        ),
    }
    return both(
        [
            judge(
                asked[~done],
                (two | old)[~done],
                stake_fen=_other_kind_fen(asked, billing).where(two),
                level=(asked["left_kva"] <= least).map({True: str(Level.ERROR), False: str(Level.WARNING)}),
                message=text + "仍执行{kept}",
                **shared,
            ),
            judge(
                asked[done],
                (two | old)[done],
                outcome=Outcome.NOTICE,
                level=str(Level.NOTICE),
                message=text + "账单已按剩余容量改类，计费参数仍为{kept}，请补登",
                **shared,
            ),
        ]
    )


def _old_standard(asked: pd.DataFrame, billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Say whose power factor standard is that of the contract capacity where what is left has another."""
    devices = billing.archive.devices
    before = expected_standards(asked, customers, devices, rules)["standard"]
    left = asked.assign(contract_capacity_kva=asked["left_kva"])
    due = expected_standards(left, customers, devices, rules)["standard"]
    given = standard_percent(asked["power_factor_standard"]).where(asked["power_factor_standard"] != EXEMPT, 0)
    old = (due != before) & (given != due) & asked["power_factor_exception"].isna()
    return old.fillna(value=False).astype(bool)


def _billed_so(billing: Billing) -> pd.Series:
    """Return the customers whose bill is the recomputed one of other terms than 计费参数 has at the month's end."""
    last = billing.segments.drop_duplicates("customer_no", keep="last")
    written = billing.archive.terms["tariff_kind"].reindex(last["customer_no"]).set_axis(last.index)
    totals = billing.totals
    right = totals.loc[~totals["different"] & ~totals["undone"], "customer_no"]
    return last.loc[(last["tariff_kind"] != written) & last["customer_no"].isin(right), "customer_no"]


def _kept(asked: pd.DataFrame, two: pd.Series, old: pd.Series) -> pd.Series:
    """Say what is still as it was: the tariff kind (``two``), the power factor standard (``old``), or both."""
    standard = "力调标准 " + asked["power_factor_standard"].astype(object).fillna("空")
    kind = asked["tariff_kind"].where(two, "").astype(object)
    return kind + (two & old).map({True: "、", False: ""}) + standard.where(old, "")


def _left(billing: Billing, changes: pd.DataFrame) -> pd.DataFrame:
    """Return business customers with something at rest and something in service at the month's end: left_kva."""
    last, devices = billing.days[-1], billing.archive.devices
    happened = events(devices, known_changes(devices, changes), billing.flags)
    over = (happened["next_on"] <= last) | (happened["ends_on"] <= last)
    resting = happened[happened["event"].isin(RESTING) & (happened["on"] <= last) & ~over]
    terms = billing.archive.terms
    mine = terms[(terms["tariff_class"] == BUSINESS) & terms.index.isin(resting["customer_no"])]
    rows = mine.assign(left_kva=billing.quantities.daily[last].reindex(mine.index))
    return rows[~(rows["left_kva"] <= 0)].reset_index().set_index("row")


def _other_kind_fen(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what the single-part tariff would change: no capacity charge, another transmission price [fen]."""
    numbers = asked["customer_no"]
    now, then = (published(billing, numbers, "transmission_yuan_per_kwh", kind=kind) for kind in (TWO_PART, SINGLE))
    billed = billing.quantities.energy.billed
    kwh = numbers.map(billed[billed["point_no"] == ""].groupby("customer_no")[TOTAL].sum(min_count=1))
    by_capacity = asked["capacity_mode"] == BY_CAPACITY
    kept = capacity_fen(billing, numbers, numbers.map(billing.quantities.daily.sum(axis="columns")))
    issued = billing.issued[billing.issued["component"] == DEMAND].groupby("customer_no")["amount_fen"].sum()
    charge = kept.where(by_capacity, numbers.map(issued).astype("Int64")).fillna(0)
    dearer = product_fen((kwh, 2), (then, PLACES)) - product_fen((kwh, 2), (now, PLACES))
    return (charge - dearer).abs()
