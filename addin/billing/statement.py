"""The rows of a bill, each with its inputs and the rule row that priced it."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from addin.billing.demand import COMPONENT as DEMAND
from addin.billing.flags import YES, Flags
from addin.billing.money import product, product_fen, scaled, transport
from addin.billing.power_factor import adjustment, adjustment_fen
from addin.billing.prices import CAPACITY_PLACES, ENERGY, PLACES, shown
from addin.billing.readings import TOTAL
from addin.tables.choices import COMPONENTS, PERIODS

CAPACITY, POWER_FACTOR = "容量电费", "力调电费"
FIXED = ("输配电", "系统运行", "政府性基金")
DIRECT = "直接交易"
COLUMNS = (
    "bill", "customer_no", "variant", "component", "period", "point_no", "quantity", "days", "unit_price", "amount_fen",
    "rule",
)  # fmt: skip
ORDER = {name: place for place, name in enumerate((*COMPONENTS, *PERIODS, TOTAL))}


def energy_lines(bills: pd.DataFrame, flags: Flags, cite: str) -> pd.DataFrame:
    """Return the rows on energy: 购电 of each period, every fixed component on the total.

    Args:
        bills: index running; customer_no, variant, 总 and periods [kWh], prices from ``component_prices``,
            agent_factor_15, fund_relief_yuan_per_kwh, market_kind.
        flags: the billing rules.
        cite: title of the price table.

    Returns:
        ``COLUMNS``; a customer that trades directly has one row 上网环节线损 and no 购电: its price is no rule.
    """
    direct = bills["market_kind"] == DIRECT
    times = bills["agent_factor_15"] == YES
    timed = bills[list(PERIODS)].notna().any(axis="columns")
    rows = []
    for period in (*PERIODS, TOTAL):
        mine = bills[~direct & (bills[period] != 0) & bills[period].notna() & (timed == (period != TOTAL))]
        price = mine[period + "°"].where(~times[mine.index], mine[period + "*"])
        rows.append(_on_energy(mine, ENERGY[0], period, price, cite))
    for component in FIXED:
        if component not in flags.floating:
            mine = bills[bills[TOTAL] != 0]
            rows.append(_on_energy(mine, component, TOTAL, _price(mine, component), cite))
    traded = bills[direct & (bills[TOTAL] != 0)]
    rows.append(_on_energy(traded, ENERGY[1], TOTAL, traded[ENERGY[1]], cite))
    return pd.concat(rows, ignore_index=True)


def capacity_lines(
    bills: pd.DataFrame, segments: pd.DataFrame, month_days: int, flags: Flags, cite: str
) -> pd.DataFrame:
    """Return the rows on capacity, one a segment: kVA × price × days ÷ days of the month.

    Args:
        bills: index running; customer_no, variant, row, capacity price; of customers billed by capacity.
        segments: customer_no, days, capacity_kva, in order of time.
        month_days: calendar days of the month.
        flags: the billing rules; a fixed divisor leaves a whole month whole.
        cite: title of the price table.

    Source: billing.md §2.2, one day = monthly charge ÷ calendar days (供电营业规则 2024).
    """
    rows = bills.reset_index(names="bill").merge(segments, on="customer_no", how="inner")
    divisor = flags.days_per_month or month_days
    days = rows["days"].where(rows["days"] != month_days, divisor)
    price = rows["capacity_yuan_per_kva_month"]
    amount = product_fen((rows["capacity_kva"], 2), (price, CAPACITY_PLACES), (days, 0), divisor=divisor)
    parts = {"quantity": rows["capacity_kva"], "unit_price": price, "amount_fen": amount}
    return _lines(rows, CAPACITY, TOTAL, parts, _cited(rows, cite)).assign(days=rows["days"].astype("float64"))


def demand_lines(
    bills: pd.DataFrame, demand: pd.DataFrame, discounted: pd.Series, flags: Flags, cite: str
) -> pd.DataFrame:
    """Return the rows on demand: billed kW × price, reduced where the use per kVA reaches the limit.

    Args:
        bills: index running; customer_no, variant, row, demand price; of customers billed by demand.
        demand: customer_no, point_no, billed_kw.
        discounted: by customer_no, whether the reduced price holds.
        flags: the billing rules.
        cite: title of the price table.
    """
    rows = bills.reset_index(names="bill").merge(demand[["customer_no", "point_no", "billed_kw"]], on="customer_no")
    percent = pd.Series(flags.discount_percent, index=rows.index)
    percent = percent.where(rows["customer_no"].map(discounted).fillna(value=False).astype(bool), 100.0)
    price = rows["demand_yuan_per_kw_month"]
    amount = product_fen((rows["billed_kw"], 8), (price, CAPACITY_PLACES), (percent, 2), divisor=100)
    reduced = product((price, CAPACITY_PLACES), (percent, 2), digits=CAPACITY_PLACES + 2, divisor=100)
    shown_price = transport(reduced, CAPACITY_PLACES + 2)
    parts = {"quantity": rows["billed_kw"], "unit_price": shown_price, "amount_fen": amount}
    return _lines(rows, DEMAND, TOTAL, parts, _cited(rows, cite)).assign(point_no=rows["point_no"])


def power_factor_lines(
    bills: pd.DataFrame, lines: pd.DataFrame, scope: pd.DataFrame, table: pd.DataFrame, flags: Flags
) -> pd.DataFrame:
    """Return the adjustment row of each bill that is assessed.

    Args:
        bills: index running; customer_no, variant; of customers that are assessed.
        lines: all other rows of their bills.
        scope: by customer_no: standard and power factor in hundredths.
        table: rule table 力调系数.
        flags: which components take part.

    Source: billing.md §4; 水电财字〔1983〕215号.
    """
    part = lines[lines["component"].isin(flags.power_factor_components)]
    base = part.groupby("bill")["amount_fen"].sum().reindex(bills.index).fillna(0).astype("Int64")
    mine = scope.reindex(bills["customer_no"]).set_axis(bills.index)
    rate = adjustment(table, mine["standard"], mine["power_factor"])
    rows = bills.reset_index(names="bill").set_index(bills.index)
    amount = adjustment_fen(base, rate["change_percent"])
    parts = {"quantity": transport(base, 2), "unit_price": rate["change_percent"], "amount_fen": amount}
    return _lines(rows, POWER_FACTOR, TOTAL, parts, "力调系数!" + rate["row"].astype(str))


def in_order(lines: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of bills together in printed order, customer by customer."""
    every = pd.concat(list(lines), ignore_index=True)
    component, period = every["component"].map(ORDER).to_numpy(), every["period"].map(ORDER).to_numpy()
    place = np.lexsort((np.arange(len(every)), period, component, every["bill"].to_numpy("int64")))
    return every.iloc[place].reset_index(drop=True)


