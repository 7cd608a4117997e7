"""What is billed, side by side with its prices: a row a segment, reading of doubtful prices, step and point."""

import numpy as np
import pandas as pd

from addin.billing.doubts import NONE, gather, undone
from addin.billing.energy_rows import energy_lines
from addin.billing.flags import Flags
from addin.billing.metering.own_kinds import at_business_prices, of_own_kind
from addin.billing.pricing.prices import NO_CAPACITY, by_province
from addin.billing.step_parts import ABOVE, WHOLE_MONTH, above_first, parted, unread

NOTHING = pd.DataFrame()
PRICE_TABLE = "电价"


def priced_rows(  # noqa: PLR0913, PLR0917 - what a bill is made of
    segments: pd.DataFrame,
    billed: pd.DataFrame,
    prices: pd.DataFrame,
    issued: pd.DataFrame,
    doubts: pd.DataFrame,
    steps: pd.DataFrame,
    flags: Flags,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the bills, a row a segment and variant, of use beyond the first step one a step; and the doubts.

    Where the rule does not say what the price of a step is for, both readings are told.
    """
    beyond = above_first(steps)
    if beyond.empty or flags.step_pricing == WHOLE_MONTH:
        return by_province(_bills(segments, billed, prices, doubts), flags), NONE
    if flags.step_pricing == ABOVE:
        return by_province(_bills(segments, billed, prices, doubts, beyond), flags), NONE
    asked = segments[segments["customer_no"].isin(beyond["customer_no"])]
    lines = []
    for one in (NOTHING, beyond):
        bills = by_province(_bills(asked, billed, prices, doubts, one), flags)
        lines.append(energy_lines(bills[bills["variant"] == 0].reset_index(drop=True), flags, PRICE_TABLE))
    whole, above = lines
    open_ = unread(beyond, whole, above, issued)
    return by_province(_bills(segments, billed, prices, gather([doubts, open_])), flags), open_


def _bills(
    segments: pd.DataFrame,
    billed: pd.DataFrame,
    prices: pd.DataFrame,
    doubts: pd.DataFrame,
    steps: pd.DataFrame = NOTHING,
) -> pd.DataFrame:
    """Return one row a segment and price variant: energy, terms and prices side by side; of ``steps`` one a step.

    Behind it one for each point at a tariff kind of its own. Index running; ``bill`` numbers the statements, of which
    a customer has one for each variant of its prices.
    """
    apart = of_own_kind(billed)
    own = billed[at_business_prices(billed) & ~billed["customer_no"].isin(undone(doubts))]
    kept = [
        "tariff_kind", "pricing_voltage", "capacity_mode", "market_kind", "agent_factor_15", "fund_relief_yuan_per_kwh",
        "starts_on", "days", "month_days", "epoch", "cut",
        "transmission_region", "charging_station",
    ]  # fmt: skip
    owner = (~segments["customer_no"].duplicated()).cumsum()
    rows = own.join(segments[kept].assign(owner=owner), on="segment")
    rows = _at_own_kind(rows) if apart.any() else rows
    rows = rows if steps.empty else parted(rows, steps)
    keys = (["epoch", "tariff_kind", "pricing_voltage"], ["epoch", "tariff", "voltage"])
    rows = rows.merge(prices, left_on=keys[0], right_on=keys[1], how="inner")
    rows = _every_variant(rows)
    order = np.lexsort([rows["point_no"] != "", *(rows[name] for name in ("segment", "variant", "owner"))])
    rows = rows if (np.diff(order) == 1).all() else rows.iloc[order]
    rows = rows.reset_index(drop=True)
    return rows.assign(bill=(~rows.duplicated(["owner", "variant"])).cumsum() - 1).drop(columns="owner")


def _at_own_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, those of points at a tariff kind of their own at that kind, and without a charge on power."""
    apart = rows["point_no"] != ""
    kind, mode = rows["tariff_kind"].mask(apart, rows["billed_class"]), rows["capacity_mode"].mask(apart, NO_CAPACITY)
    return rows.assign(tariff_kind=kind, capacity_mode=mode, cut=rows["cut"] | rows["owner"].isin(rows["owner"][apart]))


def _every_variant(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the rows without alternative prices to the variant that other rows of the customer have."""
    cut = rows[rows["cut"]]
    some = cut["customer_no"].isin(cut.loc[cut["variant"] > 0, "customer_no"])
    each = pd.MultiIndex.from_frame(cut[["segment", "point_no", "pricing_voltage"]])
    alone = ~each.isin(each[cut["variant"] > 0])
    return pd.concat([rows, cut[some & alone].assign(variant=1)]) if (some & alone).any() else rows
