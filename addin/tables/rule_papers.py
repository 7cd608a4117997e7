"""Sheets of the rule book for the form of documents."""

from addin.tables.column import Column, Kind
from addin.tables.rule_columns import rule_table

LAYOUT = rule_table(
    "layout",
    "版式参数",
    Column("element", "元素", required=True, width=14),
    Column("standard", "标准", required=True, width=44),
    Column("docx_value", "docx数值", width=28),
    Column("fallback_fonts", "回退字体", width=30),
    key=("element",),
    note="GB/T 9704—2012 为基准的文书版式（说明性的表：版式在 Word 模板里，改版式请改模板）。",
)
PAPER_CODES = rule_table(
    "paper_codes",
    "文种码",
    Column("paper", "文书", required=True, width=22),
    Column("code", "文种码", required=True, width=8),
    Column("copies", "份数", Kind.INTEGER, minimum=1, width=8),
    Column("copy_names", "各联", width=20),
    key=("paper",),
    note="文号 = 机关代字 + 文种码 + 〔年〕 + 序号 + 号；每种文书每年一个序号，作废不复用。",
)
