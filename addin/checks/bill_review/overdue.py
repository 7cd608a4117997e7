"""电费-E13: bills past due and unpaid."""

from datetime import date

import pandas as pd

from addin.billing.late_bills import LateBills
from addin.billing.money import transport
from addin.findings import Level, Verdict, check, judge, nothing
from addin.reading import Ledger
from addin.rulebook import RulesInForce

TABLE = "audit_thresholds"
WARN, GRAVE = "电费-E13:警告天数", "电费-E13:错误天数"


@check(
    "电费-E13",
    "欠费风险",
    level=Level.WARNING,
    clause="D6",
    table="bills",
    column="due_on",
    advice="按催费程序办理并登记催费记录；逾期超过规定天数的，依条例和合同办理，重要用户另按规定报告",
)
def bill_overdue(ledger: Ledger, late: LateBills, rules: RulesInForce, as_of: date) -> Verdict:
    """Warn of a bill unpaid for more days past its due date than the first limit; beyond the second it is an error.

    References: 制度 D6; 电力供应与使用条例第三十九条; billing.md §7.1, §9 E13; 计费规则 到期日遇节假日;
    审核阈值 电费-E13:警告天数, 电费-E13:错误天数.

    Checked with: generated cases only.

    Limitations: bills of the time before the first month of the receipts are left out: nobody knows whether they were
    paid. What may follow is said by law and contract, not by this check.
    """
    if not ledger.has("receipts"):
        return nothing("工作簿中没有「收款记录」表，不知哪些账单未缴")
    bills = late.bills
    asked = bills[~bills["settled"] & ~(bills["due_on"] >= pd.Timestamp(as_of))]
    days = (pd.Timestamp(as_of) - asked["due_on"]).dt.days
    grave = days > rules.value(TABLE, GRAVE)
    unpaid = asked["charge_fen"] - asked["principal_fen"]
    key = grave.map({True: rules.cite_key(TABLE, GRAVE), False: rules.cite_key(TABLE, WARN)})
    limit = grave.map({True: rules.value(TABLE, GRAVE), False: rules.value(TABLE, WARN)})
    return judge(
        asked,
        grave | (days > rules.value(TABLE, WARN)),
        needs=(days, unpaid),
        reason="账单没有交费截止日或总电费",
        actual=days,
        expected=limit,
        difference=days - limit,
        stake_fen=unpaid,
        about=asked["bill_no"],
        level=grave.map({True: str(Level.ERROR), False: str(Level.WARNING)}),
        message="账单 {bill_no}（{month}）逾期 {actual:.0f} 天，超过 {expected:g} 天，欠 {yuan:,.2f} 元",
        values={"yuan": transport(unpaid, 2)},
        rule=key,
    )
