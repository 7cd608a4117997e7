"""电费-B06 … B09: the power factor adjustment as printed: rate, base, amount, and that it is there."""

import numpy as np
import pandas as pd

from addin.billing.money import fen, product, transport
from addin.billing.month import Billing
from addin.billing.power_factor import adjustment, adjustment_fen
from addin.billing.statement import POWER_FACTOR
from addin.checks.bill_review.segment_rows import assessed_customers, segment_of
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
    asked = _rows(billing)
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
        stake_fen=off.abs(),
        about=asked["bill_no"],
        message="标准 {given:.2f}、力率 {printed:.2f}，系数应为 {expected:+g}%，账单为 {actual:+g}%",
        values={name: asked[of].astype("Float64") / 100 for name, of in (("given", "standard"), ("printed", "cosine"))},
        rule=TABLE + "!" + rate["row"].astype(str),
    )


@check(
    "电费-B07",
    "力调参与金额",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="quantity",
    advice="核对哪些费用参与力调，更正参与金额后重算",
    explains=("审计-A07", "电费-E04"),
)
def base_differs(billing: Billing, rules: RulesInForce) -> Verdict:
    """The base of the power factor row is the sum of the rows that take part.

    References: 制度 D2; billing.md §4.4, §9 B07; 计费规则 力调参与项; 容差 重算账单最低.

    Checked with: a real bill whose base of 5,031,440.65 yuan leaves out exactly the funds (billing.md §4.4).

    Limitations: rows of sub-meters at another class never take part. Of a month billed in instalments the one row of
    the final bill adjusts the whole month. With several standards in a month each row adjusts those of its segments;
    where the rows of the bill cannot be told apart by segment (instalments) what was recomputed of them decides, so
    long as every charge that takes part is that of the bills; where one is not it is 未能核查.
    """
    asked = _rows(billing)
    expected, actual = _base_fen(asked, billing), fen(asked["quantity"])
    limit = int(fen(pd.Series([rules.value("tolerances", "重算账单最低")]))[0])
    limit = limit + asked["customer_no"].map(_apart_fen(billing)).where(_torn(asked, billing), 0).fillna(0)
    return judge(
        asked,
        (actual - expected).abs() > limit,
        needs=(actual, expected),
        reason="力调行没有参与金额；或月内力调标准有变，账单各行分不出属于哪一段，而参与力调的费用与重算不符，无从比较",
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=product((actual - expected, 0), (asked["unit_price"], 4), digits=0, divisor=100).abs(),
        about=asked["bill_no"],
        message="力调参与金额 {actual:,.2f} 元，参与各项之和 {expected:,.2f} 元",
        rule=rules.cite_key("billing_flags", "力调参与项"),
    )


def _base_fen(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what takes part on the bill of each row; of a customer with one such row, on all its bills."""
    rows = billing.issued
    parts = rows[rows["part"].isin(billing.flags.power_factor_components)]
    own, month = (asked[name].map(parts.groupby(name)["amount_fen"].sum()) for name in ("bill_no", "customer_no"))
    only = ~asked["customer_no"].duplicated(keep=False)
    whole = month.where(only, own).fillna(0).astype("Int64")
    return whole.mask(asked["several"], _part_fen(asked, parts, billing))


def _part_fen(asked: pd.DataFrame, parts: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what takes part in the segments of each row's standard; ``NA`` where a row's segment is not known."""
    mine = parts[parts["customer_no"].isin(asked.loc[asked["several"], "customer_no"])]
    segment = segment_of(billing).reindex(mine.index)
    sums = mine["amount_fen"].groupby([mine["customer_no"], segment.map(billing.quantities.standards)]).sum()
    keys = pd.MultiIndex.from_frame(asked[["customer_no", "standard"]])
    found = pd.Series(sums.reindex(keys).array, index=asked.index, dtype="Int64")
    return found.mask(_torn(asked, billing), _recomputed_fen(asked, billing))


def _torn(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say which rows are of several of whose customer's charges nobody knows for which segment each is."""
    rows = billing.issued[billing.issued["part"].isin(billing.flags.power_factor_components)]
    unknown = rows.loc[segment_of(billing).reindex(rows.index).isna(), "customer_no"]
    return asked["several"] & asked["customer_no"].isin(unknown)


def _recomputed_fen(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what was recomputed to take part at each row's standard; ``NA`` where a bill charges something else."""
    lines = billing.lines[billing.lines["component"].isin(billing.flags.power_factor_components)]
    standards = lines["segment"].map(billing.quantities.standards)
    sums = lines["amount_fen"].groupby([lines["customer_no"], standards]).sum()
    found = sums.reindex(pd.MultiIndex.from_frame(asked[["customer_no", "standard"]])).array
    units = _taking_part(billing)
    other = units.loc[units["different"] | units["undone"], "customer_no"]
    return pd.Series(found, index=asked.index, dtype="Int64").mask(asked["customer_no"].isin(other))


def _apart_fen(billing: Billing) -> pd.Series:
    """Return by how much the charges that take part lie apart from the recomputed ones, by customer_no [fen]."""
    units = _taking_part(billing)
    return units["difference_fen"].abs().groupby(units["customer_no"]).sum()


def _taking_part(billing: Billing) -> pd.DataFrame:
    """Return the compared components that take part in the adjustment."""
    units = billing.comparison.units
    return units[units["unit"].isin(billing.flags.power_factor_components)]


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
    asked = _rows(billing)
    expected, actual = adjustment_fen(fen(asked["quantity"]), asked["unit_price"]), asked["amount_fen"]
    floor, each = (fen(pd.Series([rules.value("tolerances", key)]))[0] for key in ("重算账单最低", "重算账单每行"))
    rows = asked["bill_no"].map(billing.issued.groupby("bill_no").size())
    return judge(
        asked,
        (actual - expected).abs() > np.maximum(rows * int(each), int(floor)),
        needs=(actual, expected),
        reason="力调行没有参与金额、系数或金额",
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=(actual - expected).abs(),
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
        stake_fen=missing.abs(),
        about=asked["bill_no"],
        message="计费参数的力调标准为 {standard:.2f}，账单没有力调电费",
        values={"standard": asked["customer_no"].map(due["standard"]).astype("Float64") / 100},
        rule=rules.cite_key("audit_rules", "电费-B09"),
    )


def _rows(billing: Billing) -> pd.DataFrame:
    """Return the printed power factor rows: ``standard`` of their segment and ``cosine`` as printed, in hundredths.

    ``several``: whether the customer has several standards in the month, or is assessed in a part of it only.
    """
    rows = billing.issued[billing.issued["component"] == POWER_FACTOR]
    printed = billing.archive.bills.drop_duplicates("bill_no").set_index("bill_no")["power_factor"]
    standards, owner = billing.quantities.standards, billing.segments["customer_no"]
    kinds = standards.fillna(0).groupby(owner).nunique()
    several = rows["customer_no"].map(kinds).fillna(0) > 1
    given = segment_of(billing).reindex(rows.index).map(standards)
    given = given.astype("Int64").where(several, rows["customer_no"].map(standards.groupby(owner).first()))
    cosine = product((rows["bill_no"].map(printed), 6), digits=2)
    return rows.assign(standard=given.astype("Int64"), cosine=cosine, several=several)
