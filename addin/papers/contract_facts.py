"""What a supply contract is told: from the customer's rows, 设置 and the rule book."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from addin.billing.claims.late_fee_rates import legal_permille
from addin.papers.cabinet import Cabinet, Row
from addin.papers.citing import cite, copies
from addin.papers.contract_supply import devices, own_supply, points, settled_points, supplies, terms_of
from addin.papers.lacking import sentence
from addin.papers.parties import Company, customer_party
from addin.rest_days import worded
from addin.rulebook import RulesInForce

TITLE = "高压供用电合同"
PARAMETERS = "contract_parameters"
UNMETERED = ("定比", "定量")
METERED_BY = ("meter_no", "current_ratio", "voltage_ratio", "multiplier")
LOW_VOLTAGES = ("交流220V", "交流380V")
_INSTALMENTS = re.compile(r"(\d+)\s*次")


def quoted(rules: RulesInForce, company: Company) -> dict[str, Any]:
    """Return the facts that are the same in every contract of a batch; raises ``NoRule``."""
    return {"dispute_way": company["争议解决方式"], "clauses": clauses(rules)} | copies(rules, TITLE)


def contract_facts(
    cabinet: Cabinet, company: Company, rules: RulesInForce, customer: Row, contract: Row
) -> dict[str, Any]:
    """Return the facts of a customer's contract, without those that every contract of the batch quotes."""
    terms = terms_of(cabinet, str(customer["customer_no"]))
    return (
        contract.named(contract_no="contract_no", effective_on="effective_on", expires_on="expires_on")
        | customer.named(
            capacity_kva="contract_capacity_kva",
            running_kva="running_capacity_kva",
            supply_kind="supply_kind",
            interlock="interlock",
            switching="switching",
            security_load_kw="security_load_kw",
            other_protection="other_protection",
            distributed_kw="distributed_kw",
            connected_on="connected_on",
        )
        | {
            "supplier": company.party(contract, customer),
            "customer": customer_party(cabinet, customer, contract),
            "use": use(customer, rules),
            "devices": devices(cabinet, customer),
            "supplies": supplies(cabinet, customer, terms),
            "own_supply": own_supply(customer),
            "points": points(cabinet, customer),
            "billing": billing(rules, customer, contract, terms) | _losses(cabinet, customer),
            "auto_renewal": contract["auto_renewal"] and contract["auto_renewal"] == "是",
        }
    )


def use(customer: Row, rules: RulesInForce) -> dict[str, Any]:
    """Return what the electricity is used for."""
    named = customer.named(
        industry="industry_code",
        usage_class="usage_class",
        load_class="load_class",
        shifts="shifts",
        rest_days="rest_days",
        importance="importance",
        importance_document="importance_document",
        disturbing_load="disturbing_load",
        resupply="resupply",
    )
    code = str(named["industry"])
    if rest := customer.get("rest_days"):
        named["rest_days"] = worded(str(rest))
    sections = rules.rows("customer_type_map")
    titles = sections.loc[sections["section"] == code[:1], "name"]
    return named | ({"industry": f"{titles.iloc[0]}（{code}）"} if code and len(titles) else {})


def billing(rules: RulesInForce, customer: Row, contract: Row, terms: Row) -> dict[str, Any]:
    """Return how the customer is billed; the late fee is the contract's, else the rule book's."""
    agreed = terms.named(
        tariff_class="tariff_class",
        tariff_kind="tariff_kind",
        pricing_voltage="pricing_voltage",
        capacity_mode="capacity_mode",
        contract_demand_kw="contract_demand_kw",
        power_factor_standard="power_factor_standard",
        line_loss_percent="line_loss_percent",
    )
    habits = customer.named(
        retailer="retailer",
        due_day="due_day",
        prepaid_kind="prepaid_kind",
        notice_channel="notice_channel",
        invoice_kind="invoice_kind",
    )
    own = {
        "market_kind": terms.get("market_kind") or customer["market_kind"],
        "reading_day": terms.get("reading_day") or customer["reading_day"],
        "period_set": "不执行分时电价" if terms.get("period_set") == "不执行" else terms["period_set"],
        "instalments": contract.get("instalments") or _instalments(customer) or contract["instalments"],
    }
    return agreed | habits | own | late_fee(rules, contract, terms)


