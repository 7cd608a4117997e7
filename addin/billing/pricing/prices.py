"""Published prices of the month, as whole 10⁻⁸ yuan, with the alternatives of cells under 待核."""

from functools import partial

import numpy as np
import pandas as pd

from addin.billing.doubts import NONE, doubt, gather
from addin.billing.flags import YES, Flags
from addin.billing.money import product, scaled
from addin.rulebook import RulesInForce
from addin.rulebook.price_cells import PART_COLUMNS, PERIOD_COLUMNS
from addin.rulebook.spoilt_prices import possible
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


def price_doubts(
    terms: pd.DataFrame, prices: pd.DataFrame, month: str, province: str, unplaced: pd.DataFrame
) -> pd.DataFrame:
    """Say which customers have no published price.

    Args:
        terms: of segments, index customer_no: 计费参数, ``starts_on``, ``cut``.
        prices: of the month.
        month: ``YYYY-MM``.
        province: whose prices.
        unplaced: rows of 电价 of which nobody knows whom they price; one of them may be the row that is lacking.
    """
    known = pd.MultiIndex.from_frame(prices[["tariff", "voltage"]])
    asked = pd.MultiIndex.from_frame(terms[["tariff_kind", "pricing_voltage"]])
    priced = asked.isin(known)
    business = (terms["tariff_class"] == BUSINESS).to_numpy()
    lacking, other, label = terms[~priced & business], terms[~business], f"{province} {month}"
    return gather(
        [
            doubt(
                lacking.index.to_series(),
                lambda: _unpriced(lacking, prices, label) + _perhaps(lacking, unplaced, month),
            ),
            doubt(other.index.to_series(), partial(_unsaid, other)),
            _several(terms[business], asked[business], prices, label),
            _faulty(terms[business], asked[business], prices),
        ]
    )


def _unsaid(other: pd.DataFrame) -> pd.Series:
    """Say of which class customers are that nothing reckons as a whole."""
    said = "「计费参数」的电价类别为『" + _word(other["tariff_class"]) + "』" + _since(other)
    return said + "：本程序只重算执行工商业电价的总表，规则表「目录电价」的行只用于其分表；请人工计算"


def _unpriced(lacking: pd.DataFrame, prices: pd.DataFrame, label: str) -> pd.Series:
    """Say which price row customers lack, and which voltages there are: the word in 计费参数 may be the one to mend."""
    voltages = prices.drop_duplicates(["tariff", "voltage"]).groupby("tariff")["voltage"].agg("、".join)
    known = lacking["tariff_kind"].map(voltages).astype(object)
    said = f"规则表「电价」没有 {label} " + _word(lacking["tariff_kind"]) + "、" + _word(lacking["pricing_voltage"])
    said += " 的价格行，请补上该行"
    choice = (
        "「计费参数」的「计价电压」看到『" + _word(lacking["pricing_voltage"]) + "』，请先核对：本省该月的价格行有 "
    )
    said += ("；" + choice + known).where(known.notna(), "")
    empty = "「计费参数」的「计价电压」为空，请填写；本省该月的价格行有 " + known
    return said.mask(lacking["pricing_voltage"].isna() & known.notna(), empty)


def _perhaps(lacking: pd.DataFrame, unplaced: pd.DataFrame, month: str) -> pd.Series:
    """Return what is said of rows that may be the ones customers lack, each behind a ；; empty where there is none."""
    asked = lacking[["tariff_kind", "pricing_voltage"]].itertuples(index=False, name=None)
    said = [
        possible(unplaced, month=month, tariff=tariff, voltage=str(volts).partition(OF)[0]) if len(unplaced) else ""
        for tariff, volts in asked
    ]
    return pd.Series(said, index=lacking.index, dtype=object)


def _since(terms: pd.DataFrame) -> pd.Series:
    """Return from which day on terms of a month that is cut hold, and that its other days are not billed alone."""
    since = "（" + terms["starts_on"].dt.strftime("%Y-%m-%d") + " 起的各天；其余各天不单独出账，整张未能重算）"
    return since.astype(object).where(terms["cut"], "")


def _word(cells: pd.Series) -> pd.Series:
    """Return cells as words of a sentence; an empty cell is said to be one."""
    return cells.astype(object).fillna("（未填）").astype(str)


def _several(terms: pd.DataFrame, asked: pd.MultiIndex, prices: pd.DataFrame, label: str) -> pd.DataFrame:
    """Say for whom several price rows hold: nobody knows which is meant."""
    printed = prices[prices["variant"] == 0]
    twice = printed[printed.duplicated(["tariff", "voltage"], keep=False)]
    if twice.empty:
        return NONE
    listed = twice.groupby(["tariff", "voltage"])["row"].agg(lambda numbers: "、".join(map(str, numbers)))
    found = pd.Series(listed.reindex(asked).to_numpy(), index=terms.index, dtype=object).dropna()
    mine = terms.loc[found.index]
    kind = _word(mine["tariff_kind"]) + "、" + _word(mine["pricing_voltage"])
    said = f"规则表「电价」{label} " + kind + " 不止一行（第 " + found + " 行），不知按哪一行计价："
    advice = "同一用电类别和电压等级只能有一行有效；按用户档分行的价目表（如深圳）各行要填「用户档」"
    return doubt(found.index.to_series(), said + advice)


def _faulty(terms: pd.DataFrame, asked: pd.MultiIndex, prices: pd.DataFrame) -> pd.DataFrame:
    """Say whose price row has a cell that is no number."""
    spoilt = prices[(prices["faulty"] != "") & (prices["variant"] == 0)]
    if spoilt.empty:
        return NONE
    spoilt = spoilt.groupby(["tariff", "voltage"])["faulty"].agg("；".join)
    said = pd.Series(spoilt.reindex(asked).to_numpy(), index=terms.index, dtype=object).dropna()
    return doubt(said.index.to_series(), said)


def shown(whole: pd.Series, places: int = PLACES) -> pd.Series:
    """Return whole 10^−places yuan as the nearest float, for cells that people read."""
    values = whole.to_numpy("float64", na_value=np.nan)
    return pd.Series(values / 10.0**places, index=whole.index)
