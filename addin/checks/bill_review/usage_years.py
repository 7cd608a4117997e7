"""电费-A03 and 审计-A08: energy that differs from the year before; 审计-A08 also from the month before."""

import pandas as pd

from addin.billing.own_months.trends import back, step_is_fair, year_on_year, year_window
from addin.billing.own_months.volatility import aligned, beyond
from addin.checks.bill_review.jumps import ADVICE, FIGURES, beyond_what, is_news, percent, words
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds


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
def energy_differs_from_last_year(  # noqa: PLR0913, PLR0917 - a step and what it is measured by
    usage: pd.DataFrame,
    month_steps: pd.DataFrame,
    energy_swings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """Tell where a month's energy differs from the same month a year ago by more than the limit, both above zero.

    What differed as much the month before is no news: it was told then.

    References: 制度 D2; billing.md §9 A03; ledger.md §3 (January and February as a pair); 审核阈值 电费-A03, 历史波动.

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: January is not asked, February together with January; needs the history of a year ago, and of a year
    and a month ago to tell what is new.
    """
    window = year_window(month, rules)
    if not window:
        return nothing(f"{month} 与下月合成一对（春节），到下月一并与上年同期比较")
    asked = usage[usage["month"] == month].join(year_on_year(usage, month, rules))
    asked = asked[~(asked["now_kwh"] <= 0) & ~(asked["before_kwh"] <= 0)]
    limit = thresholds(rules, "电费-A03:同比变幅", asked, customers)
    far = asked["change_percent"].abs() > limit["value"]
    news = is_news(asked[far], limit["rule"], usage, month_steps, energy_swings, rules, month)
    failed = far & news.reindex(asked.index, fill_value=False)
    return judge(
        asked,
        failed,
        needs=(asked["change_percent"],),
        reason=f"没有上年同期（{'、'.join(back(one, 12) for one in window)}）的账单或电量为空，无法同比",
        actual=percent(asked, failed),
        expected=limit["value"].map("±{:g}%以内".format),
        difference=asked["now_kwh"] - asked["before_kwh"],
        message=FIGURES + "，超过 {limit:g}%",
        values={"now": "、".join(window), "before": "上年同期", "limit": limit["value"]} | words(asked),
        rule=limit["rule"],
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
def energy_jumps(  # noqa: PLR0913, PLR0917 - a step and what it is measured by
    usage: pd.DataFrame,
    month_steps: pd.DataFrame,
    energy_swings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """Warn where energy differs from the month before or the year before by more than the customer's months usually do.

    References: 制度 D2; 审计检查点 A08; ledger.md §3 (Spring Festival); 审核阈值 审计-A08, 历史波动.

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: where 电费-A01, A02 or A03 say the same, they are the root and this one is folded under them.
    """
    rows = usage[usage["month"] == month]
    limit = thresholds(rules, "审计-A08:变幅", rows, customers)
    steps, years = month_steps, year_on_year(usage, month, rules)
    step = steps["change_percent"] if step_is_fair(month, rules) else steps["change_percent"] * float("nan")
    found = beyond(step, limit, aligned(energy_swings, rows), rules)
    year = years["change_percent"]
    far = year.abs() > limit["value"]
    compared = rows.assign(change_percent=year)[far]
    news = is_news(compared, limit["rule"], usage, month_steps, energy_swings, rules, month)
    by_step, by_year = found["failed"], far & news.reindex(rows.index, fill_value=False)
    asked = rows.join(steps.where(by_step, years)).assign(change_percent=step.where(by_step, year))
    failed = by_step | by_year
    shown = found["limit_percent"].where(by_step, limit["value"])
    return judge(
        asked,
        failed,
        needs=(step.fillna(year),),
        reason="没有可比的上月或上年同期账单（春节前后不作环比）",
        actual=percent(asked, failed),
        expected=shown.map("±{:.0f}%以内".format),
        message=FIGURES + "，{beyond}",
        values={
            "now": "本期",
            "before": by_step.map({True: "上月", False: "上年同期"}),
            "beyond": beyond_what(shown, found["by_own"] & by_step),
        }
        | words(asked),
        rule=found["rule"].where(by_step, limit["rule"]),
    )
