"""Which papers were issued: 通知书登记."""

from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK

REGISTER = Table(
    "register",
    "通知书登记",
    (
        Column("document_no", "文号", required=True, width=26),
        CUSTOMER_NO,
        CUSTOMER_NAME,
        Column("document", "文书", required=True, width=22),
        Column("about", "事由编号", Kind.CODE, width=20, note="申请编号、隐患编号或合同编号"),
        Column("issued_on", "日期", Kind.DATE, width=12),
        Column("file_name", "文件", width=44),
        Column("delivery", "送达方式"),
        Column("delivered_at", "送达时刻", Kind.MOMENT, width=18),
        Column("received_by", "签收人"),
        Column("state", "状态", Kind.CHOICE, choices=("已出具", "已送达", "拒签", "作废")),
        REMARK,
    ),
    key=("document_no",),
    source="手工维护",
    note="每份文书一行，由出文书的命令写入；文号不重复使用，作废也保留",
)
