"""Sheets of the rule book on refunds: time and energy by cause, and the factors of wrong wiring."""

from addin.tables.choices import REFUND_CAUSES, WIRINGS, YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import rule_table

HALF, FULL, RECORD = "二分之一时间", "全部时间", "按记录"

REFUND_CAUSES_TABLE = rule_table(
    "refund_causes",
    "退补口径",
    Column("cause", "原因", Kind.CHOICE, required=True, choices=REFUND_CAUSES, width=16),
    Column("time", "时间口径", Kind.CHOICE, required=True, choices=(HALF, FULL, RECORD), width=14),
    Column("time_note", "起止", width=40),
    Column("energy_note", "电量口径", width=40),
    key=("cause",),
    note="各种计量差错的退补时间和电量口径。",
)
CORRECTION_FACTORS = rule_table(
    "correction_factors",
    "退补更正系数",
    Column("wiring", "接线方式", Kind.CHOICE, required=True, choices=WIRINGS, width=10),
    Column("fault", "错误接线", required=True, width=22),
    Column("above", "分子", Kind.NUMBER, required=True, minimum=0, width=8),
    Column("below", "分母", Kind.NUMBER, required=True, minimum=0, width=8),
    Column(
        "plus_ratio", "分母加变比", Kind.CHOICE, required=True, choices=YES_NO, width=10,
        note="是 = 分母再加 铭牌变比÷实际变比。",
    ),
    key=("wiring", "fault"),
    note="更正系数 = 正确接线电量 ÷ 错误接线电量，负荷对称时成立；表中没有的接线须按相量分析算定。",
)  # fmt: skip
