"""Sheets of the rule book for inspections and hazards."""

from addin.tables.column import Column, Kind
from addin.tables.rule_columns import rule_table

HAZARD_GRADES = ("一般", "较大", "重大")

INSPECTION_ITEMS = rule_table(
    "inspection_items",
    "检查项",
    Column("code", "编号", required=True, note="检查-C01 …"),
    Column("category", "类别", required=True, width=14),
    Column("item", "检查项", required=True, width=36),
    Column("criterion", "判据", width=30),
    Column("hazard_level", "默认隐患等级", Kind.CHOICE, required=True, choices=HAZARD_GRADES),
    Column("due_days", "整改期限", Kind.INTEGER, unit="天", required=True, minimum=0),
    Column("applies_to", "适用", width=10),
    Column("consequence", "可能后果", width=36, note="不整改可能造成什么；印在整改通知书上。"),
    key=("code",),
    note="用电安全检查的 56 项；结果只有合格、不合格、不适用、未查。",
)
INSPECTION_CYCLES = rule_table(
    "inspection_cycles",
    "检查周期",
    Column("target", "对象", required=True, width=24),
    Column("months", "周期", Kind.INTEGER, unit="月", minimum=0, note="空 = 见周期说明。"),
    Column("cycle_text", "周期说明", width=26),
    key=("target",),
    note="重要性与电压、等级几个周期中取最短的一个。",
)
HAZARD_LEVELS = rule_table(
    "hazard_levels",
    "隐患等级与时限",
    Column("level", "等级", Kind.CHOICE, required=True, choices=HAZARD_GRADES, width=8),
    Column("criterion", "判据", width=44),
    Column("paper", "下达", width=28),
    Column("due_days", "整改期限", Kind.INTEGER, unit="天", required=True, minimum=0, note="默认期限。"),
    Column("longest_due_days", "最长期限", Kind.INTEGER, unit="天", minimum=0, note="设施类可延至，须有临时措施。"),
    Column("review_workdays", "复查", Kind.INTEGER, unit="工作日", minimum=0, note="整改期限届满后几个工作日内复查。"),
    Column("signer", "签发人", width=14),
    Column("report", "上报", width=36),
    Column("consequence", "逾期后果", width=36, note="通知书用语；一般隐患不得以停电相告。"),
    key=("level",),
    note="隐患等级对应的期限、签发、复查与上报。",
)
