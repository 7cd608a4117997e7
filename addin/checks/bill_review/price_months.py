"""电费-D07, D08: the month of the prices that a bill was made with, and its funds."""

import pandas as pd

from addin.billing.disputed import within_bill
from addin.billing.money import product_fen, scaled
from addin.billing.month import Billing
from addin.billing.pricing.prices import FUNDS, PLACES, shown
from addin.billing.statement import DIRECT
from addin.checks.bill_review.segment_rows import own_kind_points, priced_segments, segment_of
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

UNPRICED = ("力调电费", "退补", "其他")
"""Components that no price table is for."""


@check(
    "电费-D07",
    "电价版本错月",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="price_month",
    advice="用账单月份的价目表重算，更正账单",
    explains=("电费-D08", "审计-A07", "电费-E04"),
)
def price_month_differs(billing: Billing, bill_lines: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """A bill is priced from the price tables of the months whose days it covers.

    References: 制度 D2; billing.md §0.1, §9 D07; ledger.md §2.2.

    Checked with: generated cases only; a reading cycle over two price months.

    Limitations: rests on the month printed in 账单明细; a wrong price under the right month is 审计-A07. Purchase
    prices of customers that trade directly in the month are not asked.
    """
    rows = billing.issued.assign(price_month=bill_lines["price_month"].reindex(billing.issued.index))
    segments = billing.segments
    market = segments.loc[segments["market_kind"] == DIRECT, "customer_no"]
    traded = rows["customer_no"].isin(market) & (rows["component"] == "购电")
    rows = rows[~rows["component"].isin(UNPRICED) & ~traded]
    rows["wrong"] = (rows["price_month"] != billing.month) & ~_covered(rows, billing)
    order = (rows["price_month"].notna() & rows["wrong"]).astype("int64") * 2
    order += rows["price_month"].notna().astype("int64")
    first = rows.assign(order=order).sort_values("order", ascending=False, kind="stable").drop_duplicates("bill_no")
    asked = first.sort_index()
    return judge(
        asked,
        asked["wrong"],
        actual=asked["price_month"],
        expected=billing.month,
        reason="账单明细没有注明电价月份",
        about=asked["bill_no"],
        message="『{component}』用的是 {actual} 的电价，账单月份为 {expected}",
        rule=rules.cite_key("audit_rules", "电费-D07"),
    )


def _covered(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say which rows name a month of which their customer's bill covers days, of their segment where that is known."""
    segments = billing.segments
    months = segments["starts_on"].dt.strftime("%Y-%m")
    pairs = pd.MultiIndex.from_arrays([segments["customer_no"], months])
    any_of = pd.Series(pd.MultiIndex.from_frame(rows[["customer_no", "price_month"]]).isin(pairs), index=rows.index)
    own = segment_of(billing).reindex(rows.index).map(months)
    return any_of & (own.isna() | (own == rows["price_month"]))


@check(
    "电费-D08",
    "附加基金",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="unit_price",
    advice="核对政府性基金及附加的标准和减免，更正后重算",
    explains=("审计-A07", "电费-E04"),
)
def funds_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The unit price of government funds is the published one of its days, less what the customer is relieved of then.

    References: 制度 D2; billing.md §1.3, §9 D08; 电价 (政府性基金及附加); 审核阈值 电费-D08:允许差.

    Checked with: the published Hubei price month 2026-01 (0.02 + 0.0062 + 0.019 = 0.0452); relief from and until a
    day within the month.

    Limitations: rows without a unit price are compared in 审计-A07 only. In a month that is cut a row that corresponds
    to none of the statement is held against the nearest price of the month. A point at a tariff kind of its own has
    the price of that kind.
    """
    rows = billing.issued[(billing.issued["part"] == FUNDS) & billing.issued["unit_price"].notna()]
    due = _due(rows, billing)
    expected = due["funds"].astype("Int64")
    off = scaled(rows["unit_price"], PLACES) - expected
    limit = int(scaled(pd.Series([rules.value("audit_thresholds", "电费-D08:允许差")]), PLACES)[0])
    rows = rows.assign(expected=expected, off=off, failed=(off.abs() > limit).fillna(value=False))
    order = rows.sort_values("failed", ascending=False, kind="stable")
    asked = order.drop_duplicates("bill_no").sort_index()
    stake = product_fen((rows["quantity"], 2), (off, 0), divisor=10**PLACES).groupby(rows["bill_no"]).sum()
    cited = due["row"].astype("Int64").astype("string").fillna("")
    return judge(
        asked,
        asked["failed"],
        needs=(asked["expected"], asked["off"]),
        reason="「电价」没有该户的价格行，或单价的小数位数过多",
        actual=asked["unit_price"],
        expected=shown(asked["expected"]),
        difference=shown(asked["off"]),
        stake_fen=within_bill(asked["bill_no"].map(stake), asked["customer_no"], billing),
        about=asked["bill_no"],
        message="政府性基金单价 {actual:.8g} 元/kWh，应为 {expected:.8g} 元/kWh",
        rule=("电价!" + cited).reindex(asked.index),
    )


def _due(rows: pd.DataFrame, billing: Billing) -> pd.DataFrame:
    """Return price and price row of each row on funds: of its segment and kind; where not known, the nearest price."""
    asked = rows[["customer_no", "unit_price"]].assign(known=segment_of(billing).reindex(rows.index))
    asked["point"] = own_kind_points(billing).reindex(rows.index)
    pairs = asked.reset_index(names="at").merge(priced_segments(billing), on="customer_no")
    fits = pairs["known"].isna() | (pairs["known"] == pairs["segment"])
    pairs = pairs[fits & (pairs["point"].isna() | ((pairs["point"] != "") == pairs["own"]))]
    off = (scaled(pairs["unit_price"], PLACES) - pairs["funds"]).abs()
    nearest = pairs.assign(off=off).sort_values("off", kind="stable").drop_duplicates("at").set_index("at")
    return nearest[["funds", "row"]].reindex(rows.index)
