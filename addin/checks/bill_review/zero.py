"""电费-A05 and 审计-A09: a customer with running capacity that uses nothing."""

import pandas as pd

from addin.billing.month import Billing
from addin.billing.own_months.trends import energy_table
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce

TABLE = "audit_thresholds"
CODE = "电费-A05"


@check(
    CODE,
    "零电量",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="到现场核实：停产的办理暂停或减容，表计故障的换表退补；连续达到销户程序月数的，按规定启动销户程序",
    explains=("电费-A02", "电费-A03", "审计-A08", "审计-A09", "电费-B01", "电费-E04", "电费-E05"),
)
def nothing_used(billing: Billing, usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn of a month without energy where capacity runs, an error from the sixth in a row.

    References: 制度 D2; ledger.md §3 零电量; 审核阈值 电费-A05:警告月数, 错误月数.

    Checked with: generated cases only.

    Limitations: months in a row are counted in the history handed over; a month without a bill ends the row. Capacity
    is that of 客户台账; where 容量变动 has stopped all of it on every day of the month, nothing runs.
    """
    return _zero(billing, usage, customers, rules, CODE)


@check(
    "审计-A09",
    "零电量或连续零电量",
    level=Level.WARNING,
    clause="D2",
    table="bills",
    column="energy_kwh",
    advice="到现场核实；连续达到销户程序月数的，按规定启动销户程序",
)
def nothing_used_for_months(
    billing: Billing, usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce
) -> Verdict:
    """Say for the monthly audit what 电费-A05 says, with the same limits; folded under it.

    References: 制度 D2; 审计检查点 A09; ledger.md §3 (one rule for both).

    Checked with: generated cases only.

    Limitations: as 电费-A05.
    """
    return _zero(billing, usage, customers, rules, "审计-A09")


def _zero(billing: Billing, usage: pd.DataFrame, customers: pd.DataFrame, rules: RulesInForce, code: str) -> Verdict:
    """Judge by months without energy in a row."""
    month = billing.month
    asked = usage[usage["month"] == month]
    capacity = customers.drop_duplicates("customer_no").set_index("customer_no")["running_capacity_kva"]
    running = asked["customer_no"].map(capacity).mask(_stopped(asked, billing), 0.0)
    months = zero_months(usage, month).reindex(asked["customer_no"]).set_axis(asked.index)
    first, last = (rules.value(TABLE, f"{CODE}:{name}月数") for name in ("警告", "错误"))
    row = rules.rows(_table(code)).loc[rules.row(_table(code), code)]
    long = months >= last
    message = "运行容量 {running:,.0f} kVA，本月电量为 0，已连续 {months:.0f} 个月"
    return judge(
        asked,
        (running > 0) & (months >= first),
        needs=(asked["energy_kwh"], running),
        reason="账单没有总电量，或客户台账没有该户的运行容量",
        actual=months[months >= first].map("连续{:.0f}个月为0".format),
        expected="大于0",
        level=long.map({True: row["second_level"], False: row["level"]}),
        message=(message + "{closing}"),
        values={
            "running": running,
            "months": months,
            "closing": long.map({True: f"，达到销户程序的 {last:g} 个月", False: ""}),
        },
        rule=long.map({grave: rules.cite_key(TABLE, f"{CODE}:{name}月数") for grave, name in _NAMES.items()}),
    )


def _stopped(rows: pd.DataFrame, billing: Billing) -> pd.Series:
    """Say whose devices are all suspended or out of service on every day of the month (ledger.md §3 暂停)."""
    daily = billing.quantities.daily
    return rows["customer_no"].isin(daily.index[daily.max(axis="columns") == 0])


_NAMES = {True: "错误", False: "警告"}


def zero_months(usage: pd.DataFrame, month: str) -> pd.Series:
    """Return by 户号 how many months in a row, up to ``month``, used nothing."""
    table = energy_table(usage[usage["month"] <= month])
    every = [str(one) for one in pd.period_range(table.columns.min(), month, freq="M")] if len(table) else []
    zero = table.reindex(columns=every[::-1]) == 0
    return zero.cumprod(axis=1).sum(axis=1)


def _table(code: str) -> str:
    """Return the rule table that a check's levels stand in."""
    return "audit_points" if code.startswith("审计") else "audit_rules"
