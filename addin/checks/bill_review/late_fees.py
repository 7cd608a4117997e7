"""电费-E12: the late fee that was collected."""

import pandas as pd

from addin.billing.claims.late_bills import ORDER, LateBills
from addin.billing.money import transport
from addin.billing.tolerances import tolerance_fen
from addin.findings import Level, Verdict, judge, nothing
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import RulesInForce

PER_LINE = "重算分项每行"


@check(
    "电费-E12",
    "违约金与计算不符",
    level=Level.ERROR,
    clause="D6",
    table="receipts",
    column="late_fee_yuan",
    advice="对照「违约金计算」逐段核对费率和天数：多收的退还，少收的补收或办理减免审批",
)
def late_fee_differs(ledger: Ledger, late: LateBills, rules: RulesInForce) -> Verdict:
    """The late fee collected on a bill is principal × days × rate; looked at in the month in which money came in late.

    A bill whose principal is settled must have borne its whole fee; of one still unpaid not more than has run so far.

    References: 制度 D6; billing.md §7.1, §9 E12; 电力供应与使用条例第三十九条; 违约金费率; 计费规则 违约金跨年方式,
        到期日遇节假日, 部分付款清偿次序; 容差 重算分项每行.

    Checked with: an exam question with three printed answers: 2,000 yuan of December 2000 and 3,000 of January 2001,
        paid on 18 January 2001: 190 yuan by calendar year, 222 with every day at 3‰.

    Limitations: rates are those in force at the month's end. Where part payments were split otherwise than the rule on
        clearing says, but the fee follows from the split that the receipts show, it is a 提示. A fee remitted with
        approval is found and to be accepted with the approval as reason.
    """
    if not ledger.has("receipts"):
        return nothing("工作簿中没有「收款记录」表")
    bills = late.bills[late.bills["receipt"] >= 0]
    asked = bills.set_axis(pd.Index(bills["receipt"]))
    paid, own, split = asked["received_fee_fen"], asked["fee_fen"], asked["recorded_order_fen"]
    limit = tolerance_fen(rules, PER_LINE) * asked["lines"].clip(lower=1)
    other = _beyond(paid - own, asked["settled"], limit)
    wrong = other & _beyond(paid - split, asked["settled"], limit)
    expected = split.where(wrong, own)
    return judge(
        asked,
        other,
        needs=(),
        unknown=asked["doubt"] != "",
        reason=asked["doubt"],
        actual=transport(paid, 2),
        expected=transport(expected, 2),
        difference=transport(paid - expected, 2),
        stake_fen=(paid - expected).abs(),
        about=asked["bill_no"],
        level=(wrong | (asked["doubt"] != "")).map({True: Level.ERROR, False: Level.NOTICE}),
        values={"how": _how(asked["settled"], wrong)},
        message="账单 {bill_no}：已收违约金 {actual:,.2f} 元，{how}应为 {expected:,.2f} 元，相差 {difference:,.2f} 元",
        rule=asked["rule"].where(wrong, rules.cite_key("billing_flags", ORDER)),
    )


def _how(settled: pd.Series, wrong: pd.Series) -> pd.Series:
    """Say what the expected fee stands on."""
    until = settled.map({True: "按本金结清时的天数和费率", False: "按截至日的天数和费率"})
    return until.where(wrong, "与收款记录所分的本金相符，只是清偿次序不同：按规则的次序")


def _beyond(difference: pd.Series, settled: pd.Series, limit: pd.Series) -> pd.Series:
    """Say where the fee differs by more than is allowed; of an unsettled bill only where it is too much."""
    return ((difference > limit) | ((difference < -limit) & settled)).fillna(value=False).astype(bool)
