"""电费-A17, A22, A23: meters behind meters, and the check meter beside the main one."""

import re

import numpy as np
import pandas as pd

from addin.billing.month import Billing
from addin.billing.own_months.trends import back
from addin.billing.sums import whole_sums
from addin.checks.bill_review.other_customers import taken_off
from addin.checks.bill_review.registers import TOTAL as TOTAL_REGISTER
from addin.checks.bill_review.registers import archived, in_force
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import TOTAL

PERCENT = 100
TABLE = "audit_thresholds"
PARALLEL = "并接"
CLASS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[SＳ]?\s*(?:级)?\s*")


@check(
    "电费-A22",
    "套表负值",
    level=Level.ERROR,
    clause="D2",
    table="metering_points",
    column="parent_no",
    advice="核对总表、分表的示数和倍率，以及分表是否挂错总表",
    explains=("审计-A07", "电费-A23"),
)
def less_than_its_sub_meters(
    billing: Billing, metering_points: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """A meter measures no less than the meters and agreed quantities behind it.

    Meters of other customers behind it are named at the customer whose bill is the less for them.

    References: 制度 D2; billing.md §9 A22, §6.

    Checked with: generated cases on both sides of the limit.

    Limitations: the points right behind a meter; what stands behind those is asked of them. Whether another customer's
    meter stands behind it by agreement (转供, 另户分表) no sheet says: a notice, a warning where nothing is left.
    """
    rule = rules.cite_key("audit_rules", "电费-A22")
    points = billing.quantities.energy.points
    behind = points[points["parent_no"].isin(points.index) & (points["relation"] != PARALLEL)]
    groups = behind.groupby("parent_no")[TOTAL]
    sums = whole_sums(groups)
    asked = archived(metering_points, sums.index, month)
    own, less = asked["point_no"].map(points[TOTAL]), asked["point_no"].map(sums)
    found = judge(
        asked,
        own < less,
        needs=(own, less),
        reason="总表或分表本月没有电量",
        actual=own,
        expected=less,
        difference=own - less,
        about=asked["point_no"],
        message="总表 {point_no} 本月 {actual:,.0f} kWh，分表合计 {expected:,.0f} kWh，扣减后小于 0",
        rule=rule,
    )
    return both([found, taken_off(billing, metering_points, month, rule)])


@check(
    "电费-A23",
    "分表占比突变",
    level=Level.WARNING,
    clause="D2",
    table="metering_points",
    column="parent_no",
    advice="核对分表示数和倍率；属实的，核对是否有高价低接或转供电",
)
def share_of_sub_meter_jumps(
    metering_points: pd.DataFrame, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """Warn where a sub-meter's share of the meter above differs from the month before by more than the limit.

    References: 制度 D2; billing.md §9 A23; 审核阈值 电费-A23:百分点.

    Checked with: generated cases on both sides of the limit.

    Limitations: sub-meters with readings in both months; the multipliers are those of the readings.
    """
    kwh = {one: _kwh(readings, one) for one in (month, back(month, 1))}
    asked = archived(metering_points, kwh[month].index, month)
    asked = asked[asked["relation"].eq("套表") & asked["parent_no"].isin(kwh[month].index)]
    now, then = (
        asked["point_no"].map(part).astype("float64") * PERCENT / asked["parent_no"].map(part).replace(0, np.nan)
        for part in kwh.values()
    )
    limit = thresholds(rules, "电费-A23:百分点", asked, customers)
    return judge(
        asked,
        (now - then).abs() > limit["value"],
        needs=(now, then),
        reason="分表或总表没有上月的示数",
        actual=now,
        expected=then,
        difference=now - then,
        about=asked["point_no"],
        message="分表 {point_no} 占总表 {actual:.1f}%，上月 {expected:.1f}%，相差超过 {limit:g} 个百分点",
        values={"limit": limit["value"]},
        rule=limit["rule"],
    )


def _kwh(readings: pd.DataFrame, month: str) -> pd.Series:
    """Return the energy of each point in a month as its totals read; NaN where a reading is missing."""
    rows = readings[(readings["month"] == month) & (readings["register"] == TOTAL_REGISTER)]
    rows = rows.dropna(subset=["point_no"])
    run = (rows["current_reading"] - rows["previous_reading"]) * rows["multiplier"]
    groups = run.where(run >= 0).groupby(rows["point_no"])
    return whole_sums(groups)


@check(
    "电费-A17",
    "主副表差",
    level=Level.WARNING,
    clause="D2",
    table="metering_points",
    column="meter_no",
    advice="对主、副表同时现场检验，查清误差后再定用哪一块表结算",
)
def check_meter_differs(
    metering_points: pd.DataFrame, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """The check meter beside a main meter agrees with it within 1.5 × the accuracy class of the main meter.

    References: 制度 D2; billing.md §9 A17, §6 (DL/T 448, 待核); 审核阈值 电费-A17:准确度倍数.

    Checked with: generated cases on both sides of the limit.

    Limitations: a check meter is a point of 用途 考核 and 关系 并接 whose 上级计量点 is the main one.
    """
    kwh = _kwh(readings, month)
    points = in_force(metering_points, month)
    beside = points[
        (points["purpose"] == "考核") & (points["relation"] == PARALLEL) & points["parent_no"].isin(points.index)
    ]
    asked = archived(metering_points, beside.index, month)
    main, other = (asked[name].map(kwh).astype("float64") for name in ("parent_no", "point_no"))
    grade = asked["parent_no"].map(points["meter_class"].map(_class, na_action="ignore")).astype("float64")
    limit = thresholds(rules, "电费-A17:准确度倍数", asked, customers)
    most = grade * limit["value"]
    off = (main - other).abs() * PERCENT / main.where(main > 0)
    return judge(
        asked,
        off > most + np.finfo("float32").eps,
        needs=(off, most),
        reason="主表或副表本月没有电量，或主表没有准确度等级",
        actual=other,
        expected=main,
        difference=other - main,
        about=asked["point_no"],
        message="副表 {actual:,.0f} kWh，主表 {expected:,.0f} kWh，相差 {off:.2f}%，超过 {most:g}%",
        values={"off": off, "most": most},
        rule=limit["rule"],
    )


def _class(text: str) -> float:
    """Return an accuracy class such as 0.5S as a number [%]; NaN where it is none."""
    match = CLASS.fullmatch(str(text))
    return float(match[1]) if match else float("nan")