def _instalments(customer: Row) -> int | None:
    """Return the settlements a month that 电费结算方式 names: 分期结算(3次) is three, 抄表结算 one."""
    way = str(customer["settlement"])
    found = _INSTALMENTS.search(way)
    return int(found[1]) if found else 1 if way == "抄表结算" else None


def late_fee(rules: RulesInForce, contract: Row, terms: Row) -> dict[str, Any]:
    """Return the late fee [‰ a day]: as agreed, else as the rule book says for this kind of customer."""
    if contract.get("late_fee_permille") is not None:
        return {"late_fee_permille": contract["late_fee_permille"]}
    rates = legal_permille(rules, terms.get("tariff_class"))
    return {"late_fee_permille": rates.get("当年"), "late_fee_cross_year_permille": rates.get("跨年")}


def _losses(cabinet: Cabinet, customer: Row) -> dict[str, Any]:
    """Return how transformer losses are reckoned, as the devices say."""
    ways = [row.get("loss_method") for row in cabinet.of("devices", str(customer["customer_no"]))]
    words = ["不加计" if way == "无" else way for way in dict.fromkeys(ways) if way]
    return {"loss_method": "、".join(words) or None}


def clauses(rules: RulesInForce) -> dict[str, Any]:
    """Return what the contract cites, as it may be printed."""
    cited = {
        "late_fee": ("TL-39",),
        "interruption": ("TL-39", "MF-654"),
        "breach": ("TL-30", "TL-40"),
        "metering_error": ("YG-退补",),
    }
    return {fact: cite(rules, *codes) for fact, codes in cited.items()}


def objections(cabinet: Cabinet, rules: RulesInForce, customer: Row, contract: Row) -> list[str]:
    """Return what speaks against the contract besides what it lacks."""
    return [
        *_of_customer(cabinet, customer, contract),
        *_of_contract(cabinet, rules, contract),
        *_of_meters(cabinet, str(customer["customer_no"])),
    ]


def _of_meters(cabinet: Cabinet, customer_no: str) -> Iterator[str]:
    """Yield a sentence for everything that a metered point lacks; a point by ratio or quantity has no meter."""
    for row in settled_points(cabinet, customer_no):
        for column in () if row.get("relation") in UNMETERED else METERED_BY:
            if row.get(column) is None:
                yield sentence(column, row[column], cabinet.ledger)


def _of_customer(cabinet: Cabinet, customer: Row, contract: Row) -> Iterator[str]:
    """Yield a sentence when the customer is on low voltage or its capacity is not the contract's."""
    where = cabinet.ledger.where
    if customer.get("supply_voltage") in LOW_VOLTAGES:
        seen = f"{where('customers', customer.number, 'supply_voltage')}看到『{customer['supply_voltage']}』"
        yield f"{seen}，《{TITLE}》只用于高压用户，请用低压合同文本"
    agreed, known = contract.get("contract_capacity_kva"), customer.get("contract_capacity_kva")
    if agreed is not None and known is not None and agreed != known:
        seen = f"{where('contracts', contract.number, 'contract_capacity_kva')}看到『{agreed}』"
        yield f"{seen}，应与「客户台账」的合同容量 {known} kVA 相同，请核对两处"


def _of_contract(cabinet: Cabinet, rules: RulesInForce, contract: Row) -> Iterator[str]:
    """Yield a sentence when the late fee or the term lies out of bounds."""
    rate, begins, ends = (contract.get(name) for name in ("late_fee_permille", "effective_on", "expires_on"))
    low, high = (rules.value(PARAMETERS, f"违约金率:{bound}") for bound in ("下限", "上限"))
    if rate is not None and not low <= rate <= high:
        seen = f"{cabinet.ledger.where('contracts', contract.number, 'late_fee_permille')}看到『{rate}』"
        yield f"{seen}，应在 {low:g}–{high:g}‰/日 之内，请改正"
    years = rules.value(PARAMETERS, "有效期上限:高压")
    if begins and ends and pd.Timestamp(ends) > pd.Timestamp(begins) + pd.DateOffset(years=int(years)):
        seen = f"{cabinet.ledger.where('contracts', contract.number, 'expires_on')}看到『{ends}』"
        yield f"{seen}，自生效日期 {begins} 起不应超过 {years:g} 年，请改正"
