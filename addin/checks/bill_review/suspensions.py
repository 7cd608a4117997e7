"""电费-C07, C08, C09: suspensions that are too short, too long, or that leave too little for the tariff."""

from datetime import date

import pandas as pd

from addin.billing.basic.capacity import suspensions
from addin.billing.disputed import of_bill
from addin.billing.known_changes import known_changes
from addin.billing.month import Billing
from addin.billing.published import capacity_fen
from addin.billing.statement import CAPACITY
from addin.days import DAY
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import BY_CAPACITY

FLAGS = "billing_flags"


@check(
    "电费-C07",
    "暂停不足天数已减免",
    level=Level.ERROR,
    clause="D2",
    table="capacity_changes",
    column="changed_at",
    advice="补计该设备暂停期间的容量电费后重算，已发行的办理退补",
    explains=("电费-C06", "审计-A07"),
)
def short_suspension_deducted(billing: Billing, capacity_changes: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A suspension shorter than the least number of days is not deducted from the capacity charge.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.2, §9 C07; ledger.md §3 暂停; 计费规则
    暂停:每次最少天数.

    Checked with: generated cases on both sides of 15 days.

    Limitations: customers billed by capacity with a suspension in the month. Found is a charge that is short by what
    the suspension would save, within 容差; any other difference is 电费-C06.
    """
    rows = _suspensions(billing, capacity_changes)
    mode = rows["customer_no"].map(billing.archive.terms["capacity_mode"])
    units = billing.comparison.units
    charge = units[units["unit"] == CAPACITY].drop_duplicates("customer_no").set_index("customer_no")
    asked = _within(rows[(mode == BY_CAPACITY) & rows["customer_no"].isin(charge.index)], billing)
    short = asked["days"] < billing.flags.suspensions.least_days
    cut = capacity_fen(billing, asked["customer_no"], (asked["rated_kva"] * asked["in_month"]).where(short))
    own = charge.reindex(asked["customer_no"]).set_axis(asked.index)
    whole = cut.groupby(asked["customer_no"]).transform("sum")
    missing = -own["difference_fen"].astype("Int64")
    return judge(
        asked,
        short & ((missing - whole).abs() <= own["allowed_fen"]) & (whole > 0),
        needs=(missing,),
        reason="账单明细没有该户的容量电费，或容量电费未能重算",
        actual=asked["days"],
        expected=billing.flags.suspensions.least_days,
        stake_fen=of_bill(cut, asked["customer_no"], billing),
        about=asked["device_no"],
        message="设备 {device_no} 从 {on:%Y-%m-%d} 起只暂停 {actual:g} 天，不足 {expected:g} 天，账单却减收了容量电费",
        rule=rules.cite_key(FLAGS, "暂停:每次最少天数"),
    )


def _within(rows: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return the suspensions that reach into the month, with their days in it."""
    first, after = billing.days[0], billing.days[-1] + DAY
    days = _overlap(rows, first, after)
    return rows.assign(in_month=days)[days > 0]


def _overlap(rows: pd.DataFrame, first: pd.Timestamp, after: pd.Timestamp) -> pd.Series:
    """Return how many days of each suspension lie in a span of time."""
    return (rows["until"].clip(upper=after) - rows["on"].clip(lower=first)).dt.days.clip(lower=0)


@check(
    "电费-C08",
    "暂停超期",
    level=Level.NOTICE,
    clause="D2",
    table="capacity_changes",
    column="approved_until_on",
    advice="通知客户到期启封或改办减容；超过上限的天数恢复计收容（需）量电费",
)
def suspended_too_long(
    billing: Billing, capacity_changes: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month_end: date
) -> Verdict:
    """A device is suspended for no more than about six months of a calendar year.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.2, §9 C08; 审计检查点 A26; ledger.md §3 暂停; 审核阈值
    电费-C08:提示天数, 电费-C08:上限天数.

    Checked with: generated cases on both sides of 150 and 183 days.

    Limitations: devices with a suspension in the calendar year. A notice counts the days up to the end of the month; an
    approval that by itself goes beyond the limit within the year is an error from its first day on. The money is what
    was not charged in the month for days beyond the limit.
    """
    asked = _this_year(_suspensions(billing, capacity_changes), month_end)
    notice, most = (thresholds(rules, f"电费-C08:{word}天数", asked, customers) for word in ("提示", "上限"))
    days = asked[["elapsed", "planned"]].max(axis="columns")
    over = days > most["value"]
    late = (asked["elapsed"] - most["value"]).clip(lower=0).clip(upper=asked["in_month"])
    shared = {"about": asked["device_no"], "values": {"most": most["value"]}}
    said = "设备 {device_no} 本年已暂停 {elapsed:g} 天"
    return both(
        [
            judge(
                asked[over],
                over[over],
                actual=days,
                expected=most["value"],
                level=str(Level.ERROR),
                stake_fen=capacity_fen(billing, asked["customer_no"], asked["rated_kva"] * late.where(late > 0)),
                message=said + "，按批准止日累计 {actual:g} 天，超过一年 {most:g} 天的上限",
                rule=most["rule"],
                **shared,
            ),
            judge(
                asked[~over],
                (asked["elapsed"] >= notice["value"])[~over],
                actual=asked["elapsed"],
                expected=most["value"],
                outcome=Outcome.NOTICE,
                message=said + "，一年最多 {most:g} 天",
                rule=notice["rule"],
                **shared,
            ),
        ]
    )


def _suspensions(billing: Billing, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the suspensions of all devices, from the sheet 容量变动 as it stands."""
    devices = billing.archive.devices
    return suspensions(devices, known_changes(devices, changes), billing.flags)


def _this_year(rows: pd.DataFrame, month_end: date) -> pd.DataFrame:
    """Return each device's last suspension of the year: days so far, days as approved, and days in the month."""
    year, after = pd.Timestamp(month_end.year, 1, 1), pd.Timestamp(month_end) + DAY
    rows = rows[(rows["until"] > year) & (rows["on"] < after)]
    known = rows.assign(until=rows["until"].where(~rows["endless"], after))
    days = {
        "elapsed": _overlap(rows, year, after),
        "planned": _overlap(known, year, pd.Timestamp(month_end.year + 1, 1, 1)),
        "in_month": _overlap(rows, pd.Timestamp(month_end).replace(day=1), after),
    }
    sums = {name: part.groupby(rows["device"]).transform("sum") for name, part in days.items()}
    return rows.assign(**sums).drop_duplicates("device", keep="last")
