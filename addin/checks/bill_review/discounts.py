"""电费-C12: whether the price of demand is reduced where it is to be."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT as CHARGE
from addin.billing.disputed import within_bill
from addin.billing.money import product_fen
from addin.billing.month import Billing
from addin.billing.published import KW_PLACES, PRICE_PLACES, published, segment_prices
from addin.checks.bill_review.segment_rows import charged_days, segment_of
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "电费-C12",
    "需量九折",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="unit_price",
    advice="按月每千伏安用电量更正需量电价后重算",
    explains=("电费-C06", "电费-B07", "审计-A07", "电费-E04"),
)
def discount_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """The demand price is reduced where the use per kVA reaches the limit, and only there.

    References: 制度 D2; 发改价格〔2023〕526号; billing.md §2.3, §9 C12; ledger.md §3 260 kWh/kVA; 计费规则
    需量折扣:界限, 需量折扣:折扣.

    Checked with: generated cases on both sides of 260 kWh/kVA, compared unrounded; a month cut by another price.

    Limitations: the use of all points ÷ contract transformer capacity. An amount that is neither the full nor the
    reduced one is 未能核查 here and found by 电费-C06.
    """
    asked = _demand_charges(billing)
    reached = asked["intensity"] >= billing.flags.discount_from_kwh_per_kva
    wrong = asked["full"].where(reached, asked["less"])
    word = reached.map({True: "达到 {limit:g}，账单没有打折", False: "不到 {limit:g}，账单却打了折"})
    limit = billing.flags.discount_from_kwh_per_kva
    return judge(
        asked,
        wrong,
        needs=(asked["intensity"], asked["full_fen"]),
        unknown=~asked["told"],
        reason="合同容量、电量或需量电价不详，或需量电费既不是全价也不是折扣价",
        actual=asked["unit_price"],
        expected=(asked["price"] * billing.flags.discount_percent / 100).where(reached, asked["price"]),
        stake_fen=within_bill(asked["full_fen"] - asked["less_fen"], asked["customer_no"], billing),
        about=asked["bill_no"],
        message="月用电 {kwh:,.0f} kWh ÷ 合同变压器 {kva:,g} kVA = {intensity:.2f} kWh/kVA，{word}",
        values={"word": word.str.replace("{limit:g}", f"{limit:g}")},
        rule=rules.cite_key("billing_flags", "需量折扣:界限"),
    )


def _demand_charges(billing: Billing) -> pd.DataFrame:
    """Return the demand charge of each bill, full and reduced, with the use per kVA; index = its first row.

    ``full`` and ``less``: one of its rows is at the full or the reduced price; ``told``: each is at one of them.
    """
    rows = billing.issued[billing.issued["component"] == CHARGE]
    tiers = segment_prices(billing, billing.segments, "demand_yuan_per_kw_month")
    own = segment_of(billing).reindex(rows.index).map(tiers)
    price = own.astype("float64").fillna(published(billing, rows["customer_no"], "demand_yuan_per_kw_month"))
    share = pd.Series(billing.flags.discount_percent, index=rows.index)
    days, divisor = charged_days(rows, billing)
    factors = ((rows["quantity"], KW_PLACES), (price, PRICE_PLACES), (days, 0))
    full, less = product_fen(*factors, divisor=divisor), product_fen(*factors, (share, 2), divisor=100 * divisor)
    at = {"full": _at(rows, full), "less": _at(rows, less)}
    told, apart = at["full"] | at["less"], (full != less).fillna(value=False).astype(bool)
    groups = rows.assign(full_fen=full, less_fen=less).groupby("bill_no")
    sums = groups[["full_fen", "less_fen"]].sum(min_count=1).assign(told=told.groupby(rows["bill_no"]).all())
    for name, hit in at.items():
        sums[name] = (hit & apart).groupby(rows["bill_no"]).any()
    asked = rows.drop_duplicates("bill_no")[["customer_no", "bill_no", "unit_price"]].join(sums, on="bill_no")
    terms = billing.archive.terms.reindex(asked["customer_no"]).set_axis(asked.index)
    asked["kva"] = terms["contract_capacity_kva"] - terms["motors_kva"]
    asked["intensity"] = asked["customer_no"].map(billing.quantities.intensity).astype("float64")
    asked["price"], asked["kwh"] = price.reindex(asked.index), asked["intensity"] * asked["kva"]
    return asked


def _at(rows: pd.DataFrame, amount_fen: pd.Series) -> pd.Series:
    """Say which rows cost an amount, but for a fen."""
    return ((rows["amount_fen"] - amount_fen).abs() <= 1).fillna(value=False).astype(bool)
