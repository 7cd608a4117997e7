"""Sheets of the rule book that say how a bill is computed."""

from addin.tables.choices import PERIODS, YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import PROVINCE, parameter_table, rule_table

PERIOD = Column("period", "时段", Kind.CHOICE, required=True, choices=PERIODS, width=8)
PERIOD_SET = Column("period_set", "时段集", required=True, width=16, note="与台账计费参数的“时段集”相同的词。")

POWER_FACTOR_STANDARDS = rule_table(
    "power_factor_standards",
    "功率因数标准",
    Column("order", "优先序", Kind.INTEGER, required=True, minimum=1, width=8, note="从小到大，第一条符合的行决定。"),
    Column("user", "适用用户", required=True, width=40),
    Column("sections", "行业门类", width=14, note="GB/T 4754 门类字母，用顿号分开；空 = 不论。"),
    Column("industry_codes", "行业代码", width=14, note="代码开头几位，用顿号分开；空 = 不论。"),
    Column("use_kinds", "用电类别", width=16, note="台账“用电类别”的词，用顿号分开；空 = 不论。"),
    Column("high_voltage", "高压供电", Kind.CHOICE, choices=YES_NO, width=10, note="空 = 不论。"),
    Column("on_load_tap", "有载调压", Kind.CHOICE, choices=YES_NO, width=10, note="空 = 不论。"),
    Column("capacity", "容量条件", width=12, note="kVA，如 >160、≥100；空 = 不论。"),
    Column("standard", "标准", Kind.NUMBER, minimum=0, maximum=1, decimals=2, width=8, note="空 = 不考核。"),
    key=("order",),
    note="用户应执行的功率因数考核标准；例外写在台账计费参数。",
)
POWER_FACTOR_TABLE = rule_table(
    "power_factor_table",
    "力调系数",
    Column("standard", "标准", Kind.NUMBER, required=True, minimum=0, maximum=1, decimals=2, width=8),
    Column("power_factor", "实际力率", Kind.NUMBER, required=True, minimum=0, maximum=1, decimals=2, width=10),
    Column("change_percent", "电费增减", Kind.NUMBER, unit="%", required=True, decimals=2, note="正数加收，负数减收。"),
    key=("standard", "power_factor"),
    note="功率因数调整电费表（水电财字〔1983〕215号），逐行录入。",
)
PERIOD_HOURS = rule_table(
    "periods",
    "时段",
    Column("province", "省份", required=True, width=8),
    PERIOD_SET,
    Column("months", "月份", required=True, width=16, note="如 7–8 或 1–6、9–12。"),
    Column(
        "day_kind",
        "日类型",
        required=True,
        width=10,
        note="全部、工作日、休息日、节假日，或日期如 2026-02-17～2026-02-19。",
    ),
    PERIOD,
    Column("start_hour", "起", Kind.NUMBER, unit="时", required=True, minimum=0, maximum=24, width=8),
    Column("end_hour", "止", Kind.NUMBER, unit="时", required=True, minimum=0, maximum=24, width=8),
    key=("province", "period_set", "months", "day_kind", "start_hour"),
    note="分时时段，一行一段；每个月份组、日类型必须刚好盖满 24 小时。",
)
PERIOD_FACTORS = rule_table(
    "period_factors",
    "分时系数",
    Column("province", "省份", required=True, width=8),
    PERIOD_SET,
    PERIOD,
    Column("factor", "系数", Kind.NUMBER, required=True, minimum=0, decimals=4),
    Column("note", "说明", width=36),
    key=("province", "period_set", "period"),
    note="浮动部分乘以系数，只用来核对公布的时段电价，不用来计费。",
)
BILLING_FLAGS = parameter_table(
    "billing_flags",
    "计费规则",
    note="各省的计费口径：天数折算、超合同需量、力调参与项、浮动项、界限与折扣；未设定的口径不猜，列为未能核查。",
    provincial=True,
)
LATE_FEE_RATES = rule_table(
    "late_fee_rates",
    "违约金费率",
    PROVINCE,
    Column("user_kind", "用户", Kind.CHOICE, required=True, choices=("居民", "其他"), width=8),
    Column("debt_kind", "欠费", Kind.CHOICE, required=True, choices=("当年", "跨年"), width=8),
    Column("permille_per_day", "费率", Kind.NUMBER, unit="‰/日", required=True, minimum=0, decimals=4),
    key=("province", "user_kind", "debt_kind"),
    note="合同未约定违约金率时使用；合同有约定的按合同。",
)
LOSS_TABLE = rule_table(
    "loss_table",
    "变损表",
    Column("model", "型号", required=True, width=14, note="与受电设备“型号”同词。"),
    Column("rated_kva", "容量", Kind.NUMBER, unit="kVA", required=True, minimum=0),
    Column("shifts", "班制", Kind.CHOICE, required=True, choices=("一班制", "二班制", "三班制"), width=10),
    Column("full_load_kwh", "满载月电量", Kind.NUMBER, unit="kWh", required=True, minimum=0, decimals=2),
    Column("load_ratio", "负荷率", Kind.NUMBER, required=True, minimum=0, maximum=1.1, decimals=1, width=10),
    Column("loss_kwh", "有功变损", Kind.NUMBER, unit="kWh", required=True, minimum=0, decimals=4),
    Column("loss_kvarh", "无功变损", Kind.NUMBER, unit="kvarh", required=True, minimum=0, decimals=4),
    key=("model", "rated_kva", "shifts", "load_ratio"),
    note="查表法的变压器损耗，照营销系统逐行录入：负荷率 0–1.0 为每月损耗，1.1 为每千千瓦时损耗；缺行不猜。",
)
