"""电费-E13: bills past due and unpaid."""

from datetime import date

import pandas as pd

from addin.billing.claims.late_bills import LateBills
from addin.billing.money import transport
from addin.findings import Level, Verdict, judge, nothing
from addin.reading import Ledger
from addin.register import check
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
    """Warn of bills unpaid for more days past their due date than the first limit; beyond the second it is an error.

    A debtor is said once, at its oldest such bill, with what all of them owe.

    References: 制度 D6; 电力供应与使用条例第三十九条; billing.md §7.1, §9 E13; 计费规则 到期日遇节假日;
    审核阈值 电费-E13:警告天数, 电费-E13:错误天数.

    Checked with: generated cases only.

    Limitations: bills of the time before the first month of the receipts are left out: nobody knows whether they were
    paid. What may follow is said by law and contract, not by this check.
    """
    if not ledger.has("receipts"):
        return nothing("工作簿中没有「收款记录」表，不知哪些账单未缴")
    bills = late.bills
    owing = bills[~bills["settled"] & ~(bills["due_on"] >= pd.Timestamp(as_of))]
    owing = owing.assign(days=(pd.Timestamp(as_of) - owing["due_on"]).dt.days)
    owing = owing.assign(unpaid_fen=owing["charge_fen"] - owing["principal_fen"])
    asked = _by_debtor(owing, rules.value(TABLE, WARN))
    days, unpaid = asked["days"], asked["unpaid_fen"]
    grave = days > rules.value(TABLE, GRAVE)
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
        message="{among}账单 {bill_no}（{month}）逾期 {actual:.0f} 天，超过 {expected:g} 天，{owed} {yuan:,.2f} 元",
        values={"yuan": transport(unpaid, 2)},
        rule=key,
    )


def _by_debtor(owing: pd.DataFrame, most_days: float) -> pd.DataFrame:
    """Return the unpaid bills, of those late beyond the limit each debtor's oldest, with the sum and words for it."""
    late = owing[(owing["days"] > most_days) & owing["unpaid_fen"].notna()]
    groups = late.groupby("customer_no")["unpaid_fen"]
    oldest = late.sort_values("due_on", kind="stable").drop_duplicates("customer_no").index
    rows = owing[~owing.index.isin(late.index) | owing.index.isin(oldest)]
    count = rows["customer_no"].map(groups.size()).where(rows.index.isin(oldest), 1)
    sums = rows["customer_no"].map(groups.sum()).where(rows.index.isin(oldest), rows["unpaid_fen"])
    among = [f"{many:.0f} 张账单逾期未缴，最早的" if many > 1 else "" for many in count]
    return rows.assign(unpaid_fen=sums, among=among, owed=(count > 1).map({True: "共欠", False: "欠"}))
