"""审计-A17, A18: the warning list of collection risk."""

import pandas as pd

from addin.checks.risk import Risks
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

ORANGE = "橙"
NOT_SUPPLIED = ("新装中", "已销户")


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

    References: 制度 D7, D8; 审计检查点 A17; 风险等级, 风险一票定级.

    Checked with: generated cases only.

    Limitations: without earlier results only orange and red are seen; a customer without any data is 未能核查.
    """
    rows = risks.customers
    levels = rules.rows("risk_levels").set_index("colour")
    alarming = rows["rank"] >= levels.loc[ORANGE, "rank"]
    rose = rows["rank"] > rows["previous_rank"]
    colours = dict(zip(levels["rank"], levels.index, strict=True))
    return judge(
        rows,
        alarming | rose,
        actual=rows["plain_level"],
        expected=f"低于{levels.loc[ORANGE, 'level']}且未上升",
        needs=(rows["rank"],),
        stake_fen=rows["exposure_fen"].where(rows["exposure_fen"] > 0),
        reason="没有任何一项指标有数据，无法评级；请补交费、合同或外部风险数据",
        message="风险等级{level}（{colour}，风险分 {score:.1f}）" + "{rise}{vetoed}{overdue}{exposed}{kinds}",
        values={"colour": rows["rank"].map(colours)} | _parts(rows, rose, alarming | rose),
        rule=rules.cite_key("risk_levels", levels.loc[ORANGE, "level"]),
    )


def _parts(rows: pd.DataFrame, rose: pd.Series, found: pd.Series) -> dict[str, pd.Series]:
    """Return the parts of the sentence that not every customer has, for those found."""
    some = rows[found.fillna(value=False).astype(bool)]
    rise = "，由" + some["previous_level"].fillna("").astype(str) + "上升"
    days = some["overdue_days"].map("，最长逾期 {:.0f} 天".format)
    exposed = some["exposure_yuan"].map("，敞口 {:,.2f} 元".format, na_action="ignore")
    return {
        "rise": rise.where(rose.reindex(some.index), ""),
        "vetoed": ("，一票定级 风险-" + some["vetoes"]).where(some["vetoes"] != "", ""),
        "overdue": days.where(some["overdue_days"] > 0, ""),
        "exposed": exposed.where(some["exposure_fen"].fillna(0) > 0, ""),
        "kinds": ("；风险类型：" + some["risk_types"]).where(some["risk_types"] != "", ""),
    }


@check(
    "审计-A18",
    "风险数据不足",
    level=Level.WARNING,
    clause="B6",
    table="customers",
    column="customer_no",
    advice="补充外部风险、收款、合同等数据后重新评级；补齐前由客户经理人工复核等级",
)
def data_short(risks: Risks, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn where less of the indicators' weight is known than the rule asks for.

    References: 制度 B6; 审计检查点 A18; 风险参数 数据完整率下限.

    Checked with: generated cases only.

    Limitations: names the dimensions that lack entirely; single missing indicators stand in 风险结果 as 无数据.
    Customers not yet or no longer supplied are not asked.
    """
    supplied = ~customers["state"].isin(NOT_SUPPLIED).reindex(risks.customers.index)
    rows = risks.customers[supplied]
    key = "数据完整率下限"
    lacking = ("，全缺的维度：" + rows["blank_dimensions"]).where(rows["blank_dimensions"] != "", "")
    return judge(
        rows,
        rows["short"],
        actual=rows["completeness_percent"],
        expected=rules.value("risk_parameters", key),
        values={"lacking": lacking},
        message="风险数据完整率 {actual:.0f}%，低于 {expected:.0f}%{lacking}：等级仅供参考，不得视为低风险",
        rule=rules.cite_key("risk_parameters", key),
    )
