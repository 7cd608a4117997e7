"""What was found, and what staff wrote about it: 复核发现, 处理意见."""

from addin.tables.column import Column, Kind, Table

STATES = ("待处理", "处理中", "已处理", "已核实")
"""处理状态 that staff choose; 已核实 with a reason and an end date silences a finding until then."""

HUMAN = (
    Column("handling", "处理状态", Kind.CHOICE, choices=STATES, width=10),
    Column("handling_note", "处理说明", width=24),
    Column("responsible", "责任人", width=10),
    Column("verified_until_on", "核实截止日", Kind.DATE, width=12),
)
"""Columns that belong to staff and survive every run."""

FINDINGS = Table(
    "findings",
    "复核发现",
    (
        Column("number", "序号", Kind.INTEGER, width=6),
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("customer_name", "户名", width=26),
        Column("level", "级别", width=7),
        Column("outcome", "结论", width=9),
        Column("code", "编码", width=11),
        Column("title", "检查", width=18),
        Column("about", "对象", width=18),
        Column("message", "说明", width=52),
        Column("actual", "实测值", width=18),
        Column("expected", "应为", width=18),
        Column("difference", "差额", width=13),
        Column("stake_yuan", "涉及金额", Kind.MONEY, "元", width=14),
        Column("owed_yuan", "欠费或敞口", Kind.MONEY, "元", width=14),
        Column("source", "来源", width=24),
        Column("rule", "规则", width=20),
        Column("clause", "制度条款", width=9),
        Column("advice", "处理建议", width=34),
        Column("consequences", "连带发现", width=30),
        *HUMAN,
    ),
    repeated=("number", "customer_no", "customer_name"),
    note="每个根因一行；「涉及金额」是这条发现认为算错的钱，以整张账单的差额为限，差多少不知道的空着；「来源」点开是原始单元格，「规则」点开是判定所依据的规则行；"
    "后四列由人填写，重跑保留",
)

OPINIONS = Table(
    "opinions",
    "处理意见",
    (
        Column("code", "编码", width=11),
        Column("title", "检查", width=18),
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("about", "对象", width=18),
        Column("month", "账期", Kind.MONTH, width=10),
        *HUMAN,
    ),
    note="本期没有列出的发现（已消除或已核实静默）的处理意见存放处，只增不减",
)
