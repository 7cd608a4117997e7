"""Quantities × prices: the statements of all customers, in each reading of doubtful prices."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.basic.demand import MODES
from addin.billing.basic.demand_shares import shared_demand
from addin.billing.basic.over_contract import over_contract
from addin.billing.blank_cells import unpriced
from addin.billing.changed_class import at_business, at_their_own, without
from addin.billing.comparing.variants import best_variant
from addin.billing.doubts import NONE, doubt, gather, undone
from addin.billing.energy_rows import energy_lines
from addin.billing.flags import Flags
from addin.billing.metering.own_kinds import taking_part
from addin.billing.metering.submeters import COLUMNS as KWH
from addin.billing.power_factor import EXEMPT
from addin.billing.priced_rows import NOTHING, PRICE_TABLE, priced_rows
from addin.billing.pricing.catalogue import catalogue_days, catalogue_lines
from addin.billing.pricing.market import market_lines
from addin.billing.pricing.prices import ENERGY, FIXED
from addin.billing.quantities import Quantities
from addin.billing.statement import (
    CAPACITY,
    DIRECT,
    POWER_FACTOR,
    as_lines,
    capacity_lines,
    demand_lines,
    in_order,
    power_factor_lines,
)
from addin.tables.choices import BY_CAPACITY, PERIODS, TOTAL

FLOATING = "本省{0}随时段浮动（「计费规则」浮动项），价格表没有直接交易用户各时段的{0}价格，该项未能重算"
TRADED = "直接交易用户的购电价格由零售合同或市场清算决定，「市场价格」没有该户本月的行，该项未能重算"


def statements(  # noqa: PLR0913 - a statement is made of these
    segments: pd.DataFrame,
    quantities: Quantities,
    prices: pd.DataFrame,
    issued: pd.DataFrame,
    doubts: pd.DataFrame,
    *,
    market: pd.DataFrame,
    market_limit_kwh: float,
    catalogue: pd.DataFrame,
    unplaced: pd.DataFrame,
    table: pd.DataFrame,
    flags: Flags,
    steps: pd.DataFrame = NOTHING,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Price the quantities of every customer.

    Args:
        segments: of every customer with their terms, from ``month_segments``.
        quantities: of the month.
        prices: from ``price_days``; of the variants of a customer's price rows the one holds that its bill follows.
        issued: rows of the issued bills, from ``issued_rows``.
        doubts: so far.
        market: rows of 市场价格 of the month, see ``market_rows``.
        market_limit_kwh: how far their energies may be from the billed ones.
        catalogue: rule table 目录电价, of every stretch of days with prices of its own.
        unplaced: rows of 目录电价 that nobody can be priced by.
        table: rule table 力调系数.
        flags: the billing rules.
        steps: of segments priced by class, from ``classify``.

    Returns:
        The rows of the statements, and all doubts.
    """
    apart, billed = catalogue_days(segments), quantities.energy.billed
    own, used = (at_business(segments, apart), without(billed, apart, KWH)) if apart.any() else (segments, billed)
    parts, open_ = priced_rows(own, used, prices, issued, doubts, steps, flags)
    submetered = parts["point_no"] != ""
    bills = parts[~submetered] if submetered.any() else parts
    bills = bills if steps.empty else bills[~bills.duplicated(["bill", "segment"], keep="last")]
    reduced = quantities.intensity >= flags.discount_from_kwh_per_kva
    direct = parts[parts["market_kind"] == DIRECT]
    traded = direct.loc[~direct["customer_no"].isin(market["customer_no"]), "customer_no"].drop_duplicates()
    other, uncatalogued = catalogue_lines(at_their_own(bills, segments, apart), billed, catalogue, unplaced)
    purchase, unsettled = _purchase(direct, market, market_limit_kwh, flags)
    doubts = gather(
        [
            doubts,
            open_,
            unsettled,
            uncatalogued,
            doubt(traded, TRADED, ENERGY[0]),
            over_contract(bills, quantities.demand, reduced, flags),
        ]
    )
    why = partial(unpriced, prices=prices)
    used = [energy_lines(parts, flags, PRICE_TABLE), purchase, as_lines(other) if len(other) else other]
    energy, unknown = _known(_joined(used), why)
    chosen = best_variant(bills, energy, issued)
    bills, energy = (rows[rows["bill"].isin(chosen)].reset_index(drop=True) for rows in (bills, energy))
    priced, unrated = _known(_power_lines(bills, doubts, quantities, reduced, flags), why)
    lines = _joined([energy, priced])
    doubts = gather([doubts, unknown, unrated])
    doubts = gather([doubts, _without_base(doubts, segments, flags)])
    judged = _of(_assessed(bills, quantities), doubts, POWER_FACTOR)
    part = lines[taking_part(lines, quantities.energy.points, flags)]
    adjustment = power_factor_lines(judged, part, table, flags)
    adjusted, untabled = _known(adjustment, partial(_untabled, judged=judged, table=table))
    return in_order([lines, adjusted]), gather([doubts, untabled])


