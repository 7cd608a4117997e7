"""What was paid, and what stands for it: 收款记录, 担保与还款协议."""

from addin.tables.bills import BILL_NO
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

RECEIPTS = Table(
    "receipts",
    "收款记录",
    (
        Column("receipt_no", "收款号", Kind.CODE, required=True, width=18, aliases=("收款编号", "实收编号")),
        BILL_NO,
        CUSTOMER_NO,
        Column("received_on", "到账日", Kind.DATE, required=True, aliases=("到账日期", "收款日期", "实收日期")),
        Column("principal_yuan", "本金", Kind.MONEY, "元", required=True, decimals=2, aliases=("实收电费", "收款金额")),
        Column("late_fee_yuan", "违约金", Kind.MONEY, "元", decimals=2, aliases=("实收违约金",)),
        Column("payment_way", "方式", note="转账、承兑汇票、现金…", aliases=("收款方式",)),
        Column("matures_on", "票据到期日", Kind.DATE),
        REMARK,
    ),
    key=("receipt_no", "bill_no"),
    aliases=("收费记录", "实收电费"),
    source="营销系统导出",
    note="每笔收款核销每张账单一行",
)

SECURITIES = Table(
    "securities",
    "担保与还款协议",
    (
        Column("agreement_no", "协议编号", Kind.CODE, required=True, width=18),
        CUSTOMER_NO,
        Column(
            "kind",
            "类型",
            Kind.CHOICE,
            required=True,
            choices=("预存", "银行保函", "保证金", "抵押", "质押", "第三方保证", "还款协议"),
        ),
        Column("amount_yuan", "金额", Kind.MONEY, "元", decimals=2, minimum=0),
        Column("signed_on", "签订日", Kind.DATE),
        Column("expires_on", "到期日", Kind.DATE),
        Column("state", "状态", Kind.CHOICE, choices=("有效", "失效", "履行中", "已履行", "违约")),
        Column("late_days", "最长迟延", Kind.INTEGER, "天", minimum=0, note="还款协议：本期最长迟延天数"),
        Column("missed_instalments", "逾期期数", Kind.INTEGER, minimum=0, note="还款协议：累计逾期期数；拒签填 99"),
        REMARK,
    ),
    key=("agreement_no",),
    source="手工维护",
    note="每份担保或还款协议一行",
)
