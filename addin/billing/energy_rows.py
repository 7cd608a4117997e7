"""The rows of a bill on energy: purchase by period, every other component on the total."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.charge import charge
from addin.billing.flags import YES, Flags
from addin.billing.money import product, scaled
from addin.billing.pricing.prices import ENERGY, FIXED, FUNDS, PLACES, shown
from addin.billing.statement import DIRECT, as_lines, cited_prices
from addin.tables.choices import PERIODS, TOTAL

Mask = npt.NDArray[np.bool_]


@charge(
    "购电、上网环节线损、输配电、系统运行、政府性基金",
    how="计费电量 × 单价；购电按时段，单价 = 到户电价 − 输配电 − 系统运行 − 基金（1.5 倍只乘代理购电价）；"
    "执行另一电价制度的工商业分表另成各行",
    rules="电价、电价待核、用户档、计费规则、线损率",
    source="发改价格〔2021〕1439号、发改办价格〔2021〕809号",
)
def energy_lines(bills: pd.DataFrame, flags: Flags, cite: str) -> pd.DataFrame:
    """Return the rows on energy: 购电 of each period, every fixed component on the total.

    Args:
        bills: index running, a row a segment; ``bill``, ``segment``, customer_no, variant, point_no, 总 and periods
            [kWh], prices from ``component_prices``, agent_factor_15, fund_relief_yuan_per_kwh, market_kind.
        flags: the billing rules.
        cite: title of the price table.

    Returns:
        ``COLUMNS``; a customer that trades directly has one row 上网环节线损 and no 购电: its price is no rule.
    """
    direct = (bills["market_kind"] == DIRECT).to_numpy()
    times = (bills["agent_factor_15"] == YES).to_numpy()
    timed = bills[list(PERIODS)].notna().any(axis="columns").to_numpy()
    used = (bills[TOTAL] != 0).to_numpy()
    wanted = [(ENERGY[0], period, ~direct & (timed == (period != TOTAL))) for period in (*PERIODS, TOTAL)]
    wanted += [(component, TOTAL, used) for component in FIXED if component not in flags.floating]
    charged = (bills[ENERGY[1]] != 0).fillna(value=True).to_numpy()
    wanted.append((ENERGY[1], TOTAL, direct & used & charged))
    rows = _energy(bills.assign(rule=cited_prices(bills, cite)), wanted, times)
    amount = product((rows["quantity"], 2), (rows["price"], 0), digits=2, divisor=10**PLACES)
    return as_lines(rows.assign(amount_fen=amount, unit_price=shown(rows["price"])))


def _energy(bills: pd.DataFrame, wanted: Sequence[tuple[str, str, Mask]], times: Mask) -> pd.DataFrame:
    """Return quantity, price and rule of the rows of energy: each component and period, of each bill that has it."""
    used = {period: bills[period].to_numpy("float64") for period in {period for _, period, _ in wanted}}
    places = [np.flatnonzero(mine & (used[period] != 0) & ~np.isnan(used[period])) for _, period, mine in wanted]
    named = bills[["bill", "segment", "customer_no", "variant", "point_no"]]
    rows = named.iloc[np.concatenate(places)].reset_index(drop=True)
    counts = [len(place) for place in places]
    rows["component"] = _repeated([component for component, _, _ in wanted], counts)
    rows["period"] = _repeated([period for _, period, _ in wanted], counts)
    each = list(zip(wanted, places, strict=True))
    rows["quantity"] = np.concatenate([used[period][place] for (_, period, _), place in each])
    prices = [_price(bills, component, period, times).iloc[place] for (component, period, _), place in each]
    rules = {True: _with_doubts(bills).to_numpy(object), False: bills["rule"].to_numpy(object)}
    cited = np.concatenate([rules[component == ENERGY[0]][place] for (component, _, _), place in each])
    return rows.assign(price=pd.concat(prices, ignore_index=True), rule=pd.Series(cited, dtype=object))


def _with_doubts(bills: pd.DataFrame) -> pd.Series:
    """Return the citation of each bill's price row, and of the doubts whose alternatives it is priced by."""
    other = bills["doubts"] != ""
    return bills["rule"].mask(other, bills["rule"] + "；" + bills["doubts"])


def _repeated(words: Sequence[str], counts: Sequence[int]) -> pd.Series:
    """Return each word as often as its count says."""
    return pd.Series(np.repeat(np.array(words, dtype=object), counts), dtype=object)


def _price(bills: pd.DataFrame, component: str, period: str, times: Mask) -> pd.Series:
    """Return the price of a row; of funds less what the customer is relieved of, which cannot be more than they are."""
    if component == ENERGY[0]:
        return bills[period + "°"].where(~times, bills[period + "*"])
    if component != FUNDS:
        return bills[component]
    left = bills[component] - scaled(bills["fund_relief_yuan_per_kwh"].fillna(0.0), PLACES)
    return left.where(left >= 0)
