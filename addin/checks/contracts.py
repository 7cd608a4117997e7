"""审计-A19, A20, A22: contracts missing, expired or about to expire, and late fees out of bounds."""

from datetime import date

import pandas as pd

from addin.findings import Level, Outcome, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce

TABLE = "contract_parameters"
REMINDERS = ("到期提醒:第一次", "到期提醒:第二次", "到期提醒:第三次")
CONCLUDED = ("履行中", "变更中", "归档")
"""States of a contract that binds; a blank state counts as one, a 终止 contract does not."""
NOT_ASKED = ("已销户", "新装中")
ENDLESS = pd.Timestamp(9999, 12, 31).as_unit("s")
"""Last day of a contract that renews itself."""


def _binding(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts that were concluded and not ended."""
    concluded = contracts["state"].isna() | contracts["state"].isin(CONCLUDED)
    return contracts[concluded & contracts["customer_no"].notna()]


def _current(contracts: pd.DataFrame, rules: RulesInForce, as_of: date) -> pd.DataFrame:
    """Return the binding contract of each customer that lasts longest, with its last day ``ends`` (NaT unknown).

    A contract without an end goes behind one that is in force for certain, and before one that has expired.
    """
    rows = _binding(contracts)
    renews = rules.text(TABLE, "自动续期视为有效") == "是"
    ends = rows["expires_on"].mask((rows["auto_renewal"] == "是") & renews, ENDLESS)
    ordered = rows.assign(ends=ends, order=ends.fillna(pd.Timestamp(as_of))).sort_values("order", kind="stable")
    return ordered.drop_duplicates("customer_no", keep="last")


def _asked(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customers that must have a contract."""
    return customers[customers["customer_no"].notna() & ~customers["state"].isin(NOT_ASKED)]


@check(
    "审计-A19",
    "无合同或合同已过期",
    level=Level.ERROR,
    clause="E1",
    table="customers",
    column="customer_no",
    advice="尽快签订或续签供用电合同（文书命令 contract 可出合同文本），并登记到「合同台账」",
)
def contract_in_force(customers: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Every customer has a contract that has not expired; one that renews itself has not.

    References:
        制度 E1; 电力供应与使用条例第三十三条; ledger.md §3 (自动续期); 审计检查点 A19 (当日>到期).

    Checked with:
        generated cases only.

    Limitations:
        A contract without an end date that does not renew itself is 未能核查; drafts and ended contracts do not count;
        customers not yet connected are not asked.
    """
    asked = _asked(customers)
    current = _current(contracts, rules, as_of).set_index("customer_no")
    without = asked[~asked["customer_no"].isin(current.index)]
    having = asked.drop(without.index)
    own = current.reindex(having["customer_no"]).set_axis(having.index)
    rule = rules.cite_key(TABLE, "自动续期视为有效")
    missing = judge(
        without,
        pd.Series(data=True, index=without.index),
        needs=(),
        message="「合同台账」中没有已签订的供用电合同",
        outcome=Outcome.MISSING,
        rule=rule,
    )
    expired = judge(
        having,
        own["ends"] < pd.Timestamp(as_of),
        actual=own["ends"].dt.strftime("%Y-%m-%d"),
        expected=f"{as_of:%Y-%m-%d} 有效",
        about=own["contract_no"],
        values={"contract_no": own["contract_no"]},
        message="合同 {contract_no} 已于 {actual} 到期，且没有约定自动续期",
        reason="合同 {contract_no} 没有登记到期日期，也没有约定自动续期，不知是否有效",
        outcome=Outcome.OVERDUE,
        rule=rule,
    )
    return both((missing, expired))


@check(
    "审计-A20",
    "合同即将到期",
    level=Level.NOTICE,
    clause="E1",
    table="contracts",
    column="expires_on",
    advice="启动续签：核对台账与合同是否一致，走评审流程",
)
def contract_ends_soon(customers: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Remind 90, 60 and 30 days before the contract ends.

    References:
        制度 E1; 合同参数 到期提醒; 审计检查点 A20.

    Checked with:
        generated cases only.

    Limitations:
        Only the contract that lasts longest is reminded of, not one that already has its successor; the reminder names
        the nearest of the three terms.
    """
    current = _current(contracts, rules, as_of)
    asked = current[current["customer_no"].isin(_asked(customers)["customer_no"]) & current["ends"].notna()]
    days = (asked["ends"] - pd.Timestamp(as_of)).dt.days
    terms = {rules.value(TABLE, key): rules.cite_key(TABLE, key) for key in REMINDERS}
    term = pd.Series(float("nan"), index=asked.index)
    for limit in sorted(terms, reverse=True):
        term = term.mask(days <= limit, limit)
    return judge(
        asked,
        term.notna() & (days >= 0),
        actual=days,
        needs=(),
        about=asked["contract_no"],
        values={"until": asked["ends"].dt.strftime("%Y-%m-%d"), "term": term},
        message="合同 {contract_no} 于 {until} 到期，还有 {actual:.0f} 天（{term:.0f} 天提醒）",
        outcome=Outcome.NOTICE,
        rule=term.map(terms).astype(object),
    )


@check(
    "审计-A22",
    "违约金比例越界",
    level=Level.ERROR,
    clause="E2",
    table="contracts",
    column="late_fee_permille",
    advice="与客户签补充协议，把违约金比例改到法定区间之内；改正前不得按越界比例计收",
)
def late_fee_in_bounds(contracts: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """The agreed late fee lies within the bounds of the law, both included.

    References:
        电力供应与使用条例第三十九条 (TL-39): 1‰–3‰ per day; 合同参数 违约金率; 审计检查点 A22.

    Checked with:
        generated cases only.

    Limitations:
        A contract without a rate is not asked; the statutory rate then applies.
    """
    asked = _binding(contracts).dropna(subset=["late_fee_permille"])
    low, high = (rules.value(TABLE, f"违约金率:{bound}") for bound in ("下限", "上限"))
    rate = asked["late_fee_permille"]
    bounds = {True: rules.cite_key(TABLE, "违约金率:下限"), False: rules.cite_key(TABLE, "违约金率:上限")}
    return judge(
        asked,
        (rate < low) | (rate > high),
        actual=rate,
        expected=f"{low:g}–{high:g}‰/日",
        about=asked["contract_no"],
        message="合同 {contract_no} 约定的违约金为每日 {late_fee_permille:g}‰，应在 {expected} 之内",
        rule=(rate < low).map(bounds).astype(object),
    )
