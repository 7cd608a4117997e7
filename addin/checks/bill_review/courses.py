"""电费-A04, A06, A07: months that fall one after the other, use after none, more than ever."""

import numpy as np
import pandas as pd

from addin.billing.history import added_up
from addin.billing.metering.loss_scope import MOTOR
from addin.billing.month import Billing
from addin.billing.own_months.trends import MONTHS_A_YEAR, back, energy_table, last_months, step_is_fair
from addin.billing.own_months.volatility import PERCENT, aligned, beyond, log_changes
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

HOURS = 24
TABLE = "audit_thresholds"


@check(
    "电费-A04",
    "连续突减",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="核对近几个月的示数和倍率；属实的，向客户核实减产、搬迁或转移用电，并关注欠费风险",
    explains=("电费-A02", "电费-A03", "审计-A08"),
)
def energy_falls_for_months(
    usage: pd.DataFrame, energy_swings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """Warn where each of several months in a row used less than the one before by more than the limit.

    With a history of its own, the whole fall has to be beyond the customer's range for as many steps, and unlike that
    of the year before.

    References: 制度 D2; billing.md §9 A04; 审核阈值 电费-A04, 历史波动; ledger.md §3 (Spring Festival).

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: not asked while one of the steps goes into or out of the Spring Festival, nor in a month of nothing.
    """
    count = int(rules.value(TABLE, "电费-A04:连续月数"))
    steps = last_months(month, count)
    if not all(step_is_fair(one, rules) for one in steps):
        return nothing(f"{back(month, count)} 至 {month} 含春节假期，不作逐月比较")
    asked = usage[(usage["month"] == month) & ~(usage["energy_kwh"] <= 0)]
    limit = thresholds(rules, "电费-A04:每月降幅", asked, customers)
    changes = aligned(log_changes(usage, [back(month, count), *steps]), asked)
    years = aligned(log_changes(usage, [back(one, MONTHS_A_YEAR) for one in (back(month, count), *steps)]), asked)
    percents = np.expm1(changes) * PERCENT
    each = percents.lt(-limit["value"], axis="index").all(axis=1)
    own = aligned(energy_swings, asked).assign(season=years.sum(axis=1, min_count=count))
    whole = np.expm1(changes.sum(axis=1, min_count=count)) * PERCENT
    failed = each & beyond(whole, limit, own, rules, steps=count)["failed"]
    shown = percents[failed]
    return judge(
        asked,
        failed,
        needs=(whole,),
        reason=f"没有 {back(month, count)} 至今每个月的足月账单，无法看连续变化",
        actual=pd.Series(["、".join(map("{:+.0f}%".format, row)) for row in shown.to_numpy()], index=shown.index),
        expected=limit["value"].map("不连续减少超过{:g}%".format),
        message=f"电量连续 {count} 个月减少：{{actual}}，合计 {{whole:+.0f}}%",
        values={"whole": whole},
        rule=limit["rule"],
    )


@check(
    "电费-A06",
    "零度户突然用电",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="到现场核实：暂停期间用电的按违约用电处理；恢复用电的核对启封、复用手续和示数",
    explains=("电费-A07", "电费-E04", "审计-A08", "审计-A07"),
)
def used_after_nothing(
    billing: Billing, usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """A customer that used nothing the month before, or whose capacity is all suspended, uses nothing still.

    Up to the no-load loss of its transformers over the month is nothing.

    References: 制度 D2; billing.md §9 A06; 审核阈值 电费-A06:空载倍数, 电费-A06:空载上限.

    Checked with: generated cases on both sides of the limit.

    Limitations: where a transformer of the customer has no P0, only energy beyond what any transformer of that size
    loses is found, less is 未能核查. A customer's first month is not asked.
    """
    rows = usage[usage["month"] == month]
    before = usage[usage["month"] == back(month, 1)].set_index("customer_no")["energy_kwh"]
    idle = rows["customer_no"].map(before) == 0
    days = billing.quantities.daily
    stopped = rows["customer_no"].isin(days.index[days.max(axis=1) == 0])
    asked = rows[idle | stopped]
    times = thresholds(rules, "电费-A06:空载倍数", asked, customers)
    kw = _no_load_kw(billing.archive.devices, rules.value(TABLE, "电费-A06:空载上限"))
    own = kw.reindex(asked["customer_no"]).set_axis(asked.index)
    most = (own["kw"] * HOURS * len(billing.days) * times["value"]).mask(stopped.reindex(asked.index), 0.0)
    over = asked["energy_kwh"] > most
    sure = over | stopped.reindex(asked.index) | (asked["energy_kwh"] == 0) | own["sure"].eq(other=True)
    return judge(
        asked,
        over,
        needs=(asked["energy_kwh"],),
        unknown=~sure,
        reason="账单没有总电量，或「受电设备」没有变压器、没有填空载损耗 P0，不知空载会有多少电量",
        actual=asked["energy_kwh"],
        expected=most,
        message="{why}，本月电量 {actual:,.0f} kWh{sum}，变压器空载至多 {expected:,.0f} kWh",
        values={
            "sum": added_up(asked["bills"]),
            "why": stopped.reindex(asked.index).map({True: "全部容量暂停或停用", False: "上月电量为 0"}),
        },
        rule=times["rule"],
    )


def _no_load_kw(devices: pd.DataFrame, most_percent: float) -> pd.DataFrame:
    """Return by customer_no the most that its transformers lose without a load (``kw``), and whether that is ``sure``.

    Without P0 one loses less than ``most_percent`` of its capacity [%]; without that either, nothing is known.
    """
    rows = devices[devices["device_kind"] != MOTOR]
    known = rows["no_load_loss_kw"]
    kw = known.fillna(rows["rated_kva"] * most_percent / PERCENT).fillna(np.inf)
    both = pd.DataFrame({"customer_no": rows["customer_no"], "kw": kw, "sure": known.notna()})
    return both.groupby("customer_no").agg(kw=("kw", "sum"), sure=("sure", "all"))


@check(
    "电费-A07",
    "大电量",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="由第二人复核示数、倍率和重算结果，无误的在「处理说明」注明复核人",
)
def uses_more_than_ever(usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Ask for a second person where a large month is the customer's largest by far in a year.

    Large is what is above the limit, or among the given share of the largest of the customer's class.

    References: 制度 D2; billing.md §9 A07; 审核阈值 电费-A07:大电量, 前百分之几, 超过往年最大.

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: who is large in every month is not asked for a second look each month, only when it outgrows itself;
    without any earlier month it is.
    """
    rows = usage[usage["month"] == month]
    kind = rows["customer_no"].map(customers.drop_duplicates("customer_no").set_index("customer_no")["customer_kind"])
    share = rules.value(TABLE, "电费-A07:前百分之几")
    top = rows["energy_kwh"].groupby(kind.fillna("")).transform("quantile", 1 - share / PERCENT)
    limit = thresholds(rules, "电费-A07:大电量", rows, customers)
    large = rows["energy_kwh"] > limit["value"].where(limit["value"] < top, top)
    asked = rows[large | rows["energy_kwh"].isna()]
    table = energy_table(usage[usage["month"].isin(last_months(back(month, 1), MONTHS_A_YEAR))])
    most = asked["customer_no"].map(table.max(axis=1))
    more = 1 + rules.value(TABLE, "电费-A07:超过往年最大") / PERCENT
    return judge(
        asked,
        (asked["energy_kwh"] > most * more) | most.isna(),
        needs=(asked["energy_kwh"],),
        reason="账单没有总电量",
        actual=asked["energy_kwh"],
        expected=most,
        message="本月电量 {energy_kwh:,.0f} kWh{sum} 属大电量，{than}，须第二人复核",
        values={
            "sum": added_up(asked["bills"]),
            "than": most.map("高出近一年最大月 {:,.0f} kWh 较多".format).where(most.notna(), "没有以往月份可比"),
        },
        rule=limit["rule"],
    )
