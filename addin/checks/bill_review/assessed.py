"""电费-B06, B08, B09: the power factor adjustment as printed: rate, amount, and that it is there."""

import numpy as np

from addin.billing.disputed import of_bill, within_bill
from addin.billing.money import fen, product, transport
from addin.billing.month import Billing
from addin.billing.power_factor import adjustment, adjustment_fen
from addin.billing.statement import POWER_FACTOR
from addin.billing.tolerances import tolerance_fen
from addin.checks.bill_review.adjusted_rows import adjusted_rows
from addin.checks.bill_review.segment_rows import assessed_customers
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

TABLE = "力调系数"


@check(
    "电费-B06",
    "力调系数查表错",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="unit_price",
    advice="按力调标准和实际力率重新查「力调系数」，更正后重算",
    explains=("审计-A07", "电费-E04"),
)
def rate_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """The rate of the power factor row is the one that the table gives for the standard and the printed power factor.

    References: 制度 D2; 水电财字〔1983〕215号 table; 力调系数; billing.md §4.3.

    Checked with: the printed table row for row (0.90, 0.85, 0.80); months cut by another standard or by a reclassing.

    Limitations: the printed power factor is taken as it is; whether it follows from the readings is 审计-A07. A month
    with several standards has a row for each, in the order of time.
    """
    asked = adjusted_rows(billing)
    rate = adjustment(rules.rows("power_factor_table"), asked["standard"], asked["cosine"])
    off = product((asked["quantity"], 2), (asked["unit_price"] - rate["change_percent"], 4), digits=2, divisor=100)
    return judge(
        asked,
        (asked["unit_price"] != rate["change_percent"]).where(rate["change_percent"].notna()),
        needs=(asked["unit_price"], rate["change_percent"]),
        reason="账单没有实际力率，计费参数没有力调标准，或表中没有该行",
        actual=asked["unit_price"],
        expected=rate["change_percent"],
        difference=asked["unit_price"] - rate["change_percent"],
        stake_fen=within_bill(off, asked["customer_no"], billing),
        about=asked["bill_no"],
        message="标准 {given:.2f}、力率 {printed:.2f}，系数应为 {expected:+g}%，账单为 {actual:+g}%",
        values={name: asked[of].astype("Float64") / 100 for name, of in (("given", "standard"), ("printed", "cosine"))},
        rule=TABLE + "!" + rate["row"].astype(str),
    )


@check(
    "电费-B08",
    "力调金额",
    level=Level.WARNING,
    clause="D2",
    table="bill_lines",
    column="amount_yuan",
    advice="按参与金额 × 调整系数更正力调电费后重算",
    explains=("审计-A07", "电费-E04"),
)
def amount_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """The amount of the power factor row is base × rate.

    References: 制度 D2; billing.md §0.6, §9 B08; 容差 重算账单最低, 重算账单每行.

    Checked with: two real bills whose amount differs from base × rate by one fen pass (billing.md §0.6).

    Limitations: rounding row by row may differ by a fen for each row of the bill.
    """
    asked = adjusted_rows(billing)
    expected, actual = adjustment_fen(fen(asked["quantity"]), asked["unit_price"]), asked["amount_fen"]
    floor, each = (tolerance_fen(rules, key) for key in ("重算账单最低", "重算账单每行"))
    rows = asked["bill_no"].map(billing.issued.groupby("bill_no").size())
    return judge(
        asked,
        (actual - expected).abs() > np.maximum(rows * each, floor),
        needs=(actual, expected),
        reason="力调行没有参与金额、系数或金额",
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=within_bill(actual - expected, asked["customer_no"], billing),
        about=asked["bill_no"],
        message="{quantity:,.2f} 元 × {unit_price:+g}% 应为 {expected:,.2f} 元，账单 {actual:,.2f} 元",
        rule=rules.cite_key("tolerances", "重算账单最低"),
    )


@check(
    "电费-B09",
    "应考核未考核",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="power_factor",
    advice="补计力调电费后重算；不应考核的，更正计费参数并写明依据",
    explains=("审计-A07", "电费-E04"),
)
def not_assessed(billing: Billing, rules: RulesInForce) -> Verdict:
    """A customer that is assessed for power factor has a power factor row on its bill.

    References: 制度 D2; 水电财字〔1983〕215号; billing.md §9 B09; ledger.md §3.

    Checked with: generated cases only.

    Limitations: whether a customer is to be assessed is what 计费参数 says; that it says so rightly is 电费-B05. A
    month without active energy has no power factor to adjust by and is not asked.
    """
    scope = billing.quantities.power_factor.assign(standard=assessed_customers(billing))
    due = scope[scope["standard"].notna() & (scope["active_kwh"] > 0)]
    asked = billing.totals[billing.totals["customer_no"].isin(due.index)]
    rows = billing.issued
    printed = asked["customer_no"].isin(rows.loc[rows["component"] == POWER_FACTOR, "customer_no"])
    ours = billing.lines[billing.lines["component"] == POWER_FACTOR].groupby("customer_no")["amount_fen"].sum()
    missing = asked["customer_no"].map(ours)
    return judge(
        asked,
        ~printed,
        unknown=~asked["customer_no"].isin(rows["customer_no"]),
        reason="「账单明细」没有该账单的行",
        stake_fen=of_bill(missing, asked["customer_no"], billing),
        about=asked["bill_no"],
        message="计费参数的力调标准为 {standard:.2f}，账单没有力调电费",
        values={"standard": asked["customer_no"].map(due["standard"]).astype("Float64") / 100},
        rule=rules.cite_key("audit_rules", "电费-B09"),
    )
