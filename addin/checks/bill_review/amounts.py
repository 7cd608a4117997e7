"""电费-E05: a bill's amount that jumps against the month before."""

import pandas as pd

from addin.billing.own_months.trends import FULL_MONTHS_DIFFER, back, change_percent, step_is_fair
from addin.billing.own_months.volatility import aligned, beyond, own_swings
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

FEN = 100


@check(
    "电费-E05",
    "电费突变",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="对照「账单重算」逐行核对；电量没有相应变化的，查电价、容（需）量电费、力调电费和退补",
)
def charge_jumps(usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where a month's charge differs from the month before by more than the customer's months usually do.

    References: 制度 D2; billing.md §9 E05; 审核阈值 历史波动, 电费-E05:变幅; ledger.md §3 (Spring Festival).

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: not across the Spring Festival; periods of unequal length are not compared. A jump that the energy
    makes is folded under 电费-A01 or A02. A jump disputes no amount: nobody says that the month before was right.
    """
    if not step_is_fair(month, rules):
        return nothing(f"{back(month, 1)} 至 {month} 含春节假期，不作环比")
    rows = usage[usage["month"] == month]
    before = usage[usage["month"] == back(month, 1)].set_index("customer_no")
    last, days = (
        rows["customer_no"].map(before["charge_fen"].astype("float64")),
        rows["customer_no"].map(before["days"]),
    )
    asked = rows.assign(last=last)[~(last <= 0) & ~((rows["days"] - days).abs() > FULL_MONTHS_DIFFER)]
    now, then = (part.astype("float64") for part in (asked["charge_fen"], asked["last"]))
    change = change_percent(now, then)
    flat = thresholds(rules, "电费-E05:变幅", asked, customers)
    found = beyond(change, flat, aligned(own_swings(usage, month, rules, "charge_fen"), asked), rules)
    return judge(
        asked,
        found["failed"],
        needs=(change,),
        reason=f"没有上月（{back(month, 1)}）的账单或电费为空，无法环比",
        actual=now / FEN,
        expected=then / FEN,
        difference=(now - then) / FEN,
        message="本月电费 {actual:,.2f} 元，上月 {expected:,.2f} 元，相差 {change:+.1f}%，超出 {limit:.0f}%{own}",
        values={
            "change": change,
            "limit": found["limit_percent"],
            "own": found["by_own"].map({True: "（该户以往逐月变动的范围）", False: ""}),
        },
        rule=found["rule"],
    )
