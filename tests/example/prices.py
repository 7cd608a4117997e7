"""国网湖北 2026年1月代理购电价格表, typed in by itself for the independent pricing.

References: the table published for 2026-01-01 to 2026-01-31; it has four doubtful cells, see PRINTED_OTHERWISE.
"""

from dataclasses import dataclass
from decimal import Decimal

PERIODS = ("尖", "峰", "平", "谷")
AGENT, LINE_LOSS, SYSTEM, FUND = Decimal("0.384470"), Decimal("0.013643"), Decimal("0.082273"), Decimal("0.0452")
FACTORS = {"尖": Decimal("2.0"), "峰": Decimal("1.49"), "平": Decimal(1), "谷": Decimal("0.45")}


@dataclass(frozen=True)
class Tariff:
    """One row of the published table [yuan/kWh, yuan/kW·month, yuan/kVA·month]."""

    delivery: Decimal
    prices: dict[str, Decimal]
    demand: Decimal | None = None
    capacity: Decimal | None = None


def _tariff(delivery, flat, sharp, peak, valley, demand=None, capacity=None):  # noqa: PLR0913, PLR0917
    prices = {"尖": Decimal(sharp), "峰": Decimal(peak), "平": Decimal(flat), "谷": Decimal(valley)}
    return Tariff(Decimal(delivery), prices, demand and Decimal(demand), capacity and Decimal(capacity))


TABLE = {
    ("单一制", "<1kV"): _tariff("0.2103", "0.735686", "1.133999", "0.930961", "0.516924"),
    ("单一制", "1-10(20)kV"): _tariff("0.1903", "0.715686", "1.113999", "0.910961", "0.496924"),
    ("单一制", "35kV"): _tariff("0.1703", "0.695686", "1.093999", "0.890961", "0.476924"),
    ("两部制", "1-10(20)kV"): _tariff("0.1263", "0.651886", "1.049999", "0.848961", "0.432924", "42", "26.3"),
    ("两部制", "35kV"): _tariff("0.1065", "0.632086", "1.030199", "0.827161", "0.413124", "42", "26.3"),
    ("两部制", "110kV"): _tariff("0.0884", "0.613986", "1.012099", "0.809061", "0.395024", "39", "24.4"),
    ("两部制", "220kV及以上"): _tariff("0.0694", "0.594986", "0.993099", "0.790061", "0.376024", "39", "24.4"),
}
PRINTED_OTHERWISE = {
    ("单一制", "<1kV", "平"): Decimal("0.735886"),
    ("单一制", "1-10(20)kV", "平"): Decimal("0.715886"),
    ("单一制", "35kV", "平"): Decimal("0.695886"),
    ("两部制", "1-10(20)kV", "峰"): Decimal("0.846961"),
}
"""What the four doubtful cells of the table should be by its own components and factors."""
