"""How a recomputed amount comes about, as people write it.

``示数 100→260 ×1000 = 160,000 kWh × 0.1263 元/kWh = 20,208.00``
"""

from collections.abc import Iterator

import pandas as pd

from addin.billing.basic.demand import COMPONENT as DEMAND
from addin.billing.money import fen, yuan
from addin.billing.power_factor import adjustment_fen
from addin.billing.statement import CAPACITY, POWER_FACTOR

UNITS = {CAPACITY: ("kVA", " 元/kVA·月"), DEMAND: ("kW", " 元/kW·月"), POWER_FACTOR: ("元", "%")}
ENERGY_UNITS = ("kWh", " 元/kWh")
COLUMNS = ["component", "recomputed_quantity", "recomputed_price", "recomputed_days", "divisor", "recomputed_fen"]


def workings(compared: pd.DataFrame, read: pd.Series) -> pd.Series:
    """Return the working of each row of 账单重算 that was recomputed by itself; empty for sums and for what was not.

    Args:
        compared: component, recomputed_quantity, recomputed_price, recomputed_days and divisor (the days of the month
            that a price is prorated by), recomputed_fen, ``line``.
        read: by the statement's row how its quantity comes about, from ``read_texts``.
    """
    known = compared.dropna(subset=["recomputed_quantity", "recomputed_price", "recomputed_fen"])
    said = pd.Series("", index=compared.index, dtype=object)
    before = read.reindex(known["line"]).fillna("")
    said[known.index] = [first + rest for first, rest in zip(before, _written(known), strict=True)]
    return said


def _written(compared: pd.DataFrame) -> Iterator[str]:
    once = adjustment_fen(fen(compared["recomputed_quantity"]), compared["recomputed_price"])
    apart = (compared["component"] == POWER_FACTOR) & (once != compared["recomputed_fen"])
    rows = compared[COLUMNS].assign(by_row=apart.fillna(value=False))
    for component, quantity, price, days, divisor, amount, by_row in rows.itertuples(index=False, name=None):
        unit, per = UNITS.get(component, ENERGY_UNITS)
        part = "" if pd.isna(divisor) or days == divisor else f" × {days:g} 天 ÷ {divisor:g} 天"
        part += "（逐行取整后相加）" if by_row else ""
        said = f"{quantity:,.12g} {unit} × {price:.8g}{per}{part} = {yuan(int(amount)):,.2f}"
        yield said.replace("-", "−")  # a line may be broken behind a hyphen: the sign would stand apart
