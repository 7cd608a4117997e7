"""What the columns of a printed price table are: by their headings, with the dimension of their unit."""

import re

from addin.published.scales import CAPACITY, DEMAND, ENERGY
from addin.reading.text import fold

TARIFF = "tariff"
VOLTAGE = "voltage"
FLAT_PERIOD = "flat_period"
LINE_LOSS = "line_loss_yuan_per_kwh"
NEEDED = {
    TARIFF: "用电类别", VOLTAGE: "电压等级", "agent_yuan_per_kwh": "代理购电价格",
    "line_loss_yuan_per_kwh": "上网环节线损费用", "transmission_yuan_per_kwh": "输配电价",
    "system_operation_yuan_per_kwh": "系统运行费用", "funds_yuan_per_kwh": "政府性基金及附加",
}  # fmt: skip
"""Columns without which a table is none, and what messages call them."""
BOTH = {"peak_yuan_per_kwh": "高峰时段电价", "valley_yuan_per_kwh": "低谷时段电价"}
"""Periods that every table and every row with prices of periods has, and what messages call their columns."""
TIMED = ("sharp_yuan_per_kwh", *BOTH, "deep_valley_yuan_per_kwh")
"""Columns of the periods whose price is not the flat one."""

_FIELDS = (
    (VOLTAGE, "电压", ""),
    ("line_loss_yuan_per_kwh", "线损", ENERGY),
    ("system_operation_yuan_per_kwh", "系统运行", ENERGY),
    ("funds_yuan_per_kwh", "基金", ENERGY),
    ("deep_valley_yuan_per_kwh", "深谷", ENERGY),
    ("valley_yuan_per_kwh", "谷", ENERGY),
    ("sharp_yuan_per_kwh", "尖", ENERGY),
    ("peak_yuan_per_kwh", "峰", ENERGY),
    (FLAT_PERIOD, r"平时?段|^平$", ENERGY),
    ("demand_yuan_per_kw_month", "需量", DEMAND),
    ("capacity_yuan_per_kva_month", "容量", CAPACITY),
    ("transmission_yuan_per_kwh", "输配", ENERGY),
    ("agent_yuan_per_kwh", "购电价|代理购电|^上网电价", ENERGY),
    ("flat_yuan_per_kwh", "非分时|(?<!分时)电度用?电价|到户", ENERGY),
    (TARIFF, "分类|类别|强度|分档|用户档", ""),
)
"""Field, what its heading holds, dimension of its unit; the first that fits, so 系统运行 stands before 容量."""
DIMENSIONS = {field: dimension for field, _, dimension in _FIELDS if dimension}
"""Of the columns that hold prices."""


def field_of(heads: list[str]) -> str | None:
    """Return what a column is: its lowest heading decides, what stands above it only where that says nothing."""
    for head in reversed(heads):
        plain = fold(re.sub(r"[(（][^()（）]*[元分][^()（）]*[)）]", "", head))
        for field, pattern, _ in _FIELDS:
            if re.search(pattern, plain):
                return field
    return None
