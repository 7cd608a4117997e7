"""审计-A27: reductions of capacity (减容) that are not permanent and go on for too long."""

from datetime import date

import pandas as pd

from addin.billing.basic.capacity import events
from addin.billing.known_changes import known_changes
from addin.billing.month import Billing
from addin.days import DAY, NEVER
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

REDUCTION = "减容"
MONTHS_A_YEAR = 12
SAID = "设备 {device_no} 从 {on:%Y-%m-%d} 起减容{until}，已满 {actual:g} 个月，"
UNKNOWN = (
    "设备 {device_no} 从 {on:%Y-%m-%d} 起减容已满 {actual:g} 个月，「容量变动」没有批准止日，「变更台账」"
    "也没有该工单写明永久或非永久，不知是否受 {expected:g} 个月的限制"
)


@check(
    "审计-A27",
    "减容接近或超过两年",
    level=Level.NOTICE,
    clause="E4",
    table="capacity_changes",
    column="approved_until_on",
    advice="通知客户在满两年前办理减容恢复，或转为永久性减容、签变更协议下调合同容量；期满未恢复的视为永久",
)
def reduced_too_long(  # noqa: PLR0913, PLR0917 - what kind of reduction it is stands in either sheet
    billing: Billing,
    capacity_changes: pd.DataFrame,
    ledger: Ledger,
    customers: pd.DataFrame,
    rules: RulesInForce,
    as_of: date,
) -> Verdict:
    """A reduction of capacity that is not permanent ends within two years.

    References: 制度 E4; 供电营业规则 (2024) on 减容, not seen in full; ledger.md §3 减容; billing.md §2.2; 审计检查点
    A27; 审核阈值 审计-A27:提示月数, 审计-A27:上限月数.

    Checked with: generated cases on both sides of 22 and 24 months.

    Limitations: reductions in force on the day, counted from the sealing. Permanent is what 变更台账 calls so under the
    same order; without that order, an approved end says that the reduction is not permanent, and without either a long
    one is 未能核查. An approval that by itself is longer than the limit is an error from its first day on.
    """
    devices = billing.archive.devices
    asked = _in_force(events(devices, known_changes(devices, capacity_changes), billing.flags), as_of)
    asked = _counted(_not_permanent(asked, ledger["changes"]), as_of)
    notice, most = (thresholds(rules, f"审计-A27:{word}月数", asked, customers) for word in ("提示", "上限"))
    known, near = asked["known"], asked["elapsed"] >= notice["value"]
    over = asked[["elapsed", "granted"]].max(axis="columns") >= most["value"]
    shared = {"actual": asked["elapsed"], "expected": most["value"], "about": asked["device_no"], "reason": UNKNOWN}
    return both(
        [
            judge(
                asked[over],
                over[over],
                unknown=~known[over],
                level=str(Level.ERROR),
                message=SAID + "非永久性减容最长 {expected:g} 个月",
                rule=most["rule"],
                **shared,
            ),
            judge(
                asked[~over],
                near[~over],
                unknown=(near & ~known)[~over],
                outcome=Outcome.NOTICE,
                message=SAID + "满 {expected:g} 个月前应恢复或转为永久",
                rule=notice["rule"],
                **shared,
            ),
        ]
    )


def _in_force(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the reductions that hold at the end of a day: begun, not followed by another event, not run out."""
    reduction = (rows["event"] == REDUCTION) | ((rows["event"] == "封停") & (rows["business"] == REDUCTION))
    at = pd.Timestamp(day)
    return rows[reduction & (rows["on"] <= at) & (at < rows["next_on"]) & (at < rows["ends_on"])]


def _not_permanent(rows: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Return the reductions that no order calls permanent, with the ``kind`` that it names."""
    kinds = orders.drop_duplicates("application_no").set_index("application_no")["change_kind"]
    kind = rows["order_no"].map(kinds).astype(object).fillna("").astype(str)
    return rows.assign(kind=kind)[~kind.str.contains("永久") | kind.str.contains("非永久")]


def _counted(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return reductions with their months: ``elapsed`` up to a day, ``granted`` from the start, -1 without an end.

    ``known``: an order or an approved end says that the reduction is not permanent; ``until``: that end in words.
    """
    ends = rows["ends_on"] < NEVER
    return rows.assign(
        elapsed=_months(rows["on"], pd.Series(pd.Timestamp(as_of) + DAY, index=rows.index)),
        granted=_months(rows["on"] + DAY, rows["ends_on"]).where(ends, -1),
        known=rows["kind"].str.contains("非永久") | ends,
        until=rows["approved_until_on"].dt.strftime("，批准到 %Y-%m-%d").fillna(""),
    )


def _months(first: pd.Series, after: pd.Series) -> pd.Series:
    """Return the whole months from a first day up to, not including, another."""
    first, after = first.dt, after.dt
    whole = (after.year - first.year) * MONTHS_A_YEAR + after.month - first.month
    return whole - (after.day < first.day).astype("int64")
