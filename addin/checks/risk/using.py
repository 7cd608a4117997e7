"""Indicators R10–R15: how a customer uses power. Source: 制度 B5, D7; rule table 风险指标."""

import pandas as pd

from addin.checks.risk.case import Case, Said, indicator
from addin.checks.risk.debts import last_months

SPRING_MONTHS = ("01", "02")
"""The Spring Festival falls into one of them: they are compared as a pair, never with their neighbours."""
CLOSING = ("销户", "永久")
REDUCING = "减容|暂停|销户"


def energy_table(case: Case) -> pd.DataFrame:
    """Return kWh, one row per 户号, one column per month."""
    table = case.usage.pivot_table(
        index="customer_no", columns="month", values="energy_kwh", aggfunc="sum", min_count=1
    )
    return table.reindex(case.customers.index)


@indicator("风险-R10")
def against_last_year(case: Case) -> Said:
    """电量同比: this month, in February the pair January + February, against the same a year ago [%]."""
    table = energy_table(case)
    months = last_months(case.month, 2) if case.month.endswith("-02") else [case.month]
    before = [str(pd.Period(month, "M") - 12) for month in months]
    now, then = (table.reindex(columns=part).sum(axis=1, min_count=len(part)) for part in (months, before))
    return Said((now / then.where(then > 0) - 1) * 100, suffix="%")


@indicator("风险-R11")
def falling_months(case: Case) -> Said:
    """环比连续下降月数: falls in a row up to this month, steps into or out of the Spring Festival's months left out."""
    months = last_months(case.month, 13)
    table = energy_table(case).reindex(columns=months)
    falls = pd.Series(0.0, index=table.index)
    going = table[case.month].notna() & table[months[-2]].notna()
    for later, earlier in zip(reversed(months), reversed(months[:-1]), strict=False):
        if later[5:] in SPRING_MONTHS or earlier[5:] in SPRING_MONTHS:
            continue
        going &= table[later] < table[earlier]
        falls += going
    return Said(falls.where(table[case.month].notna()), suffix="个月")


@indicator("风险-R12")
def running_share(case: Case) -> Said:
    """运行容量/合同容量."""
    contract = case.customers["contract_capacity_kva"]
    return Said(case.customers["running_capacity_kva"] / contract.where(contract > 0))


@indicator("风险-R13")
def reductions(case: Case) -> Said:
    """近6月减容/暂停/销户申请; closing or giving up for good is an event."""
    changes = case.tables["changes"]
    if changes.empty:
        return Said(pd.Series(float("nan"), index=case.customers.index))
    recent = changes[(changes["applied_on"] > case.since(case.window("风险-R13"))) & (changes["state"] != "已作废")]
    kinds = recent["change_kind"].fillna("")
    asked = recent[kinds.str.contains(REDUCING) & ~kinds.str.contains("恢复")]
    count = asked.groupby("customer_no")["application_no"].nunique().reindex(case.customers.index).fillna(0)
    closing = recent[kinds.str.contains("|".join(CLOSING))]["customer_no"]
    words = pd.Series(case.customers.index.isin(closing), index=case.customers.index).map({True: "销户"})
    return Said(count.astype("float64"), words, "次")


@indicator("风险-R14")
def idle_days(case: Case) -> Said:
    """近30日无负荷天数: needs daily loads, which are not handed over yet."""
    return Said(pd.Series(float("nan"), index=case.customers.index))


@indicator("风险-R15")
def breaches(case: Case) -> Said:
    """违约用电/窃电 within 24 months; 无 where inspected and nothing found, missing where never inspected."""
    inspections = case.tables["inspections"].dropna(subset=["breach"])
    recent = inspections[inspections["inspected_on"] > case.since(case.window("风险-R15"))]
    order = {"无": 0, "一般违约": 1, "超容或改类": 2, "窃电": 3}
    worst = recent["breach"].map(order).groupby(recent["customer_no"]).max()
    return Said(words=worst.map({rank: word for word, rank in order.items()}).reindex(case.customers.index))
