"""Sheets of the rule book that score the risk of unpaid bills."""

from addin.tables.column import Column, Kind
from addin.tables.rule_columns import parameter_table, rule_table

COLOURS = ("绿", "蓝", "黄", "橙", "红")

RISK_INDICATORS = rule_table(
    "risk_indicators",
    "风险指标",
    Column("code", "编号", required=True, note="风险-R01 … 风险-R28。"),
    Column("dimension", "维度", required=True),
    Column("indicator", "指标", required=True, width=26),
    Column("definition", "口径", width=26),
    Column("unit", "单位", width=8, note="档内数字的单位。"),
    Column("weight", "权重", Kind.NUMBER, required=True, minimum=0, maximum=100, width=8),
    Column("band_1", "一档", required=True, aliases=("系数0",), width=16, note="最安全；系数见风险参数。"),
    Column("band_2", "二档", required=True, aliases=("系数0.3",), width=16),
    Column("band_3", "三档", required=True, aliases=("系数0.6",), width=16),
    Column("band_4", "四档", required=True, aliases=("系数1",), width=16, note="最危险。"),
    Column("data_source", "数据来源"),
    key=("code",),
    note="28 项电费回收风险指标；档的界限首尾相接，公共界限归较安全的一档。",
)
RISK_LEVELS = rule_table(
    "risk_levels",
    "风险等级",
    Column("level", "等级", required=True, width=12),
    Column("rank", "序", Kind.INTEGER, required=True, minimum=1, width=6, note="1 最安全，数大者险。"),
    Column("colour", "颜色", Kind.CHOICE, required=True, choices=COLOURS, width=8),
    Column("fill", "填充色", width=10, note="RGB，六位十六进制。"),
    Column("lower_score", "分数下限", Kind.NUMBER, required=True, minimum=0, note="含。"),
    Column("upper_score", "分数上限", Kind.NUMBER, required=True, note="不含。"),
    Column("credit_grade", "信用等级", width=10),
    Column("control", "管控", width=40),
    key=("level",),
    note="风险分数到等级；左闭右开，首尾相接。",
)
RISK_VETOES = rule_table(
    "risk_vetoes",
    "风险一票定级",
    Column("code", "编号", required=True, note="风险-T01 …"),
    Column("condition", "条件", required=True, width=40),
    Column("limit", "限值", Kind.NUMBER, width=8),
    Column("unit", "单位", width=8),
    Column("minimum_colour", "最低等级", Kind.CHOICE, required=True, choices=COLOURS),
    key=("code",),
    note="满足任一条件，风险等级不低于所列颜色。",
)
RISK_MEASURES = rule_table(
    "risk_measures",
    "风险措施库",
    Column("kind", "风险类型", required=True, width=18),
    Column("signs", "识别", width=26),
    Column("indicator_codes", "识别指标", width=26, note="触发本类的指标编号，用顿号分开。"),
    Column("first_measure", "首选措施", width=30),
    Column("further_measure", "进阶措施", width=30),
    Column("legal_basis", "法律依据", width=24),
    Column("taboo", "禁忌", width=24),
    key=("kind",),
    note="按风险类型给出措施与禁忌。",
)
RISK_PARAMETERS = parameter_table(
    "risk_parameters", "风险参数", note="档位系数、统计窗口、数据完整率、降级月数、分次结算，一行一个数。"
)
INDUSTRY_LIST = rule_table(
    "industry_list",
    "行业名单",
    Column(
        "industry_code", "行业代码", required=True, note="GB/T 4754 代码的前 2–4 位；最长的匹配优先；* = 其余行业。"
    ),
    Column("industry", "行业", required=True, width=30),
    Column("high_energy_kind", "高耗能行业类别", width=16, note="与台账“高耗能行业类别”相同的词；台账填了的优先。"),
    Column("category", "名单类别", required=True, width=14, note="与风险-R22 各档的词一致。"),
    key=("industry_code", "high_energy_kind"),
    note="风险-R22 用：行业属于鼓励、一般、高耗能、限制、过剩还是淘汰。",
)
