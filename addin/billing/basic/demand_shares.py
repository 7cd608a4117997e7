"""The demand of sub-meters that are billed in the rows of the meter above: a row each, by its share of the energy."""

import pandas as pd

from addin.billing.basic.demand import ACTUAL, PLACES
from addin.billing.flags import Flags
from addin.billing.metering.energy import Energy
from addin.billing.metering.submeters import deducted
from addin.billing.money import product, scaled, transport
from addin.tables.choices import TOTAL

KWH_PLACES = 2


def shared_demand(demand: pd.DataFrame, energy: Energy, flags: Flags) -> pd.DataFrame:
    """Give sub-meters of the customer's own class the part of its metered demand that their energy is of all of it.

    Args:
        demand: from ``billed_demand``, with ``segment``.
        energy: of the month.
        flags: the billing rules: which relations of sub-meters have a row of their own, and its decimals.

    Returns:
        The rows of ``demand``, the billed kW less what sub-meters take, and behind them a row for each of these with
        its ``kwh`` and the ``whole_kwh`` of the customer; the parts add up to the whole. In a month that is cut every
        segment is shared by the energy of the month. Contract demands and feeders billed one by one are not shared.

    Source: 计费规则 需量分摊; billing.md §2.3, S4: 30,842.066223 + 1.933777 = 30,844 kW on a bill by actual demand. The
    share is inferred to be that of billed energy with its losses: no ratio gives 1.933777 kW, 549 of 8,756,622 kWh do;
    these are a reading of 8,747,000 kWh and the line loss of 0.11 % that the same customer pays (S3).
    """
    if demand.empty:
        return demand
    alone = ~demand["segment"].duplicated(keep=False)
    mine = demand[alone & (demand["mode"] == ACTUAL) & demand["billed_kw"].notna()]
    subs = _sub_meters(energy, mine["customer_no"], flags)
    if subs.empty:
        return demand
    rows = mine.drop(columns="point_no").merge(subs, on="customer_no")
    factors, whole = ((rows["billed_kw"], PLACES), (rows["kwh"], KWH_PLACES)), scaled(rows["whole_kwh"], KWH_PLACES)
    digits = flags.demand_shares.decimals
    part = product(*factors, digits=digits + KWH_PLACES, divisor=whole.astype("int64"))
    rows["billed_kw"] = transport(part, digits)
    taken = demand["segment"].map(rows.groupby("segment")["billed_kw"].sum()).fillna(0.0)
    left = scaled(demand["billed_kw"], PLACES) - scaled(taken, PLACES)
    every = pd.concat([demand.assign(billed_kw=transport(left, PLACES)), rows], ignore_index=True)
    return every.assign(share_rule=every["segment"].isin(rows["segment"]).map({True: flags.demand_shares.rule}))


def _sub_meters(energy: Energy, customer_nos: pd.Series, flags: Flags) -> pd.DataFrame:
    """Return the sub-meters that have a row of their own: customer_no, point_no, kwh, whole_kwh."""
    points = energy.points
    asked = points[points["relation"].isin(flags.demand_shares.relations)]
    asked = asked[asked["parent_no"].map(points["billed_class"]) == asked["billed_class"]]
    asked = asked[asked["customer_no"].isin(customer_nos)]
    if asked.empty:
        return asked
    points = points[points["customer_no"].isin(asked["customer_no"])]
    billed = energy.billed
    main = billed[(billed["point_no"] == "") & billed["customer_no"].isin(points["customer_no"])]
    groups = main.groupby("customer_no")
    behind = points.groupby("parent_no")[TOTAL].sum()
    rows = asked[deducted(points)[1][asked.index]].reset_index()
    rows["kwh"] = rows[TOTAL] - rows["point_no"].map(behind).fillna(0.0)
    rows["whole_kwh"] = rows["customer_no"].map(groups[TOTAL].sum(min_count=1))
    same = rows["billed_class"] == rows["customer_no"].map(groups["billed_class"].first())
    rows = rows[same & (rows["kwh"] > 0)]
    together = rows.groupby("customer_no")["kwh"].transform("sum")
    return rows.loc[together <= rows["whole_kwh"], ["customer_no", "point_no", "kwh", "whole_kwh"]]
