"""电费-A13, A14, A15: how a customer's energy spreads over the periods of the day."""

import pandas as pd

from addin.billing.metering.readings import ACTIVE, balanced, by_point
from addin.billing.month import Billing
from addin.billing.own_months.volatility import KEY, NORMAL, PERCENT
from addin.checks.bill_review.physics import period_hours, period_sets
from addin.checks.bill_review.registers import PERIOD_REGISTERS, looked_up
from addin.findings import Level, Outcome, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import PERIODS

TABLE = "audit_thresholds"
EMPTY = "，已抄各段与总示数相平：没有用电的时段请补一行 0；电能表没有设这一时段的，请按正确时段重新设置并重算"
ADVICE = "核对各时段示数、电能表时钟和时段设置；属实的，向客户核实班次或设备变化"


@check(
    "电费-A13",
    "峰谷比异常",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice=ADVICE,
    explains=("电费-E04",),
)
def shares_differ(
    billing: Billing, period_energy: pd.DataFrame, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Warn where a period's share of the energy differs from its mean in earlier months by more than the limit.

    References: 制度 D2; billing.md §9 A13; 审核阈值 电费-A13:百分点, 最少百分点, 历史波动.

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: the mean is that of the earlier months that 抄表记录 holds, a year at most; with as many months as
    历史波动:最少次数, the spread of the customer's own shares decides instead of the fixed points.
    """
    mine = readings[readings["register"].isin(PERIOD_REGISTERS)]
    months = sorted(one for one in mine["month"].dropna().unique() if one < billing.month)
    months = months[-int(rules.value(TABLE, "历史均值月数")) :]
    shares = _shares(mine[mine["month"].isin([*months, billing.month])], billing)
    now, past = shares.get(billing.month), shares[[one for one in months if one in shares]]
    mean = past.mean(axis=1)
    deviation = NORMAL * past.sub(past.median(axis=1), axis="index").abs().median(axis=1)
    enough = past.count(axis=1) >= rules.value(TABLE, f"{KEY}:最少次数")
    least = rules.value(TABLE, "电费-A13:最少百分点")
    own = (deviation * rules.value(TABLE, f"{KEY}:倍数")).clip(lower=least).where(enough)
    known = pd.DataFrame({"share": float("nan") if now is None else now, "mean": mean, "own": own})
    asked = period_energy.join(known, on=["customer_no", "period"])
    asked["off"] = (asked["share"] - asked["mean"]).abs()
    one = asked.sort_values("off", ascending=False, kind="stable").drop_duplicates("customer_no").sort_index()
    flat = thresholds(rules, "电费-A13:百分点", one, customers)
    by_own = one["own"].notna() & ~flat["rule"].str.startswith("阈值例外")
    one["limit"] = one["own"].where(by_own, flat["value"])
    return judge(
        one,
        one["off"] > one["limit"],
        needs=(one["share"], one["mean"]),
        reason="抄表记录没有以前月份的分时示数，或示数不全",
        actual=one["share"],
        expected=one["mean"],
        difference=one["share"] - one["mean"],
        message="{period}段电量占 {share:.1f}%，以往平均 {mean:.1f}%，相差超过 {limit:.0f} 个百分点",
        rule=flat["rule"],
    )


def _shares(rows: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return the share of each customer and period [%], columns months; NaN where a reading is missing."""
    points = billing.quantities.energy.points
    roots = rows[rows["point_no"].isin(points.index[points["root"]])]
    run = (roots["current_reading"] - roots["previous_reading"]) * roots["multiplier"]
    kwh = run.where((run >= 0) & (roots["rollover"] != "是"))
    period = roots["register"].str.removeprefix(ACTIVE)
    sums = kwh.groupby([roots["customer_no"], roots["month"], period]).agg(["sum", "size", "count"])
    whole = sums.groupby(level=[0, 1]).sum()
    total = whole["sum"].where((whole["size"] == whole["count"]) & (whole["sum"] > 0))
    share = sums["sum"] * PERCENT / total.reindex(sums.index.droplevel(2)).to_numpy()
    share.index.names = ["customer_no", "month", "period"]
    return share.unstack("month")  # noqa: PD010 - the pairs are unique


@check(
    "电费-A14",
    "全平或全谷",
    level=Level.NOTICE,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对电能表时段设置；市场化结算为全平的，在「处理说明」注明",
    explains=("电费-A13",),
)
def one_period_has_it_all(period_energy: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Tell where one period has nearly all the energy of a customer that is billed by period.

    References: 制度 D2; billing.md §9 A14 (all flat can be lawful); 审核阈值 电费-A14:占比.

    Checked with: generated cases on both sides of the limit.

    Limitations: all points of a customer are taken together; a month without energy is not asked.
    """
    asked = _with_energy(period_energy)
    share = asked["kwh"] * PERCENT / asked["total"]
    limit = thresholds(rules, "电费-A14:占比", asked, customers)
    return judge(
        asked,
        share >= limit["value"],
        needs=(share,),
        reason="示数不全，分时电量没有算出",
        actual=share,
        expected=limit["value"],
        outcome=Outcome.NOTICE,
        message="{period}段电量占全部的 {actual:.1f}%，达到 {expected:g}%",
        rule=limit["rule"],
    )


def _with_energy(period_energy: pd.DataFrame) -> pd.DataFrame:
    """Return the largest period of each customer that used anything: ``kwh`` and ``total``."""
    total = period_energy.groupby("customer_no")["kwh"].transform("sum", min_count=1)
    rows = period_energy.assign(total=total)
    largest = rows.sort_values("kwh", ascending=False, kind="stable").drop_duplicates("customer_no").sort_index()
    return largest[~(largest["total"] <= 0)]


@check(
    "电费-A15",
    "时段与月份不符",
    level=Level.ERROR,
    clause="D2",
    table="readings",
    column="register",
    advice="按本省该月的时段更正电能表设置和账单；已计的电量按正确时段重算",
    explains=("电费-A13", "审计-A07"),
)
def period_out_of_season(billing: Billing, period_energy: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A period has energy only in months that have the period, and every period of the month is metered.

    References: 制度 D2; billing.md §9 A15, §3; 时段; 审核阈值 电费-A12.

    Checked with: generated cases only.

    Limitations: a period set that tells kinds of day apart is 未能核查 in a year whose holidays are not published.
    平 may be reckoned as the rest and need not be metered. Where a period has no reading and the total leaves nothing
    for it, an export that leaves out rows of 0 and a meter without that period show the same: that is 未能核查.
    """
    sets, hours = period_sets(period_energy, billing), period_hours(rules, billing)
    wrong = (period_energy["kwh"] > 0) & ~(looked_up(hours, sets, period_energy["period"]) > 0)
    lacking = _lacking(period_energy, sets, hours)
    asked = period_energy.assign(wrong=wrong, known=sets.isin(hours.index), lacking=lacking)
    one = asked.sort_values("wrong", ascending=False, kind="stable").drop_duplicates("customer_no").sort_index()
    lacks = ~one["wrong"] & (one["lacking"] != "")
    empty = lacks & ~one["customer_no"].isin(_open(one.loc[lacks, "customer_no"], billing, rules))
    said = one["lacking"].map("该月有{}段而没有该段示数".format).where(lacks, one["period"] + "段本月没有这一时段")
    return judge(
        one,
        (one["wrong"] | lacks) & one["known"],
        needs=(),
        unknown=~one["known"] | empty,
        reason=(said + EMPTY).where(one["known"], "规则表「时段」没有该时段集本月每一天的时段"),
        actual=one["kwh"],
        about=one["period"],
        message="{said}（本段电量 {used:,.0f} kWh）",
        values={"said": said, "used": one["kwh"].fillna(0)},
        rule=rules.cite_key("audit_rules", "电费-A15"),
    )


def _open(customers: pd.Series, billing: Billing, rules: RulesInForce) -> pd.Series:
    """Return the customers with a point whose total, or lack of one, leaves energy for a period that was not read."""
    energy = billing.quantities.energy
    mine = energy.metered[energy.metered["customer_no"].isin(customers)]
    share, step = rules.value(TABLE, "电费-A12:比例") / PERCENT, rules.value(TABLE, "电费-A12:每时段")
    read = by_point(mine[mine["point_no"].isin(energy.points.index[energy.points["root"]])])
    _, _, open_ = balanced(read, billing.flags, share, step)
    return open_.index[open_].to_series().map(energy.points["customer_no"])


def _lacking(asked: pd.DataFrame, sets: pd.Series, hours: pd.DataFrame) -> pd.Series:
    """Return which periods of its set a customer does not meter, joined by 、."""
    said = pd.Series("", index=asked.index, dtype=object)
    for period in (one for one in PERIODS if one in hours and one != "平"):
        due = sets.isin(hours.index[hours[period] > 0])
        metered = asked["customer_no"].isin(asked.loc[asked["period"] == period, "customer_no"])
        said[due & ~metered] += "、" + period
    return said.str.removeprefix("、")
