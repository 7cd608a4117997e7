"""Sheets of the rule book that classify and grade customers."""

from addin.tables.choices import CUSTOMER_KINDS, GRADES, YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import parameter_table, rule_table

CUSTOMER_TYPE_MAP = rule_table(
    "customer_type_map",
    "客户类型映射",
    Column("section", "门类", required=True, width=8, note="GB/T 4754—2017 门类字母。"),
    Column("credit_code_first", "信用代码首位", width=12, note="空 = 不论；1 = 机构编制，9 = 企业。写明首位的行优先。"),
    Column("name", "名称", width=30),
    Column("first_division", "大类起", Kind.INTEGER, required=True, minimum=1, maximum=97, width=8),
    Column("last_division", "大类止", Kind.INTEGER, required=True, minimum=1, maximum=97, width=8),
    Column("customer_type", "客户类型", Kind.CHOICE, required=True, choices=CUSTOMER_KINDS),
    key=("section", "credit_code_first"),
    note="由行业门类（有疑问的看信用代码首位）推出客户类型；可在台账中人工改定并写明理由。",
)
GRADE_BANDS = rule_table(
    "grade_bands",
    "分级阈值",
    Column("customer_type", "客户类型", Kind.CHOICE, required=True, choices=CUSTOMER_KINDS),
    Column("grade", "等级", Kind.CHOICE, required=True, choices=GRADES, width=8),
    Column("lower_kva", "下限", Kind.NUMBER, unit="kVA", required=True, minimum=0, note="含。"),
    Column("upper_kva", "上限", Kind.NUMBER, unit="kVA", minimum=0, note="不含；空 = 不封顶。"),
    key=("customer_type", "grade"),
    note="按合同容量分级，左闭右开；各类型的档必须首尾相接。",
)
IMPORTANT_USERS = rule_table(
    "important_users",
    "重要电力用户认定",
    Column("level", "重要等级", Kind.CHOICE, required=True, choices=("特级", "一级", "二级", "临时性")),
    Column("criteria", "判据", required=True, width=60),
    Column("power_sources", "供电电源", width=30),
    Column("refused_source_types", "不合要求的电源类型", width=24, note="台账“电源类型”取这些值即为隐患，用顿号分开。"),
    Column("own_source", "自备应急电源", width=16),
    Column("own_source_ratio", "自备电源与保安负荷之比", Kind.NUMBER, minimum=0, width=12, note="不低于此值。"),
    key=("level",),
    note="GB/T 29328—2018；认定权在地方政府，公司只核对名单与电源配置。",
)
GRADING_PARAMETERS = parameter_table(
    "grading_parameters",
    "重要性与贡献规则",
    note="定级的组合模式、最低等级、贡献得分、加权分数线与观察期，一行一个数。",
)
GRADE_APPROVALS = rule_table(
    "grade_approvals",
    "等级变更审批",
    Column("change", "变更", required=True, width=16),
    Column("higher_grade", "较高等级", width=10, note="变更两端中较高的等级；空 = 不按等级。"),
    Column("lower_grade", "较低等级", width=10, note="变更两端中较低的等级；空 = 任何等级。"),
    Column("trigger", "触发", width=26),
    Column("proposer", "提出", width=14),
    Column("reviewer", "审核", width=18),
    Column("approver", "批准", width=16),
    Column("limit_workdays", "时限", Kind.INTEGER, unit="工作日", minimum=0),
    Column("needs_approval", "需审批", Kind.CHOICE, choices=YES_NO, width=8),
    key=("change",),
    note="哪种等级变更由谁提出、审核、批准。",
)
