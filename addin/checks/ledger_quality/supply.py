"""台账-VR13–VR16, VR20–VR22: important users, plausibility, dates, contacts, names, temporary supply."""

from datetime import date

import pandas as pd

from addin.checks.ledger_quality.identity import TABLE
from addin.findings import Level, Outcome, Verdict, check, judge, nothing
from addin.rulebook import RulesInForce

LIMITS = "ledger_limits"
IMPORTANT = ("特级", "一级", "二级")
CLOSED = "已销户"
WANTED_ROLES = {"电费联系人": "for_dunning", "24h应急": "for_emergency"}


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

    References: 制度 F2, F6; GB/T 29328—2018; 校验规则 VR13.

    Checked with: generated cases only.

    Limitations: kVA and kW are compared as written; start-up time is not compared with the process.
    """
    asked = customers[customers["importance"].isin(IMPORTANT) & customers["customer_no"].notna()]
    times = rules.value(LIMITS, "台账-VR13:自备电源倍数")
    wanted = asked["security_load_kw"] * times
    lacks = {"闭锁方式": "own_supply_interlock", "应急预案": "emergency_plan_on", "非电保安措施": "other_protection"}
    short = asked["own_supply_kva"].fillna(0) < wanted
    what = pd.Series("", index=asked.index).mask(short, "自备应急电源容量不足、")
    for name, column in lacks.items():
        what = what + asked[column].isna().map({True: f"缺{name}、", False: ""})
    return judge(
        asked,
        what != "",
        actual=asked["own_supply_kva"],
        expected=wanted,
        needs=(asked["security_load_kw"],),
        values={"what": what.str.rstrip("、"), "own": asked["own_supply_kva"].fillna(0)},
        message="{importance}重要用户：{what}（自备 {own:,.0f} kVA，按保安负荷应不低于 {expected:,.0f}）",
        reason="{importance}重要用户没有填写保安负荷，无法核对自备应急电源",
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

    References: 制度 F2; GB/T 29328—2018; 重要电力用户认定 不合要求的电源类型.

    Checked with: generated cases only.

    Limitations: whether two sources come from different substations is not derived from 电源.
    """
    rows = rules.rows("important_users").reset_index(names="row").set_index("level")
    asked = customers[customers["importance"].isin(rows.index[rows["refused_source_types"].notna()])]
    refused = asked["importance"].map(rows["refused_source_types"])
    pairs = zip(asked["supply_kind"].fillna(""), refused, strict=True)
    bad = pd.Series([kind in words.split("、") for kind, words in pairs], index=asked.index, dtype=bool)
    return judge(
        asked,
        bad,
        actual=asked["supply_kind"],
        expected=asked["importance"].map(rows["power_sources"]),
        message="{importance}重要用户现为{actual}，应为：{expected}",
        rule=asked["importance"].map(rows["row"]).map(lambda row: rules.cite("important_users", row)),
    )


