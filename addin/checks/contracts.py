"""审计-A19, A20, A22: contracts missing, expired or about to expire, and late fees out of bounds."""

from datetime import date

import pandas as pd

from addin.findings import Level, Outcome, Verdict, check, judge
from addin.rulebook import RulesInForce
from addin.tables.choices import BINDING_STATES

TABLE = "contract_parameters"
REMINDERS = ("到期提醒:第一次", "到期提醒:第二次", "到期提醒:第三次")
CLOSED = "已销户"


def _binding(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts that were concluded and not ended."""
    return contracts[contracts["state"].isna() | contracts["state"].isin(BINDING_STATES)]


def _last_days(asked: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce) -> pd.Series:
    """Return the day on which each customer's longest contract ends; far off where it renews itself or has no end."""
    rows = _binding(contracts).dropna(subset=["customer_no"])
    renews = rules.text(TABLE, "自动续期视为有效") == "是"
    endless = rows["expires_on"].isna() | ((rows["auto_renewal"] == "是") & renews)
    ends = rows["expires_on"].mask(endless, pd.Timestamp.max.floor("D").as_unit("s"))
    return ends.groupby(rows["customer_no"]).max().reindex(asked["customer_no"]).set_axis(asked.index)


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

    References: 制度 E1; 电力供应与使用条例第三十三条; ledger.md §3 (自动续期).

    Checked with: generated cases only.

    Limitations: a contract without an end date counts as in force; drafts and ended contracts do not count.
    """
    asked = customers[customers["customer_no"].notna() & (customers["state"] != CLOSED)]
    ends = _last_days(asked, contracts, rules)
    missing = ~asked["customer_no"].isin(_binding(contracts)["customer_no"])
    late = ends < pd.Timestamp(as_of)
    told = ends.dt.strftime("%Y-%m-%d")
    message = ("合同已于 " + told + " 到期，且没有约定自动续期").where(~missing, "「合同台账」中没有已签订的供用电合同")
    return judge(
        asked,
        missing | late,
        actual=told.mask(missing, "无"),
        expected=f"{as_of:%Y-%m-%d} 有效",
        needs=(),
        message=message,
        outcome=Outcome.OVERDUE,
        rule=rules.cite_key(TABLE, "自动续期视为有效"),
    )


@check(
    "审计-A20",
    "合同即将到期",
    level=Level.NOTICE,
    clause="E1",
    table="customers",
    column="customer_no",
    advice="启动续签：核对台账与合同是否一致，走评审流程",
)
def contract_ends_soon(customers: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce, as_of: date) -> Verdict:
    """Remind 90, 60 and 30 days before the contract ends.

    References: 制度 E1; 合同参数 到期提醒.

    Checked with: generated cases only.

    Limitations: as A19; the reminder names the nearest of the three terms.
    """
    asked = customers[
        customers["customer_no"].isin(_binding(contracts)["customer_no"]) & (customers["state"] != CLOSED)
    ]
    ends = _last_days(asked, contracts, rules)
    days = (ends - pd.Timestamp(as_of)).dt.days
    terms = {rules.value(TABLE, key): rules.cite_key(TABLE, key) for key in REMINDERS}
    term = pd.Series(float("nan"), index=asked.index)
    for limit in sorted(terms, reverse=True):
        term = term.mask(days <= limit, limit)
    return judge(
        asked,
        term.notna() & (days >= 0),
        actual=days,
        expected=None,
        needs=(),
        values={"until": ends.dt.strftime("%Y-%m-%d"), "term": term},
        message="合同 {until} 到期，还有 {actual:.0f} 天（{term:.0f} 天提醒）",
        outcome=Outcome.NOTICE,
        rule=term.map(terms).fillna(""),
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

    References: 电力供应与使用条例第三十九条 (TL-39): 1‰–3‰ per day; 合同参数 违约金率.

    Checked with: generated cases only.

    Limitations: a contract without a rate is not asked; the statutory rate then applies.
    """
    asked = _binding(contracts).dropna(subset=["late_fee_permille", "customer_no"])
    low, high = (rules.value(TABLE, f"违约金率:{bound}") for bound in ("下限", "上限"))
    rate = asked["late_fee_permille"]
    return judge(
        asked,
        (rate < low) | (rate > high),
        actual=rate,
        expected=f"{low:g}–{high:g}‰/日",
        about=asked["contract_no"],
        message="合同 {contract_no} 约定的违约金为每日 {late_fee_permille:g}‰，应在 {expected} 之内",
        rule=pd.Series(rules.cite_key(TABLE, "违约金率:上限"), index=asked.index).mask(
            rate < low, rules.cite_key(TABLE, "违约金率:下限")
        ),
    )
