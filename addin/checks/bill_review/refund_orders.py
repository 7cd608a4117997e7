"""电费-E08, E09: refunds on bills and the orders that they stand on."""

import pandas as pd

from addin.billing.claims.refund_time import due_span
from addin.billing.claims.refunds import Refunds
from addin.billing.claims.steps import UnclearError
from addin.billing.money import fen, transport
from addin.billing.tolerances import tolerance_fen
from addin.findings import Level, Verdict, judge, nothing
from addin.reading import Ledger
from addin.register import check
from addin.rulebook import NoRule, RulesInForce

REFUND = "退补"
TABLE = "audit_thresholds"
OTHER_AMOUNT = "与工单的退补电费不符"


@check(
    "电费-E08",
    "退补无工单",
    level=Level.ERROR,
    clause="D2",
    table="bill_lines",
    column="order_no",
    advice="补录退补工单并注明工单号；没有审批依据的，冲回该行",
    explains=("电费-E06",),
)
def refund_without_order(ledger: Ledger, refunds: Refunds, rules: RulesInForce, month: str) -> Verdict:
    """Every refund on a bill names an order of the same customer in 退补工单, and the order says the same amount.

    References: 制度 D2; billing.md §7.2, §9 E08; 容差 打印勾稽.

    Checked with: generated cases only.

    Limitations: without the sheet 退补工单 only the number is looked for. An order without 退补电费 is compared in its
    number and customer alone. Energy added within a row of energy (加减) is not seen, for bills do not print it.
    """
    lines = ledger["bill_lines"]
    refunded = lines[(lines["component"] == REFUND) & (lines["month"] == month)]
    amounts = refunded.assign(fen=fen(refunded["amount_yuan"]))
    asked = amounts[(amounts["fen"] != 0).fillna(value=True)]
    said, off_fen = _against_orders(asked, refunds, rules)
    unsure = asked["order_no"].notna() & (not ledger.has("adjustments"))
    return judge(
        asked,
        said != "",
        needs=(),
        unknown=unsure | asked["fen"].isna(),
        reason="工作簿中没有「退补工单」表，不能核对工单；或金额不是两位小数",
        actual=asked["order_no"].fillna("空"),
        expected="「退补工单」中本户的工单号，金额相同",
        difference=transport(off_fen, 2).where(said == OTHER_AMOUNT),
        stake_fen=asked["fen"].abs(),
        about=asked["order_no"].fillna("无工单号"),
        values={"said": said},
        message="账单 {bill_no} 第 {line_no:g} 行退补 {amount_yuan:,.2f} 元{said}",
        rule=rules.cite_key("audit_rules", "电费-E08"),
    )


def _against_orders(asked: pd.DataFrame, refunds: Refunds, rules: RulesInForce) -> tuple[pd.Series, pd.Series]:
    """Return what is wrong with each refund by its order, empty where nothing is, and how far their amounts are off."""
    orders = refunds.rows.groupby("order_no").agg(owner=("customer_no", "first"), issued=("charge_yuan", "sum"))
    complete = refunds.rows.groupby("order_no")["charge_yuan"].apply(lambda part: part.notna().all())
    known = asked["order_no"].isin(orders.index)
    billed = asked.groupby("order_no")["fen"].transform("sum")
    issued = fen(asked["order_no"].map(orders["issued"].where(complete.reindex(orders.index))))
    differs = ((billed - issued).abs() >= tolerance_fen(rules, "打印勾稽")).fillna(value=False).astype(bool)
    reasons = {
        "没有工单号": asked["order_no"].isna(),
        "的工单号在「退补工单」中没有": asked["order_no"].notna() & ~known,
        "的工单属于另一户": known & (asked["order_no"].map(orders["owner"]) != asked["customer_no"]),
        OTHER_AMOUNT: known & differs,
    }
    said = pd.Series("", index=asked.index, dtype=object)
    for reason, failed in reasons.items():
        said = said.mask(failed & (said == ""), reason)
    return said, billed - issued


