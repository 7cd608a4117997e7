"""Demand: what was metered, what was contracted, what is billed."""

import pandas as pd

from addin.billing.basic.declared import of_customers, of_feeders
from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import Flags
from addin.billing.money import product, scaled, transport
from addin.billing.sums import whole_sums

CONTRACT, ACTUAL = "合同最大需量", "实际最大需量"
MODES = (CONTRACT, ACTUAL)
LARGER, STANDBY = "取大", "互备"
"""Feeders of which the larger counts: 需量口径 says so, or is empty and they stand by for each other."""
PLACES = 8
"""Decimals of a billed kW."""
READINGS = ("A", "B", "C")
COMPONENT = "需量电费"
NOBODY = pd.DataFrame(
    {name: pd.Series(dtype=object) for name in ("customer_no", "point_no", "mode")}
    | {name: pd.Series(dtype="float64") for name in ("demand_kw", "contract_kw", *READINGS, "billed_kw")}
    | {"over": pd.Series(dtype=bool)}
)
"""The rows where nobody is billed by demand."""


def billed_demand(
    terms: pd.DataFrame, roots: pd.DataFrame, supplies: pd.DataFrame, declared: pd.DataFrame, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the demand that is billed, one row a customer, or one a feeder where they are added up.

    Args:
        terms: 计费参数 in force, index customer_no.
        roots: points without a point above, index point_no, with demand_kw and ``demand_read``, whether it was read.
        supplies: table 电源; whether feeders are added up or the larger counts.
        declared: 需量核定 of the month, from ``declarations``.
        flags: the billing rules.

    Returns:
        customer_no, point_no, mode, demand_kw, contract_kw (``NaN`` when billed by actual demand), over (above the
        limit of the contract), billed_kw by the rule, and by each reading of it (``A``, ``B``, ``C``); and the doubts.

    Source: billing.md §2.3; ledger.md §3: the reading above 105 % has no default.
    """
    mode = terms["capacity_mode"]
    asked = terms.index[mode.isin(MODES)]
    if asked.empty:
        return NOBODY.copy(), NONE
    mine = roots[roots["customer_no"].map(mode).isin(MODES) & (roots["relation"] != "并接")]
    feeders = mine.reset_index()[["customer_no", "point_no", "feeder_sequence", "demand_kw", "demand_read"]]
    standby = supplies["demand_rule"].isna() & (supplies["operation"] == STANDBY)
    larger = set(supplies.loc[(supplies["demand_rule"] == LARGER) | standby, "customer_no"])
    feeders["contract_kw"] = of_feeders(feeders, declared)
    rows, undeclared = _rows(feeders, larger, declared, terms["contract_demand_kw"])
    undeclared = undeclared[undeclared["customer_no"].map(mode) == CONTRACT]
    rows["mode"] = rows["customer_no"].map(mode)
    rows["contract_kw"] = rows["contract_kw"].where(rows["mode"] == CONTRACT)
    rows = _billed(rows, flags)
    silent = asked[~asked.isin(feeders.loc[feeders["demand_read"], "customer_no"])].to_series()
    partly = rows.loc[rows["demand_kw"].isna() & ~rows["customer_no"].isin(silent), "customer_no"]
    partly = partly[partly.isin(feeders.loc[~feeders["demand_read"], "customer_no"])]
    bare = rows[(rows["mode"] == CONTRACT) & rows["contract_kw"].isna()]
    bare = bare[~bare["customer_no"].isin(undeclared["customer_no"])]
    doubts = [
        undeclared,
        doubt(silent, "按需量计费而没有最大需量示数", COMPONENT),
        doubt(partly, "有进线没有最大需量示数", COMPONENT),
        doubt(bare["customer_no"], "按合同最大需量计费而没有合同需量或需量核定", COMPONENT),
    ]
    return rows, gather(doubts)


def _rows(
    feeders: pd.DataFrame, larger: set[str], declared: pd.DataFrame, contract_kw: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows to bill: feeders with a declared demand of their own, else all of a customer together."""
    several = feeders["customer_no"].duplicated(keep=False)
    complete = feeders["contract_kw"].notna().groupby(feeders["customer_no"]).transform("all")
    apart = several & complete & ~feeders["customer_no"].isin(larger)
    groups = feeders[~apart].groupby("customer_no", sort=False)
    demand = whole_sums(groups["demand_kw"])
    most = groups["demand_kw"].max().where(demand.notna())
    whole = pd.DataFrame({"demand_kw": demand.where(~demand.index.isin(larger), most)}).reset_index()
    whole["point_no"] = (
        whole["customer_no"].map(groups["point_no"].first()).where(whole["customer_no"].map(groups.size()) == 1, "")
    )
    total, doubts = of_customers(groups.size(), larger, declared)
    own = contract_kw.mask(contract_kw.index.isin(doubts["customer_no"]))
    whole["contract_kw"] = whole["customer_no"].map(total).fillna(whole["customer_no"].map(own))
    return pd.concat(
        [feeders[apart].drop(columns=["feeder_sequence", "demand_read"]), whole], ignore_index=True
    ), doubts


def _billed(rows: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Add what is billed: the contract up to its limit, beyond it by the rule's reading; the actual demand as metered.

    A = C + 2·(D − limit·C); B = limit·C + 2·(D − limit·C); C = C + 2·(D − C).
    """
    demand, contract = scaled(rows["demand_kw"], PLACES), scaled(rows["contract_kw"], PLACES)
    limit = int(scaled(pd.Series([flags.over_contract_percent]), 2)[0])
    over = (demand * 10_000 > contract * limit).fillna(value=False).astype(bool)
    parts = {"A": 10_000 - 2 * limit, "B": -limit, "C": -10_000}
    result = rows.assign(over=over)
    for name, share in parts.items():
        result[name] = transport(product((demand * 20_000 + contract * share, 0), digits=0, divisor=10_000), PLACES)
    chosen = result[flags.over_contract_mode] if flags.over_contract_mode in READINGS else float("nan")
    result["billed_kw"] = rows["contract_kw"].mask(over, chosen).where(rows["mode"] == CONTRACT, rows["demand_kw"])
    return result
