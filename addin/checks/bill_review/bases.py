"""电费-B07: what the power factor adjustment is taken of."""

import pandas as pd

from addin.billing.disputed import of_bill
from addin.billing.metering.own_kinds import outside_power_factor, taking_part
from addin.billing.money import fen, product, transport
from addin.billing.month import Billing
from addin.billing.pricing.prices import ENERGY, FIXED
from addin.billing.tolerances import tolerance_fen
from addin.checks.bill_review.adjusted_rows import adjusted_rows
from addin.checks.bill_review.segment_rows import own_kind_points, segment_of
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


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

    Limitations: rows of sub-meters at another class never take part, of those at a tariff kind of their own what the
    archive or the rule says; rows that the bill adds up with theirs count less what was recomputed for them. From rows
    at a price all in (到户电价) the funds are taken out, as recomputed: where they differ, 未能核查. Of a
    month billed in instalments the one row of the final bill adjusts the whole month. With several standards in a
    month each row adjusts those of its segments; where the rows of the bill cannot be told apart by segment
    (instalments) what was recomputed of them decides, so long as every charge that takes part is that of the bills;
    where one is not it is 未能核查.
    """
    asked = adjusted_rows(billing)
    expected, actual = _base_fen(asked, billing), fen(asked["quantity"])
    limit = tolerance_fen(rules, "重算账单最低")
    limit = limit + asked["customer_no"].map(_apart_fen(billing)).where(_torn(asked, billing), 0).fillna(0)
    turned = product((actual - expected, 0), (asked["unit_price"], 4), digits=0, divisor=100)
    return judge(
        asked,
        (actual - expected).abs() > limit,
        needs=(actual, expected),
        reason="力调行没有参与金额；或账单按到户电价合计计费而与重算不符，分不出不参与的费用；或月内力调标准有变，账单各行分不出属于哪一段，而参与力调的费用与重算不符，无从比较",
        actual=transport(actual, 2),
        expected=transport(expected, 2),
        difference=transport(actual - expected, 2),
        stake_fen=of_bill(turned, asked["customer_no"], billing),
        about=asked["bill_no"],
        message="力调参与金额 {actual:,.2f} 元，参与各项之和 {expected:,.2f} 元",
        rule=rules.cite_key("billing_flags", "力调参与项"),
    )


def _base_fen(asked: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what takes part on the bill of each row; of a customer with one such row, on all its bills."""
    rows = billing.issued.assign(point_no=own_kind_points(billing).fillna(""))
    parts = rows[rows["part"].isin(billing.flags.power_factor_components)]
    parts = parts[~outside_power_factor(parts, billing.quantities.energy.points, billing.flags)]
    own, month = (asked[name].map(parts.groupby(name)["amount_fen"].sum()) for name in ("bill_no", "customer_no"))
    only = ~asked["customer_no"].duplicated(keep=False)
    month = month.fillna(0) - asked["customer_no"].map(_added_up(billing)).fillna(0)
    whole = month.where(only, own).fillna(0).astype("Int64") - asked["customer_no"].map(_all_in(billing)).fillna(0)
    units = billing.comparison.units
    other = units.loc[(units["unit"] == ENERGY[0]) & units["different"], "customer_no"]
    unknown = asked["customer_no"].isin(_all_in(billing).index.intersection(other))
    return whole.mask(unknown).mask(asked["several"], _part_fen(asked, parts, billing))


def _all_in(billing: Billing) -> pd.Series:
    """Return what takes no part within a purchase that is printed at one price all in, by customer_no [fen]."""
    ours = billing.comparison.ours
    borne = (ours["unit"] == ENERGY[0]) & ours["component"].isin(FIXED)
    outside = ours[borne & ~ours["component"].isin(billing.flags.power_factor_components)]
    return outside.groupby("customer_no")["amount_fen"].sum()


def _added_up(billing: Billing) -> pd.Series:
    """Return what was recomputed for points outside that the bill prints in one row with others, by customer_no."""
    ours, issued = billing.comparison.ours, billing.comparison.issued
    named = ours["component"].isin(billing.flags.power_factor_components)
    outside = ours[named & outside_power_factor(ours, billing.quantities.energy.points, billing.flags)]
    summed = outside[~outside["unit_key"].map(billing.comparison.units["by_row"]).astype(bool)]
    named = issued.loc[issued["point_no"].isin(summed["point_no"]), ["customer_no", "component"]]
    known = pd.MultiIndex.from_frame(summed[["customer_no", "component"]]).isin(pd.MultiIndex.from_frame(named))
    return summed[~known].groupby("customer_no")["amount_fen"].sum()


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
    lines = billing.lines[taking_part(billing.lines, billing.quantities.energy.points, billing.flags)]
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
