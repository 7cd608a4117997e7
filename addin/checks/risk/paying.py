"""Indicators R01–R09: how a customer pays. Source: 制度 D7; rule table 风险指标."""

import re

import pandas as pd

from addin.billing.own_months.trends import last_months
from addin.checks.risk.case import Case, Said, indicator
from addin.checks.risk.fees import running_fees_fen

ACCEPTANCE = re.compile(r"承兑|商票|票据|银票")
REFUSED = 99
AGREEMENT = "还款协议"
FREE = "按期"


@indicator("风险-R01")
def longest_delay(case: Case) -> Said:
    """当前最长逾期天数: the longest delay of an unpaid bill."""
    return Said(case.paid(case.debts.longest_days), suffix="天")


@indicator("风险-R02")
def arrears(case: Case) -> Said:
    """欠费/月均电费."""
    return Said(case.paid(case.debts.arrears_fen) / case.monthly, suffix="倍")


@indicator("风险-R03")
def times_late(case: Case) -> Said:
    """近12月逾期次数: months paid late, or past due and still unpaid."""
    bills = case.debts.bills
    late = bills["late_days"] > 0
    recent = bills["month"].isin(last_months(case.month, case.window("风险-R03")))
    return Said(case.paid(bills[late & recent].groupby("customer_no")["month"].nunique()), suffix="次")


@indicator("风险-R04")
def paid_in_time(case: Case) -> Said:
    """近12月按时交费率: amount paid in time ÷ amount due."""
    bills = case.debts.bills
    due = bills["due_on"] <= pd.Timestamp(case.as_of)
    due &= bills["month"].isin(last_months(case.month, case.window("风险-R04")))
    asked = case.debts.sums(bills["charge_fen"], due)
    timely = case.debts.sums(bills[["timely_fen", "charge_fen"]].min(axis=1), due)
    return Said(case.told(timely * 100 / asked.where(asked > 0)), suffix="%")


@indicator("风险-R05")
def old_debt(case: Case) -> Said:
    """陈欠: arrears that fell due in an earlier year ÷ 月均电费."""
    old = case.debts.overdue & (case.debts.bills["due_on"].dt.year < case.as_of.year)
    return Said(case.paid(case.debts.sums(case.debts.bills["unpaid_fen"], old)) / case.monthly, suffix="个月")


@indicator("风险-R06")
def paying_later(case: Case) -> Said:
    """交费日后移趋势: mean delay of the last months − of the months before [days]; unpaid bills count as they stand."""
    recent = int(case.rules.value("risk_parameters", "交费日趋势:近期月数"))
    before = int(case.rules.value("risk_parameters", "交费日趋势:比较月数"))
    months = last_months(case.month, recent + before)
    settled = case.debts.bills.dropna(subset=["late_days"])
    mean = [
        settled[settled["month"].isin(part)].groupby("customer_no", sort=False)["late_days"].mean()
        for part in (months[before:], months[:before])
    ]
    return Said(case.told(mean[0] - mean[1]), suffix="天")


@indicator("风险-R07")
def unpaid_fees(case: Case) -> Said:
    """未缴违约金/月均电费."""
    return Said(case.paid(running_fees_fen(case)) / case.monthly * 100, suffix="%")


@indicator("风险-R08")
def far_bills(case: Case) -> Said:
    """承兑汇票等远期票据占比 of what was received."""
    receipts = case.tables["receipts"]
    days = receipts["received_on"]
    recent = receipts[(days > case.since(case.window("风险-R08"))) & (days <= pd.Timestamp(case.as_of))]
    paper = recent["payment_way"].fillna("").str.contains(ACCEPTANCE) | recent["matures_on"].notna()
    everything = recent.groupby("customer_no", sort=False)["principal_yuan"].sum()
    share = recent[paper].groupby("customer_no", sort=False)["principal_yuan"].sum().reindex(everything.index).fillna(0)
    return Said((share * 100 / everything.where(everything > 0)).reindex(case.customers.index), suffix="%")


@indicator("风险-R09")
def agreement_kept(case: Case) -> Said:
    """还款协议履约: days or instalments behind; without agreement safe only where nothing is owed.

    An empty sheet 担保与还款协议 says nothing of agreements.
    """
    securities = case.tables["securities"]
    agreed = (
        securities[securities["kind"] == AGREEMENT].groupby("customer_no")[["late_days", "missed_instalments"]].max()
    )
    agreed = agreed.reindex(case.customers.index)
    missed, late = agreed["missed_instalments"], agreed["late_days"]
    free = (case.paid(case.debts.arrears_fen) == 0) & agreed.isna().all(axis=1) & (len(securities) > 0)
    words = pd.Series(None, index=case.customers.index, dtype=object)
    words = words.mask(missed == REFUSED, "拒签").mask(free, "无协议且无欠")
    instalments = missed.where((missed > 0) & (missed != REFUSED))
    return Said({"天": late.where(instalments.isna() & (missed != REFUSED)), "期": instalments}, words)
