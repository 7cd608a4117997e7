"""What the load system says of each day: 负荷日表."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

LOAD_DAYS = Table(
    "load_days",
    "负荷日表",
    (
        CUSTOMER_NO,
        Column("day", "日期", Kind.DATE, required=True, aliases=("日", "数据日期")),
        Column("max_kw", "最大负荷", Kind.NUMBER, "kW", aliases=("日最大负荷",)),
        Column("min_kw", "最小负荷", Kind.NUMBER, "kW", aliases=("日最小负荷",)),
        Column("mean_kw", "平均负荷", Kind.NUMBER, "kW", aliases=("日平均负荷",)),
        Column(
            "no_load",
            "无负荷",
            Kind.CHOICE,
            choices=choices.YES_NO,
            note="空 = 看最大负荷：为 0 是无负荷，也空则缺数据",
        ),
        REMARK,
    ),
    key=("customer_no", "day"),
    source="营销系统导出",
    note="每户每日一行；没有行的日子是缺数据，不算无负荷",
)
