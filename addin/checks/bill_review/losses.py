"""电费-A27, A28, A29: losses out of the ordinary, of a stopped transformer, at another rate than agreed."""

import pandas as pd

from addin.billing.basic.energised import energised
from addin.billing.doubts import undone
from addin.billing.metering.agreed_lines import GIVEN
from addin.billing.metering.loss_scope import LOW_SIDE
from addin.billing.metering.own_kinds import at_business_prices
from addin.billing.month import Billing
from addin.findings import Level, Verdict, judge, nothing
from addin.register import check
from addin.rulebook import RulesInForce, thresholds
from addin.tables.choices import TOTAL

PERCENT = 100
NO_LOSS = "无"
ENERGY = "购电"
STATES = {True: "投运", False: "停用"}


@check(
    "电费-A27",
    "变损异常",
    level=Level.WARNING,
    clause="D2",
    table="devices",
    column="loss_method",
    advice="核对变压器铭牌参数、变损系数和投运天数；长期轻载的，建议客户减容或更换小容量变压器",
)
def loss_out_of_range(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn where the transformer loss is too large or too small a share of the energy metered behind it.

    References: 制度 D2; billing.md §9 A27, §5; 审核阈值 电费-A27:上限, 下限.

    Checked with: generated cases on both sides of the limits.

    Limitations: as recomputed from the archive; all transformers of a customer are taken together. A month without
    energy, whose loss is that of no load, is not asked.
    """
    points = billing.quantities.energy.points
    low = points[points["root"] & (points["metering_side"] == LOW_SIDE)]
    load = low.groupby("customer_no")[TOTAL].sum(min_count=1)
    loss = billing.quantities.energy.losses["transformer_loss_kwh"]
    devices = billing.archive.devices
    mine = devices[devices["customer_no"].isin(load.index[load > 0]) & (devices["loss_method"] != NO_LOSS)]
    asked = mine.drop_duplicates("customer_no")
    kwh, lost = asked["customer_no"].map(load), asked["customer_no"].map(loss).astype("float64")
    lost = lost.mask(asked["customer_no"].isin(undone(billing.doubts)))
    share = lost * PERCENT / kwh
    least, most = (thresholds(rules, f"电费-A27:{word}限", asked, customers) for word in "下上")
    return judge(
        asked,
        (share > most["value"]) | (share < least["value"]),
        needs=(share,),
        reason="变损没有算出",
        actual=share,
        about=asked["device_no"],
        message="有功变损 {lost:,.0f} kWh，占电量 {kwh:,.0f} kWh 的 {actual:.2f}%，应在 {low:g}%–{high:g}%",
        values={"lost": lost, "kwh": kwh, "low": least["value"], "high": most["value"]},
        rule=most["rule"].where(share > most["value"], least["rule"]),
    )


@check(
    "电费-A28",
    "停用变压器仍计变损或反之",
    level=Level.ERROR,
    clause="D2",
    table="devices",
    column="state",
    advice="核对封停、启封的工单和现场，更正「容量变动」或运行状态，按实际投运天数重算变损",
    explains=("电费-A27", "审计-A07"),
)
def loss_follows_the_state(billing: Billing, rules: RulesInForce) -> Verdict:
    """A transformer that the archive has stopped bears no loss at the end of the month, one that runs does.

    References: 制度 D2; billing.md §9 A28, §5.

    Checked with: generated cases only.

    Limitations: transformers with a loss method; days with loss follow 容量变动, the state that of the last day.
    """
    points = billing.quantities.energy.points
    low = points.loc[points["root"] & (points["metering_side"] == LOW_SIDE), "customer_no"]
    devices = billing.archive.devices
    asked = devices[devices["customer_no"].isin(low) & ~devices["loss_method"].isin((NO_LOSS, None))]
    kva = energised(asked, billing.archive.changes, billing.days[-1:], billing.flags).iloc[:, 0]
    counted, runs = kva != 0, asked["state"] == "运行"
    return judge(
        asked,
        counted != runs,
        needs=(asked["state"],),
        reason="「受电设备」没有填运行状态",
        actual=asked["state"],
        expected=counted.map({True: "运行", False: "停用或拆除"}),
        about=asked["device_no"],
        message="设备 {device_no} 运行状态为『{state}』，按「容量变动」月末为{counted}，{said}",
        values={
            "counted": counted.map(STATES),
            "said": counted.map({True: "仍在计变损", False: "不计变损"}),
        },
        rule=rules.cite_key("audit_rules", "电费-A28"),
    )


@check(
    "电费-A29",
    "线损率与合同不符",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="quantity",
    advice="按合同约定的线损率（或 R·I² 公式）更正账单电量后重算",
    explains=("审计-A07", "电费-E04"),
)
def line_loss_differs(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The line loss in the billed energy is the metered energy × the rate of 计费参数, or what R·I² of 计量点 gives.

    References: 制度 D2; billing.md §9 A29, §5.4; 审核阈值 电费-A29:允许差; 计费规则 线损公式:按电阻 (待核).

    Checked with: a real bill of 0.11 % (billing.md §5.4); generated cases on both sides of the limit.

    Limitations: customers with a rate in 计费参数, or with a line resistance in 计量点; the formula is that of the rule
    row, the contract's own may differ. The issued loss is what the billed energy is above the metered one and the
    recomputed transformer loss. A bill without rows is 未能核查.
    """
    agreed = _agreed(billing)
    rows = billing.issued[(billing.issued["part"] == ENERGY) & billing.issued["customer_no"].isin(agreed.index)]
    if rows.empty:
        return nothing("本月没有约定线损的用户的账单")
    asked = _with_line_loss(rows, billing)
    limit = thresholds(rules, "电费-A29:允许差", asked, customers)
    due, charged = asked["due_kwh"], asked["charged_kwh"]
    return judge(
        asked,
        (charged - due).abs() > limit["value"],
        needs=(charged, due),
        reason="本月电量没有算出",
        actual=charged,
        expected=due,
        difference=charged - due,
        message="账单计线损 {actual:,.0f} kWh（约 {rate:.2f}%），按约定的{agreed}应为 {expected:,.0f} kWh",
        values={
            "rate": charged * PERCENT / asked["metered_kwh"],
            "agreed": asked["customer_no"].map(agreed),
        },
        rule=limit["rule"],
    )


def _agreed(billing: Billing) -> pd.Series:
    """Return in words by what the line loss is agreed, by customer_no: a rate, or the lines with a resistance."""
    percent, lines = billing.archive.terms["line_loss_percent"].dropna(), billing.quantities.lines
    values = [lines[name].map("{:.10g}".format) for name in (*GIVEN, "supply_kv")]
    each = " " + lines.index.to_series().astype(str) + "（R {} Ω、K {}、U {} kV）"
    said = [text.format(*numbers) for text, *numbers in zip(each, *values, strict=True)]
    formula = pd.Series(said, lines["customer_no"], dtype=object).groupby(level=0).agg("、".join)
    rate = " " + percent.map("{:.10g}% ".format).astype(object)
    return rate.reindex(rate.index.union(formula.index)).fillna(" R·I² 公式" + formula + "，")


def _with_line_loss(rows: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return the first row of each customer: line loss ``due_kwh`` and ``charged_kwh``, and ``metered_kwh``."""
    energy = billing.quantities.energy
    asked = rows.drop_duplicates("customer_no")
    business = energy.billed[at_business_prices(energy.billed)]
    parts = {
        "issued": rows.groupby("customer_no")["quantity"].sum(),
        "own": business.groupby("customer_no")[TOTAL].sum(min_count=1),
        "due": energy.losses["line_loss_kwh"],
        "metered": energy.points[energy.points["root"]].groupby("customer_no")[TOTAL].sum(min_count=1),
    }
    kwh = {name: asked["customer_no"].map(part).astype("float64") for name, part in parts.items()}
    due = kwh["due"].fillna(0.0)
    charged = kwh["issued"] - (kwh["own"] - due)
    charged = charged.mask(asked["customer_no"].isin(undone(energy.doubts)))
    return asked.assign(due_kwh=due, charged_kwh=charged, metered_kwh=kwh["metered"])
