"""Published prices of the month, as whole 10⁻⁸ yuan, with the alternatives of cells under 待核."""

import numpy as np
import pandas as pd

from addin.billing.flags import YES, Flags
from addin.billing.money import product, scaled
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import PART_COLUMNS, PERIOD_COLUMNS
from addin.tables.rules import RULE_TABLES

PLACES = 8
"""Decimals of a price per kWh."""
ENERGY = ("购电", "上网环节线损")
"""Components that are billed together, in one row of each period, as 购电."""
FUNDS = "政府性基金"
FIXED = ("输配电", "系统运行", FUNDS)
"""Components that are billed on the total, but for those that float with the period in the province."""
CAPACITY_PLACES = 4
OF = "·"
"""Between the voltage and the 用户档 that a price row is for, where a grid prices by classes of customers."""
BUSINESS = "工商业"
NO_CAPACITY = "不计"
TITLES = {column.title: column.name for column in RULE_TABLES["prices"]}


def month_prices(rules: RulesInForce, month: str) -> pd.DataFrame:
    """Return the published price rows of a month, one for each reading of their cells under 待核.

    Args:
        rules: in force in the month, of the province.
        month: ``YYYY-MM``.

    Returns:
        The table 电价, index running, with ``row`` (sheet row), ``variant`` (0 = as printed, 1 = with the alternatives)
        and ``doubts`` (citation of the rows of 电价待核 that variant 1 uses; empty for variant 0). ``voltage`` names
        the class of customers too, ``printed_voltage`` does not.

    Source: ledger.md §2.8: a bill that fits either value passes.
    """
    prices = rules.rows("prices")
    printed = prices[prices["month"] == month].reset_index(names="row").assign(variant=0, doubts="")
    cells = rules.rows("price_doubts").reset_index(names="doubt_row")
    cells = cells[cells["alternative"].notna() & cells["column"].isin(TITLES)]
    other = printed[printed["key"].isin(cells["price_key"])].assign(variant=1)
    for cell in cells.itertuples():
        mine = other["key"] == cell.price_key
        other.loc[mine, TITLES[cell.column]] = cell.alternative
        citation = rules.cite("price_doubts", cell.doubt_row)
        other.loc[mine, "doubts"] = [f"{said}；{citation}".strip("；") for said in other.loc[mine, "doubts"]]
    every = pd.concat([printed, other], ignore_index=True)
    return every.assign(printed_voltage=every["voltage"], voltage=priced_voltage(every["voltage"], every["user_class"]))


def priced_voltage(voltage: pd.Series, user_class: pd.Series) -> pd.Series:
    """Return what a price row is found by: its voltage, and its class of customers where it is for one only."""
    return (voltage + OF + user_class).where(user_class.notna(), voltage)


def component_prices(prices: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return what each row of a bill costs per kWh, in whole 10⁻⁸ yuan.

    Args:
        prices: of the month, from ``month_prices``.
        flags: the billing rules; components that float with the period have no row of their own.

    Returns:
        row, variant, doubts, tariff, voltage, printed_voltage, demand and capacity price as published, ``blank`` (names
        of its empty price columns), and ``Int64`` columns: 购电 as ``尖° … 深谷° 总°`` (published price less the
        components that do not float), ``尖* … 总*`` for customers who pay the multiple of the agent price, 输配电,
        系统运行, 政府性基金, 上网环节线损.

    Source: ledger.md §2.9; 1.5 ×: 发改办价格〔2021〕809号, only the agent price is multiplied.
    """
    kept = [
        "row", "variant", "doubts", "tariff", "voltage", "printed_voltage",
        "demand_yuan_per_kw_month", "capacity_yuan_per_kva_month",
    ]  # fmt: skip
    cells = prices[[*PART_COLUMNS.values(), *PERIOD_COLUMNS.values(), *kept[-2:]]].isna()
    result = prices[kept].assign(blank=cells.dot(cells.columns + " "))
    parts = {name: scaled(prices[column], PLACES) for name, column in PART_COLUMNS.items()}
    floats = [name for name in parts if name in (*ENERGY, *flags.floating)]
    for name in (name for name in parts if name != "购电"):
        result[name] = parts[name]
    if flags.line_loss_in_transmission:
        result[ENERGY[1]] = 0
    base = sum(parts[name] for name in floats)
    fixed = sum(part for name, part in parts.items() if name not in floats)
    boosted = base + product((parts["购电"], 0), (pd.Series(flags.agent_multiple - 1, index=prices.index), 4), digits=0)
    for period, column in PERIOD_COLUMNS.items():
        result[period + "°"] = scaled(prices[column], PLACES) - fixed
        result[period + "*"] = _boosted(result[period + "°"], base, boosted, flags)
    result["总°"], result["总*"] = result["平°"], result["平*"]
    return result


def by_province(bills: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Add a region's surcharge to 输配电, and take 容(需)量 off charging stations that are exempt.

    Args:
        bills: 输配电 in whole 10⁻⁸ yuan, with transmission_region, charging_station and capacity_mode of 计费参数.
        flags: the billing rules: 输配区域加价 and 集中式充换电设施容需量 of the province.

    Returns:
        The bills; 输配电 is ``NA`` where the province has regions and the customer's is not one of them.

    Source: billing.md §1.4: 广东 by region, 四川 charging stations until 2030.
    """
    result = bills.copy()
    if flags.regional_yuan_per_kwh:
        added = scaled(bills["transmission_region"].map(flags.regional_yuan_per_kwh).astype("float64"), PLACES)
        result["输配电"] = bills["输配电"] + added
    exempt = (bills["charging_station"] == YES) & flags.charging_stations_exempt
    return result.assign(capacity_mode=bills["capacity_mode"].mask(exempt, NO_CAPACITY))


def _boosted(floating: pd.Series, base: pd.Series, boosted: pd.Series, flags: Flags) -> pd.Series:
    """Return the price on the multiplied base, by the factor that the published price implies, rounded as ruled."""
    places, coarser = flags.agent_factor_decimals, PLACES - flags.agent_price_decimals
    factor = product((floating, 0), digits=places, divisor=base.fillna(1).astype("int64"))
    return product((boosted, 0), (factor, 0), digits=0, divisor=10 ** (places + coarser)) * 10**coarser


def shown(whole: pd.Series, places: int = PLACES) -> pd.Series:
    """Return whole 10^−places yuan as the nearest float, for cells that people read."""
    values = whole.to_numpy("float64", na_value=np.nan)
    return pd.Series(values / 10.0**places, index=whole.index)
