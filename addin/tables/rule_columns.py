"""What the sheets of the rule book have in common: the dated tail of every row, and the parameter sheet."""

from addin.tables.choices import YES_NO
from addin.tables.column import Column, Kind, Table

WITHDRAWN = "作废"
"""How 依据 begins in a row taken back before it ever held; such a row also ends on the day it begins."""
LEVELS = ("错误", "警告", "提示")

PROVINCE = Column("province", "省份", note="空 = 全国适用；填省份 = 只在该省适用，并优先于全国的行。")

DATED = (
    Column("effective_on", "生效日期", Kind.DATE, required=True, note="从这一天起有效。"),
    Column("expires_on", "失效日期", Kind.DATE, note="从这一天起不再有效；空 = 仍有效。改规则请另起一行，不要改旧行。"),
    Column("source", "依据", required=True, width=24, note="法规条款编码（见条款库）、文件名或“公司自定”。"),
    Column(
        "evidence",
        "证据",
        width=16,
        note="L、P、F、G、S 加号 = 见过的来源；M = 凭记忆；I = 推算；KW = 本软件建议值；制度 = 制度原文。",
    ),
    Column(
        "unverified",
        "待核",
        Kind.CHOICE,
        required=True,
        choices=YES_NO,
        width=6,
        note="是 = 尚未与原文核对，文书不得当作法规引用。",
    ),
    Column("clause", "制度条款", width=10, note="《电力大客户管理制度》条款编号，多个用顿号分开。"),
)


def rule_table(
    name: str, title: str, *columns: Column, key: tuple[str, ...], note: str, optional: bool = False
) -> Table:
    """Declare a sheet of the rule book: its own columns, then the dated tail.

    Args:
        name: English identifier of the table.
        title: Chinese sheet title.
        columns: the table's own columns, in printed order.
        key: names of the columns that identify a rule; versions of one rule differ in ``effective_on``.
        note: one sentence for the 说明 sheet.
        optional: the sheet may stay empty.
    """
    dated = (*columns, *DATED)
    return Table(name, title, dated, key=(*key, "effective_on"), note=note, source="规则表", optional=optional)


def parameter_table(name: str, title: str, *, note: str, provincial: bool = False) -> Table:
    """Declare a sheet of one value per row: 参数, 值 or 文字, 单位, 说明."""
    columns = (
        Column("key", "参数", required=True, width=26),
        Column("value", "值", Kind.NUMBER, width=10, note="一行一个数；文字型参数留空，填“文字”列。"),
        Column("text", "文字", width=18),
        Column("unit", "单位", width=10),
        Column("note", "说明", width=36),
    )
    if provincial:
        return rule_table(name, title, PROVINCE, *columns, key=("province", "key"), note=note)
    return rule_table(name, title, *columns, key=("key",), note=note)
