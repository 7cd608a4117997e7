"""电费-E03: the energy of a bill's fee rows against the energy of the bill."""

import numpy as np
import pandas as pd

from addin.billing.history import added_up
from addin.billing.month import Billing
from addin.billing.pricing.prices import ENERGY
from addin.checks.bill_review.segment_rows import direct_kwh
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import PART_COLUMNS
from addin.tables.choices import OTHER_CLASSES

KEY = "电费-E03:允许差"
FINAL = "；分次结算的，清算账单的「总电量」应填全月减去已结算的余量"


@check(
    "电费-E03",
    "计费电量勾稽",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="逐项核对账单明细的计费电量与计量点电量，漏行或重行的更正后重算",
)
def energy_rows_differ(billing: Billing, rules: RulesInForce) -> Verdict:
    """The fee rows of each component bear the whole energy of the bill; components that are not printed are not asked.

    References: 制度 D2; billing.md §6 (rows of a bill), §9 E03; 审核阈值 电费-E03:允许差.

    Checked with: the layouts of the example: components apart, together, by period and in total; months cut by a
    change between 代理购电 and 直接交易; instalments.

    Limitations: energy of sub-meters at another class is taken out of the components that they do not bear; hours of
    market customers count as the rows that they are printed in. The line loss may be borne by the energy that was
    traded directly alone. Instalments and the final bill of a month are taken together.
    """
    bills = billing.archive.bills
    asked = bills[bills["bill_no"].isin(billing.issued["bill_no"])]
    asked = asked.assign(energy_kwh=_month_kwh(asked))
    several = asked["customer_no"].map(asked["customer_no"].value_counts())
    asked = asked.drop_duplicates("customer_no", keep="last")
    own, apart = _by_component(billing.issued)
    limit = rules.value("audit_thresholds", KEY)
    own = own.reindex(asked["customer_no"], columns=list(PART_COLUMNS)).set_axis(asked.index)
    known = own.add(asked["customer_no"].map(apart).fillna(0.0), axis="index")
    known[known.isna().all(axis="columns") & (asked["energy_kwh"] == 0)] = 0.0
    gaps = known.sub(asked["energy_kwh"], axis="index")
    traded = own[ENERGY[1]] - asked["customer_no"].map(direct_kwh(billing))
    gaps[ENERGY[1]] = traded.where(traded.abs() < gaps[ENERGY[1]].abs(), gaps[ENERGY[1]])
    off = gaps.abs() > limit
    different = off[off.any(axis="columns")]
    named = ["、".join(off.columns[row]) for row in different.to_numpy("bool")]
    worst = gaps.abs().fillna(-1.0).idxmax(axis="columns")
    columns = known.columns.get_indexer(worst)
    actual = pd.Series(known.to_numpy("float64")[np.arange(len(asked)), columns], index=asked.index)
    return judge(
        asked,
        off.any(axis="columns"),
        needs=(asked["energy_kwh"], actual),
        reason="账单没有总电量，或明细没有计费数量",
        actual=actual,
        expected=asked["energy_kwh"],
        difference=actual - asked["energy_kwh"],
        about=asked["bill_no"],
        message="{component}各行电量之和 {actual:,.0f} kWh，账单总电量 {expected:,.0f} kWh{sum}，"
        "相差 {difference:,.0f} kWh{form}",
        values={
            "component": pd.Series(named, index=different.index, dtype=object),
            "sum": added_up(several),
            "form": (several > 1).map({True: FINAL, False: ""}),
        },
        rule=rules.cite_key("audit_thresholds", KEY),
    )


def _month_kwh(bills: pd.DataFrame) -> pd.Series:
    """Return the energy of all bills of each one's customer, not known where that of one is not."""
    groups = bills["energy_kwh"].groupby(bills["customer_no"])
    return groups.transform("sum").mask(groups.transform("count") < groups.transform("size"))


def _by_component(issued: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return energy [kWh] by customer and component, and by customer that of other classes, which bear it elsewhere."""
    rows = issued[issued["component"].isin((*PART_COLUMNS, *OTHER_CLASSES))]
    other = (rows["part"] != rows["component"]) | rows["component"].isin(OTHER_CLASSES)
    own = rows[~other]
    each = own.groupby(["customer_no", "component"])["quantity"].sum(min_count=1).reset_index()
    sums = each.pivot_table("quantity", "customer_no", "component", aggfunc="first")
    apart = rows[other].groupby(["customer_no", "component"])["quantity"].sum(min_count=1)
    return sums, apart.groupby("customer_no").max()