def _untabled(rows: pd.DataFrame, judged: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Say that the table has no rate: the standards of the customer's rows of 计费参数, and those that there are."""
    standards = (judged["standard"] / 100).map("{:.2f}".format).astype(object)
    seen = standards.groupby(judged["customer_no"]).agg(lambda each: "、".join(each.unique()))
    allowed = "、".join(f"{standard:.2f}" for standard in table["standard"].drop_duplicates())
    said = "「计费参数」的「力调标准」看到『" + rows["customer_no"].map(seen).astype(object)
    said += f"』，规则表「力调系数」没有该标准和力率的行，表中的标准有 {allowed}；"
    return said + "请更正（不考核的填 不考核）"


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put rows together, index running; empty parts, whose kinds of columns are anybody's, are left out."""
    some = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(some, ignore_index=True) if len(some) > 1 else some[0].reset_index(drop=True)


def _power_lines(
    bills: pd.DataFrame, doubts: pd.DataFrame, quantities: Quantities, reduced: pd.Series, flags: Flags
) -> pd.DataFrame:
    """Return the rows of the charges on capacity and on demand; ``reduced``: whose demand price is, by customer_no."""
    by_demand = _of(bills, doubts, DEMAND, MODES)
    demand = shared_demand(quantities.demand, quantities.energy, flags)
    parts = [
        capacity_lines(_of(bills, doubts, CAPACITY, (BY_CAPACITY,)), quantities.capacity, flags, PRICE_TABLE),
        demand_lines(by_demand, demand, reduced, flags, PRICE_TABLE) if len(by_demand) else by_demand,
    ]
    return _joined(parts)


def _purchase(
    direct: pd.DataFrame, market: pd.DataFrame, limit_kwh: float, flags: Flags
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the purchase rows of customers that trade directly, where there are such, and the doubts."""
    if direct.empty:
        return direct, NONE
    rows, doubts = market_lines(_whole(direct), market, limit_kwh)
    return as_lines(rows), gather([doubts, *_floating(direct["customer_no"].drop_duplicates(), flags)])


def _floating(traders: pd.Series, flags: Flags) -> list[pd.DataFrame]:
    """Say which components customers that trade directly pay by period: no published price of a period holds them."""
    components = [component for component in FIXED if component in flags.floating]
    return [doubt(traders, FLOATING.format(component), component) for component in components]


def _whole(bills: pd.DataFrame) -> pd.DataFrame:
    """Return one row a statement, index = its number: its segments added up, standing at the first of them."""
    untimed = bills[list(PERIODS)].isna().all(axis="columns") & (bills["point_no"] != "")
    used = bills.assign(平=bills["平"].mask(untimed, bills[TOTAL])).groupby("bill")[[TOTAL, *PERIODS]].sum(min_count=1)
    return bills.drop_duplicates("bill").set_index("bill")[["customer_no", "variant", "segment"]].join(used)


def _assessed(bills: pd.DataFrame, quantities: Quantities) -> pd.DataFrame:
    """Return the segments of bills that are assessed, with standard and the month's power factor."""
    factor = bills["customer_no"].map(quantities.power_factor["power_factor"])
    result = bills.assign(standard=bills["segment"].map(quantities.standards), power_factor=factor)
    return result[result["standard"].notna() & result["power_factor"].notna()]


def _of(bills: pd.DataFrame, doubts: pd.DataFrame, component: str, modes: Sequence[str] = ()) -> pd.DataFrame:
    """Return the bills on which a component can be reckoned, of customers billed in one of the modes."""
    kept = bills[~bills["customer_no"].isin(undone(doubts, component))]
    return kept[kept["capacity_mode"].isin(modes)] if modes else kept


def _known(lines: pd.DataFrame, why: Callable[[pd.DataFrame], pd.Series]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split off rows without an amount: their component is a doubt that says ``why``, and none of its rows stands."""
    blank = lines[lines["amount_fen"].isna()]
    if blank.empty:
        return lines, NONE
    parts = [doubt(rows["customer_no"], why(rows), str(component)) for component, rows in blank.groupby("component")]
    gone = lines["bill"].astype(str) + lines["component"]
    torn = gone.isin(gone[blank.index])
    return lines[~torn].reset_index(drop=True), gather(parts)


def _without_base(doubts: pd.DataFrame, segments: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Say for whom the adjustment has no base, because a component that takes part could not be reckoned."""
    parts = doubts[doubts["component"].isin(flags.power_factor_components)]
    subject = segments.loc[segments["power_factor_standard"] != EXEMPT, "customer_no"]
    parts = parts[parts["customer_no"].isin(subject)]
    return doubt(parts["customer_no"], "力调基数所含的" + parts["component"] + "未能重算", POWER_FACTOR)
