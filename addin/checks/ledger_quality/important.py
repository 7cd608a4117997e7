"""台账-VR13, VR14: what an important user must have: own emergency supply, and enough sources."""

import numpy as np
import pandas as pd

from addin.checks.ledger_quality.rows import LIMITS, active, stamp, worded
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

MEASURES = {"闭锁方式": "own_supply_interlock", "应急预案": "emergency_plan_on", "非电保安措施": "other_protection"}


@check(
    "台账-VR13",
    "重要用户自备应急电源",
    level=Level.WARNING,
    clause="F2",
    table="customers",
    column="own_supply_kva",
    advice="登记隐患并出整改通知书；督促客户配齐自备应急电源、闭锁、预案和非电保安措施",
)
def own_supply(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An important user has its own emergency supply of 1.2 × 保安负荷, an interlock, a plan and other protection.

    References:
        制度 F2, F6; GB/T 29328—2018 (自备应急电源不低于保安负荷的 120%); 校验规则 VR13, 重要电力用户认定.

    Checked with:
        generated cases only.

    Limitations:
        kVA and kW are compared as written; start-up time is not compared with the process; 临时性 users are not asked.
    """
    levels = rules.rows("important_users").set_index("level")["own_source_ratio"].dropna()
    times = np.maximum(levels, rules.value(LIMITS, "台账-VR13:自备电源倍数"))
    asked = active(customers)
    asked = asked[asked["importance"].isin(levels.index)]
    wanted = asked["security_load_kw"] * asked["importance"].map(times)
    own = asked["own_supply_kva"].fillna(0)
    shown = worded(own, "自备应急电源容量不足（自备 {:,.0f} kVA，") + worded(wanted, "应不低于 {:,.0f}）、")
    lacks = pd.Series("", index=asked.index, dtype=object).mask(own < wanted, shown)
    lacks = lacks.mask(wanted.isna(), "没有保安负荷，自备电源容量无法核对、")
    for name, column in MEASURES.items():
        lacks = lacks.mask(asked[column].isna(), lacks + f"缺{name}、")
    return judge(
        asked,
        lacks != "",
        actual=own,
        expected=wanted,
        needs=(),
        values={"lacks": lacks.str.rstrip("、")},
        message="{importance}重要用户：{lacks}",
        level=stamp(rules, "台账-VR13")["level"],
        rule=rules.cite_key(LIMITS, "台账-VR13:自备电源倍数"),
    )


@check(
    "台账-VR14",
    "重要用户供电电源",
    level=Level.WARNING,
    clause="F2",
    table="customers",
    column="supply_kind",
    advice="登记隐患，督促客户完善供电电源；特级、一级应报地方电力管理部门",
)
def supply_of_important_user(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An important user is supplied as its level asks: no single source for 特级 and 一级, no single line for 二级.

    References:
        制度 F2; GB/T 29328—2018; 重要电力用户认定 不合要求的电源类型.

    Checked with:
        generated cases only.

    Limitations:
        Whether two sources come from different substations is not derived from 电源.
    """
    rows = rules.rows("important_users").reset_index(names="row").set_index("level")
    rows = rows[rows["refused_source_types"].notna()]
    asked = active(customers)
    asked = asked[asked["importance"].isin(rows.index)]
    refused = {(level, kind) for level, words in rows["refused_source_types"].items() for kind in words.split("、")}
    pairs = pd.Series(
        list(zip(asked["importance"], asked["supply_kind"], strict=True)), index=asked.index, dtype=object
    )
    return judge(
        asked,
        pairs.isin(refused),
        actual=asked["supply_kind"],
        expected=asked["importance"].map(rows["power_sources"]),
        message="{importance}重要用户现为{actual}，应为：{expected}",
        reason="{importance}重要用户没有填写电源类型",
        level=stamp(rules, "台账-VR14")["level"],
        rule=asked["importance"].map(rows["row"]).map(lambda row: rules.cite("important_users", row)),
    )
