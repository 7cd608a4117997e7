"""What was agreed: 合同台账, 变更台账."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NAME, CUSTOMER_NO, REMARK

CONTRACTS = Table(
    "contracts",
    "合同台账",
    (
        Column("contract_no", "合同编号", Kind.CODE, required=True, width=24),
        CUSTOMER_NO,
        CUSTOMER_NAME,
        Column("signed_on", "签订日期", Kind.DATE, aliases=("签订日",)),
        Column("signed_at", "签订地点", width=16),
        Column("effective_on", "生效日期", Kind.DATE),
        Column("expires_on", "到期日期", Kind.DATE, aliases=("到期日", "有效期止")),
        Column("auto_renewal", "自动续期", Kind.CHOICE, choices=choices.YES_NO),
        Column("late_fee_permille", "违约金率", Kind.NUMBER, "‰/日", minimum=0, aliases=("违约金比例",)),
        Column("contract_capacity_kva", "合同容量", Kind.NUMBER, "kVA", minimum=0),
        Column("supplier_authority_no", "供电方授权委托书号", width=18, aliases=("授权委托书",)),
        Column("supplier_signatory", "供电方签约人"),
        Column("customer_signatory", "用电方签约人"),
        Column("customer_authority_no", "用电方授权委托书号", width=18),
        Column("delivery_address", "送达地址", width=36),
        Column("instalments", "每月结算次数", Kind.INTEGER, minimum=1),
        Column("review_record", "评审记录", width=18),
        Column("approval_no", "审批单号", width=16),
        Column("bank", "开户银行", width=24),
        Column("account_no", "银行账号", Kind.CODE, width=22),
        Column(
            "state",
            "合同状态",
            Kind.CHOICE,
            choices=("草拟", "评审中", "退回", "待批准", "待签署", "履行中", "变更中", "终止", "归档"),
        ),
        REMARK,
    ),
    key=("contract_no",),
    aliases=("供用电合同台账",),
    source="可部分导出",
    note="每份合同一行",
)

CHANGES = Table(
    "changes",
    "变更台账",
    (
        Column("application_no", "申请编号", Kind.CODE, required=True, width=18, aliases=("工单号",)),
        CUSTOMER_NO,
        Column("change_kind", "变更类型", required=True, width=16, note="见规则表「变更用电」", aliases=("业务类型",)),
        Column("applied_on", "申请日", Kind.DATE, required=True, aliases=("申请日期",)),
        Column("starts_on", "执行起日", Kind.DATE, aliases=("封停日期", "起日")),
        Column("ends_on", "执行止日", Kind.DATE, aliases=("启封日期", "止日")),
        Column("device_nos", "涉及设备", width=24, note="设备编号，多台用顿号分隔"),
        Column("item", "变更项目", width=16, note="合同容量、运行容量、户名…；一项一行时用「分项」"),
        Column("before", "变更前", width=24),
        Column("after", "变更后", width=24),
        Column("cause", "变更事由", width=24),
        Column("sealing_reading", "封停示数", Kind.NUMBER, decimals=2),
        Column("authority_no", "授权委托书号", width=18),
        Column("customer_signatory", "用电方签约人"),
        Column("cost_bearer", "费用承担", width=16),
        Column("agreement_no", "协议文号", width=22),
        Column(
            "state",
            "状态",
            Kind.CHOICE,
            required=True,
            choices=("已受理", "已批准", "待签署", "已生效", "已完成", "已作废"),
        ),
        REMARK,
    ),
    key=("application_no", "item"),
    source="营销系统导出",
    note="每项变更申请每个变更项目一行",
)
