"""Sheets that only grow: what every run says of itself, and the grades and risk levels of all months."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table

RUNS = Table(
    "runs",
    "运行记录",
    (
        Column("month", "账期", Kind.MONTH, width=10),
        Column("as_of", "截至日", Kind.DATE, width=12),
        Column("version", "程序版本", width=10),
        Column("books", "工作簿(校验码)", width=60),
        Column("rules", "规则表(校验码)", width=30),
        Column("customers", "客户数", Kind.INTEGER, width=9),
        Column("billed", "全算", Kind.INTEGER, width=9),
        Column("errors", "错误", Kind.INTEGER, width=8),
        Column("warnings", "警告", Kind.INTEGER, width=8),
        Column("notices", "提示", Kind.INTEGER, width=8),
        Column("stake_yuan", "涉及金额", Kind.MONEY, "元", width=16),
    ),
    key=("month", "as_of", "version", "books", "rules"),
    note="每次运行一行，只增不减；运行的钟点在同目录的日志里",
)


GRADE_HISTORY = Table(
    "grade_history",
    "等级历史",
    (
        Column("month", "账期", Kind.MONTH, width=10),
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("suggested_grade", "系统建议等级", Kind.CHOICE, choices=choices.GRADES, width=13),
        Column("current_grade", "现等级", Kind.CHOICE, choices=choices.GRADES, width=9),
    ),
    key=("month", "customer_no"),
    note="历次分级建议，只增不减，供降级观察期使用",
)


RISK_HISTORY = Table(
    "risk_history",
    "风险历史",
    (
        Column("month", "账期", Kind.MONTH, width=10),
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("level", "风险等级", width=18),
        Column("score", "风险分", Kind.NUMBER, decimals=1, width=9),
        Column("computed_level", "测算等级", width=11, note="按当月分数和一票定级测算、未计降级观察的等级"),
    ),
    key=("month", "customer_no"),
    note="历次风险等级，只增不减，供升降级判断使用",
)
