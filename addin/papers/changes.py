"""变更协议: one for every approved application that has none; all its items before and after, and what follows.

References: 制度 E4; 民法典 第五百四十三条, 第五百四十四条; ledger.md §5.
Limitations: what becomes of a term that follows from the change is what 变更台账 says; where nothing is said the term
is printed as 不变, unless the new capacity makes that impossible, which is told and refuses the paper.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from addin.papers.arrears import arrears_yuan
from addin.papers.cabinet import Cabinet, Row, rows
from addin.papers.change_limits import objections
from addin.papers.citing import cite, copies, sentence
from addin.papers.contract_supply import terms_of
from addin.papers.draft import Draft
from addin.papers.lacking import Lacking
from addin.papers.parties import Company, customer_party
from addin.papers.seals import seals
from addin.papers.terms import following, now
from addin.reading import Ledger
from addin.rulebook import NoRule, RulesInForce
from addin.tables.choices import BINDING_STATES
from generators.documents.change_agreement import UNCHANGED

TITLE = "变更协议"
READY = ("已批准", "待签署")
"""States of an application whose agreement is to be signed."""
KINDS = "change_kinds"
PART_MONTH = "YG-容需量"
"""Clause on the month of a change."""


def drafts(ledger: Ledger, rules: RulesInForce, as_of: date, customers: Sequence[str] | None) -> list[Draft]:
    """Return a draft for every application that is approved and has no 协议文号."""
    frame = called_for(ledger["changes"], customers)
    cabinet = Cabinet(ledger, frozenset(frame["customer_no"]), as_of)
    company = Company(ledger)
    owed = arrears_yuan(ledger, pd.Index(frame["customer_no"].unique()), as_of)
    applications: dict[tuple[str, str], list[Row]] = {}
    for row in rows("changes", frame):
        applications.setdefault((row["application_no"], row["customer_no"]), []).append(row)
    return [_draft(cabinet, company, rules, items, owed[key[1]]) for key, items in applications.items()]


def called_for(changes: pd.DataFrame, customers: Sequence[str] | None) -> pd.DataFrame:
    """Return the rows of applications that need an agreement, of the customers named or of all."""
    ready = changes[changes["state"].isin(READY) & changes["agreement_no"].isna()]
    ready = ready.dropna(subset=["application_no", "customer_no"])
    return ready if customers is None else ready[ready["customer_no"].isin(customers)]


def _draft(cabinet: Cabinet, company: Company, rules: RulesInForce, items: list[Row], owed: Decimal | Lacking) -> Draft:
    """Return the draft of one application."""
    first = items[0]
    number = str(first["customer_no"])
    customer = cabinet.first("customers", number)
    contract = contract_of(cabinet, number)
    kind = kind_row(rules, first)
    facts = (
        first.named(
            application_no="application_no",
            applied_on="applied_on",
            change_kind="change_kind",
            cause="cause",
            starts_on="starts_on",
            ends_on="ends_on",
            cost_bearer="cost_bearer",
        )
        | contract.named(contract_no="contract_no", contract_signed_on="signed_on")
        | {
            "supplier": company.party(contract, customer),
            "customer": _party(cabinet, customer, contract, first),
            "changes": items_and_following(cabinet, rules, customer, items, kind),
            "seals": seals(cabinet, items),
            "expiry": expiry(first, kind),
            "part_month": part_month(cabinet, rules, customer),
            "attachments": attachments(first),
            "clauses": {"change": cite(rules, "MF-543", "MF-544")},
        }
        | arrears_facts(cabinet, rules, owed)
        | copies(rules, TITLE)
    )
    name = str(customer["customer_name"]) or f"户号 {number}"
    against = objections(cabinet, rules, customer, items, kind, owed)
    return Draft(number, name, str(first["application_no"]), facts, against)


def contract_of(cabinet: Cabinet, customer_no: str) -> Row:
    """Return the customer's binding contract, the latest in the sheet."""
    found = [row for row in cabinet.of("contracts", customer_no) if row.get("state") in (None, *BINDING_STATES)]
    return found[-1] if found else cabinet.none("contracts", customer_no, "履行中的合同")