@check(
    "台账-VR15",
    "用电类别与行业",
    level=Level.NOTICE,
    clause="A1",
    table="customers",
    column="usage_class",
    advice="核对用电类别和行业分类哪一个有误",
)
def usage_fits_industry(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """农业生产 belongs to section A, and 大工业 to the industrial sections.

    References: 制度 A1; 校验规则 VR15.

    Checked with: generated cases only.

    Limitations: only these two plain contradictions are asked; 工商业 fits every section.
    """
    asked = customers.dropna(subset=["customer_no", "usage_class", "industry_code"])
    section = asked["industry_code"].str.extract(r"^([A-T])", expand=False)
    farming = asked["usage_class"].str.contains("农业") & (section != "A")
    industrial = asked["usage_class"].str.contains("大工业") & ~section.isin(list("ABCDE"))
    return judge(
        asked,
        farming | industrial,
        needs=(section,),
        actual=asked["usage_class"],
        expected=asked["industry_code"],
        message="用电类别『{actual}』与行业分类『{expected}』不合常理",
        reason="行业分类没有门类字母，无法与用电类别核对",
        outcome=Outcome.NOTICE,
        rule=rules.cite_key(TABLE, "台账-VR15"),
    )


@check(
    "台账-VR16",
    "立户送电销户日期",
    level=Level.ERROR,
    clause="B7",
    table="customers",
    column="closed_on",
    advice="核对业扩和销户工单后更正日期；已销户仍出账的，停止发行并核查",
)
def dates_in_order(customers: pd.DataFrame, bills: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """立户 ≤ 送电 ≤ 销户, and no bill begins after a customer was closed.

    References: 制度 B7; 校验规则 VR16.

    Checked with: generated cases only.

    Limitations: 已销户 without a date is only compared with nothing.
    """
    asked = customers[customers["customer_no"].notna()]
    opened, connected, closed = (asked[name] for name in ("opened_on", "connected_on", "closed_on"))
    wrong = (opened > connected) | (connected > closed) | (opened > closed)
    last = bills.groupby("customer_no")["starts_on"].max().reindex(asked["customer_no"]).set_axis(asked.index)
    billed = last > closed
    why = pd.Series("立户、送电、销户日期先后颠倒", index=asked.index).mask(billed, "销户之后还有电费账单")
    shown = [part.dt.strftime("%Y-%m-%d").fillna("空") for part in (opened, connected, closed)]
    return judge(
        asked,
        wrong | billed,
        actual="立户 " + shown[0] + "，送电 " + shown[1] + "，销户 " + shown[2],
        needs=(),
        values={"why": why},
        message="{why}：{actual}",
        rule=rules.cite_key(TABLE, "台账-VR16"),
    )


@check(
    "台账-VR20",
    "联系人齐全",
    level=Level.WARNING,
    clause="B1",
    table="customers",
    column="customer_no",
    advice="走访时补齐并核实电费联系人和 24h 应急联系人",
)
def contacts_complete(customers: pd.DataFrame, contacts: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """A customer has a contact for bills and one for emergencies, verified within 90 days.

    References: 制度 B1, B7; 校验参数 VR20.

    Checked with: generated cases only.

    Limitations: a contact counts by its 角色 or by its 是/否 column; verification is asked of the newest of each kind.
    """
    asked = customers[customers["customer_no"].notna() & (customers["state"] != CLOSED)]
    days = rules.value(LIMITS, "台账-VR20:核实天数")
    oldest = pd.Timestamp(as_of) - pd.Timedelta(days=days)
    what = pd.Series("", index=asked.index)
    for role, flag in WANTED_ROLES.items():
        able = contacts[(contacts["role"] == role) | (contacts[flag] == "是")]
        newest = able.groupby("customer_no")["verified_on"].max().reindex(asked["customer_no"]).set_axis(asked.index)
        lacks = ~asked["customer_no"].isin(able["customer_no"])
        stale = ~lacks & ~(newest >= oldest)
        what = (
            what
            + lacks.map({True: f"缺{role}；", False: ""})
            + stale.map({True: f"{role}超过 {days:.0f} 天未核实；", False: ""})
        )
    return judge(
        asked,
        what != "",
        needs=(),
        actual=what.str.rstrip("；"),
        expected="电费联系人和24h应急联系人",
        message="{actual}",
        outcome=Outcome.MISSING,
        rule=rules.cite_key(LIMITS, "台账-VR20:核实天数"),
    )


@check(
    "台账-VR21",
    "户名与营业执照",
    level=Level.WARNING,
    clause="B7",
    table="customers",
    column="customer_name",
    advice="疑似未办更名或过户：请客户限期办理，办结前由合同户承担电费",
)
def name_is_licence_name(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """户名 is the name on the business licence.

    References: 制度 B7; 校验规则 VR21.

    Checked with: generated cases only.

    Limitations: customers without 营业执照名称 are not asked.
    """
    asked = customers.dropna(subset=["customer_no", "customer_name", "licence_name"])
    return judge(
        asked,
        asked["customer_name"] != asked["licence_name"],
        actual=asked["customer_name"],
        expected=asked["licence_name"],
        message="户名『{actual}』与营业执照名称『{expected}』不一致",
        rule=rules.cite_key(TABLE, "台账-VR21"),
    )


@check(
    "台账-VR22",
    "临时用电到期",
    level=Level.WARNING,
    clause="E4",
    table="customers",
    column="temporary_until_on",
    advice="书面告知客户办理延期、转正式或终止",
)
def temporary_supply_ends(customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Temporary supply that ends within 30 days, or has ended, is told to the customer.

    References: 制度 E4; 校验参数 VR22.

    Checked with: generated cases only.

    Limitations: whether the customer was told in writing is not looked up.
    """
    asked = customers.dropna(subset=["customer_no", "temporary_until_on"])
    asked = asked[asked["state"] != CLOSED]
    days = (asked["temporary_until_on"] - pd.Timestamp(as_of)).dt.days
    return judge(
        asked,
        days <= rules.value(LIMITS, "台账-VR22:提醒天数"),
        actual=days,
        values={"until": asked["temporary_until_on"].dt.strftime("%Y-%m-%d")},
        message="临时用电 {until} 到期，还有 {actual:.0f} 天",
        outcome=Outcome.OVERDUE,
        rule=rules.cite_key(LIMITS, "台账-VR22:提醒天数"),
    )


@check(
    "审计-A04",
    "台账校验",
    level=Level.WARNING,
    clause="B7",
    table="customers",
    column="customer_no",
    advice="逐项见台账-VR01–VR22",
)
def ledger_rules_hold() -> Verdict:
    """The rules VR01–VR22 hold; each reports its own findings, this point only stands for their sum.

    References: 制度 B7; 审计检查点 A04.

    Checked with: the tests of VR01–VR22.

    Limitations: none of its own.
    """
    return nothing("由台账-VR01–VR22 逐项核查")
