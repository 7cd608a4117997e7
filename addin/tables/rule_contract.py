"""Sheets of the rule book for contracts and their changes."""

from addin.tables.choices import YES_NO
from addin.tables.column import Column, Kind
from addin.tables.rule_columns import parameter_table, rule_table

CONTRACT_PARAMETERS = parameter_table(
    "contract_parameters", "合同参数", note="合同有效期、到期提醒、违约金区间、份数，一行一个数。"
)
CONTRACT_ARTICLES = rule_table(
    "contract_articles",
    "合同章节",
    Column("article", "条", required=True, width=6),
    Column("title", "标题", required=True, width=28),
    Column("blanks", "主要填空", width=56),
    Column("ledger_source", "台账来源", width=14),
    Column("statutory_item", "条例项", width=8, note="①–⑦，见合同必备条款。"),
    key=("article",),
    note="高压供用电合同的章节、填空来源和对应的必备条款。",
)
STATUTORY_ITEMS = rule_table(
    "statutory_items",
    "合同必备条款",
    Column("item", "项", required=True, width=6),
    Column("content", "必备内容", required=True, width=44),
    Column("named_by_policy", "制度亦列", Kind.CHOICE, choices=YES_NO, width=10),
    key=("item",),
    note="供用电合同缺任一项不得付印。",
)
CHANGE_KINDS = rule_table(
    "change_kinds",
    "变更用电",
    Column("kind", "类型", required=True, width=16),
    Column("definition", "定义", width=28),
    Column("lead_workdays", "提前", Kind.INTEGER, unit="工作日", minimum=0, width=10),
    Column("lead_time", "提前期说明", width=14),
    Column("conditions", "条件与限制", width=48),
    Column("minimum_days", "每次最少", Kind.INTEGER, unit="天", minimum=0, width=10),
    Column("maximum_months", "最长", Kind.INTEGER, unit="月", minimum=0, width=8),
    Column("consequence", "逾期后果", width=28),
    Column("paper", "文书", width=20),
    Column("ledger_changes", "台账列变化", width=36),
    Column("affected_terms", "连带变化", width=36, note="变更协议对照表必须逐项写明变更前后的条款。"),
    Column("clear_arrears", "须先结清电费", Kind.CHOICE, choices=YES_NO, width=12),
    key=("kind",),
    note="各类变更用电的条件、期限、文书和连带变化。",
)
