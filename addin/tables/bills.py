"""What was billed: 电费账单, 账单明细."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK

BILL_NO = Column("bill_no", "账单号", Kind.CODE, required=True, width=18, aliases=("账单编号", "电费编号", "应收编号"))
MONTH = Column("month", "月份", Kind.MONTH, required=True, aliases=("电费年月", "账期", "应收年月"))

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
            choices=(*choices.COMPONENTS, *choices.OTHER_CLASSES),
            note="居民生活、农业生产分表的行填该类名（填『购电』亦可），并填计量点号",
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
