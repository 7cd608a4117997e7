"""电费-A09, A21: registers that rolled over, meters that were changed."""

import pandas as pd

from addin.billing.money import transport
from addin.checks.bill_review.registers import DECIMALS, DEMAND, TOTAL, YES, by_meter, in_force, ran
from addin.findings import Level, Verdict, check, judge
from addin.rulebook import RulesInForce, thresholds

WHERE = "计量点 {point_no} 表 {meter_no}"
PERCENT = 100


@check(
    "电费-A09",
    "翻表",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="rollover",
    advice="核对现场示数和表位数：示数倒走而误标翻转的，更正后重算",
    explains=("电费-A01", "电费-A03", "电费-A07", "电费-A16", "电费-C04", "审计-A08", "电费-E04", "电费-E05"),
)
def rollover_is_plausible(
    month_readings: pd.DataFrame,
    metering_points: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """A register that is marked as rolled over ran a small part of its full scale.

    References: 制度 D2; billing.md §9 A09, §6; 审核阈值 电费-A09:满度比例.

    Checked with: generated cases on both sides of the limit.

    Limitations: a meter that runs through a tenth of its scale in a month is found in the month of its rollover, and to
    be accepted once.
    """
    points = in_force(metering_points, month)
    rows = month_readings[(month_readings["rollover"] == YES) & (month_readings["register"] != DEMAND)]
    rows = rows[rows["current_reading"] < rows["previous_reading"]]
    run = transport(ran(rows, points), DECIMALS)
    full = 10.0 ** rows["point_no"].map(points["meter_digits"])
    limit = thresholds(rules, "电费-A09:满度比例", rows, customers)
    share = run * PERCENT / full
    rows = rows.assign(run=run, share=share, limit=limit["value"], rule=limit["rule"])
    asked = by_meter(rows, (share >= limit["value"]).fillna(value=False), share.isna())
    return judge(
        asked,
        asked["failed"],
        needs=(asked["share"],),
        reason="翻转而「计量点」没有表位数",
        actual=asked["run"],
        expected=asked["limit"].map("满度的 {:g}% 以内".format),
        about=asked["point_no"],
        message=WHERE + "『{registers}』标为翻转，走了 {actual:,.2f}，占满度 {share:.0f}%，达到 {limit:g}%",
        rule=asked["rule"],
    )


@check(
    "电费-A21",
    "换表当月",
    level=Level.WARNING,
    clause="D2",
    table="meter_changes",
    column="meter_no",
    advice="补录旧表止码或新表起码，按新旧两表各自的倍率重算本月电量",
    explains=("审计-A07", "审计-A10", "电费-A02", "审计-A08"),
)
def both_meters_are_read(
    meter_changes: pd.DataFrame, readings: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """In the month of a meter change the old and the new meter are both read, each with a multiplier.

    References: 制度 D2; billing.md §9 A21, §6 (sum over both meters, each with its own multiplier).

    Checked with: generated cases only.

    Limitations: meters taken down on the first day, or put in on the last day, of the month count nothing in it and are
    not asked.
    """
    first, last = pd.Timestamp(f"{month}-01"), pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd(0)
    day = meter_changes["changed_at"].dt.normalize()
    taken = (meter_changes["event"] == "拆") & (day > first) & (day <= last)
    put_in = (meter_changes["event"] == "装") & (day >= first) & (day < last)
    asked = meter_changes[(taken | put_in) & meter_changes["point_no"].notna()]
    known = asked["point_no"].map(
        readings.dropna(subset=["point_no"]).drop_duplicates("point_no").set_index("point_no")["customer_no"]
    )
    asked = asked.assign(customer_no=known)
    rows = readings[(readings["month"] == month) & (readings["register"] == TOTAL)]
    rows = rows.dropna(subset=["current_reading", "multiplier"])
    read = pd.MultiIndex.from_frame(rows[["point_no", "meter_no"]])
    lacking = ~pd.MultiIndex.from_frame(asked[["point_no", "meter_no"]]).isin(read)
    return judge(
        asked,
        pd.Series(lacking, index=asked.index),
        needs=(),
        unknown=asked["customer_no"].isna(),
        reason="抄表记录里没有这个计量点",
        actual=asked["event"].map({"拆": "旧表没有本月示数", "装": "新表没有本月示数"}),
        expected="新旧两表各有示数和倍率",
        about=asked["point_no"] + " " + asked["meter_no"],
        message="计量点 {point_no} 于 {changed_at:%Y-%m-%d} 换表，{actual}（表 {meter_no}），本月电量可能不全",
        rule=rules.cite_key("audit_rules", "电费-A21"),
    )
