"""Sheets of the rule book that hold published prices, row for row."""

from addin.tables.choices import TARIFF_KINDS, YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import PROVINCE, rule_table

VOLTAGE = (
    Column("voltage", "电压等级", required=True, width=16, note="照价目表所印，与计费参数“计价电压”同词。"),
    Column("lower_kv", "电压下限", Kind.NUMBER, unit="kV", required=True, minimum=0, width=10, note="含。"),
    Column("upper_kv", "电压上限", Kind.NUMBER, unit="kV", minimum=0, width=10, note="不含；空 = 不封顶。"),
)
ALL_VOLTAGES = "不分电压"
"""Voltage of a price row that is printed without one: it is for every voltage of its 用户档."""
PER_KVA, PER_KW = PER = ("千伏安", "千瓦")
LARGER, PUBLIC = OPEN_TO = ("容量大于上限", "公用变压器")
"""Who may choose a class of sizes beside those of its capacity."""
TARIFF = Column("tariff", "用电类别", Kind.CHOICE, required=True, choices=TARIFF_KINDS, width=10)


def _per_kwh(name: str, title: str, *, required: bool = False, note: str = "") -> Column:
    return Column(
        f"{name}_yuan_per_kwh", title, Kind.NUMBER, unit="元/kWh", required=required, decimals=8, width=12, note=note
    )


DEMAND = Column("demand_yuan_per_kw_month", "需量电价", Kind.NUMBER, unit="元/kW·月", minimum=0, decimals=4)
CAPACITY = Column("capacity_yuan_per_kva_month", "容量电价", Kind.NUMBER, unit="元/kVA·月", minimum=0, decimals=4)

