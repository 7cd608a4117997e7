"""电费-B04, B10: reactive energy that runs back, transformer losses that the power factor leaves out."""

import numpy as np
import pandas as pd

from addin.billing.disputed import of_bill
from addin.billing.metering.readings import REACTIVE
from addin.billing.month import Billing
from addin.billing.own_months.swing import hundredths, swing_fen
from addin.billing.power_factor import power_factor_percent
from addin.billing.sums import whole_sums
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds

PER_CENT = 100


@check(
    "电费-B04",
    "反向无功偏大",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="提醒客户核对电容器的自动投切，避免过补偿；接线可疑的到现场检查",
)
def reverse_reactive_high(
    billing: Billing, readings: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, month: str
) -> Verdict:
    """Warn where reverse reactive energy is more of a point's reactive energy than the limit (over-compensation).

    References: 制度 D2; 水电财字〔1983〕215号; billing.md §4.2, §9 B04; 审核阈值 电费-B04:占比.

    Checked with: generated cases on both sides of the limit.

    Limitations: points with a reverse register that ran or could not be read; customers with distributed generation are
    未能核查, for their reactive energy runs back by nature. The bill is not disputed.
    """
    asked = _reactive_points(billing, readings[readings["month"] == month])
    limit = thresholds(rules, "电费-B04:占比", asked, customers)
    share = asked["back_kvarh"] * PER_CENT / asked["kvarh"]
    own = asked["customer_no"].map(billing.archive.terms["distributed"]) == "是"
    return judge(
        asked,
        share > limit["value"],
        needs=(share,),
        unknown=own,
        reason=own.map({True: "有分布式电源，反向无功不能说明过补偿", False: "正向或反向无功缺示数"}),
        actual=asked["back_kvarh"],
        expected=asked["kvarh"] * limit["value"] / PER_CENT,
        about=asked["point_no"],
        message="反向无功 {back_kvarh:,.0f} kvarh，占无功 {kvarh:,.0f} kvarh 的 {share:.1f}%，超过 {limit:g}%",
        values={"share": share, "limit": limit["value"]},
        rule=limit["rule"],
    )


def _reactive_points(billing: Billing, rows: pd.DataFrame) -> pd.DataFrame:
    """Return points with a reverse register, index = its first reading: back_kvarh, and kvarh both ways."""
    points = billing.quantities.energy.points
    known = points.index[points["root"] & (points["with_power_factor"] != "否")]
    mine = rows[rows["register"].isin(REACTIVE) & rows["point_no"].isin(known)]
    run = (mine["current_reading"] - mine["previous_reading"]) * mine["multiplier"]
    kvarh = mine["metered_quantity"].fillna(run)
    groups = kvarh.mask(kvarh < 0).groupby([mine["point_no"], mine["register"]])
    sums = whole_sums(groups).unstack()  # noqa: PD010 - the pairs are unique
    first = mine[mine["register"] == REACTIVE[1]].drop_duplicates("point_no")
    own = sums.reindex(columns=list(REACTIVE)).reindex(first["point_no"]).set_axis(first.index)
    asked = first[["customer_no", "point_no"]].assign(back_kvarh=own[REACTIVE[1]], kvarh=own.sum(axis=1, min_count=2))
    return asked[~np.isclose(asked["back_kvarh"].fillna(1.0), 0.0)]


@check(
    "电费-B10",
    "变损未参与力率",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="power_factor",
    advice="把变压器的有功、无功损耗计入力率后重算，已发行的办理退补",
    explains=("审计-A07", "电费-E04"),
)
def loss_not_assessed(billing: Billing, rules: RulesInForce) -> Verdict:
    """The power factor of a customer metered on the low side includes the losses of its transformer.

    References: 制度 D2; 水电财字〔1983〕215号; billing.md §4.2, §5 (trap), §9 B10.

    Checked with: the published bill whose 632 kWh and 2,749 kvarh of loss turn 0.95 into 0.77 (billing.md §5).

    Limitations: found is a printed power factor that fits the energy without the losses and not the one with them; any
    other difference is 审计-A07. A loss that was never reckoned is 电费-A26.
    """
    scope, losses = billing.quantities.power_factor, billing.quantities.energy.losses
    lost = losses.astype("float64").reindex(scope.index)
    bare = power_factor_percent(
        scope["active_kwh"] - lost["transformer_loss_kwh"], scope["reactive_kvarh"] - lost["reactive_loss_kvarh"]
    )
    lossy = scope.index[
        scope["standard"].notna() & (lost[["transformer_loss_kwh", "reactive_loss_kvarh"]] > 0).any(axis=1)
    ]
    bills = billing.archive.bills
    asked = bills[bills["customer_no"].isin(lossy)].drop_duplicates("customer_no", keep="last")
    printed = hundredths(asked["power_factor"])
    due, without = (asked["customer_no"].map(part) for part in (scope["power_factor"], bare))
    return judge(
        asked,
        (printed != due) & (printed == without),
        needs=(printed, due, without),
        reason="账单没有实际力率，或力率未能重算",
        actual=asked["power_factor"],
        expected=due.astype("Float64") / PER_CENT,
        stake_fen=of_bill(swing_fen(asked["customer_no"], due, printed, billing, rules), asked["customer_no"], billing),
        about=asked["bill_no"],
        message="力率 {actual:.2f} 未计变损（有功 {kwh:,.0f} kWh、无功 {kvarh:,.0f} kvarh），计入后为 {expected:.2f}",
        values={
            "kwh": asked["customer_no"].map(lost["transformer_loss_kwh"]),
            "kvarh": asked["customer_no"].map(lost["reactive_loss_kvarh"]),
        },
        rule=rules.cite_key("audit_rules", "电费-B10"),
    )
