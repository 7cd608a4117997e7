"""The rows of a bill, each with its inputs and the rule row that priced it."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.month_share import month_share
from addin.billing.charge import charge
from addin.billing.flags import Flags
from addin.billing.money import product, product_fen, transport
from addin.billing.power_factor import adjusted_fen, adjustment
from addin.billing.pricing.prices import CAPACITY_PLACES
from addin.tables.choices import COMPONENTS, PERIODS, TOTAL

CAPACITY, POWER_FACTOR = "容量电费", "力调电费"
DIRECT = "直接交易"
COLUMNS = (
    "bill", "customer_no", "variant", "segment", "component", "period", "point_no", "quantity", "days", "divisor",
    "unit_price", "amount_fen", "rule",
)  # fmt: skip
WORDS = ("customer_no", "component", "period", "point_no", "rule")
"""Columns of words: the objects that the ledger has, never turned into another kind and back."""
PLACE = pd.Index((*COMPONENTS, *PERIODS, TOTAL), dtype=object)
ORDER = {name: place for place, name in enumerate(PLACE)}


@charge(
    "容量电费",
    how="按日在运变压器容量分段：kVA × 容量电价 × 天数 ÷ 当月天数",
    rules="电价、计费规则（启停日、暂停最少天数和年累计上限、减容最少天数、天数折算）",
    source="供电营业规则（2024）",
)
def capacity_lines(bills: pd.DataFrame, stretches: pd.DataFrame, flags: Flags, cite: str) -> pd.DataFrame:
    """Return the rows on capacity, one a stretch of a segment: kVA × price × days ÷ days of the month.

    Args:
        bills: index running; bill, segment, customer_no, variant, row, month_days, capacity price; billed by capacity.
        stretches: segment, days, capacity_kva, in order of time.
        flags: the billing rules; a fixed divisor leaves a whole month whole.
        cite: title of the price table.

    Source: billing.md §2.2, one day = monthly charge ÷ calendar days (供电营业规则 2024).
    """
    rows = bills.drop(columns="days").merge(stretches[["segment", "days", "capacity_kva"]], on="segment", how="inner")
    days, divisor = month_share(rows, flags)
    rows["divisor"] = divisor
    price = rows["capacity_yuan_per_kva_month"]
    amount = product_fen((rows["capacity_kva"], 2), (price, CAPACITY_PLACES), (days, 0), divisor=divisor)
    whole = {"component": CAPACITY, "period": TOTAL, "rule": cited_prices(rows, cite)}
    return as_lines(rows.assign(quantity=rows["capacity_kva"], unit_price=price, amount_fen=amount, **whole))


@charge(
    "需量电费",
    how="合同或实际最大需量 × 需量电价（每千伏安电量达标打折），超合同按规则读法；定比分表按电量份额另成一行",
    rules="电价、计费规则（超合同需量方式、暂停后合同需量、需量折扣、需量分摊）",
    source="「电价」各行所列的输配电价通知",
)
def demand_lines(
    bills: pd.DataFrame, demand: pd.DataFrame, discounted: pd.Series, flags: Flags, cite: str
) -> pd.DataFrame:
    """Return the rows on demand: billed kW × price, reduced where the use per kVA reaches the limit.

    The month's demand holds in each of its segments, which pays for its days.

    Args:
        bills: index running; bill, segment, customer_no, variant, row, days, month_days, demand price; of segments that
            are billed by demand.
        demand: segment, point_no, billed_kw; of a demand that is shared out ``share_rule``, the rule that says so.
        discounted: by customer_no, whether the reduced price holds.
        flags: the billing rules.
        cite: title of the price table.
    """
    names = demand.columns.intersection(["segment", "point_no", "billed_kw", "share_rule"])
    rows = bills.drop(columns="point_no").merge(demand[names], on="segment")
    percent = pd.Series(flags.discount_percent, index=rows.index)
    percent = percent.where(rows["customer_no"].map(discounted).fillna(value=False).astype(bool), 100.0)
    price, (days, divisor) = rows["demand_yuan_per_kw_month"], month_share(rows, flags)
    factors = ((rows["billed_kw"], 8), (price, CAPACITY_PLACES), (percent, 2), (days, 0))
    amount = product_fen(*factors, divisor=100 * divisor)
    reduced = product((price, CAPACITY_PLACES), (percent, 2), digits=CAPACITY_PLACES + 2, divisor=100)
    paid = transport(reduced, CAPACITY_PLACES + 2)
    whole = {"component": DEMAND, "period": TOTAL, "rule": cited_prices(rows, cite)}
    if "share_rule" in rows:
        whole["rule"] += ("；" + rows["share_rule"]).fillna("")
    rows["days"] = rows["days"].where(rows["days"] != rows["month_days"])
    rows["divisor"] = divisor.where(rows["days"].notna())
    return as_lines(rows.assign(quantity=rows["billed_kw"], unit_price=paid, amount_fen=amount, **whole))


@charge(
    "力调电费",
    how="参与各行 × 力调系数表的调整率，逐行取整后相加（或合计后取整一次，按计费规则）；cosφ 取两位小数，逐格查表",
    rules="力调系数、功率因数标准、计费规则（力调参与项、力调参与:另有电价的分表、力调取整环节）",
    source="水电财字〔1983〕215号",
)
def power_factor_lines(bills: pd.DataFrame, lines: pd.DataFrame, table: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the adjustment rows of each bill that is assessed: one for each standard that holds in its segments.

    Args:
        bills: index running; bill, segment, customer_no, variant, ``standard`` and ``power_factor`` in hundredths; of
            segments that are assessed.
        lines: the rows of their bills that it is taken on.
        table: rule table 力调系数.
        flags: whether each row or their sum is rounded.

    Source: billing.md §4; 水电财字〔1983〕215号: one power factor a month, each segment with its own standard.
    """
    part = lines[["bill", "segment", "amount_fen"]]
    size = max(lines["segment"].max(), bills["segment"].max()) + 1 if len(lines) and len(bills) else 1
    mine = bills[~bills.duplicated(["bill", "standard"])]
    head = pd.Series(bills.index, index=bills["bill"] * size + bills["segment"])
    head = head.groupby([bills["bill"].to_numpy(), bills["standard"].to_numpy()], sort=False).transform("first")
    group = (part["bill"] * size + part["segment"]).map(head)
    base = part["amount_fen"].groupby(group).sum().reindex(mine.index).fillna(0).astype("Int64")
    rate = adjustment(table, mine["standard"], mine["power_factor"])
    changes = rate["change_percent"]
    amount = adjusted_fen(part["amount_fen"], group, changes, by_row=flags.adjusts_by_row)
    whole = {"component": POWER_FACTOR, "period": TOTAL, "rule": cited_prices(rate, "力调系数")}
    money = {"amount_fen": amount, "unit_price": changes}
    return as_lines(mine.drop(columns="days").assign(quantity=transport(base, 2), **money, **whole))


def in_order(lines: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of bills together in printed order, customer by customer."""
    every = pd.concat(list(lines), ignore_index=True)
    component, period = (PLACE.get_indexer(every[name]) for name in ("component", "period"))
    place = (every["bill"].to_numpy("int64") * len(PLACE) + component) * len(PLACE) + period
    return every.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def cited_prices(rows: pd.DataFrame, title: str) -> pd.Series:
    """Return the citation of the price row; there are few of them, and many rows of bills."""
    code, cited = pd.factorize(rows["row"], use_na_sentinel=False)
    words = np.array([f"{title}!{row}" for row in cited], dtype=object)
    return pd.Series(words[code], index=rows.index, dtype=object)


def as_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a statement, whose point and days stand only where they have some."""
    blank = {"point_no": np.full(len(rows), "", dtype=object), "days": np.nan, "divisor": np.nan}
    lines = {name: rows[name] if name in rows else pd.Series(blank[name], index=rows.index) for name in COLUMNS}
    return pd.DataFrame(lines | {name: lines[name].astype(object) for name in WORDS}, copy=False)
