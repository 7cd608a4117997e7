"""Indicators R16–R28: business and law, trade and policy, contract and security. Source: 制度 B6, D7."""

import numpy as np
import pandas as pd

from addin.billing.money import fen
from addin.checks.risk.case import Case, Said, indicator

DAYS_A_YEAR = 365.25
DATE_STEP = 100
"""Month and day as one number: 131 is January 31st."""
SAFE_CONTRACT, PAST, NONE = "有效且>90天", "已过期", "无书面合同"
NOT_CONCLUDED = ("草拟", "评审中", "退回", "待批准", "待签署", "终止")
GUARANTEES = ("预存", "银行保函", "保证金", "抵押", "质押", "第三方保证")


@indicator("风险-R16")
def enforcement(case: Case) -> Said:
    """被执行/失信."""
    return Said(words=case.outside["enforcement"])


@indicator("风险-R17")
def insolvency(case: Case) -> Said:
    """破产/清算/注销."""
    return Said(words=case.outside["insolvency"])


@indicator("风险-R18")
def abnormal(case: Case) -> Said:
    """经营异常/严重违法."""
    return Said(words=case.outside["abnormal_operation"])


@indicator("风险-R19")
def pledges(case: Case) -> Said:
    """股权出质/冻结、动产抵押."""
    found = case.outside
    return Said(found["pledges"], found["frozen"].map({"是": "冻结"}), "条")


@indicator("风险-R20")
def lawsuits(case: Case) -> Said:
    """近12月作为被告涉诉."""
    return Said(case.outside["lawsuits"], suffix="件")


@indicator("风险-R21")
def signals(case: Case) -> Said:
    """欠薪欠税/停产等走访信号."""
    return Said(words=case.outside["visit_signal"])


@indicator("风险-R22")
def trade(case: Case) -> Said:
    """行业类别: the customer's 高耗能行业类别, else the longest code of 行业名单 that its industry begins with."""
    rows = case.rules.rows("industry_list")
    codes = rows[rows["high_energy_kind"].isna()]
    by_code = dict(zip(codes["industry_code"], codes["category"], strict=True))
    kinds = rows.dropna(subset=["high_energy_kind"])
    by_kind = dict(zip(kinds["high_energy_kind"], kinds["category"], strict=True))
    digits = case.customers["industry_code"].str.extract(r"(\d{2,4})", expand=False)
    found = digits.map(lambda code: _longest(code, by_code), na_action="ignore")
    return Said(words=case.customers["energy_intensive"].map(by_kind).astype(object).fillna(found))


def _longest(code: str, by_code: dict[str, str]) -> str | None:
    """Return the category of the longest code of the list that begins an industry code."""
    for length in (4, 3, 2):
        if code[:length] in by_code:
            return by_code[code[:length]]
    return by_code.get("*")


@indicator("风险-R23")
def policy(case: Case) -> Said:
    """关停/搬迁/环保整治名单."""
    return Said(words=case.outside["policy_list"])


@indicator("风险-R24")
def site(case: Case) -> Said:
    """场地性质: own, or the years that the lease still runs."""
    ends = case.customers["lease_ends_on"]
    years = years_between(pd.Series(pd.Timestamp(case.as_of), index=ends.index), ends)
    tenant = case.customers["site_kind"] == "租户"
    return Said(years.clip(lower=0).where(tenant), case.customers["site_kind"].map({"业主": "自有"}), "年")


@indicator("风险-R25")
def cover(case: Case) -> Said:
    """(预存+有效担保)/月均电费; missing where the sheet is not handed over."""
    if case.tables["securities"].empty:
        return Said(pd.Series(float("nan"), index=case.customers.index))
    return Said(security_fen(case) / case.monthly, suffix="倍")


def security_fen(case: Case) -> pd.Series:
    """Return prepaid amounts and securities in force by 户号 [fen]."""
    rows = case.tables["securities"]
    lives = rows["kind"].isin(GUARANTEES) & ~rows["state"].isin(("失效", "已履行", "违约"))
    lives &= ~(rows["expires_on"] < pd.Timestamp(case.as_of))
    sums = fen(rows["amount_yuan"]).where(lives).astype("float64").groupby(rows["customer_no"]).sum()
    return sums.reindex(case.customers.index).fillna(0)


@indicator("风险-R26")
def contract_state(case: Case) -> Said:
    """合同状态: days to the end of the contract that runs longest; one that renews itself is in force."""
    if case.tables["contracts"].empty:
        return Said(pd.Series(float("nan"), index=case.customers.index))
    rows = case.tables["contracts"]
    rows = rows[~rows["state"].isin(NOT_CONCLUDED)]
    renews = case.rules.text("contract_parameters", "自动续期视为有效") == "是"
    renewing = rows[(rows["auto_renewal"] == "是") & renews]["customer_no"]
    ends = rows.groupby("customer_no")["expires_on"].max().reindex(case.customers.index)
    days = (ends - pd.Timestamp(case.as_of)).dt.days
    words = pd.Series(None, index=case.customers.index, dtype=object)
    words = words.mask(days < 0, PAST).mask(case.customers.index.isin(renewing), SAFE_CONTRACT)
    words = words.mask(~case.customers.index.isin(rows["customer_no"]), NONE)
    return Said(days.where(words.isna()), words, "天")


@indicator("风险-R27")
def change_of_person(case: Case) -> Said:
    """主体异动 of the last months."""
    found = case.outside
    return Said(words=found["ownership_change"].where(found["collected_on"] > case.since(case.window("风险-R27"))))


@indicator("风险-R28")
def years_a_customer(case: Case) -> Said:
    """立户年限."""
    opened = case.customers["opened_on"].fillna(case.customers["connected_on"])
    return Said(years_between(opened, pd.Series(pd.Timestamp(case.as_of), index=opened.index)), suffix="年")


def years_between(begins: pd.Series, ends: pd.Series) -> pd.Series:
    """Return years from one day to another: whole ones by the calendar, so that an anniversary is a whole number."""
    begun, ended = (days.dt.month * DATE_STEP + days.dt.day for days in (begins, ends))
    whole = ends.dt.year - begins.dt.year - (ended < begun)
    rest = (ends - begins).dt.days - np.ceil(whole * DAYS_A_YEAR)
    return whole + rest.clip(0, DAYS_A_YEAR - 1) / DAYS_A_YEAR
