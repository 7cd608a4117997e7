"""电费-E06, E07: bills below zero, and bills that are there twice."""

import pandas as pd

from addin.billing.history import standing
from addin.billing.money import fen
from addin.checks.bill_review.bill_days import span
from addin.findings import Level, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "电费-E06",
    "负电费或负电量",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="暂停发行；查明是退补、冲正还是示数差错，退补应有工单，冲正应填「冲正原单」",
    explains=("电费-A02", "电费-A03", "审计-A08", "电费-E04", "电费-E05"),
)
def below_zero(bills: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """No bill of the month is below zero in energy or money; reversals are left out.

    References: 制度 D2; billing.md §9 E06.

    Checked with: generated cases only.

    Limitations: a refund that is larger than the month's charge is found too, and to be accepted with its order number.
    """
    asked = standing(bills[bills["month"] == month])
    energy, charge = asked["energy_kwh"] < 0, asked["charge_yuan"] < 0
    return judge(
        asked,
        energy | charge,
        needs=(asked["energy_kwh"], asked["charge_yuan"]),
        reason="账单没有总电量或总电费",
        actual=asked["charge_yuan"].where(charge, asked["energy_kwh"]),
        expected="不小于0",
        stake_fen=fen(asked["charge_yuan"]).abs().where(charge),
        column=charge.map({True: "charge_yuan", False: "energy_kwh"}),
        about=asked["bill_no"],
        message="账单 {bill_no}：总电量 {energy_kwh:,.0f} kWh，总电费 {charge_yuan:,.2f} 元，不应小于 0",
        rule=rules.cite_key("audit_rules", "电费-E06"),
    )


@check(
    "电费-E07",
    "重复账单",
    level=Level.ERROR,
    clause="D2",
    table="bills",
    column="charge_yuan",
    advice="核实后冲正多出的一张，并核对已收款项",
    explains=("电费-A01", "电费-A03", "审计-A07", "审计-A08", "电费-E04", "电费-E05"),
)
def billed_twice(bills: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """A customer has one bill for a period; the second one of the same period is found.

    References: 制度 D2; billing.md §9 E07 (same account, period and meter).

    Checked with: generated cases only.

    Limitations: bills do not name meters, so several bills of one period count as one too many; instalments have
    periods of their own.
    """
    asked = standing(bills[bills["month"] == month])
    key = ["customer_no", "starts_on", "ends_on"]
    first = asked.groupby(key, dropna=False)["bill_no"].transform("first")
    return judge(
        asked,
        asked.duplicated(key),
        needs=(),
        unknown=asked.duplicated(key) & asked[["starts_on", "ends_on"]].isna().any(axis=1),
        reason="同月有多张账单而没有起止日，无法判断是否重复",
        actual=asked["charge_yuan"],
        expected=0.0,
        stake_fen=fen(asked["charge_yuan"]),
        about=asked["bill_no"],
        message="与账单 {first} 户号、账期相同（{span}），电费 {charge_yuan:,.2f} 元可能重复计收",
        values={"first": first, "span": span(asked["starts_on"], asked["ends_on"])},
        rule=rules.cite_key("audit_rules", "电费-E07"),
    )
