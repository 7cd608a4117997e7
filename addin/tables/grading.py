"""How grades changed: 等级变更."""

from addin.tables import choices
from addin.tables.column import Column, Kind, Table
from addin.tables.customers import CUSTOMER_NO, REMARK

GRADE_CHANGES = Table(
    "grade_changes",
    "等级变更",
    (
        Column("change_no", "变更单号", Kind.CODE, required=True, width=18),
        CUSTOMER_NO,
        Column("before", "变更前等级", Kind.CHOICE, choices=choices.GRADES),
        Column("after", "变更后等级", Kind.CHOICE, required=True, choices=choices.GRADES),
        Column("cause", "变更原因", width=24, aliases=("建议依据",)),
        Column("proposed_by", "提出人"),
        Column("approved_by", "批准人"),
        Column("approved_on", "批准日期", Kind.DATE),
        Column("effective_month", "生效月份", Kind.MONTH),
        Column("valid_until_on", "有效期止", Kind.DATE, note="人工指定等级的有效期"),
        Column("manual", "人工指定", Kind.CHOICE, choices=choices.YES_NO),
        Column(
            "suggested_grade",
            "系统建议等级",
            Kind.CHOICE,
            choices=choices.GRADES,
            note="历次定级时的系统建议，供降级观察期使用",
        ),
        REMARK,
    ),
    key=("change_no",),
    source="可部分导出",
    note="每次等级变更或年度定级一行；降级观察期从这里数",
)
