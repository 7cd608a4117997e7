"""Sheets of the rule book: clauses that may be cited, guards that keep rules from being loosened, sources seen."""

from addin.tables.column import Column, Kind, Table
from addin.tables.rule_columns import PROVINCE, parameter_table, rule_table

CLAUSES = rule_table(
    "clauses",
    "条款库",
    Column("code", "条款编码", required=True, width=14),
    Column("law", "法规", required=True, width=20, note="印在文书书名号内的名称。"),
    Column("article", "条号", width=14, note="待核的条款留空：文书印作“《…》有关规定”。"),
    Column("summary", "摘要", required=True, width=48, note="文书与复核发现中引用的说明。"),
    Column("usage_limit", "使用限制", width=30, note="引用这一条时不得做的事。"),
    PROVINCE,
    key=("code",),
    note="文书和复核发现引用的法规条款；待核的条款不印条号。",
)
GUARDS = rule_table(
    "guards",
    "硬约束",
    Column("code", "编号", required=True),
    Column("name", "约束", required=True, width=36),
    Column("direction", "方向", Kind.CHOICE, required=True, choices=("不得小于", "不得大于", "须为")),
    Column("value", "值", Kind.NUMBER, width=8),
    Column("text", "文字", width=8, note="方向为“须为”时填写。"),
    Column("unit", "单位", width=8),
    Column("guarded_table", "受约束的表", width=12, note="规则表中的表名；空 = 由程序逐笔检查，不对应规则行。"),
    Column("guarded_key", "受约束的行", width=24, note="该表首个主键列的值。"),
    Column("guarded_column", "受约束的列", width=12, note="该表的列名。"),
    PROVINCE,
    key=("province", "code"),
    note="来自法规的底线：受约束的规则行只能收紧，不能放宽。",
)
OPERATING_PARAMETERS = parameter_table(
    "operating_parameters",
    "业务参数",
    note="公司对停电、催费、检查选用的数值；不得越过硬约束。",
    provincial=True,
)
EVIDENCE_SOURCES = Table(
    "evidence_sources",
    "证据来源",
    (
        Column("code", "证据代码", required=True, width=10),
        Column("what", "内容", required=True, width=44),
        Column("address", "出处", width=80),
    ),
    key=("code",),
    note="“证据”列中的代码各指什么、在哪里见过。",
    source="规则表",
)
