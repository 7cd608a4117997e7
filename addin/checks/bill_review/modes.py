"""电费-C11, C15: how often the mode of the capacity or demand charge changes, and whether another is cheaper."""

import pandas as pd

from addin.billing.basic.demand import MODES
from addin.billing.metering.readings import DEMAND
from addin.billing.money import fen
from addin.billing.month import Billing
from addin.billing.published import demand_fen
from addin.billing.statement import CAPACITY
from addin.findings import Level, Outcome, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds, told_in
from addin.tables.choices import BY_CAPACITY


@check(
    "电费-C11",
    "计费方式变更周期",
    level=Level.WARNING,
    clause="D2",
    table="billing_terms",
    column="capacity_mode",
    advice="核对变更申请；不满变更周期的，退回到下一周期执行",
)
def mode_changed_early(
    billing: Billing, billing_terms: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Warn where the mode of the capacity or demand charge changes again before its period is over.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.3, §9 C11; 审核阈值 电费-C11:最少月数.

    Checked with: generated cases on both sides of three months.

    Limitations: changes that take effect in the audited month. Between 不计 and a mode is a change of tariff, not of
    mode. When a mode began is read from the rows of 计费参数 that are there.
    """
    asked = _mode_changes(billing_terms, billing.days)
    limit = thresholds(rules, "电费-C11:最少月数", asked, customers)
    spans = zip(asked["began_on"], limit["value"], strict=True)
    earliest = [began + pd.DateOffset(months=int(months)) for began, months in spans]
    asked["earliest_on"] = pd.to_datetime(pd.Series(earliest, index=asked.index, dtype="datetime64[ns]"))
    return judge(
        asked,
        asked["effective_on"] < asked["earliest_on"],
        needs=(asked["earliest_on"],),
        reason="上一种计费方式的生效日期为空",
        actual=asked["effective_on"],
        expected=asked["earliest_on"],
        message="{before}自 {began_on:%Y-%m-%d}，{effective_on:%Y-%m-%d} 又改为{capacity_mode}，不满 {limit:g} 个月",
        values={"limit": limit["value"]},
        rule=limit["rule"],
    )


def _mode_changes(terms: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return rows of 计费参数 that change the mode within the month: the mode before, and since when it held."""
    rows = terms.dropna(subset=["customer_no", "capacity_mode"]).sort_values(
        ["customer_no", "effective_on"], kind="stable"
    )
    owner, mode = rows["customer_no"], rows["capacity_mode"]
    other = (owner != owner.shift()) | (mode != mode.shift())
    runs = rows[other]
    same = runs["customer_no"] == runs["customer_no"].shift()
    before = runs["capacity_mode"].shift().where(same)
    runs = runs.assign(before=before, began_on=runs["effective_on"].shift().where(same))
    within = (runs["effective_on"] >= days[0]) & (runs["effective_on"] <= days[-1])
    known = (BY_CAPACITY, *MODES)
    return runs[within & before.isin(known) & runs["capacity_mode"].isin(known)].copy()


@check(
    "电费-C15",
    "容量利用率低",
    level=Level.NOTICE,
    clause="D2",
    table="billing_terms",
    column="capacity_mode",
    advice="向客户出具用电优化建议：下一变更周期改按实际最大需量计费",
)
def capacity_idle(billing: Billing, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Advise a customer that pays for capacity and draws little of it what the demand would have cost.

    A mode stays for three months at least, so the advice is told once a quarter, and only where it is worth a visit:
    told every month of every customer it was the audit's loudest voice (8 of 65 capacity customers of the example).

    References: 制度 D2, G4; billing.md §2.3, §9 C15; 审核阈值 电费-C15:百分比, 电费-C15:最低节省, 电费-C15:提示月份.

    Checked with: generated cases on both sides of the limit; published prices of 2026-01: 26.3 yuan/kVA, 42 yuan/kW.

    Limitations: the highest demand of all months in 抄表记录 counts, feeders added up, so that one quiet month advises
    nothing. Compared are this month's capacity charge and this month's price of that demand. The bill is not disputed.
    """
    if not told_in(rules, "电费-C15", billing.month):
        return nothing(f"用电优化建议每季度提示一次，{billing.month} 不提示")
    asked = _by_capacity(billing, readings)
    limit, least = (thresholds(rules, f"电费-C15:{name}", asked, customers) for name in ("百分比", "最低节省"))
    share = asked["kw"] * 100 / asked["kva"]
    other = demand_fen(billing, asked["customer_no"], asked["kw"])
    saved = asked["charge_fen"] - other
    return judge(
        asked,
        (share < limit["value"]) & (saved >= fen(least["value"])) & (saved > 0),
        needs=(asked["kva"], asked["kw"], saved),
        reason="没有最大需量示数，或容量电费未能重算",
        outcome=Outcome.NOTICE,
        actual=share,
        expected=limit["value"],
        message="需量 {kw:,g} kW，为容量 {kva:,g} kVA 的 {actual:.1f}%：容量电费 {now:,.2f} 元，按需量 {then:,.2f} 元",
        values={"now": asked["charge_fen"].astype("Float64") / 100, "then": other.astype("Float64") / 100},
        rule=limit["rule"],
    )


def _by_capacity(billing: Billing, readings: pd.DataFrame) -> pd.DataFrame:
    """Return customers billed by capacity, index = row id of 计费参数: kva, charge_fen, and their highest demand kw."""
    points = billing.quantities.energy.points
    rows = readings[(readings["register"] == DEMAND) & (readings["month"] <= billing.month)]
    rows = rows[rows["point_no"].isin(points.index[points["root"]])]
    kw = (rows["current_reading"] * rows["multiplier"]).groupby([rows["customer_no"], rows["month"]]).sum(min_count=1)
    terms = billing.archive.terms
    asked = terms.loc[terms["capacity_mode"] == BY_CAPACITY, ["row"]]
    lines = billing.lines[billing.lines["component"] == CAPACITY]
    parts = {
        "kw": kw.groupby(level=0).max(),
        "kva": billing.quantities.daily.mean(axis="columns"),
        "charge_fen": lines.groupby("customer_no")["amount_fen"].sum(),
    }
    asked = asked.assign(**{name: part.reindex(asked.index) for name, part in parts.items()})
    return asked[~(asked["kva"] <= 0) & ~(asked["kw"] <= 0)].reset_index().set_index("row")