@check(
    "电费-E09",
    "退补时间和电量口径",
    level=Level.WARNING,
    clause="D3",
    table="adjustments",
    column="starts_on",
    advice="对照「退补计算」更正工单的起止日和电量；确有记录可证明另一时间的，在备注写明依据",
)
def refund_time_differs(ledger: Ledger, refunds: Refunds, rules: RulesInForce, month: str) -> Verdict:
    """An order refunds half the time for errors of meter and transformer, the whole for wrong wiring, and its energy.

    References: 制度 D3; billing.md §7.2, §9 E09; 退补口径; 退补更正系数; 审核阈值 电费-E09.

    Checked with: the wording of 供电营业规则 (1996) 第八十、八十一条 as reprinted; generated cases.

    Limitations: orders booked in an earlier month are not asked. Where the records decide (multiplier, blown fuse),
    or the order names no days, only the energy is looked at, which is that of the days within the time of the rule: of
    a month that it covers in part the sheet's 电量口径 says whether the figure is to be parted by days. Which half is
    meant no text says: 计费规则 退补:半时取法; nor how a month is parted: 退补:边缘月电量, 退补:全月电量折算.
    """
    if not ledger.has("adjustments"):
        return nothing("工作簿中没有「退补工单」表")
    rows = refunds.rows
    asked = rows[rows["booked_month"].isna() | (rows["booked_month"] >= month)]
    spans = pd.DataFrame([_span(row, rules) for row in asked.to_dict("records")], index=asked.index, columns=_SPAN)
    days = rules.value(TABLE, "电费-E09:允许天数")
    early = _beyond(asked["starts_on"], spans["begin"], days) | _beyond(asked["ends_on"], spans["end"], days)
    off = (asked["energy_kwh"] - asked["reckoned_kwh"]).abs() > rules.value(TABLE, "电费-E09:允许电量") * _PERIODS
    doubt = spans["doubt"].where(spans["doubt"] != "", asked["energy_doubt"])
    dated = spans["begin"].notna() & asked["starts_on"].notna() & asked["ends_on"].notna()
    unsure = (doubt != "") | (asked["energy_kwh"].isna() & ~dated)
    return judge(
        asked,
        early | off,
        needs=(),
        unknown=unsure & ~early,
        reason=doubt.where(doubt != "", "工单没有填写「退补电量」，也没有可核对的退补起止日"),
        actual=_spoken(asked["starts_on"], asked["ends_on"]).where(early, asked["energy_kwh"]),
        expected=_spoken(spans["begin"], spans["end"]).where(early, asked["reckoned_kwh"]),
        difference=(asked["energy_kwh"] - asked["reckoned_kwh"]).where(~early),
        about=asked["order_no"].astype(str) + " " + asked["original_month"].astype(str),
        column=early.map({True: "starts_on", False: "energy_kwh"}),
        values={
            "what": early.map({True: "退补时间", False: "退补电量"}),
            "booked": _spoken(asked["starts_on"], asked["ends_on"]).where(early, _kwh(asked["energy_kwh"])),
            "due": _spoken(spans["begin"], spans["end"]).where(early, _kwh(asked["reckoned_kwh"])),
        },
        message="工单 {order_no}（{cause}）{original_month}：{what} {booked}，按口径应为 {due}",
        rule=spans["rule"],
    )


_SPAN = ["begin", "end", "rule", "doubt"]
_PERIODS = 5
"""Each period's energy is rounded by itself."""


def _span(row: dict[str, object], rules: RulesInForce) -> list[object]:
    """Return from when to when an order must refund, the rule row, and why that is not known."""
    try:
        rule = rules.cite_key("refund_causes", str(row["cause"]))
        span = due_span(row, rules)
    except (UnclearError, NoRule) as unclear:
        return [pd.NaT, pd.NaT, rules.cite_key("audit_rules", "电费-E09"), str(unclear)]
    begin, end = span or (pd.NaT, pd.NaT)
    return [pd.Timestamp(begin), pd.Timestamp(end), rule, ""]


def _beyond(days: pd.Series, expected: pd.Series, allowed: float) -> pd.Series:
    """Say where two days lie further apart than is allowed; where one is not known, they do not."""
    apart = (days - pd.to_datetime(expected)).dt.days.abs()
    return (apart > allowed).fillna(value=False).astype(bool)


def _kwh(energy: pd.Series) -> pd.Series:
    """Return energy as text."""
    return energy.map("{:,.12g} kWh".format).astype(object)


def _spoken(begin: pd.Series, end: pd.Series) -> pd.Series:
    """Return periods as text."""
    first, last = (pd.to_datetime(part).dt.strftime("%Y-%m-%d").fillna("空") for part in (begin, end))
    return (first + " 至 " + last).astype(object)
