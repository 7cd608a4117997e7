"""电费-B01, E04: figures of a bill that are out of the ordinary: power factor and average price."""

from datetime import date

import pandas as pd

from addin.billing.money import fen
from addin.billing.own_months.trends import MONTHS_A_YEAR, back, change_percent, is_festive, last_months, year_window
from addin.findings import Level, Verdict, judge, nothing
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

TABLE = "audit_thresholds"
NOT_ASSESSED = "不考核"
FEN = 100
FIXED = ("容量电费", "需量电费")
"""Components that do not move with the energy."""


@check(
    "电费-B01",
    "功率因数过低",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="power_factor",
    advice="核对无功示数和变损参与；属实的，向客户出具无功补偿建议",
    explains=("电费-B02",),
)
def power_factor_low(
    usage: pd.DataFrame, billing_terms: pd.DataFrame, rules: RulesInForce, month: str, month_end: date
) -> Verdict:
    """Warn where the power factor of a bill is below the limit.

    References: 制度 D2, G4; billing.md §9 B01, §4.3; 审核阈值 电费-B01:下限.

    Checked with: generated cases only.

    Limitations: customers that 计费参数 does not assess on any day of the month, whatever their bill prints, and months
    without energy are not asked.
    """
    key = "电费-B01:下限"
    limit = rules.value(TABLE, key)
    terms = _in_force(billing_terms, month_end)
    exempt = terms["power_factor_standard"] == NOT_ASSESSED
    assessed = terms.loc[terms["power_factor_standard"].notna() & ~exempt, "customer_no"]
    never = terms.loc[exempt & ~terms["customer_no"].isin(assessed), "customer_no"]
    rows = usage[(usage["month"] == month) & ~(usage["energy_kwh"] <= 0) & ~usage["customer_no"].isin(never)]
    asked = rows[rows["power_factor"].notna() | rows["customer_no"].isin(assessed)]
    rate = asked["adjustment_percent"].map("，调整系数 {:+g}%".format, na_action="ignore")
    return judge(
        asked,
        asked["power_factor"] < limit,
        actual=asked["power_factor"],
        expected=limit,
        reason="账单没有实际力率",
        message="实际力率 {actual:.2f}，低于 {expected:.2f}{rate}",
        values={"rate": rate.astype(object).fillna("")},
        rule=rules.cite_key(TABLE, key),
    )


def _in_force(terms: pd.DataFrame, month_end: date) -> pd.DataFrame:
    """Return the billing terms that hold on a day of the month that ends so; each ends where the next begins."""
    last = pd.Timestamp(month_end)
    rows = terms.sort_values("effective_on", kind="stable")
    until = rows["expires_on"].fillna(rows.groupby("customer_no")["effective_on"].shift(-1))
    return rows[(rows["effective_on"] <= last) & ~(until <= last.replace(day=1))]


@check(
    "电费-E04",
    "均价异常",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="对照「账单重算」逐行核对电价、容（需）量电费和力调电费",
    explains=("电费-E05",),
)
def average_price_differs(
    usage: pd.DataFrame, customers: pd.DataFrame, ledger: Ledger, rules: RulesInForce, month: str
) -> Verdict:
    """Warn where yuan per kWh differs from the twelve months before by more than the limit.

    The month's capacity or demand charge is taken off both: it does not move with the energy, and alone would make a
    quiet month dear.

    References: 制度 D2; billing.md §9 E04; 审核阈值 电费-E04:变幅, 电费-E04:最少月数, 历史均值月数; ledger.md §3
    (Spring Festival).

    Checked with: 2,000 generated enterprises that move as 1,454 real ones do (Tianchi 电力AI大赛 2017).

    Limitations: compared with the customer's own history, not with its class, whose load factors differ too much. The
    charge taken off is the one in 账单明细, for the earlier months too; where that leaves nothing, none is taken off. A
    month of the Spring Festival is compared in the pair with the same pair a year ago. A history of fewer months than
    the rule says is no average: 未能核查. No amount is disputed: the earlier average is not what the month should have
    cost.
    """
    months, before = _periods(rules, month)
    if not months:
        return nothing(f"{month} 含春节假期，与下月合成一对，到下月一并与上年同期比较均价")
    rows = usage[usage["month"] == month]
    asked = rows[~(rows["energy_kwh"] <= 0)]
    fixed = _fixed(ledger["bill_lines"], month)
    now, past = (_average(usage, part, fixed).reindex(asked["customer_no"]) for part in (months, before))
    least = min(int(rules.value(TABLE, "电费-E04:最少月数")), len(before))
    now, past, known = (part.set_axis(asked.index) for part in (now["price"], past["price"], past["months"]))
    change = change_percent(now, past).where(known >= least)
    limit = thresholds(rules, "电费-E04:变幅", asked, customers)
    failed = (change.abs() > limit["value"]).where(change.notna())
    less = asked["customer_no"].isin(fixed.index)
    return judge(
        asked,
        failed,
        needs=(change,),
        reason="可比的历史账单只有 {known:.0f} 个月，不足 {least} 个月，或本月电量、电费为空",
        actual=_price(now),
        expected=_price(past),
        difference=change.map("{:+.1f}%".format),
        message="{less}平均电价 {actual} 元/kWh，以往平均 {expected} 元/kWh，相差 {difference}，超过 ±{limit:g}%",
        values={
            "known": known.fillna(0),
            "least": least,
            "limit": limit["value"],
            "less": less.map({True: "扣除容（需）量电费后，", False: ""}),
        },
        rule=limit["rule"],
    )


def _periods(rules: RulesInForce, month: str) -> tuple[list[str], list[str]]:
    """Return the months to average and those to compare them with; none while the festival's pair is not complete."""
    if not is_festive(month, rules):
        return [month], last_months(back(month, 1), int(rules.value(TABLE, "历史均值月数")))
    window = year_window(month, rules)
    return window, [back(one, MONTHS_A_YEAR) for one in window]


def _price(prices: pd.Series) -> pd.Series:
    """Return average prices as text."""
    return prices.map("{:.4f}".format).astype(object)


def _fixed(lines: pd.DataFrame, month: str) -> pd.Series:
    """Return by 户号 the capacity and demand charge of the month [fen]."""
    rows = lines[(lines["month"] == month) & lines["component"].isin(FIXED)]
    return fen(rows["amount_yuan"]).groupby(rows["customer_no"]).sum().astype("float64")


def _average(usage: pd.DataFrame, months: list[str], fixed: pd.Series) -> pd.DataFrame:
    """Return by 户号 what a kWh cost over some months, fixed charges aside: ``price`` [yuan/kWh] and ``months``.

    Months without energy or charge are left out; of a customer whose charges are less than the fixed ones, none are
    taken off.
    """
    rows = usage[usage["month"].isin(months) & (usage["energy_kwh"] > 0) & usage["charge_fen"].notna()]
    sums = rows.groupby("customer_no").agg({"charge_fen": "sum", "energy_kwh": "sum", "month": "size"})
    whole = sums["charge_fen"].astype("float64")
    rest = whole - fixed.reindex(sums.index).fillna(0.0) * sums["month"]
    price = rest.where(rest > 0, whole) / FEN / sums["energy_kwh"]
    return pd.DataFrame({"price": price, "months": sums["month"]})
