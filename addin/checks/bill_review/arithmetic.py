"""电费-E01, E02: the arithmetic of the printed bill: the sum of its rows, and the product of each."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.causes.explanations import of_rounding, sentences
from addin.billing.disputed import within_bill
from addin.billing.money import fen, product_fen, transport
from addin.billing.month import Billing
from addin.billing.statement import CAPACITY, POWER_FACTOR
from addin.billing.tolerances import tolerance_fen
from addin.checks.bill_review.segment_rows import charged_days
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

PRINTED = "打印勾稽"


@check(
    "电费-E01",
    "总额勾稽",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="核对账单各行与总额，更正后重算",
    explains=("审计-A07", "电费-E04"),
)
def sum_differs(billing: Billing, causes: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The rows of a bill add up to its total; an order of rounding that gives the total exactly is named.

    References: 制度 D2; billing.md §9 E01; ledger.md §2.10; 容差 打印勾稽.

    Checked with: generated cases only.

    Limitations: bills without rows in 账单明细 are not asked.
    """
    bills = billing.archive.bills
    rows = billing.issued
    asked = bills[bills["bill_no"].isin(rows["bill_no"])]
    sums = rows.groupby("bill_no")["amount_fen"].sum()
    sums = sums[~sums.index.isin(rows.loc[rows["amount_fen"].isna(), "bill_no"])]
    expected, actual = asked["bill_no"].map(sums).astype("Int64"), fen(asked["charge_yuan"])
    return judge(
        asked,
        (actual - expected).abs() >= tolerance_fen(rules, PRINTED),
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=within_bill(actual - expected, asked["customer_no"], billing),
        about=asked["bill_no"],
        reason="总电费或明细金额为空，或不是两位小数",
        message="总电费 {actual:,.2f} 元，各行之和 {expected:,.2f} 元，相差 {difference:,.2f} 元{order}",
        values={"order": _order(asked, causes)},
        rule=rules.cite_key("tolerances", PRINTED),
    )


@check(
    "电费-E02",
    "明细行乘积",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="amount_yuan",
    advice="核对该行的数量、单价和金额，更正后重算",
    explains=("电费-E01", "电费-B07", "审计-A07", "电费-E04"),
)
def product_differs(billing: Billing, causes: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Quantity × price is the amount of each row, rounded half up to the fen; of a part of a month, by its days.

    References: 制度 D2; billing.md §9 E02; 容差 打印勾稽.

    Checked with: a real bill's demand rows (30,842.066223 kW × price, rounded to the fen); demand of 15 of 31 days.

    Limitations: rows without quantity or price are not asked; capacity rows (by days) are 电费-C06 and C10, the power
    factor row is 电费-B08. Of a month billed in instalments the final bill may charge what the whole comes to less what
    was charged before: rows of one price are then added up.
    """
    rows = billing.issued
    own = ~rows["component"].isin((CAPACITY, POWER_FACTOR))
    asked = rows[own & rows["quantity"].notna() & rows["unit_price"].notna()]
    expected, actual = _product_fen(asked, billing), asked["amount_fen"]
    off = ((actual - expected).abs() >= tolerance_fen(rules, PRINTED)) & ~_settled(asked)
    line_no = asked.loc[off.fillna(value=True), "line_no"]
    return judge(
        asked,
        off,
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=within_bill(actual - expected, asked["customer_no"], billing),
        about="第" + line_no.map("{:g}".format, na_action="ignore").astype(object).fillna("?") + "行",
        reason="数量、单价或金额的小数位数过多",
        message="{component}（{period}）{quantity:,.10g} × {unit_price:.10g}{part} 应为 {expected:,.2f}"
        "，账单 {actual:,.2f}{order}",
        values={"order": _order(asked, causes), "part": _part(asked)},
        rule=rules.cite_key("tolerances", PRINTED),
    )


def _order(rows: pd.DataFrame, causes: pd.DataFrame) -> pd.Series:
    """Say which order of rounding gives exactly what was issued, of each row's customer; empty where none does."""
    return rows["customer_no"].map(sentences(of_rounding(causes))).astype(object).fillna("")


def _part(rows: pd.DataFrame) -> pd.Series:
    """Say how many days a row is for; empty where it names none."""
    return rows["days"].map(" × {:g} 天".format, na_action="ignore").astype(object).fillna("")


def _product_fen(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return quantity × price of each row, of demand rows with days by the days [fen]."""
    days, divisor = charged_days(rows.assign(days=rows["days"].where(rows["component"] == DEMAND)), billing)
    return product_fen((rows["quantity"], 6), (rows["unit_price"], 8), (days, 0), divisor=divisor)


def _settled(rows: pd.DataFrame) -> pd.Series:
    """Say which rows of instalments and final bill come to what they cost together, each segment being rounded."""
    several = rows.groupby("customer_no")["bill_no"].transform("nunique") > 1
    mine = rows[several & rows["days"].isna()]
    groups = mine.groupby(["customer_no", "component", "period", "unit_price"])
    quantity, paid, bills = (groups[name].transform(how) for name, how in _TOGETHER)
    segments = groups["bill_no"].transform("size") / bills
    off = (product_fen((quantity, 6), (mine["unit_price"], 8)) - paid).abs()
    settled = (bills > 1) & (off < segments)
    return settled.reindex(rows.index, fill_value=False).fillna(value=False).astype(bool)


_TOGETHER = (("quantity", "sum"), ("amount_fen", "sum"), ("bill_no", "nunique"))