PRICES = rule_table(
    "prices",
    "电价",
    Column("key", "价格行键", required=True, width=28, note="省份-月份-用电类别-电压（-用户档），供电价待核引用。"),
    Column("province", "省份", required=True, width=8),
    Column("month", "价表月份", Kind.MONTH, required=True, width=10),
    TARIFF,
    *VOLTAGE,
    Column("user_class", "用户档", width=34, note="按用户档分档的电网（深圳）填，与「用户档」表同词；空 = 不分档。"),
    _per_kwh("agent", "代理购电价格", required=True),
    _per_kwh("line_loss", "上网环节线损费用", required=True),
    _per_kwh("transmission", "输配电价", required=True, note="电度输配电价。"),
    _per_kwh("system_operation", "系统运行费用", required=True),
    _per_kwh("funds", "政府性基金及附加", required=True),
    _per_kwh("flat", "平时段电价", required=True, note="公布的绝对价；非分时电度电价与此相同。"),
    _per_kwh("sharp", "尖峰时段电价"),
    _per_kwh("peak", "高峰时段电价"),
    _per_kwh("valley", "低谷时段电价"),
    _per_kwh("deep_valley", "深谷时段电价"),
    DEMAND,
    CAPACITY,
    key=("key",),
    note="每月公布的代理购电工商业电价，一行一个用电类别、电压等级和用户档，照价目表逐格录入。",
)
PRICE_DOUBTS = rule_table(
    "price_doubts",
    "电价待核",
    Column("price_key", "价格行键", required=True, width=28),
    Column("column", "列", required=True, width=16, note="电价表的列名（不带单位）。"),
    Column("alternative", "备选值", Kind.NUMBER, unit="元/kWh", decimals=8),
    Column("reason", "理由", required=True, width=60),
    key=("price_key", "column"),
    note="电价表中有疑问的单元格：账单符合表中值或备选值之一即通过，并提示一次。",
)
SYSTEM_OPERATION_ITEMS = rule_table(
    "system_operation_items",
    "系统运行费明细",
    Column("province", "省份", required=True, width=8),
    Column("month", "价表月份", Kind.MONTH, required=True, width=10),
    Column("item", "项目", required=True, width=32),
    _per_kwh("item", "折价", required=True),
    key=("province", "month", "item"),
    note="系统运行费用的各项；合计以电价表为准，明细不齐只提示。",
)
FUND_ITEMS = rule_table(
    "fund_items",
    "基金明细",
    Column("province", "省份", required=True, width=8),
    Column("item", "项目", required=True, width=32),
    _per_kwh("item", "标准", required=True),
    key=("province", "item"),
    note="政府性基金及附加的各项。",
)
FUND_TOTALS = rule_table(
    "fund_totals",
    "基金合计",
    Column("province", "省份", required=True, width=8),
    Column("tariff", "用电类别", Kind.CHOICE, choices=TARIFF_KINDS, width=10, note="空 = 两类相同。"),
    _per_kwh("funds", "合计", required=True),
    key=("province", "tariff"),
    note="各省政府性基金及附加的合计标准。",
)
CATALOGUE_PRICES = rule_table(
    "catalogue_prices",
    "目录电价",
    Column("province", "省份", required=True, width=8),
    Column("tariff_class", "电价类别", Kind.CHOICE, required=True, choices=("居民生活", "农业生产"), width=12),
    VOLTAGE[0],
    _per_kwh("price", "电价", required=True, note="含各项附加的到户价。"),
    key=("province", "tariff_class", "voltage"),
    note="工商业用户所带居民生活、农业生产分表的目录电价，照本省价目表录入；没有的行不猜，该分表列为未能核查。",
)
TRANSMISSION_PRICES = rule_table(
    "transmission_prices",
    "输配电价",
    PROVINCE,
    Column("grid", "电网", required=True, width=22),
    Column("user_class", "用户档", width=30, note="只有深圳按容量和用电强度分档。"),
    *VOLTAGE,
    _per_kwh("single_part", "单一制电度"),
    _per_kwh("two_part", "两部制电度"),
    DEMAND,
    CAPACITY,
    Column("note", "备注", width=36),
    key=("grid", "user_class", "voltage"),
    note="全国各省级电网输配电价（第四监管周期），照国家发展改革委附件逐行录入。",
)
USER_CLASSES = rule_table(
    "user_classes",
    "用户档",
    Column("province", "省份", required=True, width=8),
    Column("user_class", "用户档", required=True, width=34, note="与「电价」「输配电价」的用户档同词。"),
    Column("size_class", "容量类", required=True, width=22, note="同类的几档只差用电强度；计费参数的用户档填这个词。"),
    TARIFF,
    Column("least_kva", "容量下限", Kind.NUMBER, unit="kVA", required=True, minimum=0, width=10, note="含。"),
    Column("most_kva", "容量上限", Kind.NUMBER, unit="kVA", minimum=0, width=10, note="含；空 = 不封顶。"),
    Column("open_to", "另可选用", Kind.CHOICE, choices=OPEN_TO, width=14, note="容量不在其内而可以自选这一类的用户。"),
    Column("per", "用电强度按", Kind.CHOICE, choices=PER, width=12, note="本月电量÷合同容量或最大需量；空 = 不分。"),
    Column("above_kwh_per_unit", "强度下限", Kind.NUMBER, unit="kWh", minimum=0, width=10, note="不含；空 = 0。"),
    Column("upto_kwh_per_unit", "强度上限", Kind.NUMBER, unit="kWh", minimum=0, width=10, note="含；空 = 不封顶。"),
    Column("note", "备注", width=36),
    key=("province", "user_class"),
    note="按容量和用电强度分档计价的电网（深圳）：一行一档；高于强度下限的电量怎样计价，见计费规则“分档计价方式”。",
)
LINE_LOSS_RATES = rule_table(
    "line_loss_rates",
    "线损率",
    PROVINCE,
    Column("grid", "电网", required=True, width=22),
    Column("rate_percent", "上网环节线损率", Kind.NUMBER, unit="%", required=True, minimum=0, maximum=100, decimals=2),
    Column("in_transmission", "已含在输配电价", Kind.CHOICE, required=True, choices=YES_NO, width=14),
    key=("grid",),
    note="上网环节综合线损率；已含在输配电价内的电网不得再加收线损费。",
)
