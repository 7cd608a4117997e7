"""审计-A32: hazards that were not mended in time."""

from datetime import date

import numpy as np
import pandas as pd

from addin.findings import Level, Outcome, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

TABLE = "hazard_levels"
CLOSED = ("闭环", "关闭")
NEXT = {"再次下达": "约谈客户负责人", "约谈": "书面报备主管部门", "报备政府": "继续督办", "督办中": "继续督办"}
"""What follows where the state says that mending, if any, was not accepted."""
FIRST = {"一般": "再次下达整改通知书", "较大": "约谈客户负责人", "重大": "书面报备主管部门"}
"""What follows the first delay, by level."""


@check(
    "审计-A32",
    "隐患超期未改",
    level=Level.ERROR,
    clause="F3",
    table="hazards",
    column="due_on",
    advice="按说明中的下一步办理（再次下达、约谈或报备），出整改通知书并登记；不得以停电相告",
)
def hazard_overdue(hazards: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """A hazard is mended by its due date, or by its level's default term after it was found.

    References:
        制度 F3; 隐患等级与时限; 审计检查点 A32 (到期<今天); 上海市供用电条例第二十条 as an example of local law.

    Checked with:
        generated cases only.

    Limitations:
        A hazard without 整改期限, 发现日期 or 隐患等级 to reckon from is 未能核查. One with 完成日 waits for its
        inspection and is not asked here, unless it was ordered again since.
    """
    mended = (hazards["done_on"] <= pd.Timestamp(as_of)) & ~hazards["state"].isin(NEXT)
    asked = hazards[hazards["customer_no"].notna() & ~hazards["state"].isin(CLOSED) & ~mended]
    levels = rules.rows(TABLE).reset_index(names="row").set_index("level")
    level = asked["hazard_level"]
    term = pd.to_timedelta(level.map(levels["due_days"]), unit="D")
    due = asked["due_on"].fillna(asked["found_on"] + term)
    days = (pd.Timestamp(as_of) - due).dt.days
    values = {
        "due": due.dt.strftime("%Y-%m-%d"),
        "default": np.where(asked["due_on"].isna(), "（台账未填期限，按等级默认期限推算）", ""),
        "step": asked["state"].map(NEXT).fillna(level.map(FIRST)).fillna("再次下达整改通知书"),
        "report": level.map(levels["report"]).fillna("未定"),
    }
    return judge(
        asked,
        days > 0,
        actual=days,
        expected=values["due"],
        about=asked["hazard_no"],
        values={name: pd.Series(part, index=asked.index) for name, part in values.items()},
        message="{hazard_level}隐患 {hazard_no}（{description}）应于 {due} 前整改{default}，已超期 {actual:.0f} 天，"
        "状态『{state}』；下一步：{step}；上报：{report}",
        reason="隐患 {hazard_no} 没有整改期限，也没有可推算的发现日期和等级，请补填",
        outcome=Outcome.OVERDUE,
        rule=level.map(levels["row"]).map(lambda row: rules.cite(TABLE, row), na_action="ignore").astype(object),
    )
