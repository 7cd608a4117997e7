"""核查停用: which check is not to be shown for which customer."""

from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

SWITCHED_OFF = Table(
    "switched_off",
    "核查停用",
    (
        CUSTOMER_NO,
        Column("code", "编码", required=True, note="「核查覆盖」里的编码，如 电费-A01", aliases=("检查编码",)),
        Column("reason", "理由", required=True, width=36, note="没有理由的行不起作用"),
        Column("until_on", "截止日", Kind.DATE, required=True, note="到这一天为止（含）；没有截止日的行不起作用"),
        Column("approved_by", "批准人"),
        REMARK,
    ),
    key=("customer_no", "code"),
    source="手工维护",
    note="某户不作某项核查，一行一户一项；到截止日恢复，静默的发现在「核查覆盖」计数",
    optional=True,
)
