"""What inspections saw: 检查记录, 隐患台账."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

INSPECTIONS = Table(
    "inspections",
    "检查记录",
    (
        Column("inspection_no", "检查编号", Kind.CODE, required=True, width=18),
        CUSTOMER_NO,
        Column("inspected_on", "检查日期", Kind.DATE, required=True),
        Column("inspection_kind", "检查类型", note="定期、专项、特殊"),
        Column("inspectors", "检查人员", required=True, width=18, note="至少两人，用顿号分隔"),
        Column("inspector_ids", "检查证号", width=22, note="与检查人员同序，用顿号分隔", aliases=("工号", "证号")),
        Column("breach", "违约用电", Kind.CHOICE, choices=("无", "一般违约", "超容或改类", "窃电")),
        Column("breach_settled", "违约处理完毕", Kind.CHOICE, choices=choices.YES_NO),
        Column("result", "检查结果", width=24),
        REMARK,
    ),
    key=("inspection_no",),
    source="可部分导出",
    note="每次检查一行",
)

HAZARDS = Table(
    "hazards",
    "隐患台账",
    (
        Column("hazard_no", "隐患编号", Kind.CODE, required=True, width=18),
        Column("inspection_no", "检查编号", Kind.CODE, width=18),
        CUSTOMER_NO,
        Column("item_code", "检查项", Kind.CODE, note="规则表「检查项」的编号，如 C39", aliases=("检查项编号",)),
        Column("device", "设备或部位", width=24, aliases=("部位", "隐患部位")),
        Column("description", "隐患描述", required=True, width=40),
        Column("photo_no", "照片号", Kind.CODE),
        Column("hazard_level", "隐患等级", Kind.CHOICE, required=True, choices=("一般", "较大", "重大")),
        Column("found_on", "发现日期", Kind.DATE, required=True),
        Column("requirement", "整改要求", width=30, aliases=("整改建议",)),
        Column("interim_measures", "临时措施", width=30),
        Column("due_on", "整改期限", Kind.DATE, aliases=("整改截止日", "限期")),
        Column("notice_no", "通知书文号", width=22),
        Column("received_on", "签收日", Kind.DATE),
        Column("done_on", "完成日", Kind.DATE, aliases=("整改完成日",)),
        Column("rechecked_on", "复查日", Kind.DATE),
        Column(
            "state",
            "状态",
            Kind.CHOICE,
            required=True,
            choices=(
                "待确认",
                "已下达",
                "整改中",
                "客户反馈",
                "待复查",
                "闭环",
                "再次下达",
                "延期",
                "约谈",
                "报备政府",
                "督办中",
                "关闭",
            ),
        ),
        REMARK,
    ),
    key=("hazard_no",),
    source="可部分导出",
    note="每条隐患一行",
)
