"""电费-A01, A02: energy that jumps against the month before."""

import pandas as pd

from addin.billing.own_months.trends import back, step_is_fair
from addin.billing.own_months.volatility import aligned, beyond
from addin.checks.bill_review.jumps import ADVICE, DOWN, FIGURES, UP, WORDS, beyond_what, by_size, percent, words
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce

DAILY = {True: "（两期天数不同，按日均比较）", False: ""}


@check(
    "电费-A01",
    "电量突增",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice=ADVICE,
    explains=("电费-A03", "电费-A07", "电费-E04", "电费-E05", "审计-A08"),
)
def energy_rises(  # noqa: PLR0913, PLR0917 - a step and what it is measured by
    usage: pd.DataFrame,
    month_steps: pd.DataFrame,
    energy_swings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """Warn where a month uses more than the month before by more than the customer's months usually differ.

    References: 制度 D2; billing.md §9 A01; 审核阈值 历史波动, 电费-A01 (a wider limit for customers that use little).

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: not asked where the month before used nothing (电费-A06) or the Spring Festival lies between; periods
    of unequal length, as after connection, are compared by the day. A customer with few months, and one that has a row
    of its own in 阈值例外, is measured by the percentage.
    """
    return _jump(month_steps.join(usage), energy_swings, customers, rules, month, "电费-A01:{}增幅", UP)


@check(
    "电费-A02",
    "电量突减",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice=ADVICE,
    explains=("电费-A03", "电费-A04", "电费-E04", "电费-E05", "审计-A08"),
)
def energy_falls(  # noqa: PLR0913, PLR0917 - a step and what it is measured by
    usage: pd.DataFrame,
    month_steps: pd.DataFrame,
    energy_swings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
) -> Verdict:
    """Warn where a month uses less than the month before by more than the customer's months usually differ.

    References: 制度 D2; billing.md §9 A02; 审核阈值 历史波动, 电费-A02 (a wider limit for customers that use little).

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: as 电费-A01; a fall that a suspension explains is still a warning, for the meter may have stopped.
    """
    return _jump(month_steps.join(usage), energy_swings, customers, rules, month, "电费-A02:{}减幅", DOWN)


def _jump(  # noqa: PLR0913, PLR0917 - one rule in two directions
    asked: pd.DataFrame,
    swings: pd.DataFrame,
    customers: pd.DataFrame,
    rules: RulesInForce,
    month: str,
    key: str,
    way: int,
) -> Verdict:
    """Judge the step from the month before in one direction."""
    if not step_is_fair(month, rules):
        return nothing(f"{back(month, 1)} 至 {month} 含春节假期，不作环比")
    asked = asked[~(asked["before_kwh"] <= 0)]
    flat = by_size(rules, key, asked, customers)
    found = beyond(asked["change_percent"], flat, aligned(swings, asked), rules)
    failed = found["failed"] & (asked["change_percent"] * way > 0)
    return judge(
        asked,
        failed,
        needs=(asked["change_percent"],),
        reason=f"没有上月（{back(month, 1)}）的账单或电量为空，无法环比",
        actual=percent(asked, failed),
        expected=found["limit_percent"].map((WORDS[way] + "不超过{:.0f}%").format, na_action="ignore"),
        difference=asked["now_kwh"] - asked["before_kwh"],
        message=FIGURES + "{daily}，{beyond}",
        values={
            "now": "本月",
            "before": "上月",
            "daily": asked["by_day"].map(DAILY),
            "beyond": beyond_what(found["limit_percent"], found["by_own"]),
        }
        | words(asked),
        rule=found["rule"],
    )
