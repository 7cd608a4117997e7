"""What was billed and paid: 计费参数, 需量核定, 电费账单, 账单明细, 收款记录, 担保与还款协议."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK
from addin.tables.metering import POINT_NO

BILL_NO = Column("bill_no", "账单号", Kind.CODE, required=True, width=18, aliases=("账单编号", "电费编号", "应收编号"))
MONTH = Column("month", "月份", Kind.MONTH, required=True, aliases=("电费年月", "账期", "应收年月"))

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
        Column("period_set", "时段集", note="空 = 本省默认；不执行 = 不分时", aliases=("分时标志",)),
        Column("market_kind", "市场化属性", Kind.CHOICE, choices=("直接交易", "电网代理购电")),
        Column("agent_factor_15", "1.5倍代理购电", Kind.CHOICE, choices=choices.YES_NO, aliases=("1.5倍标志",)),
        Column("fund_relief_yuan_per_kwh", "基金减免", Kind.NUMBER, "元/kWh", minimum=0, decimals=8),
        Column("reading_day", "例日", Kind.INTEGER, minimum=1, maximum=31, aliases=("抄表例日",)),
        Column("line_loss_percent", "线损率", Kind.NUMBER, "%", minimum=0, maximum=100),
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
        Column("distributed", "分布式电源", Kind.CHOICE, choices=choices.YES_NO),
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

BILLS = Table(
    "bills",
    "电费账单",
    (
        BILL_NO,
        CUSTOMER_NO,
        CUSTOMER_NAME,
        MONTH,
        Column("starts_on", "起日", Kind.DATE, aliases=("起始日期", "计费起日")),
        Column("ends_on", "止日", Kind.DATE, aliases=("终止日期", "计费止日")),
        Column("state", "发行状态", Kind.CHOICE, choices=choices.BILL_STATES, aliases=("状态",)),
        Column("reverses_no", "冲正原单", Kind.CODE, width=18),
        Column("due_on", "交费截止日", Kind.DATE, aliases=("缴费截止日", "应交日期")),
        Column("energy_kwh", "总电量", Kind.NUMBER, "kWh", decimals=0, aliases=("计费电量", "总计费电量")),
        Column("charge_yuan", "总电费", Kind.MONEY, "元", decimals=2, aliases=("应收电费", "电费合计", "应收金额")),
        Column("power_factor", "实际力率", Kind.NUMBER, minimum=0, maximum=1, decimals=2, aliases=("实际功率因数",)),
        Column("adjustment_percent", "调整系数", Kind.NUMBER, "%", decimals=2, aliases=("力调系数",)),
        REMARK,
    ),
    key=("bill_no",),
    aliases=("电费台账", "应收电费", "月度电费"),
    source="营销系统导出",
    note="每张账单一行，含历史月份（至少 13 个月，用于同比环比和风险）",
)

BILL_LINES = Table(
    "bill_lines",
    "账单明细",
    (
        BILL_NO,
        Column("line_no", "行号", Kind.INTEGER, required=True, width=7, aliases=("行", "序号")),
        CUSTOMER_NO,
        MONTH,
        Column(
            "component",
            "费用组成",
            Kind.CHOICE,
            required=True,
            choices=choices.COMPONENTS,
            width=14,
            aliases=("费用类别", "费用项目"),
        ),
        Column("period", "时段", Kind.CHOICE, choices=(*choices.PERIODS, "总"), width=7, aliases=("分时时段",)),
        Column("point_no", "计量点号", Kind.CODE, width=16),
        Column(
            "quantity",
            "计费数量",
            Kind.NUMBER,
            decimals=6,
            note="电量 kWh、需量 kW、容量 kVA；力调行填参与调整金额(元)",
            aliases=("计费电量", "数量"),
        ),
        Column("days", "计费天数", Kind.NUMBER, note="容量电费按天折算时填"),
        Column(
            "unit_price",
            "单价",
            Kind.NUMBER,
            decimals=8,
            note="元/kWh、元/kW·月、元/kVA·月；力调行填调整系数(%)",
            aliases=("计费标准", "电价"),
        ),
        Column("amount_yuan", "金额", Kind.MONEY, "元", required=True, decimals=2, aliases=("电费", "电费金额")),
        Column("price_month", "电价月份", Kind.MONTH, note="账单注明的价表月份"),
        Column("order_no", "工单号", Kind.CODE, note="退补行的依据", width=18),
        REMARK,
    ),
    key=("bill_no", "line_no"),
    aliases=("电费明细", "电费账单明细"),
    source="营销系统导出",
    note="每张账单每行一行，只需被审计的月份",
)

RECEIPTS = Table(
    "receipts",
    "收款记录",
    (
        Column("receipt_no", "收款号", Kind.CODE, required=True, width=18, aliases=("收款编号", "实收编号")),
        BILL_NO,
        CUSTOMER_NO,
        Column("received_on", "到账日", Kind.DATE, required=True, aliases=("到账日期", "收款日期", "实收日期")),
        Column("principal_yuan", "本金", Kind.MONEY, "元", required=True, decimals=2, aliases=("实收电费", "收款金额")),
        Column("late_fee_yuan", "违约金", Kind.MONEY, "元", decimals=2, aliases=("实收违约金",)),
        Column("payment_way", "方式", note="转账、承兑汇票、现金…", aliases=("收款方式",)),
        Column("matures_on", "票据到期日", Kind.DATE),
        REMARK,
    ),
    key=("receipt_no", "bill_no"),
    aliases=("收费记录", "实收电费"),
    source="营销系统导出",
    note="每笔收款核销每张账单一行",
)

SECURITIES = Table(
    "securities",
    "担保与还款协议",
    (
        Column("agreement_no", "协议编号", Kind.CODE, required=True, width=18),
        CUSTOMER_NO,
        Column(
            "kind",
            "类型",
            Kind.CHOICE,
            required=True,
            choices=("预存", "银行保函", "保证金", "抵押", "质押", "第三方保证", "还款协议"),
        ),
        Column("amount_yuan", "金额", Kind.MONEY, "元", decimals=2, minimum=0),
        Column("signed_on", "签订日", Kind.DATE),
        Column("expires_on", "到期日", Kind.DATE),
        Column("state", "状态", Kind.CHOICE, choices=("有效", "失效", "履行中", "已履行", "违约")),
        Column("late_days", "最长迟延", Kind.INTEGER, "天", minimum=0, note="还款协议：本期最长迟延天数"),
        Column("missed_instalments", "逾期期数", Kind.INTEGER, minimum=0, note="还款协议：累计逾期期数；拒签填 99"),
        REMARK,
    ),
    key=("agreement_no",),
    source="手工维护",
    note="每份担保或还款协议一行",
)

__all__ = ["BILLS", "BILL_LINES", "DEMANDS", "MARKET_PRICES", "POINT_NO", "RECEIPTS", "SECURITIES", "TERMS"]
