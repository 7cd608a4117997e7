"""电费-C02, C03: the demand against the one contracted, and the one contracted against the capacity."""

import pandas as pd

from addin.billing.basic.demand import CONTRACT
from addin.billing.metering.readings import DEMAND
from addin.billing.month import Billing
from addin.billing.published import demand_fen
from addin.billing.sums import whole_sums
from addin.findings import Level, Verdict, both, judge
from addin.register import check
from addin.rulebook import RulesInForce, thresholds


@check(
    "电费-C02",
    "需量超合同",
    level=Level.WARNING,
    clause="D2",
    table="readings",
    column="current_reading",
    advice="核对最大需量示数；属实的，提醒客户调整合同需量或申请增容",
)
def demand_over_contract(billing: Billing, readings: pd.DataFrame, rules: RulesInForce, month: str) -> Verdict:
    """Warn where the metered demand exceeds the contract by more than the limit.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.3, §9 C02; 审核阈值 电费-C02:百分比.

    Checked with: the published example of 1,000 kW contracted and 1,300 kW metered.

    Limitations: customers billed by their contract only; feeders are added up or the larger counts, as 电源 says. What
    the excess costs depends on the rule 超合同需量方式. Of several contracts in a month the one most exceeded is told.
    """
    demand = billing.quantities.demand
    asked = _demand_readings(demand[demand["mode"] == CONTRACT], readings, month)
    key = "电费-C02:百分比"
    limit = rules.value("audit_thresholds", key)
    asked["allowed"] = asked["contract_kw"] * limit / 100
    asked["over_kw"] = asked["demand_kw"] - asked["allowed"]
    asked = asked.sort_values("over_kw", ascending=False, kind="stable")
    asked = asked[~asked.index.duplicated()].sort_index()
    allowed = asked["allowed"]
    return judge(
        asked,
        asked["demand_kw"] > allowed,
        actual=asked["demand_kw"],
        expected=allowed,
        difference=asked["demand_kw"] - allowed,
        reason="没有最大需量示数、合同需量或需量核定",
        about=asked["about"],
        message="最大需量 {demand_kw:g} kW，超过合同需量 {contract_kw:g} kW 的 {limit:g}%（{expected:g} kW）",
        values={"limit": limit},
        rule=rules.cite_key("audit_thresholds", key),
    )


def _demand_readings(demand: pd.DataFrame, readings: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return demand rows that have a reading, indexed by it (the first of the customer where feeders are together)."""
    rows = readings[(readings["month"] == month) & (readings["register"] == DEMAND)]
    of_point = rows.reset_index(names="row").drop_duplicates("point_no").set_index("point_no")["row"]
    of_customer = rows.reset_index(names="row").drop_duplicates("customer_no").set_index("customer_no")["row"]
    place = demand["point_no"].map(of_point).fillna(demand["customer_no"].map(of_customer))
    about = demand["point_no"].where(demand["point_no"] != "", "各进线合计")
    return demand.assign(row=place, about=about).dropna(subset=["row"]).astype({"row": "int64"}).set_index("row")


@check(
    "电费-C03",
    "需量偏低",
    level=Level.WARNING,
    clause="D2",
    table="billing_terms",
    column="contract_demand_kw",
    advice="合同需量低于下限的更正后重算；实际需量偏低的，提醒客户下月申请调低合同需量或改按实际需量",
)
def demand_low(billing: Billing, customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """Warn where a contract demand, or the demand that was drawn under one, is below the share of the capacity.

    References: 制度 D2; 发改办价格〔2016〕1583号; billing.md §2.3, §9 C03; 计费规则 合同需量最低比例;
    审核阈值 电费-C03:百分比.

    Checked with: generated cases on both sides of the limit.

    Limitations: customers billed by a contract demand; of several in a month the lowest counts. Capacity is the lowest
    of the month, so what is suspended does not count. The money is the demand that the contract lacks, at the month's
    price; a low demand disputes no bill.
    """
    asked = _contracts(billing)
    limit, least = thresholds(rules, "电费-C03:百分比", asked, customers), billing.flags.contract_floor_percent
    asked["floor"] = asked["kva"] * least / 100
    asked["usual"] = asked["kva"] * limit["value"] / 100
    low = (asked["contract_kw"] < asked["floor"]).fillna(value=False)
    missing = (asked["floor"] - asked["contract_kw"]).clip(lower=0)
    return both(
        [
            judge(
                asked[low],
                low[low],
                actual=asked["contract_kw"],
                expected=asked["floor"],
                stake_fen=demand_fen(billing, asked["customer_no"], missing),
                message="合同需量 {contract_kw:,g} kW，低于容量 {kva:,g} kVA 的 {limit:g}%（{floor:,g} kW）",
                values={"limit": least},
                rule=rules.cite_key("billing_flags", "合同需量最低比例"),
            ),
            judge(
                asked[~low],
                (asked["demand_kw"] < asked["usual"])[~low],
                needs=(asked["contract_kw"], asked["demand_kw"], asked["kva"]),
                reason="合同需量、最大需量示数或容量不详",
                actual=asked["demand_kw"],
                expected=asked["usual"],
                message="最大需量 {demand_kw:,g} kW，低于容量 {kva:,g} kVA 的 {limit:g}%，按 {contract_kw:,g} kW 计费",
                values={"limit": limit["value"]},
                rule=limit["rule"],
            ),
        ]
    )


def _contracts(billing: Billing) -> pd.DataFrame:
    """Return customers billed by a contract demand, index = row id of 计费参数: contract_kw, demand_kw, kva."""
    demand = billing.quantities.demand
    groups = demand[demand["mode"] == CONTRACT].groupby(["customer_no", "segment"])[["contract_kw", "demand_kw"]]
    sums = whole_sums(groups).reset_index("segment")
    sums = sums.sort_values("contract_kw", kind="stable")
    sums = sums[~sums.index.duplicated()].drop(columns="segment")
    terms = billing.archive.terms
    rows = terms.loc[terms["capacity_mode"] == CONTRACT, ["row", "contract_capacity_kva"]]
    least = billing.quantities.daily.min(axis="columns").reindex(rows.index)
    asked = rows.join(sums).assign(kva=least.fillna(rows["contract_capacity_kva"]))
    return asked[~(asked["kva"] <= 0)].reset_index().set_index("row")
