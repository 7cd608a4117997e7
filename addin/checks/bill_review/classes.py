"""电费-D01, D10: class against industry, other classes within 工商业."""

import pandas as pd

from addin.billing.month import Billing
from addin.billing.pricing.prices import BUSINESS
from addin.checks.bill_review.earlier_terms import SAID, earlier_terms
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.tables.choices import OTHER_CLASSES, TARIFF_KINDS, TOTAL

TABLE = "audit_thresholds"
CLASS_WORDS = {"居民": "居民生活", "农业": "农业生产", "工商业": BUSINESS, "工业": BUSINESS, "商业": BUSINESS}
"""Words in 用电类别 → classes of 计费参数; the first that occurs decides."""
LISTS = {"农业生产": "电费-D01:农业行业", "居民生活": "电费-D01:居民行业"}
"""Rows of 审核阈值 that name the industries which may have a class."""


@check(
    "电费-D01",
    "电价与行业类别不符",
    level=Level.ERROR,
    clause="D2",
    table="billing_terms",
    column="tariff_class",
    advice="核对用电用途和行业分类，更正电价类别或台账后重算，已发行的办理退补",
    explains=("审计-A07", "电费-E04"),
)
def class_differs(
    billing: Billing, billing_terms: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Class and kind of the tariff are those of 客户台账, and a cheaper class goes with the industry.

    References: 制度 D2; 发改价格〔2013〕973号 (classes of users); billing.md §9 D01; 审核阈值 电费-D01:农业行业,
    电费-D01:居民行业.

    Checked with: generated cases on both sides.

    Limitations: 工商业 fits every industry; farming on it is not questioned, for processing is 工商业. Prices of the
    other classes are not in the rule book, so no money is named. Of a cut month the days before are asked too, where
    the class was another: against the industry alone, for 客户台账 has the class of now.
    """
    before = earlier_terms(billing, billing_terms, "tariff_class")
    return both([_class_at_end(billing, customers, rules), _class_before(before, customers, rules)])


def _class_at_end(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the class and kind of the month's end."""
    asked = billing.archive.terms.reset_index().set_index("row")
    known = customers.drop_duplicates("customer_no").set_index("customer_no").reindex(asked["customer_no"])
    known = known.set_axis(asked.index)
    used = known["usage_class"].astype("string")
    due = pd.Series(None, index=asked.index, dtype=object)
    for word, name in CLASS_WORDS.items():
        due = due.mask(due.isna() & used.str.contains(word).fillna(value=False), name)
    kind = used.str.extract(f"({'|'.join(TARIFF_KINDS)})", expand=False).astype(object)
    other_class = (asked["tariff_class"] != due) & due.notna()
    other_kind = (asked["tariff_kind"] != kind) & kind.notna() & ~other_class
    stranger = _strangers(asked["tariff_class"], known["industry_code"], rules)
    ledger = "『" + known["usage_class"].astype(object).fillna("空") + "』"
    said = ("客户台账的用电类别为" + ledger).where(
        other_class | other_kind, "行业为 " + known["industry_code"].astype(object)
    )
    terms = asked["tariff_class"].astype(object) + asked["tariff_kind"].map("（{}）".format)
    return judge(
        asked,
        other_class | other_kind | stranger,
        needs=(asked["tariff_class"],),
        unknown=due.isna() | stranger.isna(),
        reason="客户台账的用电类别或行业分类为空，或无法识别",
        actual=asked["tariff_class"],
        expected=due,
        message="计费参数执行{terms}，而{said}，不能执行这一类电价",
        values={"terms": terms, "said": said},
        rule=asked["tariff_class"].map({name: rules.cite_key(TABLE, key) for name, key in LISTS.items()}).where(
            stranger.fillna(value=False).astype(bool), rules.cite_key("audit_rules", "电费-D01")
        ),
    )  # fmt: skip


def _class_before(asked: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Judge the class of days before, where it was another."""
    known = customers.drop_duplicates("customer_no").set_index("customer_no")["industry_code"]
    industry = asked["customer_no"].map(known)
    stranger = _strangers(asked["tariff_class"], industry, rules)
    return judge(
        asked,
        stranger,
        needs=(asked["tariff_class"],),
        unknown=stranger.isna(),
        reason="客户台账的行业分类为空，或无法识别",
        actual=asked["tariff_class"],
        about=asked["starts_on"].dt.strftime("自 %Y-%m-%d"),
        message=SAID + "计费参数执行{tariff_class}，而行业为 {industry}，不能执行这一类电价",
        values={"industry": industry},
        rule=asked["tariff_class"].map({name: rules.cite_key(TABLE, key) for name, key in LISTS.items()}).fillna(""),
    )


def _strangers(classes: pd.Series, industries: pd.Series, rules: RulesInForce) -> pd.Series:
    """Say whose class is reserved for other industries; ``NA`` where the industry is not known."""
    digits = industries.astype("string").str.extract(r"(\d+)$", expand=False)
    found = pd.Series(data=False, index=classes.index, dtype="boolean")
    for name, key in LISTS.items():
        allowed = digits.str.startswith(tuple(rules.words(TABLE, key)))
        found = found.mask(classes == name, ~allowed.astype("boolean"))
    return found


@check(
    "电费-D10",
    "居民农业电量混入工商业",
    level=Level.WARNING,
    clause="D2",
    table="metering_points",
    column="tariff_class",
    advice="按该计量点的示数（或定比、定量）核对两类电量，各按本类电价计费后重算",
    explains=("审计-A07", "电费-E04"),
)
def other_class_within(billing: Billing, metering_points: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The energy of a residential or agricultural sub-meter stands on the bill in rows of its own, no less and no more.

    References: 制度 D2; billing.md §6, §9 D10; 容差 电量勾稽.

    Checked with: generated cases on both sides of 1 kWh.

    Limitations: sub-meters that 计量点 names; what has no point of its own nobody can see. The other class has no price
    in the rule book, so no money is named.
    """
    billed = billing.quantities.energy.billed
    apart = billed[(billed["point_no"] != "") & ~billed["billed_class"].isin((BUSINESS, *TARIFF_KINDS))]
    due = apart.groupby("point_no")[TOTAL].sum(min_count=1)
    rows = metering_points[metering_points["point_no"].isin(due.index)].sort_values("effective_on", kind="stable")
    asked = rows.drop_duplicates("point_no", keep="last").sort_index()
    own = _of_other_classes(billing.issued, asked)
    kwh, printed = asked["point_no"].map(due), asked["point_no"].map(own.groupby("point_no")["quantity"].sum())
    over = printed.fillna(0.0) - kwh
    by = over.abs().map("{:,.0f} kWh：".format).astype(object)
    return judge(
        asked,
        over.abs() > rules.value("tolerances", "电量勾稽"),
        needs=(kwh,),
        unknown=~asked["customer_no"].isin(billing.issued["customer_no"]),
        reason="分表电量不全，或「账单明细」没有该户的行",
        actual=printed.fillna(0.0),
        expected=kwh,
        difference=over,
        about=asked["point_no"],
        values={
            "own": asked["point_no"].map(apart.drop_duplicates("point_no").set_index("point_no")["billed_class"]),
            "which": ("少 " + by + "混入了工商业电量").where(over < 0, "多 " + by + "工商业电量混入了本类"),
        },
        message="{own}计量点 {point_no} 本月 {expected:,.0f} kWh，账单有 {actual:,.0f} kWh 按本类计费，{which}",
        rule=rules.cite_key("tolerances", "电量勾稽"),
    )


def _of_other_classes(issued: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of bills on energy of another class; one that names its class alone is of the only such point."""
    rows = issued[issued["component"].isin(("购电", "输配电", *OTHER_CLASSES))]
    own = rows[(rows["part"] != rows["component"]) | rows["component"].isin(OTHER_CLASSES)]
    sole = points.drop_duplicates("customer_no", keep=False).set_index("customer_no")["point_no"]
    return own.assign(point_no=own["point_no"].fillna(own["customer_no"].map(sole)))
