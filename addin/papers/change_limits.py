"""Limits: what speaks against a change agreement besides what it lacks."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from addin.papers.cabinet import Cabinet, Row
from addin.papers.contract_supply import DEMAND_BILLING, terms_of
from addin.papers.lacking import Lacking
from addin.rulebook import RulesInForce

FLAGS = "billing_flags"
CAPACITIES = ("合同容量", "运行容量")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PERCENT = 100


def objections(  # noqa: PLR0913, PLR0917 - what a change depends on
    cabinet: Cabinet,
    rules: RulesInForce,
    customer: Row,
    items: Sequence[Row],
    kind: dict[str, Any] | None,
    owed: Decimal | Lacking,
) -> list[str]:
    """Return a sentence for each reason to refuse the agreement."""
    return [
        *_of_kind(cabinet, items[0], kind, owed),
        *_of_unstated_capacity(items, kind),
        *_of_new_capacity(rules, terms_of(cabinet, str(customer["customer_no"])), items),
    ]


def _of_kind(cabinet: Cabinet, item: Row, kind: dict[str, Any] | None, owed: Decimal | Lacking) -> Iterator[str]:
    """Yield a sentence when the kind is unknown, or its customer must pay first."""
    if kind is None and item.get("change_kind"):
        where = cabinet.ledger.where("changes", item.number, "change_kind")
        yield f"{where}看到『{item['change_kind']}』，应为规则表「变更用电」中的类型，请改正"
    if kind and kind["clear_arrears"] == "是" and owed:
        yield f"规则表「变更用电」要求办理『{kind['kind']}』前结清电费，截至 {cabinet.as_of} 尚欠 {owed} 元，请先收清"


def _of_unstated_capacity(items: Sequence[Row], kind: dict[str, Any] | None) -> Iterator[str]:
    """Yield a sentence for a capacity that this kind of change moves and no item speaks of."""
    affected = ((kind and kind["affected_terms"]) or "").split("、")
    stated = {row.get("item") for row in items}
    for term in CAPACITIES:
        if term in affected and term not in stated:
            yield (
                f"「变更台账」申请 {items[0]['application_no']} 没有「{term}」的变更前、变更后，而本类变更涉及它，"
                "请补一行（不变的，变更后填『不变』）"
            )


def _of_new_capacity(rules: RulesInForce, terms: Row, items: Sequence[Row]) -> Iterator[str]:
    """Yield a sentence for a term that cannot stay as it is under the new capacity and is not stated to change."""
    stated = {row.get("item"): row for row in items}
    capacity = next((_number(stated[term]["after"]) for term in CAPACITIES if term in stated), None)
    if capacity and "电价制度" not in stated:
        yield from _of_tariff_kind(rules, terms, capacity)
    if capacity and "合同需量" not in stated:
        yield from _of_demand(rules, terms, capacity)


def _of_tariff_kind(rules: RulesInForce, terms: Row, capacity: Decimal) -> Iterator[str]:
    """Yield a sentence for a tariff kind that a capacity [kVA] does not allow."""
    kind = terms.get("tariff_kind")
    least, must = (rules.value(FLAGS, f"两部制:{limit}") for limit in ("可选下限", "必须下限"))
    if kind == "两部制" and capacity < least:
        yield _must_be_stated("电价制度", kind, f"变更后容量 {capacity} kVA 不足两部制下限 {least:g} kVA")
    if kind == "单一制" and capacity >= must:
        yield _must_be_stated("电价制度", kind, f"变更后容量 {capacity} kVA 已达须执行两部制的 {must:g} kVA")


def _of_demand(rules: RulesInForce, terms: Row, capacity: Decimal) -> Iterator[str]:
    """Yield a sentence for a contract demand that a capacity [kVA] does not allow."""
    demand = terms.get("contract_demand_kw")
    if terms.get("capacity_mode") != DEMAND_BILLING or demand is None:
        return
    low = capacity * Decimal(str(rules.value(FLAGS, "合同需量最低比例"))) / _PERCENT
    if not low <= demand <= capacity:
        yield _must_be_stated(
            "合同需量", f"{demand} kW", f"变更后容量 {capacity} kVA，合同需量应在 {low:g}–{capacity} kW"
        )


def _must_be_stated(term: str, now: object, why: str) -> str:
    return f"{why}，「{term}」不能仍为『{now}』，请在「变更台账」为本申请补一行「{term}」的变更前、变更后"


def _number(words: str) -> Decimal | None:
    """Return the first number in words such as 1250kVA."""
    found = _NUMBER.search(words.replace(",", ""))
    return Decimal(found[0]) if found else None
