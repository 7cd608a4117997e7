"""Sheets of the rule book that the checks read: audit points, bill-review rules, thresholds, tolerances."""

from addin.tables.choices import GRADES, YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import LEVELS, parameter_table, rule_table

LEVEL = Column("level", "级别", Kind.CHOICE, required=True, choices=LEVELS, width=8)
SECOND_LEVEL = Column("second_level", "另一级别", Kind.CHOICE, choices=LEVELS, width=10)
SECOND_WHEN = Column("second_when", "何时用另一级别", width=28)

AUDIT_POINTS = rule_table(
    "audit_points",
    "审计检查点",
    Column("code", "编号", required=True, note="审计-A01 … 审计-A40。"),
    Column("chapter", "章", required=True, width=8),
    Column("check", "检查", required=True, width=32),
    Column("condition", "条件", width=32),
    LEVEL,
    SECOND_LEVEL,
    SECOND_WHEN,
    Column("action", "建议动作", width=28),
    Column("rule_table", "规则表", width=16),
    key=("code",),
    note="月度审计逐条输出的检查点；限值在“审核阈值”及所列规则表。",
)
AUDIT_RULES = rule_table(
    "audit_rules",
    "电费审核规则",
    Column("code", "编号", required=True, note="电费-A01 … 电费-P6。"),
    Column("name", "名称", required=True, width=22),
    Column("condition", "条件", required=True, width=44),
    LEVEL,
    SECOND_LEVEL,
    SECOND_WHEN,
    Column("threshold_text", "限值说明", width=28, note="数值在“审核阈值”。"),
    Column("enabled", "启用", Kind.CHOICE, required=True, choices=YES_NO, width=8),
    Column("note", "说明", width=32),
    key=("code",),
    note="电费审核规则：条件、级别和说明。",
)
AUDIT_THRESHOLDS = parameter_table(
    "audit_thresholds", "审核阈值", note="电费审核规则与审计检查点的数值，一行一个，键为“编号:名目”。"
)
THRESHOLD_EXCEPTIONS = rule_table(
    "threshold_exceptions",
    "阈值例外",
    Column("key", "参数", required=True, width=26, note="“审核阈值”里已有的参数，如 电费-A01:增幅。"),
    Column("customer_no", "户号", Kind.CODE, width=15, note="只对这一户；空 = 不限户，按容量。填了户号，容量请留空。"),
    Column("lower_kva", "容量下限", Kind.NUMBER, unit="kVA", minimum=0, note="合同容量，含；空 = 不限。"),
    Column("upper_kva", "容量上限", Kind.NUMBER, unit="kVA", minimum=0, note="合同容量，不含；空 = 不限。"),
    Column("value", "值", Kind.NUMBER, required=True, width=10, note="代替“审核阈值”里的值，单位相同。"),
    key=("key", "customer_no", "lower_kva", "upper_kva"),
    note="某一户或某一容量段另用的阈值：先看该户自己的行，再看容量段，都没有才用“审核阈值”。",
    optional=True,
)
TOLERANCES = parameter_table("tolerances", "容差", note="重算与账单比较时允许的差额；印出来的合计和乘积必须相等。")
SERVICE_FREQUENCY = rule_table(
    "service_frequency",
    "服务频次",
    Column("item", "项目", required=True, width=26),
    Column("unit", "单位", width=8),
    *(
        Column(name, grade, Kind.INTEGER, minimum=0, width=8, note="0 = 不要求。")
        for name, grade in zip(("special", "first", "second", "third"), GRADES, strict=True)
    ),
    Column("grace_days", "宽限", Kind.INTEGER, unit="天", minimum=0, width=8),
    key=("item",),
    note="各等级客户的服务周期；上次完成日加周期再加宽限仍未完成即超期。",
)
