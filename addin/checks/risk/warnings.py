"""审计-A17, A18: the warning list of collection risk."""

import pandas as pd

from addin.checks.risk import Risks
from addin.findings import Level, Verdict, check, judge
from addin.rulebook import RulesInForce

ORANGE = "橙"


@check(
    "审计-A17",
    "风险等级上升或橙红",
    level=Level.WARNING,
    clause="D7",
    table="customers",
    column="customer_no",
    advice="制定一户一策，按「风险结果」所列措施落实，并按等级督办",
)
def risk_rises(risks: Risks, rules: RulesInForce) -> Verdict:
    """Warn where the level rose by at least one step, or is orange or red.

    References: 制度 D7, D8; 审计检查点 A17.

    Checked with: generated cases only.

    Limitations: without earlier results only orange and red are seen; a customer without any data is 未能核查.
    """
    rows = risks.customers
    levels = rules.rows("risk_levels").set_index("colour")
    orange = levels.loc[ORANGE, "rank"]
    rose = rows["rank"] > rows["previous_rank"]
    return judge(
        rows,
        (rows["rank"] >= orange) | rose,
        actual=rows["plain_level"],
        expected=f"低于{levels.loc[ORANGE, 'level']}且未上升",
        needs=(rows["rank"],),
        stake_fen=rows["exposure_fen"].where(rows["exposure_fen"] > 0),
        reason="没有任何一项指标有数据，无法评级；请补交费、合同或外部风险数据",
        message=_sentences(rows),
        rule=rules.cite("risk_levels", _row(rules, ORANGE)),
    )


@check(
    "审计-A18",
    "风险数据不足",
    level=Level.WARNING,
    clause="B6",
    table="customers",
    column="customer_no",
    advice="补充外部风险、收款、合同等数据后重新评级；补齐前由客户经理人工复核等级",
)
def data_short(risks: Risks, rules: RulesInForce) -> Verdict:
    """Warn where less of the indicators' weight is known than the rule asks for.

    References: 制度 B6; 审计检查点 A18; 风险参数 数据完整率下限.

    Checked with: generated cases only.

    Limitations: says that data lack, not which of them matter most; the missing ones stand in 风险结果 as 无数据.
    """
    rows = risks.customers
    floor = rules.value("risk_parameters", "数据完整率下限")
    return judge(
        rows,
        rows["short"],
        actual=rows["completeness_percent"],
        expected=floor,
        message="风险数据完整率 {actual:.0f}%，低于 {expected:.0f}%：等级仅供参考，不得视为低风险",
        rule=rules.cite_key("risk_parameters", "数据完整率下限"),
    )


def _sentences(rows: pd.DataFrame) -> pd.Series:
    """Return the sentence of each customer: level, score, why, exposure."""
    rise = ("，上次为" + rows["previous_level"]).where(rows["previous_rank"].notna(), "")
    vetoes = ("，一票定级 " + rows["vetoes"]).where(rows["vetoes"] != "", "")
    score = rows["score"].map(lambda value: f"{value:.1f}")
    days = rows["overdue_days"].map(lambda value: f"，最长逾期 {value:.0f} 天" if value > 0 else "")
    return "风险等级" + rows["level"] + "（风险分 " + score + "）" + rise + vetoes + days


def _row(rules: RulesInForce, colour: str) -> int:
    """Return the sheet row of a level."""
    levels = rules.rows("risk_levels")
    return int(levels.index[levels["colour"] == colour][0])
