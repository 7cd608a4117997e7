"""电费-E05: a charge that jumps against the month before, and whether price or energy did it."""

import numpy as np
import pandas as pd

from addin.billing.money import transport
from addin.billing.trends import back, change_percent, step_is_fair
from addin.findings import Level, Verdict, check, judge, nothing
from addin.rulebook import RulesInForce
from addin.rulebook.thresholds import thresholds

KEY = "电费-E05:变幅"
FIGURES = "电费 {actual:,.2f} 元，上月 {before:,.2f} 元，变化 {percent:+.1f}%，超过 {limit:g}%"
CAUSES = "主要由{cause}所致，电量影响 {energy:+,.2f} 元，均价影响 {price:+,.2f} 元"


@check(
    "电费-E05",
    "电费突变",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="均价所致的，逐行核对电价、容（需）量电费和力调；电量所致的，按电费-A01、A02 核实用电",
)
def charge_jumps(usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Tell where a month's charge differs from the month before by more than the limit, and what did it.

    Energy accounts for its change at the average price before, the price for the rest. A jump that the price makes is
    a 警告; one that the energy makes is a 提示, for 电费-A01 and A02 look at the energy itself.

    References: 制度 D2; billing.md §9 E05; ledger.md §3 (Spring Festival); 审核阈值 电费-E05:变幅, 阈值例外.

    Checked with: generated cases only.

    Limitations: not asked where the month before was charged nothing or the Spring Festival lies between; fixed charges
    count to the price, so that a fall in energy shows as a higher price too.
    """
    if not step_is_fair(month, rules):
        return nothing(f"{back(month, 1)} 至 {month} 含春节假期，不作环比")
    now = usage[usage["month"] == month]
    last = usage[usage["month"] == back(month, 1)].drop_duplicates("customer_no").set_index("customer_no")
    names = {"charge_fen": "before_fen", "energy_kwh": "before_kwh"}
    asked = now.join(last[list(names)].rename(columns=names), on="customer_no")
    asked = asked[~(asked["before_fen"] <= 0).fillna(value=False)]
    fen, before = (asked[name].astype("Float64").astype("float64") for name in ("charge_fen", "before_fen"))
    change = change_percent(fen, before)
    by_energy = np.rint((asked["energy_kwh"] - asked["before_kwh"]) * (before / asked["before_kwh"].replace(0, np.nan)))
    by_price = fen - before - by_energy
    limit = thresholds(rules, KEY, asked, customers)
    energy_did = by_energy.abs() >= by_price.abs()
    parts = {"energy": transport(by_energy, 2), "price": transport(by_price, 2), "limit": limit["value"]}
    parts |= {"percent": change, "before": transport(before, 2), "cause": energy_did.map({True: "电量", False: "均价"})}
    return judge(
        asked,
        change.abs() > limit["value"],
        needs=(change, by_energy),
        reason="没有上月账单，或电量、电费为空",
        actual=transport(fen, 2),
        expected=transport(before, 2),
        difference=transport(fen - before, 2),
        level=energy_did.map({True: str(Level.NOTICE), False: str(Level.WARNING)}),
        message=f"{FIGURES}：{CAUSES}",
        values=parts,
        rule=limit["rule"],
    )
