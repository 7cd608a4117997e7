"""How the books are read: 设置, and the company's own column names (列名对照)."""

from addin.tables.column import Column, Table
from addin.tables.customers import REMARK

SETTINGS = Table(
    "settings",
    "设置",
    (
        Column("key", "项目", required=True, width=20, aliases=("名称", "参数")),
        Column("value", "内容", width=44, aliases=("值", "取值")),
        REMARK,
    ),
    key=("key",),
    source="手工维护",
    note="每行一项：供电公司全称、省份、月份、定级周期、规则表、其他工作簿等",
)

COLUMN_NAMES = Table(
    "column_names",
    "列名对照",
    (
        Column("table_title", "表", required=True, width=16, note="本程序的表名，如 客户台账"),
        Column("own_title", "本公司列名", required=True, width=24),
        Column("standard_title", "标准列名", required=True, width=24, note="说明表中的列名"),
    ),
    key=("table_title", "own_title"),
    source="手工维护",
    note="本公司导出表里的列名与标准列名不同的，在这里登记一次，以后自动识别",
)
