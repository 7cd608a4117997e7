"""电费-A24, A25: agreed shares and quantities, and whether the bill follows them."""

from datetime import date

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY, POWER_FACTOR
from addin.checks.bill_review.registers import archived, in_force
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import TOTAL

TABLE = "audit_thresholds"
AGREED = ("定比", "定量")


@check(
    "电费-A24",
    "定比定量未复核",
    level=Level.WARNING,
    clause="D2",
    table="metering_points",
    column="verified_on",
    advice="到现场核实用电构成，重新核定比例或电量，双方签字后更新「核定日」",
)
def agreed_share_is_old(
    metering_points: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str, as_of: date
) -> Verdict:
    """An agreed share or quantity was verified within the limit, a longer one for small customers.

    References: 制度 D2; billing.md §9 A24; 审核阈值 电费-A24:月数, 小用户月数, 小用户容量.

    Checked with: generated cases on both sides of the limits.

    Limitations: counted to the day of the audit. Without 核定日 it is 未能核查.
    """
    points = in_force(metering_points, month)
    asked = archived(metering_points, points.index[points["relation"].isin(AGREED)], month)
    kva = asked["customer_no"].map(
        customers.drop_duplicates("customer_no").set_index("customer_no")["contract_capacity_kva"]
    )
    small = kva < rules.value(TABLE, "电费-A24:小用户容量")
    usual, wide = (thresholds(rules, f"电费-A24:{name}", asked, customers) for name in ("月数", "小用户月数"))
    limit = usual.where(~small, wide)
    since = asked["verified_on"]
    months = (as_of.year - since.dt.year) * 12 + as_of.month - since.dt.month - (since.dt.day > as_of.day)
    return judge(
        asked,
        (months > limit["value"]) | ((months == limit["value"]) & (since.dt.day < as_of.day)),
        needs=(since,),
        reason="「计量点」没有填核定日",
        actual=since,
        expected=limit["value"].map("{:g} 个月内".format),
        about=asked["point_no"],
        message="{relation} {point_no} 上次核定 {verified_on:%Y-%m-%d}，已 {months:.0f} 个月，应每 {limit:g} 个月复核",
        values={"months": months, "limit": limit["value"]},
        rule=limit["rule"],
    )


@check(
    "电费-A25",
    "定比计算",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="quantity",
    advice="按核定的比例和本月总表抄见电量更正分表电量后重算",
    explains=("审计-A07", "电费-A22", "电费-D10", "电费-E03"),
)
def agreed_share_is_reckoned(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The energy billed to an agreed share is the ratio of the meter above, rounded, and the losses that it bears.

    References: 制度 D2; billing.md §9 A25, §6 (of the reading before line loss), §5.3; 审核阈值 电费-A25:允许差.

    Checked with: generated cases on both sides of the limit; bills printed from the program's own statements.

    Limitations: bills whose rows of energy name the metering point; the demand of a sub-meter is 审计-A07. Losses are
    those of a share at another class: one at the class of the meter above is asked for its ratio alone.
    """
    points, billed = billing.quantities.energy.points, billing.quantities.energy.billed
    ratio = points[points["relation"] == "定比"]
    rows = billing.issued[billing.issued["point_no"].isin(ratio.index) & billing.issued["quantity"].notna()]
    rows = rows[~rows["component"].isin((CAPACITY, DEMAND, POWER_FACTOR))]
    sums = rows.groupby(["point_no", "component"])["quantity"].transform("sum")
    asked = rows.assign(billed=sums).drop_duplicates("point_no")
    shared = asked["point_no"].map(points[TOTAL])
    with_losses = billed.groupby("point_no")[TOTAL].sum(min_count=1)
    expected = asked["point_no"].map(with_losses).fillna(shared).where(shared.notna())
    added = (expected != shared).map({True: "，连同变损、线损", False: ""})
    limit = thresholds(rules, "电费-A25:允许差", asked, customers)
    return judge(
        asked,
        (asked["billed"] - expected).abs() > limit["value"],
        needs=(expected,),
        reason="总表本月没有电量，或没有填定比",
        actual=asked["billed"],
        expected=expected,
        difference=asked["billed"] - expected,
        about=asked["point_no"],
        message="定比 {point_no} 账单电量 {actual:,.0f} kWh，按 {ratio:g}%{added} 应为 {expected:,.0f} kWh",
        values={"ratio": asked["point_no"].map(points["ratio_percent"]), "added": added},
        rule=limit["rule"],
    )
