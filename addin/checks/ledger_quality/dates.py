"""台账-VR16, VR19, VR22: dates that must follow one another, and dates that run out."""

from datetime import date

import pandas as pd

from addin.checks.ledger_quality.rows import CLOSED, LIMITS, active, day, stamp, worded
from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce

REVERSED = "已冲正"
HIGH_KV = 35
CYCLES = {True: "台账-VR19:预试周期:重要或35kV以上", False: "台账-VR19:预试周期:10kV"}


@check(
    "台账-VR16",
    "立户送电销户日期",
    level=Level.ERROR,
    clause="B7",
    table="customers",
    column="closed_on",
    advice="核对业扩和销户工单后更正日期；已销户仍出账的，停止发行并核查",
)
def dates_in_order(customers: pd.DataFrame, bills: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """立户 ≤ 送电 ≤ 销户, and no bill begins after a customer was closed.

    References:
        制度 B7; SG186 C_CONS; 校验规则 VR16.

    Checked with:
        generated cases only.

    Limitations:
        A 已销户 customer without 销户日期 is only asked for a bill of the audited month; reversed bills do not count.
    """
    return both((_order(customers, rules), _billed_after_closing(customers, bills, rules, month)))


def _order(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Find dates that stand the wrong way round."""
    asked = customers[customers["customer_no"].notna()]
    opened, connected, closed = (asked[name] for name in ("opened_on", "connected_on", "closed_on"))
    early = opened > connected
    return judge(
        asked,
        early | (connected > closed) | (opened > closed),
        needs=(),
        actual="立户 " + day(opened) + "，送电 " + day(connected) + "，销户 " + day(closed),
        about="先后",
        column=pd.Series("closed_on", index=asked.index).mask(early, "opened_on"),
        message="立户、送电、销户日期先后颠倒：{actual}",
        **stamp(rules, "台账-VR16"),
    )


def _billed_after_closing(customers: pd.DataFrame, bills: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Find customers whose last bill begins after they were closed."""
    asked = customers[
        customers["customer_no"].notna() & (customers["closed_on"].notna() | (customers["state"] == CLOSED))
    ]
    theirs = bills[bills["customer_no"].isin(asked["customer_no"]) & (bills["month"] <= month)]
    stands = theirs[(theirs["state"] != REVERSED) & theirs["reverses_no"].isna()]
    begins = stands["starts_on"].fillna(pd.to_datetime(stands["month"], errors="coerce"))
    last = stands.assign(begins=begins).sort_values("begins", kind="stable").drop_duplicates("customer_no", keep="last")
    last = last.set_index("customer_no").reindex(asked["customer_no"]).set_axis(asked.index)
    undated = asked["closed_on"].isna() & (last["month"] == month)
    return judge(
        asked,
        (last["begins"] > asked["closed_on"]) | undated,
        needs=(),
        actual=last["bill_no"],
        about=last["bill_no"].fillna(""),
        values={"closed": day(asked["closed_on"]), "billed": last["month"]},
        message="已销户（销户日期 {closed}），{billed} 仍有电费账单 {actual}",
        **stamp(rules, "台账-VR16"),
    )


@check(
    "台账-VR19",
    "预试超期",
    level=Level.WARNING,
    clause="F2",
    table="devices",
    column="tested_on",
    advice="督促客户安排预防性试验，并出具用电检查结果通知书留存",
)
def test_in_time(devices: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Every device in service was tested within its cycle; a new one by its commissioning tests.

    References:
        制度 F2; DL/T 596—2021; 校验参数 VR19 (待核): 12 months for important users and 35 kV and above, else 24.

    Checked with:
        generated cases only.

    Limitations:
        Motors are asked like transformers; a device without 上次预试日期 and 投运日期 is 未能核查. Where no device of
        the ledger has 上次预试日期, tests are not kept there, and who would be overdue since 投运 is 未能核查.
    """
    owners = active(customers).drop_duplicates("customer_no").set_index("customer_no")
    asked = devices[
        devices["customer_no"].isin(owners.index) & (devices["state"].isna() | (devices["state"] == "运行"))
    ]
    owner = owners.reindex(asked["customer_no"]).set_axis(asked.index)
    often = _often(owner, rules)
    months = often.map({kind: rules.value(LIMITS, key) for kind, key in CYCLES.items()})
    tested = asked[["tested_on", "commissioned_on"]].max(axis=1)
    on = tested.dt.strftime("%Y-%m-%d")
    since = ("上次预试 " + on).where(tested == asked["tested_on"], "从投运日期 " + on + " 起算")
    since = since.mask(asked["tested_on"].isna(), "没有预试记录，" + since)
    due = _later(tested, months)
    late, kept = due < pd.Timestamp(as_of), bool(devices["tested_on"].notna().any())
    return judge(
        asked,
        late,
        needs=(tested,),
        unknown=late & (not kept),
        actual=on,
        expected=due.dt.strftime("%Y-%m-%d"),
        about=asked["device_no"],
        values={"months": months, "since": since},
        message="设备 {device_no} {since}，周期 {months:.0f} 个月，应于 {expected} 前完成",
        reason="设备没有上次预试日期，也没有投运日期"
        if kept
        else "「受电设备」的「上次预试日期」没有一台填写，请补登后核对",
        outcome=Outcome.OVERDUE,
        level=stamp(rules, "台账-VR19")["level"],
        rule=often.map({kind: rules.cite_key(LIMITS, key) for kind, key in CYCLES.items()}),
    )


def _often(owner: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Say whose devices are tested more often: important users, and those at 35 kV and above."""
    codes = rules.rows("codes")
    kv = codes[codes["kind"] == "电压等级"].set_index("value")["kv"]
    fixed = rules.rows("important_users").set_index("level")["own_source_ratio"].dropna().index
    return owner["importance"].isin(fixed) | (owner["supply_voltage"].map(kv) >= HIGH_KV)


def _later(dates: pd.Series, months: pd.Series) -> pd.Series:
    """Return dates moved by whole months, to the last day where a month is shorter."""
    moved = pd.Series(pd.NaT, index=dates.index, dtype="datetime64[s]")
    for count in months.unique():
        moved = moved.mask(months == count, dates + pd.DateOffset(months=int(count)))
    return moved


@check(
    "台账-VR22",
    "临时用电到期",
    level=Level.WARNING,
    clause="E4",
    table="customers",
    column="temporary_until_on",
    advice="到期一个月前书面告知客户；办理延期、转正式或终止",
)
def temporary_supply_ends(customers: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Temporary supply that ends within the days of the rule row, or has ended, is told to the customer.

    References:
        制度 E4; 校验参数 VR22 (a written notice one month before).

    Checked with:
        generated cases only.

    Limitations:
        Whether the customer was told in writing is not looked up.
    """
    asked = active(customers)
    asked = asked[asked["temporary_until_on"].notna()]
    days = (asked["temporary_until_on"] - pd.Timestamp(as_of)).dt.days
    past = days < 0
    left = worded(days, " 到期，还有 {} 天").mask(past, worded(-days, " 到期，已过 {} 天"))
    said = "临时用电 " + day(asked["temporary_until_on"]) + left
    soon = days <= rules.value(LIMITS, "台账-VR22:提醒天数")
    level = stamp(rules, "台账-VR22")["level"]
    rule = rules.cite_key(LIMITS, "台账-VR22:提醒天数")
    parts = ((asked[~past], Outcome.NOTICE), (asked[past], Outcome.OVERDUE))
    return both(
        judge(part, soon.reindex(part.index), actual=days, message=said, outcome=outcome, level=level, rule=rule)
        for part, outcome in parts
    )
