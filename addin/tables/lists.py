"""Lists that come from outside and name customers: 代理购电加价名单."""

from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK

AGENT_MULTIPLES = Table(
    "agent_multiples",
    "代理购电加价名单",
    (
        CUSTOMER_NO,
        CUSTOMER_NAME,
        Column(
            "cause",
            "列入原因",
            Kind.CHOICE,
            required=True,
            choices=("高耗能未直接交易", "无正当理由退市", "燃煤自备电厂"),
            width=18,
            aliases=("原因",),
        ),
        Column("effective_on", "生效日期", Kind.DATE, required=True, aliases=("起始日期", "执行日期")),
        Column("expires_on", "失效日期", Kind.DATE, note="从这一天起不再加价；空 = 仍在名单", aliases=("终止日期",)),
        Column("document", "文件", width=28, note="下发名单的文件或通知", aliases=("文号", "依据")),
        REMARK,
    ),
    key=("customer_no", "effective_on"),
    aliases=("1.5倍名单", "1.5倍代理购电名单"),
    source="手工维护",
    note="按 1.5 倍代理购电价格结算的用户，照政府或交易机构下发的名单逐户登记；名单为空也保留本表",
)
