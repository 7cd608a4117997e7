"""电费-C16: the demand of several feeders, added up or the larger one."""

import pandas as pd

from addin.billing.basic.demand import ACTUAL, CONTRACT, LARGER, MODES
from addin.billing.basic.demand import COMPONENT as CHARGE
from addin.billing.disputed import within_bill
from addin.billing.money import scaled
from addin.billing.month import Billing
from addin.billing.published import KW_PLACES, demand_fen
from addin.checks.bill_review.segment_rows import month_days
from addin.findings import Level, Verdict, judge
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "电费-C16",
    "双电源需量",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="quantity",
    advice="按合同约定的需量口径（累加或取大）更正计费需量后重算",
    explains=("电费-C06", "审计-A07", "电费-E04"),
)
def feeders_misjoined(billing: Billing, ledger: Ledger, rules: RulesInForce) -> Verdict:
    """The demand of several feeders is added up, or the larger counts, as 电源 says.

    References: 制度 D2; billing.md §2.3, §9 C16.

    Checked with: generated cases of both kinds.

    Limitations: found is a billed demand that fits the other way of joining to the last decimal, on the average of the
    days of a month that is cut; any other difference is 电费-C06. Without 需量口径 in 电源 nobody can tell.
    """
    kw = _feeders(billing, ledger["declared_demands"])
    rows = billing.issued[(billing.issued["component"] == CHARGE) & billing.issued["customer_no"].isin(kw.index)]
    asked = rows.drop_duplicates("bill_no").drop_duplicates("customer_no")[["customer_no", "bill_no"]]
    asked["billed_kw"] = asked["bill_no"].map(_billed_kw(rows, billing))
    supplies = ledger["supplies"].dropna(subset=["demand_rule"]).drop_duplicates("customer_no")
    rule = asked["customer_no"].map(supplies.set_index("customer_no")["demand_rule"])
    ways = kw.reindex(asked["customer_no"]).set_axis(asked.index)
    due, other = ways["max"].where(rule == LARGER, ways["sum"]), ways["sum"].where(rule == LARGER, ways["max"])
    billed = scaled(asked["billed_kw"], KW_PLACES)
    return judge(
        asked,
        (billed == scaled(other, KW_PLACES)) & (billed != scaled(due, KW_PLACES)),
        needs=(billed, due, rule),
        reason="「电源」没有填写需量口径，或进线的需量不全",
        actual=asked["billed_kw"],
        expected=due,
        difference=asked["billed_kw"] - due,
        stake_fen=within_bill(
            demand_fen(billing, asked["customer_no"], (asked["billed_kw"] - due).abs()), asked["customer_no"], billing
        ),
        about=asked["bill_no"],
        message="「电源」需量口径为{rule}，计费需量应为 {expected:,g} kW，账单 {actual:,g} kW",
        values={"rule": rule},
        rule=rules.cite_key("audit_rules", "电费-C16"),
    )


def _billed_kw(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Return what demand rows bill by bill_no [kW]: segment for segment once, each counting by its days."""
    segments = billing.segments[billing.segments["capacity_mode"].isin(MODES)]
    days = rows["customer_no"].map(segments.groupby("customer_no")["days"].sum())
    each = rows["quantity"] * rows["days"].fillna(month_days(rows, billing)) / days
    return each.groupby(rows["bill_no"]).sum(min_count=1)


def _feeders(billing: Billing, declared: pd.DataFrame) -> pd.DataFrame:
    """Return sum and largest of what the feeders of a customer are billed by [kW]; of customers with several."""
    points, mode = billing.quantities.energy.points, billing.archive.terms["capacity_mode"]
    metered = points.loc[points["root"] & (points["customer_no"].map(mode) == ACTUAL), ["customer_no", "demand_kw"]]
    asked = declared[(declared["month"] == billing.month) & (declared["customer_no"].map(mode) == CONTRACT)]
    parts = [metered, asked[["customer_no", "declared_kw"]].rename(columns={"declared_kw": "demand_kw"})]
    groups = pd.concat(parts).groupby("customer_no")["demand_kw"]
    kw = groups.agg(["sum", "max"]).mask(groups.count() < groups.size())
    return kw[groups.size() > 1]
