"""审计-A32: hazards that were not mended in time."""

from datetime import date

import pandas as pd

from addin.findings import Level, Outcome, Verdict, check, judge
from addin.rulebook import RulesInForce

DONE = ("闭环", "关闭")
TABLE = "hazard_levels"


@check(
    "审计-A32",
    "隐患超期未改",
    level=Level.ERROR,
    clause="F3",
    table="hazards",
    column="due_on",
    advice="按隐患等级处理：一般再次书面督促，较大约谈负责人，重大书面报告主管部门；出整改通知书并登记",
)
def hazard_overdue(hazards: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """A hazard is mended by its due date, or by its level's default term after it was found.

    References: 制度 F3; 隐患等级与时限; 上海市供用电条例第二十条 as an example of local law.

    Checked with: generated cases only.

    Limitations: a hazard whose due date and level are both missing is 未能核查; one with 完成日 counts as mended,
    re-inspected or not.
    """
    asked = hazards[hazards["customer_no"].notna() & ~hazards["state"].isin(DONE) & hazards["done_on"].isna()]
    levels = rules.rows(TABLE).reset_index(names="row").set_index("level")
    term = pd.to_timedelta(asked["hazard_level"].map(levels["due_days"]), unit="D")
    due = asked["due_on"].fillna(asked["found_on"] + term)
    days = (pd.Timestamp(as_of) - due).dt.days
    return judge(
        asked,
        days > 0,
        actual=days,
        expected=due.dt.strftime("%Y-%m-%d"),
        about=asked["hazard_no"],
        values={"due": due.dt.strftime("%Y-%m-%d"), "report": asked["hazard_level"].map(levels["consequence"])},
        message="{hazard_level}隐患 {hazard_no}（{description}）应于 {due} 前整改，已超期 {actual:.0f} 天；{report}",
        reason="隐患 {hazard_no} 没有整改期限，也没有可推算的发现日期和等级，请补填",
        outcome=Outcome.OVERDUE,
        rule=asked["hazard_level"].map(levels["row"]).map(lambda row: rules.cite(TABLE, row), na_action="ignore"),
    )
