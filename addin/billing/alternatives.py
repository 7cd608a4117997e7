"""What a statement would be by the alternative of a price under 待核."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from addin.billing.flags import YES
from addin.billing.money import product, yuan
from addin.billing.month import Billing
from addin.billing.pricing.prices import ENERGY, PLACES, component_prices, shown
from addin.billing.statement import DIRECT

TERMS = ["epoch", "tariff_kind", "pricing_voltage", "agent_factor_15", "market_kind"]


def alternatives(customer_no: str, billing: Billing) -> list[str]:
    """Return a sentence for each purchase row that rests on a price under 待核: both prices, both amounts.

    Source: ledger.md §2.8: a 待核 price may carry 备选值; what is 待核 is never printed as law.
    """
    lines = billing.lines
    rows = lines[(lines["customer_no"] == customer_no) & (lines["component"] == ENERGY[0]) & (lines["variant"] == 0)]
    mine = rows.join(billing.segments[TERMS], "segment")
    own = mine["point_no"].map(billing.archive.points["own_kind"])
    mine["tariff_kind"] = own.fillna(mine["tariff_kind"])
    agent = mine[mine["market_kind"] != DIRECT]
    issued = (billing.totals["customer_no"] == customer_no).any()
    proof = "" if issued else "，没有已出的账单可以印证"
    return [said for row in agent.to_dict("records") if (said := _sentence(row, billing, proof))]


def _sentence(row: Mapping[str, Any], billing: Billing, proof: str) -> str:
    """Return the sentence of one row; empty where its price has no alternative."""
    costs = component_prices(billing.published[row["epoch"]], billing.flags)
    own = (costs["tariff"] == row["tariff_kind"]) & (costs["voltage"] == row["pricing_voltage"])
    other = costs[own & (costs["variant"] > 0)]
    price = other[row["period"] + ("*" if row["agent_factor_15"] == YES else "°")]
    kwh = pd.Series(row["quantity"], index=price.index)
    amount = product((kwh, 2), (price, 0), digits=2, divisor=10**PLACES)
    if amount.isna().all() or int(amount.iloc[0]) == int(row["amount_fen"]):
        return ""
    now, then = (f"{yuan(int(fen)):,.2f} 元" for fen in (row["amount_fen"], amount.iloc[0]))
    return (
        f"{row['component']}（{row['period']}）的电价待核（{other['doubts'].iloc[0]}）{proof}："
        f"按表中值 {row['unit_price']:.8g} 元/kWh 为 {now}，按备选值 {shown(price).iloc[0]:.8g} 元/kWh 为 {then}"
    )
