"""电费-B02, B03: a power factor that jumps, a power factor of 1 or 0."""

import pandas as pd

from addin.billing.metering.idle_registers import idle_registers
from addin.billing.month import Billing
from addin.billing.own_months.swing import hundredths
from addin.billing.own_months.trends import back, step_is_fair
from addin.billing.statement import POWER_FACTOR
from addin.billing.sums import whole_sums
from addin.checks.bill_review.segment_rows import assessed_customers
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import TOTAL

PER_CENT = 100


@check(
    "电费-B02",
    "功率因数突变",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="power_factor",
    advice="核对无功示数和无功补偿装置的投切；示数无误的，向客户核实补偿装置是否损坏或退出",
)
def power_factor_jumps(
    billing: Billing, usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """Warn where the printed power factor differs from the month before by the limit or more.

    References: 制度 D2; billing.md §9 B02; ledger.md §3 (Spring Festival); 审核阈值 电费-B02:变化.

    Checked with: generated cases on both sides of the limit.

    Limitations: customers that are assessed, with energy in both months; not across the Spring Festival. No amount is
    disputed: nobody says that the month before was right.
    """
    if not step_is_fair(month, rules):
        return nothing(f"{back(month, 1)} 至 {month} 含春节假期，不作环比")
    before = usage[usage["month"] == back(month, 1)].set_index("customer_no")
    rows = usage[(usage["month"] == month) & usage["power_factor"].notna() & ~(usage["energy_kwh"] <= 0)]
    idle = before.index[before["energy_kwh"] <= 0]
    asked = rows[rows["customer_no"].isin(assessed_customers(billing).index) & ~rows["customer_no"].isin(idle)]
    now, then = (hundredths(part) for part in (asked["power_factor"], asked["customer_no"].map(before["power_factor"])))
    limit = thresholds(rules, "电费-B02:变化", asked, customers)
    failed = (now - then).abs() >= hundredths(limit["value"])
    return judge(
        asked,
        failed,
        needs=(now, then),
        reason=f"没有上月（{back(month, 1)}）账单的实际力率，无法比较",
        actual=asked["power_factor"],
        expected=_shown(then),
        difference=_shown(now - then),
        message="实际力率 {actual:.2f}，上月 {expected:.2f}，相差 {difference:+.2f}，达到 {limit:g}",
        values={"limit": limit["value"]},
        rule=limit["rule"],
    )


def _shown(hundredths: pd.Series) -> pd.Series:
    """Return hundredths as the figures that people read."""
    return hundredths.astype("Float64") / PER_CENT


@check(
    "电费-B03",
    "功率因数为1或0",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="power_factor",
    advice="到现场检查无功表和接线；补偿装置确能做到的，在「处理说明」注明",
    explains=("电费-B01", "电费-B02"),
)
def reactive_meter_idle(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn of a power factor of 1 or 0, and of reactive registers that stand still while energy is used.

    So too of one meter alone where the meter was changed within the month, and the other one shows kvarh.

    References: 制度 D2; billing.md §9 B03; 审核阈值 电费-B03:上限, 电费-B03:下限.

    Checked with: generated cases on both sides of the limits.

    Limitations: customers that are assessed, with metered energy, active or reactive, in the month; but for changed
    meters all their points together. The money is the adjustment as printed, which rests on the register.
    """
    asked = _metered(billing)
    printed = billing.archive.bills.drop_duplicates("customer_no").set_index("customer_no")["power_factor"]
    cosine = hundredths(asked["customer_no"].map(printed))
    upper, lower = (thresholds(rules, f"电费-B03:{word}限", asked, customers) for word in "上下")
    high, low = cosine >= hundredths(upper["value"]), cosine <= hundredths(lower["value"])
    still, alone = asked["kvarh"] == 0, (asked["kwh"] == 0) & (asked["kvarh"] > 0)
    stood = asked["customer_no"].map(idle_registers(billing.quantities.energy.metered, billing.archive.readings))
    odd = alone | stood.notna() | (high | low).fillna(value=False).astype(bool)
    paid = billing.issued[billing.issued["component"] == POWER_FACTOR].groupby("customer_no")["amount_fen"].sum()
    return judge(
        asked,
        still | odd,
        needs=(),
        unknown=asked["kvarh"].isna() & ~odd,
        reason="没有无功示数",
        actual=_shown(cosine),
        stake_fen=asked["customer_no"].map(paid).abs(),
        about=asked["bill_no"],
        message="有功电量 {kwh:,.0f} kWh，无功电量 {reactive} kvarh，账单力率 {printed}：{said}",
        values={
            "reactive": asked["kvarh"].map("{:,.0f}".format, na_action="ignore").astype(object).fillna("不详"),
            "printed": _shown(cosine).map("{:.2f}".format, na_action="ignore").astype(object).fillna("空"),
            "said": stood.astype(object).fillna(_why(still, alone)),
        },
        rule=lower["rule"].where(alone | low.fillna(value=False).astype(bool), upper["rule"]),
    )


def _why(still: pd.Series, alone: pd.Series) -> pd.Series:
    """Say what is odd about registers and power factor."""
    said = still.map({True: "无功表没有走字，可能失灵", False: "力率到了尽头，先核对无功示数"})
    return said.mask(alone, "只有无功没有有功，先核对有功表和补偿装置")


def _metered(billing: Billing) -> pd.DataFrame:
    """Return the bills of assessed customers with any metered energy: kwh and kvarh of the points that are assessed."""
    points = billing.quantities.energy.points
    mine = points[points["root"] & (points["with_power_factor"] != "否")]
    groups = mine.groupby("customer_no", sort=False)[[TOTAL, "reactive_kvarh"]]
    sums = whole_sums(groups)
    rows = billing.totals[billing.totals["customer_no"].isin(assessed_customers(billing).index)]
    own = sums.reindex(rows["customer_no"]).set_axis(rows.index)
    rows = rows[["customer_no", "bill_no"]].assign(kwh=own[TOTAL], kvarh=own["reactive_kvarh"])
    return rows[~((rows["kwh"] <= 0) & ~(rows["kvarh"] > 0))]
