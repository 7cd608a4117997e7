"""Sheets that KeyWatt writes: their titles, columns and markers."""

from addin.tables.column import Column, Kind, Table
from addin.tables.histories import GRADE_HISTORY, RISK_HISTORY, RUNS
from addin.tables.result_claims import BREACH_FEES, LATE_FEES, REFUNDS
from addin.tables.result_findings import FINDINGS, OPINIONS

STATEMENT = Table(
    "statement",
    "账单重算",
    (
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("customer_name", "户名", width=26),
        Column("bill_no", "账单号", Kind.CODE, width=18),
        Column("line_no", "行号", Kind.INTEGER, width=6),
        Column("component", "费用组成", width=13),
        Column("period", "时段", width=6),
        Column("issued_quantity", "账单数量", Kind.NUMBER, width=13),
        Column("issued_price", "账单单价", Kind.NUMBER, decimals=6, width=11),
        Column("issued_yuan", "账单金额", Kind.MONEY, "元", width=15),
        Column("recomputed_quantity", "重算数量", Kind.NUMBER, width=13),
        Column("recomputed_price", "重算单价", Kind.NUMBER, decimals=6, width=11),
        Column("recomputed_yuan", "重算金额", Kind.MONEY, "元", width=15),
        Column("difference_yuan", "差额", Kind.MONEY, "元", width=13, note="差额 = 账单 − 重算"),
        Column(
            "working",
            "计算式",
            width=62,  # a row of one meter on one line: the printed sheet is half as long
            note="示数 × 倍率（取整）= 数量 × 单价（× 天数 ÷ 当月天数）= 金额，四舍五入到分；取整见「计费规则」",
        ),
        Column("compared_at", "比对层级", width=9, note="逐行、分项、总额"),
        Column("outcome", "结论", width=10),
        Column("rule", "依据或未能重算的原因", width=40),
    ),
    repeated=("customer_no", "customer_name", "bill_no", "line_no", "component", "period"),
    note="每张账单按原行序逐行重算；差额 = 账单 − 重算，多计为正，少计为负",
)

GRADES = Table(
    "grades",
    "分级结果",
    (
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("customer_name", "户名", width=26),
        Column("kind_by_industry", "客户类型(判定)", width=13),
        Column("contract_capacity_kva", "合同容量", Kind.NUMBER, "kVA", decimals=0, width=13),
        Column("capacity_grade", "容量等级", width=10),
        Column("importance_floor", "重要性下限", width=11),
        Column("contribution_score", "贡献得分", Kind.NUMBER, decimals=1, width=10),
        Column("suggested_grade", "系统建议等级", width=13),
        Column("current_grade", "现等级", width=9),
        Column("direction", "变动方向", width=10),
        Column("cause", "触发原因", width=60),
        Column("needs_approval", "需审批", width=8),
        Column("approver", "审批人", width=20),
        Column("observation", "降级观察", width=18),
        Column("review", "降级复核", width=9, note="贡献得分低于复核分：请人工复核，不自动降级"),
        Column("stability", "负荷评语", width=12),
        Column("rule", "规则", width=18),
    ),
    repeated=("customer_no", "customer_name"),
    note="只建议，不改写现等级；变动须有审批记录",
)

RISKS = Table(
    "risks",
    "风险结果",
    (
        Column("customer_no", "户号", Kind.CODE, width=15),
        Column("customer_name", "户名", width=26),
        Column("level", "风险等级", width=18),
        Column("score", "风险分", Kind.NUMBER, decimals=1, width=8),
        Column("credit_score", "信用分", Kind.NUMBER, decimals=1, width=8),
        Column("previous_level", "上次等级", width=11),
        Column("completeness_percent", "数据完整率", Kind.NUMBER, "%", decimals=0, width=13),
        Column("note", "说明", width=36),
        Column("vetoes", "一票定级", width=14),
        Column("exposure_yuan", "风险敞口", Kind.MONEY, "元", width=15),
        Column("arrears_yuan", "欠费", Kind.MONEY, "元", width=15),
        Column("overdue_days", "最长逾期", Kind.INTEGER, "天", width=11),
        Column("risk_types", "风险类型", width=20),
        Column("measures", "应对措施", width=39),
    ),
    repeated=("customer_no", "customer_name"),
    note="每户一行；右侧为 28 项指标的原值与得分，供说明等级用；数据不足的不显示为低风险",
)

PROBLEMS = Table(
    "problems",
    "数据问题",
    (
        Column("number", "序号", Kind.INTEGER, width=6),
        Column("level", "级别", width=7),
        Column("book", "工作簿", width=22),
        Column("sheet", "表", width=14),
        Column("cell", "单元格", width=9),
        Column("column", "列", width=16),
        Column("seen", "看到", width=30),
        Column("expected", "应为", width=34),
        Column("advice", "怎么办", width=40),
    ),
    note="读表时发现的问题；改正后重跑即消失",
)

COVERAGE = Table(
    "coverage",
    "核查覆盖",
    (
        Column("code", "编码", width=11),
        Column("title", "检查", width=20),
        Column("sheet", "核查对象", width=12),
        Column("asked", "应核", Kind.INTEGER, width=9),
        Column("passed", "通过", Kind.INTEGER, width=9),
        Column("found", "发现", Kind.INTEGER, width=9),
        Column("unknown", "未能核查", Kind.INTEGER, width=10),
        Column("silenced", "已核实静默", Kind.INTEGER, width=11),
        Column("switched_off", "停用静默", Kind.INTEGER, width=10, note="「核查停用」里未到截止日的户和项"),
        Column("clause", "制度条款", width=9),
        Column("note", "未能核查的原因", width=70),
    ),
    note="每项检查核了多少、通过多少、发现多少、多少没能核查；「没有发现」不等于「没有核查」",
)

UNCHECKED = Table(
    "unchecked",
    "未能核查明细",
    (
        Column("code", "编码", width=11),
        Column("title", "检查", width=20),
        Column("rows", "行数", Kind.INTEGER, width=9),
        Column("customers", "户号", width=44),
        Column("reason", "原因", width=80),
    ),
    note="未能核查的原因，相同原因合并成一行；多于二十户的只列前五户；补齐所说的数据或规则行后重跑",
)

CITATIONS = Table(
    "citations",
    "引用规则",
    (
        Column("rule", "规则", width=22),
        Column("content", "规则行内容", width=90),
        Column("source", "依据", width=34),
        Column("evidence", "证据", width=16),
        Column("doubtful", "待核", width=7),
        Column("effective_on", "生效日期", width=12),
    ),
    note="本次判定用到的规则行，抄自 rules.xlsx；「待核」为是的，尚未核对原文，不得作为法律依据引用",
)


RESULTS: dict[str, Table] = {
    table.name: table
    for table in (
        FINDINGS,
        STATEMENT,
        LATE_FEES,
        REFUNDS,
        BREACH_FEES,
        GRADES,
        RISKS,
        PROBLEMS,
        COVERAGE,
        UNCHECKED,
        CITATIONS,
        OPINIONS,
        GRADE_HISTORY,
        RISK_HISTORY,
        RUNS,
    )
}
"""Result sheets by name, in the order in which they stand behind 本月概览."""


def marker(table: Table) -> str:
    """Return the text in the hidden first cell that says a sheet is ours."""
    return f"KeyWatt:{table.name}:1"
