"""电费-A01, A02, A03 and 审计-A08: energy that jumps against the month before or the year before."""

import pandas as pd

from addin.billing.trends import back, month_on_month, step_is_fair, year_on_year, year_window
from addin.findings import Level, Verdict, check, judge, nothing
from addin.rulebook import RulesInForce

TABLE = "audit_thresholds"
UP, DOWN = 1, -1
WORDS = {UP: "增加", DOWN: "减少"}
FIGURES = "{now}电量 {now_kwh:,.0f} kWh，{before} {before_kwh:,.0f} kWh，{word} {size:.1f}%"
DAILY = {True: "（两期天数不同，按日均比较）", False: ""}
ADVICE = "核对示数、倍率和抄表方式；读数无误的，向客户核实生产变化并在「处理说明」注明原因"


@check(
    "电费-A01",
    "电量突增",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice=ADVICE,
    explains=("电费-A03", "电费-E04", "审计-A08"),
)
def energy_rises(usage: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where a month uses more than the month before by more than the limit.

    References: 制度 D2; billing.md §9 A01; 审核阈值 电费-A01 (a wider limit for customers that use little).

    Checked with: generated cases only.

    Limitations: not asked where the month before used nothing (电费-A06) or the Spring Festival lies between; periods
    of unequal length, as after connection, are compared by the day.
    """
    return _jump(usage, rules, month, "电费-A01:{}增幅", UP)


@check(
    "电费-A02",
    "电量突减",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice=ADVICE,
    explains=("电费-A03", "电费-E04", "审计-A08"),
)
def energy_falls(usage: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where a month uses less than the month before by more than the limit.

    References: 制度 D2; billing.md §9 A02; 审核阈值 电费-A02 (a wider limit for customers that use little).

    Checked with: generated cases only.

    Limitations: as 电费-A01; a fall that a suspension explains is still a warning, for the meter may have stopped.
    """
    return _jump(usage, rules, month, "电费-A02:{}减幅", DOWN)


@check(
    "电费-A03",
    "同比异常",
    level=Level.NOTICE,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice=ADVICE,
    explains=("审计-A08",),
)
def energy_differs_from_last_year(usage: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Tell where a month's energy differs from the same month a year ago by more than the limit, both above zero.

    References: 制度 D2; billing.md §9 A03; ledger.md §3 (January and February as a pair); 审核阈值 电费-A03.

    Checked with: generated cases only.

    Limitations: January is not asked, February together with January; needs the history of a year ago.
    """
    window = year_window(month, rules)
    if not window:
        return nothing(f"{month} 与下月合成一对（春节），到下月一并与上年同期比较")
    asked = usage[usage["month"] == month].join(year_on_year(usage, month, rules))
    asked = asked[~(asked["now_kwh"] <= 0) & ~(asked["before_kwh"] <= 0)]
    key = "电费-A03:同比变幅"
    limit = rules.value(TABLE, key)
    failed = asked["change_percent"].abs() > limit
    return judge(
        asked,
        failed,
        needs=(asked["change_percent"],),
        reason=f"没有上年同期（{'、'.join(back(one, 12) for one in window)}）的账单或电量为空，无法同比",
        actual=_percent(asked, failed),
        expected=f"±{limit:g}%以内",
        difference=asked["now_kwh"] - asked["before_kwh"],
        message=FIGURES + "，超过 {limit:g}%",
        values={"now": "、".join(window), "before": "上年同期", "limit": limit} | _words(asked),
        rule=rules.cite_key(TABLE, key),
    )


@check(
    "审计-A08",
    "电量突变",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="现场核实计量和用电情况；" + ADVICE,
)
def energy_jumps(usage: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where energy differs from the month before or the year before by more than the limit.

    References: 制度 D2; 审计检查点 A08; ledger.md §3 (Spring Festival); 审核阈值 审计-A08.

    Checked with: generated cases only.

    Limitations: where 电费-A01, A02 or A03 say the same, they are the root and this one is folded under them.
    """
    key = "审计-A08:变幅"
    limit = rules.value(TABLE, key)
    rows = usage[usage["month"] == month]
    steps, years = month_on_month(usage, month), year_on_year(usage, month, rules)
    step = steps["change_percent"] if step_is_fair(month, rules) else steps["change_percent"] * float("nan")
    year = years["change_percent"]
    by_step = step.abs() > limit
    asked = rows.join(steps.where(by_step, years)).assign(change_percent=step.where(by_step, year))
    failed = by_step | (year.abs() > limit)
    return judge(
        asked,
        failed,
        needs=(step.fillna(year),),
        reason="没有可比的上月或上年同期账单（春节前后不作环比）",
        actual=_percent(asked, failed),
        expected=f"±{limit:g}%以内",
        message=FIGURES + "，超过 {limit:g}%",
        values={"now": "本期", "before": by_step.map({True: "上月", False: "上年同期"}), "limit": limit}
        | _words(asked),
        rule=rules.cite_key(TABLE, key),
    )


def _jump(usage: pd.DataFrame, rules: RulesInForce, month: str, key: str, way: int) -> Verdict:
    """Judge the step from the month before in one direction."""
    if not step_is_fair(month, rules):
        return nothing(f"{back(month, 1)} 至 {month} 含春节假期，不作环比")
    asked = usage[usage["month"] == month].join(month_on_month(usage, month))
    asked = asked[~(asked["before_kwh"] <= 0)]
    few = asked["before_kwh"] < rules.value(TABLE, key[: key.index(":")] + ":小电量界限")
    keys = {small: key.format("小电量" if small else "") for small in (True, False)}
    limits = {small: rules.value(TABLE, one) for small, one in keys.items()}
    limit = few.map(limits).astype("float64")
    failed = asked["change_percent"] * way > limit
    return judge(
        asked,
        failed,
        needs=(asked["change_percent"],),
        reason=f"没有上月（{back(month, 1)}）的账单或电量为空，无法环比",
        actual=_percent(asked, failed),
        expected=few.map({small: f"{WORDS[way]}不超过{one:g}%" for small, one in limits.items()}),
        difference=asked["now_kwh"] - asked["before_kwh"],
        message=FIGURES + "{daily}，超过 {limit:g}%",
        values={"now": "本月", "before": "上月", "limit": limit, "daily": asked["by_day"].map(DAILY)} | _words(asked),
        rule=few.map({small: rules.cite_key(TABLE, one) for small, one in keys.items()}),
    )


def _words(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the words of a comparison: 增加 or 减少, and its size."""
    change = rows["change_percent"]
    return {"word": (change >= 0).map({True: WORDS[UP], False: WORDS[DOWN]}), "size": change.abs()}


def _percent(rows: pd.DataFrame, failed: pd.Series) -> pd.Series:
    """Return the changes of the rows that failed as text with their sign."""
    return rows.loc[failed, "change_percent"].map("{:+.1f}%".format).astype(object)
