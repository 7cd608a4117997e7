"""Above 105 % of the contract demand: what each reading of the rule gives, where nobody has set which one holds."""

import pandas as pd

from addin.billing.basic.demand import COMPONENT, PLACES, READINGS
from addin.billing.basic.month_share import month_share
from addin.billing.doubts import NONE, doubt
from addin.billing.flags import Flags
from addin.billing.money import product_fen, yuan
from addin.billing.pricing.prices import CAPACITY_PLACES
from addin.billing.sums import whole_sums

TERMS = ["days", "month_days", "demand_yuan_per_kw_month"]


def undecided(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of demand above the limit that are not billed because the rule is not set."""
    return demand[demand["over"] & demand["billed_kw"].isna() & demand["A"].notna()]


def readings_fen(demand: pd.DataFrame, terms: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return a month's demand charge by each reading, of customers with an undecided demand.

    Args:
        demand: from ``billed_demand``, with ``segment``; segments and feeders within the limit count as billed.
        terms: by segment: days, month_days, demand_yuan_per_kw_month and ``percent`` of that price.
        flags: the billing rules.

    Returns:
        By customer_no: ``READINGS`` [fen], ``Int64``; ``NA`` without a price; nobody without terms.

    Source: billing.md §2.3; a segment pays for its days (§2.2).
    """
    rows = demand[demand["customer_no"].isin(undecided(demand)["customer_no"])]
    rows = rows.join(terms, on="segment", how="inner")  # without terms there is no bill: nothing is divided by no days
    days, divisor = month_share(rows, flags)
    rest = ((rows["demand_yuan_per_kw_month"], CAPACITY_PLACES), (rows["percent"], 2), (days, 0))
    kw = {name: rows[name].where(rows["over"], rows["billed_kw"]) for name in READINGS}
    each = pd.DataFrame({name: product_fen((kw[name], PLACES), *rest, divisor=100 * divisor) for name in READINGS})
    groups = each.groupby(rows["customer_no"], sort=False)
    return whole_sums(groups)


def over_contract(bills: pd.DataFrame, demand: pd.DataFrame, reduced: pd.Series, flags: Flags) -> pd.DataFrame:
    """Say what each reading gives where the rule is not set (there are few such customers).

    Args:
        bills: segment, customer_no and ``TERMS``.
        demand: as for ``readings_fen``.
        reduced: by customer_no, whether the reduced price holds.
        flags: the billing rules.
    """
    open_ = undecided(demand)
    if open_.empty:
        return NONE
    own = bills.drop_duplicates("segment").set_index("segment")
    cheap = own["customer_no"].map(reduced).eq(other=True)
    percent = cheap.map({True: flags.discount_percent, False: 100.0})
    amounts = readings_fen(demand, own[TERMS].assign(percent=percent), flags)
    each = [f"最大需量 {row.demand_kw:g} kW 超过合同需量 {row.contract_kw:g} kW 的 {flags.over_contract_percent:g}%"
            for row in open_.itertuples()]  # fmt: skip
    said = pd.Series(each, index=open_.index, dtype=object).groupby(open_["customer_no"], sort=False).unique()
    told = amounts.reindex(said.index).apply(
        lambda one: "，".join(_amount(str(name), one[name]) for name in READINGS), axis=1
    )
    return doubt(
        said.index.to_series(), said.map("、".join) + "，「计费规则」的超合同需量方式没有设定；" + told, COMPONENT
    )


def _amount(name: str, fen: object) -> str:
    """Return what a reading gives, as a phrase."""
    return f"读法{name}：价格不详" if pd.isna(fen) else f"读法{name}：{yuan(int(str(fen)))} 元"
