"""用电安全隐患整改通知书: one for the open hazards of an inspection that have none.

References: 制度 F3; 民法典 第六百五十五条; ledger.md §5.
Limitations: a hazard that was notified before is not notified again; its repetition is a new row without 文号.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from addin.papers.cabinet import Cabinet, Row, rows
from addin.papers.citing import cite, sentence
from addin.papers.contract_supply import standing_devices
from addin.papers.draft import Draft
from addin.papers.hazards import due, hazard, of_grade
from addin.papers.lacking import Lacking
from addin.papers.parties import ELECTRICIANS, Company, contact
from addin.reading import Ledger
from addin.rulebook import RulesInForce
from generators import text
from generators.documents.rectification_notice import LEVELS

CLOSED = ("闭环", "关闭")


def drafts(ledger: Ledger, rules: RulesInForce, as_of: date, customers: Sequence[str] | None) -> list[Draft]:
    """Return a draft for every customer and inspection with open hazards that were not notified."""
    frame = called_for(ledger["hazards"], customers)
    cabinet = Cabinet(ledger, frozenset(frame["customer_no"]), as_of)
    company = Company(ledger)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows("hazards", frame):
        groups.setdefault((row["customer_no"], row["inspection_no"]), []).append(row)
    return [_draft(cabinet, company, rules, hazards) for hazards in groups.values()]


def called_for(hazards: pd.DataFrame, customers: Sequence[str] | None) -> pd.DataFrame:
    """Return the hazards that are neither mended nor notified, of the customers named or of all."""
    mended = hazards["state"].isin(CLOSED) | hazards["done_on"].notna()
    waiting = hazards[~mended & hazards["notice_no"].isna() & hazards["customer_no"].notna()]
    return waiting if customers is None else waiting[waiting["customer_no"].isin(customers)]


def _draft(cabinet: Cabinet, company: Company, rules: RulesInForce, hazards: list[Row]) -> Draft:
    """Return the draft of one notice."""
    number = str(hazards[0]["customer_no"])
    customer = cabinet.first("customers", number)
    inspection = inspection_of(cabinet, hazards[0])
    worst = next((level for level in LEVELS if level in {row.get("hazard_level") for row in hazards}), None)
    facts = {
        "supplier": company.named(name="供电公司全称", address="联系地址", phone="联系电话")
        | customer.named(contact="manager"),
        "customer": notified(cabinet, customer),
        **inspection.named(
            inspection_no="inspection_no", inspected_on="inspected_on", inspection_kind="inspection_kind"
        ),
        "inspectors": inspectors(inspection),
        "hazards": [hazard(rules, row) for row in hazards],
        "overdue": sentence(of_grade(rules, worst, "consequence")),
        "recheck": recheck(rules, hazards),
        "objection": objection(company),
        "issuer_position": of_grade(rules, worst, "signer"),
        "clauses": {"ownership": cite(rules, "MF-655")},
    }
    against = [*_of_inspection(cabinet, rules, inspection), *_of_deadlines(cabinet, rules, hazards)]
    about = "、".join(row["hazard_no"] for row in hazards)
    return Draft(number, str(customer["customer_name"]) or f"户号 {number}", about, facts, against)


def inspection_of(cabinet: Cabinet, row: Row) -> Row:
    """Return the inspection that found a hazard."""
    wanted = row.get("inspection_no")
    if wanted is None:
        where = cabinet.ledger.where("hazards", row.number, "inspection_no")
        return Row("inspections", 0, {}, f"{where}为空，请补填")
    mine = cabinet.of("inspections", str(row["customer_no"]))
    found = [each for each in mine if each.get("inspection_no") == wanted]
    return found[0] if found else cabinet.none("inspections", str(row["customer_no"]), f"检查 {wanted}")


def notified(cabinet: Cabinet, customer: Row) -> dict[str, Any]:
    """Return the customer as a notice names it."""
    number = str(customer["customer_no"])
    named = customer.named(name="customer_name", customer_no="customer_no", address="address")
    return named | contact(cabinet, number, ELECTRICIANS) | {"installation": installation(cabinet, customer)}


def installation(cabinet: Cabinet, customer: Row) -> str:
    """Return the installation in short: 交流10kV 供电，变压器 2 台、共 2500 kVA."""
    number = str(customer["customer_no"])
    devices = standing_devices(cabinet, number)
    if not devices:
        return Lacking(cabinet.lacks("devices", number))
    kinds: dict[str, list[Row]] = {}
    for row in devices:
        kinds.setdefault(str(row["device_kind"]), []).append(row)
    counted = [f"{kind} {len(each)} 台、共 {_kva(each)} kVA" for kind, each in kinds.items()]
    return f"{customer['supply_voltage']}供电，{'，'.join(counted)}"


def _kva(devices: Sequence[Row]) -> str:
    return text.quantity(sum(row.get("rated_kva") or 0 for row in devices))


def inspectors(inspection: Row) -> list[dict[str, str]] | str:
    """Return who inspected, each with the work id in the same place."""
    people: str = inspection["inspectors"]
    ids: str = inspection["inspector_ids"]
    if not people:
        return people
    names, numbers = _parted(people), _parted(ids)
    numbers += [
        ids if isinstance(ids, Lacking) else Lacking(("inspections", inspection.number, "inspector_ids"))
    ] * len(names)
    return [{"name": name, "work_id": number} for name, number in zip(names, numbers, strict=False)]


def _parted(words: str) -> list[str]:
    return [word.strip() for word in words.replace(",", "、").replace("，", "、").split("、") if word.strip()]


def recheck(rules: RulesInForce, hazards: Sequence[Row]) -> str | None:
    """Return when the company looks again, by grade."""
    seen = {row.get("hazard_level") for row in hazards}
    days = {level: of_grade(rules, level, "review_workdays") for level in LEVELS if level in seen}
    told = [f"{level}隐患 {int(count)} 个工作日内" for level, count in days.items() if count]
    return f"整改期限届满后，{'、'.join(told)}复查" if told else None


def objection(company: Company) -> str:
    """Return where the customer may object."""
    name, phone, watch = (company[key] for key in ("供电公司全称", "联系电话", "监督电话"))
    told = f"请向{name}（电话 {phone}）提出书面意见"
    return f"{told}，也可拨打 {watch} 反映" if watch else told


def _of_inspection(cabinet: Cabinet, rules: RulesInForce, inspection: Row) -> Iterator[str]:
    """Yield a sentence when too few people inspected."""
    needed = int(rules.value("operating_parameters", "检查人数"))
    names = _parted(inspection["inspectors"])
    if names and len(names) < needed:
        where = cabinet.ledger.where("inspections", inspection.number, "inspectors")
        yield f"{where}看到『{inspection['inspectors']}』，检查人员应不少于 {needed} 人，请核对补填"


def _of_deadlines(cabinet: Cabinet, rules: RulesInForce, hazards: Sequence[Row]) -> Iterator[str]:
    """Yield a sentence for every deadline that has passed or lies beyond the longest of its grade."""
    for row in hazards:
        until = due(rules, row)
        if isinstance(until, Lacking):
            continue
        where = f"{cabinet.ledger.where('hazards', row.number, 'due_on')}看到『{until}』"
        longest = of_grade(rules, row.get("hazard_level"), "longest_due_days")
        if until < cabinet.as_of:
            yield f"{where}，早于出具日 {cabinet.as_of}，请重新确定整改期限"
        elif longest and row.get("found_on") and until > row["found_on"] + timedelta(days=int(longest)):
            yield f"{where}，自发现日期起超过{row['hazard_level']}隐患最长的 {int(longest)} 天，请改定期限"
