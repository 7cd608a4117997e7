"""供用电合同: which customers have none in force, and which row of 合同台账 their contract will be.

References: 制度 E1; ledger.md §5; 电力供应与使用条例 第三十三条.
Limitations: only high voltage; the number comes from 合同台账, none is made up.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from addin.papers.cabinet import Cabinet, Row
from addin.papers.contract_facts import contract_facts, objections, quoted
from addin.papers.draft import Draft
from addin.papers.parties import Company
from addin.reading import Ledger
from addin.rulebook import RulesInForce
from addin.tables.choices import BINDING_STATES

CLOSED = "已销户"
DRAFTED = ("待签署", "待批准", "评审中", "草拟", "退回")
"""States of a contract that is being made, the nearest to signature first."""
PARAMETERS = "contract_parameters"


def drafts(ledger: Ledger, rules: RulesInForce, as_of: date, customers: Sequence[str] | None) -> list[Draft]:
    """Return a draft for every customer without a contract in force, or for exactly those named."""
    binding = in_force(ledger["contracts"], rules, as_of)
    chosen = called_for(ledger["customers"], binding) if customers is None else list(dict.fromkeys(customers))
    cabinet = Cabinet(ledger, frozenset(chosen), as_of)
    company = Company(ledger)
    same = quoted(rules, company)
    found = [_draft(cabinet, company, rules, customer_no, binding) for customer_no in chosen]
    return [replace(draft, facts=draft.facts and draft.facts | same) for draft in found]


def in_force(contracts: pd.DataFrame, rules: RulesInForce, as_of: date) -> pd.DataFrame:
    """Return the contracts that bind on a day: concluded, not ended, not expired unless they renew themselves."""
    renews = rules.text(PARAMETERS, "自动续期视为有效") == "是"
    concluded = contracts["state"].isna() | contracts["state"].isin(BINDING_STATES)
    runs = ~(contracts["expires_on"] < pd.Timestamp(as_of)) | ((contracts["auto_renewal"] == "是") & renews)
    return contracts[concluded & runs]


def called_for(customers: pd.DataFrame, binding: pd.DataFrame) -> list[str]:
    """Return the 户号 of customers that are not closed and have no binding contract."""
    open_ = customers[(customers["state"] != CLOSED) & customers["customer_no"].notna()]
    numbers = open_.loc[~open_["customer_no"].isin(binding["customer_no"]), "customer_no"]
    return [str(number) for number in numbers.unique()]


def _draft(cabinet: Cabinet, company: Company, rules: RulesInForce, customer_no: str, binding: pd.DataFrame) -> Draft:
    """Return the draft of one customer's contract."""
    found = cabinet.of("customers", customer_no)
    if not found:
        why = f"「客户台账」中没有户号『{customer_no}』，请核对户号"
        return Draft(customer_no, f"户号 {customer_no}", "", {}, [why])
    contract = _contract(cabinet, customer_no, binding)
    facts = contract_facts(cabinet, company, rules, found[0], contract)
    about = contract.get("contract_no") or ""
    return Draft(
        customer_no, str(found[0]["customer_name"]), about, facts, objections(cabinet, rules, found[0], contract)
    )


def _contract(cabinet: Cabinet, customer_no: str, binding: pd.DataFrame) -> Row:
    """Return the row of the contract: one being made, else one in force, else one that says what lacks."""
    rows = cabinet.of("contracts", customer_no)
    made = [row for state in DRAFTED for row in reversed(rows) if row.get("state") == state]
    made += [row for row in reversed(rows) if row.number in binding.index]
    if made:
        return made[0]
    why = (
        f"合同编号须在「合同台账」登记，本程序不编造：请为户号 {customer_no} 加一行，合同状态填「草拟」，"
        "并填写合同编号、双方签约人、授权委托书号、生效和到期日期"
    )
    return Row("contracts", 0, {}, why)