def _on_energy(bills: pd.DataFrame, component: str, period: str, price: pd.Series, cite: str) -> pd.DataFrame:
    """Return one row of energy for each bill."""
    kwh = bills[period]
    parts = {"quantity": kwh, "unit_price": shown(price)}
    parts["amount_fen"] = product((kwh, 2), (price, 0), digits=2, divisor=10**PLACES)
    rule = _cited(bills, cite) + (_alternatives(bills) if component == ENERGY[0] else "")
    return _lines(bills.reset_index(names="bill").set_index(bills.index), component, period, parts, rule)


def _price(bills: pd.DataFrame, component: str) -> pd.Series:
    """Return the price of a fixed component; of funds less what the customer is relieved of."""
    if component != "政府性基金":
        return bills[component]
    return bills[component] - scaled(bills["fund_relief_yuan_per_kwh"].fillna(0.0), PLACES)


def _cited(rows: pd.DataFrame, title: str) -> pd.Series:
    """Return the citation of the price row."""
    return title + "!" + rows["row"].astype(str)


def _alternatives(rows: pd.DataFrame) -> pd.Series:
    """Return the citation of the alternatives that were taken instead of printed prices."""
    return ("；" + rows["doubts"]).where(rows["doubts"] != "", "")


def _lines(
    rows: pd.DataFrame, component: str, period: str, parts: dict[str, pd.Series], rule: pd.Series
) -> pd.DataFrame:
    """Return rows of a statement; ``parts`` are aligned with ``rows``."""
    frame = pd.DataFrame({"bill": rows["bill"], "customer_no": rows["customer_no"], "variant": rows["variant"]})
    frame = frame.assign(component=component, period=period, point_no="", days=float("nan"), rule=rule, **parts)
    return frame[list(COLUMNS)]
