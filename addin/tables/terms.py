"""By what a customer is billed: 计费参数, 需量核定, 市场价格."""

from addin.tables import choices
from addin.tables.bills import MONTH
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

TERMS = Table(
    "billing_terms",
    "计费参数",
    (
        CUSTOMER_NO,
        Column("effective_on", "生效日期", Kind.DATE, required=True),
        Column("expires_on", "失效日期", Kind.DATE),
        Column("tariff_class", "电价类别", Kind.CHOICE, required=True, choices=choices.TARIFF_CLASSES),
        Column(
            "tariff_kind",
            "电价制度",
            Kind.CHOICE,
            required=True,
            choices=choices.TARIFF_KINDS,
            aliases=("单一制/两部制", "单一制两部制"),
        ),
        Column(
            "pricing_voltage",
            "计价电压",
            Kind.CHOICE,
            required=True,
            choices=choices.PRICING_VOLTAGES,
            width=14,
            note="与价目表的电压等级同词；深圳填 10kV 的按计量侧取高供高计或高供低计一列",
        ),
        Column(
            "capacity_mode",
            "容需量计费方式",
            Kind.CHOICE,
            required=True,
            choices=choices.CAPACITY_MODES,
            width=16,
            aliases=("容(需)量计费方式", "基本电费计算方式"),
        ),
        Column("contract_demand_kw", "合同需量", Kind.NUMBER, "kW", minimum=0),
        Column(
            "power_factor_standard", "力调标准", note="0.90、0.85、0.80 或 不考核", aliases=("功率因数标准", "力率标准")
        ),
        Column("power_factor_exception", "力调例外依据", width=18),
        Column(
            "period_set",
            "时段集",
            note="空 = 本省默认；不执行 = 不分时；其他与规则表「时段」同词",
            aliases=("分时标志",),
        ),
        Column(
            "market_kind",
            "市场化属性",
            Kind.CHOICE,
            choices=("直接交易", "电网代理购电"),
            note="空 = 电网代理购电（「计费规则」市场化属性为空）；有售电公司或市场价格的必填",
        ),
        Column(
            "agent_factor_15",
            "1.5倍代理购电",
            Kind.CHOICE,
            choices=choices.YES_NO,
            note="空 = 否；在加价名单上的必填",
            aliases=("1.5倍标志",),
        ),
        Column("fund_relief_yuan_per_kwh", "基金减免", Kind.NUMBER, "元/kWh", minimum=0, decimals=8),
        Column(
            "reading_day",
            "例日",
            Kind.INTEGER,
            minimum=1,
            maximum=31,
            note="空 = 客户台账的抄表例日；都空 = 按自然月",
            aliases=("抄表例日",),
        ),
        Column(
            "line_loss_percent",
            "线损率",
            Kind.NUMBER,
            "%",
            minimum=0,
            maximum=100,
            note="线损参与的计量点共用；协议按 R·I² 公式的留空，填「计量点」的线路电阻和线路形状系数",
        ),
        Column(
            "transmission_region",
            "输配区域",
            note="分区加价的省份填（如 广东：珠三角），与「计费规则」输配区域加价同词",
        ),
        Column(
            "charging_station",
            "集中式充换电设施",
            Kind.CHOICE,
            choices=choices.YES_NO,
            width=16,
            note="免收容（需）量电费的省份填",
        ),
        Column(
            "user_class",
            "用户档",
            width=20,
            note="按用户档分档计价的电网（深圳）：自选的容量类，与规则表「用户档」的容量类同词；空 = 按合同容量",
        ),
        Column("distributed", "分布式电源", Kind.CHOICE, choices=choices.YES_NO, note="空 = 没有；有上网电量的必填"),
        REMARK,
    ),
    key=("customer_no", "effective_on"),
    source="营销系统导出",
    note="每户每段有效期一行；算费只认这里的参数，不从电量倒推",
)

DEMANDS = Table(
    "declared_demands",
    "需量核定",
    (
        CUSTOMER_NO,
        Column("feeder_sequence", "进线", Kind.INTEGER, width=8, aliases=("电源序", "进线序")),
        MONTH,
        Column("declared_kw", "核定值", Kind.NUMBER, "kW", required=True, minimum=0, aliases=("核定需量",)),
        Column("applied_on", "申请日", Kind.DATE),
        REMARK,
    ),
    key=("customer_no", "feeder_sequence", "month"),
    source="营销系统导出",
    note="按合同最大需量计费的，每户每进线每月一行",
)

MARKET_PRICES = Table(
    "market_prices",
    "市场价格",
    (
        CUSTOMER_NO,
        MONTH,
        Column("period", "时段", Kind.CHOICE, choices=(*choices.PERIODS, "总"), width=7, note="与「小时」填一个"),
        Column("hour", "小时", Kind.INTEGER, minimum=1, maximum=24, width=7, note="1 = 0:00–1:00 … 24 = 23:00–24:00"),
        Column(
            "energy_kwh",
            "电量",
            Kind.NUMBER,
            "kWh",
            decimals=4,
            note="按小时必填；按时段留空 = 取计量的电量",
            aliases=("结算电量",),
        ),
        Column(
            "price_yuan_per_kwh", "单价", Kind.NUMBER, "元/kWh", required=True, decimals=8, aliases=("电价", "结算电价")
        ),
        Column("settled_month", "清算所属月", Kind.MONTH, note="清算以前月份的行才填", aliases=("清算月份",)),
        REMARK,
    ),
    key=("customer_no", "month", "period", "hour", "settled_month"),
    aliases=("市场化电价", "零售电价", "分时结算电价"),
    source="手工维护",
    note="直接交易用户的购电价格，每户每月每时段（或每小时）一行",
)
