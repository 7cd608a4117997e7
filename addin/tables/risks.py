"""What others know of a customer's credit: 外部风险."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

OUTSIDE_RISKS = Table(
    "outside_risks",
    "外部风险",
    (
        CUSTOMER_NO,
        Column("collected_on", "采集日", Kind.DATE, required=True, aliases=("采集日期",)),
        Column(
            "enforcement",
            "被执行或失信",
            Kind.CHOICE,
            choices=("无", "被执行<100万", "被执行≥100万", "失信或限高"),
            width=14,
        ),
        Column(
            "insolvency",
            "破产清算注销",
            Kind.CHOICE,
            choices=("无", "减资公告", "清算或简易注销公告", "破产受理"),
            width=16,
        ),
        Column("abnormal_operation", "经营异常", Kind.CHOICE, choices=("无", "曾列入已移出", "在列异常", "严重违法")),
        Column("pledges", "股权出质动产抵押条数", Kind.INTEGER, minimum=0, width=18),
        Column("frozen", "股权冻结", Kind.CHOICE, choices=choices.YES_NO),
        Column("lawsuits", "近12月被告涉诉件数", Kind.INTEGER, minimum=0, width=18),
        Column("visit_signal", "欠薪欠税停产信号", Kind.CHOICE, choices=("无", "传闻", "部分证实", "证实"), width=16),
        Column("policy_list", "关停搬迁名单", Kind.CHOICE, choices=("无", "摸排", "拟列入", "已列入")),
        Column(
            "ownership_change",
            "主体异动",
            Kind.CHOICE,
            choices=("无", "法人变更", "股权变更≥50%", "户名不符或私自过户"),
            width=16,
        ),
        Column("lost_contact", "失联或设备搬离", Kind.CHOICE, choices=choices.YES_NO),
        REMARK,
    ),
    key=("customer_no", "collected_on"),
    source="手工维护",
    note="每户每次采集一行，取最近一次；没有本表时经营司法类指标写「外部数据未采集」，不算低风险",
)