def kind_row(rules: RulesInForce, item: Row) -> dict[str, Any] | None:
    """Return the rule row of a kind of change; ``None`` when the rule book does not know it."""
    try:
        row = rules.rows(KINDS).loc[rules.row(KINDS, str(item["change_kind"]))]
    except NoRule:
        return None
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def _party(cabinet: Cabinet, customer: Row, contract: Row, item: Row) -> dict[str, Any]:
    """Return the customer; who signs the change is in 变更台账, else who signed the contract."""
    party = customer_party(cabinet, customer, contract)
    own = {"signatory": item.get("customer_signatory"), "authority_no": item.get("authority_no")}
    return party | {name: value for name, value in own.items() if value}


def items_and_following(
    cabinet: Cabinet, rules: RulesInForce, customer: Row, items: Sequence[Row], kind: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Return the before-and-after table: the items of the application, then every term that could follow from them."""
    basis = f"用电人申请；{cite(rules, 'YG-变更')}"
    stated = [_item(row, basis) for row in items]
    terms = following(kind["affected_terms"] if kind else None, [row["item"] for row in stated])
    still = {"after": UNCHANGED, "effective_on": items[0]["starts_on"], "basis": "原合同"}
    return stated + [{"item": term, "before": now(term, cabinet, customer), **still} for term in terms]


def _item(row: Row, basis: str) -> dict[str, Any]:
    """Return one item of the application; an item that stays is said to stay."""
    named = row.named(item="item", before="before", after="after", effective_on="starts_on")
    if named["after"] and named["after"] == named["before"]:
        named["after"] = UNCHANGED
    return named | {"basis": basis}


def expiry(item: Row, kind: dict[str, Any] | None) -> str | None:
    """Return what happens when a change that ends has ended; from 变更用电 「逾期后果」."""
    if item.get("ends_on") is None:
        return None
    consequence = kind and kind["consequence"]
    rest = f"逾期未办理的：{consequence}" if consequence else "逾期未办理的，按国家和本省有关规定处理"
    return sentence(f"期满前由用电人申请启封、恢复或者续办；{rest}")


def part_month(cabinet: Cabinet, rules: RulesInForce, customer: Row) -> str | None:
    """Return how the month of the change is billed."""
    terms = terms_of(cabinet, str(customer["customer_no"]))
    if terms.get("capacity_mode") in (None, "不计"):
        return "变更当月按执行日期前后的抄见电量分别计算电度电费，不涉及容（需）量电费。"
    row = rules.rows("clauses").loc[rules.row("clauses", PART_MONTH)]
    return sentence(f"{row['summary']}（{cite(rules, PART_MONTH)}）")


def arrears_facts(cabinet: Cabinet, rules: RulesInForce, owed: Decimal | Lacking) -> dict[str, Any]:
    """Return what the customer owes; unknown where the ledger has no bills or payments."""
    days = int(rules.value("operating_parameters", "催告合理期限"))
    due = cabinet.as_of + timedelta(days=days) if owed else None
    lacking = [table for table in ("bills", "receipts") if not cabinet.ledger.has(table)]
    amount = Lacking(cabinet.lacks(lacking[0], "")) if lacking else owed
    return {"arrears_yuan": amount, "arrears_on": cabinet.as_of, "arrears_due_on": due}


def attachments(item: Row) -> list[dict[str, str]]:
    """Return what is attached: the application, the written authority, the sealing sheet."""
    titles = [f"变更用电申请表（{item['application_no']}）"]
    titles += [f"授权委托书（{item['authority_no']}）"] if item.get("authority_no") else []
    titles += ["设备封停（启封）单"] if item.get("device_nos") else []
    return [{"title": title} for title in titles]
