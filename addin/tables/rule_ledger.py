"""Sheets of the rule book that judge the ledger itself."""

from addin.tables.column import Column, Kind
from addin.tables.rule_columns import LEVELS, parameter_table, rule_table

LEDGER_RULES = rule_table(
    "ledger_rules",
    "校验规则",
    Column("code", "编号", required=True, note="台账-VR01 … 台账-VR22。"),
    Column("rule", "规则", required=True, width=60),
    Column("level", "级别", Kind.CHOICE, required=True, choices=LEVELS, width=8),
    Column("second_level", "另一级别", Kind.CHOICE, choices=LEVELS, width=10),
    Column("second_when", "何时用另一级别", width=26),
    Column("pattern", "正则", width=36, note="符合即合格；空 = 由程序计算。"),
    key=("code",),
    note="客户台账的校验规则；限值在“校验参数”。",
)
LEDGER_LIMITS = parameter_table("ledger_limits", "校验参数", note="校验规则用到的数，一行一个。")
CODES = rule_table(
    "codes",
    "代码_电压与用电类别",
    Column("kind", "代码类", required=True, width=16),
    Column("value", "值", required=True, width=20),
    Column("code", "代码", width=8),
    Column("kv", "额定电压", Kind.NUMBER, unit="kV", minimum=0),
    Column("note", "说明", width=36),
    key=("kind", "value"),
    note="电压等级、用电类别等取值。",
)
