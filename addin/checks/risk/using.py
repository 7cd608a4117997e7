"""Indicators R10–R15: how a customer uses power. Source: 制度 B5, D7; rule table 风险指标."""

import numpy as np
import pandas as pd

from addin.billing.own_months.trends import back, energy_table, last_months, step_is_fair, year_on_year
from addin.checks.risk.case import Case, Said, indicator
from addin.rest_days import weekdays

STEPS = 12
"""Falls in a row are counted over a year."""
CLOSING = "销户|永久"
REDUCING = "减容|暂停|销户"
GRAVITY = {"无": 0, "一般违约": 1, "超容或改类": 2, "窃电": 3}


@indicator("风险-R10")
def against_last_year(case: Case) -> Said:
    """电量同比 [%]: the month against the same a year ago; February with January, January missing until then."""
    compared = year_on_year(case.usage, case.month, case.rules)
    rows = case.usage.loc[compared.index, "customer_no"]
    change = compared["change_percent"].set_axis(rows.to_numpy())
    return Said(change.reindex(case.customers.index), suffix="%")


@indicator("风险-R11")
def falling_months(case: Case) -> Said:
    """环比连续下降月数: falls in a row up to this month, steps into or out of the Spring Festival left out."""
    table = energy_table(case.usage).reindex(index=case.customers.index, columns=last_months(case.month, STEPS + 1))
    falls = pd.Series(0.0, index=table.index)
    going = pd.Series(data=True, index=table.index)
    for month in reversed(table.columns[1:]):
        if step_is_fair(month, case.rules):
            going &= table[month] < table[back(month, 1)]
            falls += going
    known = table[case.month].notna() & table[back(case.month, 1)].notna()
    return Said(falls.where(known), suffix="个月")


@indicator("风险-R12")
def running_share(case: Case) -> Said:
    """运行容量/合同容量."""
    contract = case.customers["contract_capacity_kva"]
    return Said(case.customers["running_capacity_kva"] / contract.where(contract > 0))


@indicator("风险-R13")
def reductions(case: Case) -> Said:
    """近6月减容/暂停/销户申请; closing or giving up for good is an event; an empty sheet says nothing."""
    changes = case.tables["changes"]
    if changes.empty:
        return Said(pd.Series(float("nan"), index=case.customers.index))
    recent = recent_changes(case)
    kinds = recent["change_kind"].fillna("")
    asked = recent[kinds.str.contains(REDUCING) & ~kinds.str.contains("恢复")]
    count = asked.groupby("customer_no")["application_no"].nunique().reindex(case.customers.index).fillna(0)
    closing = recent[kinds.str.contains(CLOSING)]["customer_no"]
    words = pd.Series(case.customers.index.isin(closing), index=case.customers.index).map({True: "销户"})
    return Said(count.astype("float64"), words, "次")


def recent_changes(case: Case) -> pd.DataFrame:
    """Return the applications of the last months, as many as 风险-R13 looks back, that were not voided."""
    changes = case.tables["changes"]
    since = case.since(case.window("风险-R13"))
    within = (changes["applied_on"] > since) & (changes["applied_on"] <= pd.Timestamp(case.as_of))
    return changes[within & (changes["state"] != "已作废")]


@indicator("风险-R14")
def idle_days(case: Case) -> Said:
    """近30日无负荷天数: days without load among the working days up to today.

    Missing where too few days are known, or which days are working days cannot be read from 厂休日.
    """
    days = pd.date_range(end=pd.Timestamp(case.as_of), periods=case.window("风险-R14"))
    kinds, cells = pd.factorize(case.customers["rest_days"].fillna(""))
    rests = [weekdays(cell) for cell in cells]
    works = np.array([[day not in (rest or ()) for day in range(1, 8)] for rest in rests], dtype=bool).reshape(-1, 7)
    readable = np.array([rest is not None for rest in rests], dtype=bool)[kinds]
    asked = pd.Series(works[:, days.day_of_week].sum(axis=1)[kinds], index=case.customers.index)
    rows = _known_loads(case, days)
    place = case.customers.index.get_indexer(rows["customer_no"])
    working = rows[works[kinds[place], rows["day"].dt.day_of_week]]
    by_customer = working["idle"].groupby(working["customer_no"])
    known = by_customer.size().reindex(asked.index).fillna(0)
    enough = (known * 100 >= asked * case.rules.value("risk_parameters", "数据天数比例下限:风险-R14")) & (known > 0)
    return Said(by_customer.sum().reindex(asked.index).astype("float64").where(enough & readable), suffix="天")


def _known_loads(case: Case, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the customers' days of which it is known whether there was load: customer_no, day, idle."""
    rows = case.tables["load_days"]
    rows = rows[rows["day"].isin(days) & rows["customer_no"].isin(case.customers.index)]
    rows = rows[rows["no_load"].notna() | rows["max_kw"].notna()].drop_duplicates(["customer_no", "day"])
    idle = (rows["no_load"] == "是") | (rows["no_load"].isna() & (rows["max_kw"] == 0))
    return rows[["customer_no", "day"]].assign(idle=idle.astype(bool))


@indicator("风险-R15")
def breaches(case: Case) -> Said:
    """违约用电/窃电 within 24 months; 无 where inspected and nothing found, missing where never inspected."""
    inspections = case.tables["inspections"].dropna(subset=["breach"])
    days = inspections["inspected_on"]
    within = (days > case.since(case.window("风险-R15"))) & (days <= pd.Timestamp(case.as_of))
    recent = inspections[within]
    worst = recent["breach"].map(GRAVITY).groupby(recent["customer_no"]).max()
    return Said(words=worst.map({rank: word for word, rank in GRAVITY.items()}).reindex(case.customers.index))
