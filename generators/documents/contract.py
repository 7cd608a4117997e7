"""高压供用电合同: the supply contract of a customer at 6 kV and above.

The template follows the eighteen articles of 合同章节 and the seven items that 电力供应与使用条例 第三十三条 requires.
It quotes no price: price is by reference to what the authority publishes and follows policy. The company's own text is
in the template, and the template is theirs to replace.

References: 民法典 第六百四十八条 to 第六百五十六条, 第四百九十六条; 电力供应与使用条例 第三十三条, 第三十九条.
Limitations: whether the late fee lies within the legal bounds and the term within the company's is checked by the
caller, who has the rule book; the diagram of annex 2 is drawn elsewhere and pasted in.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from generators import text
from generators.documents.contract_facts import DERIVED, FACTS
from generators.documents.document import Document
from generators.documents.fact import Facts
from generators.documents.parties import customer_authority, too_few_copies
from generators.values import NONE, is_empty


def prepare(facts: Facts) -> dict[str, object]:
    """Return the facts with what follows from them: sums, counts, wording of shares, instalments, annexes."""
    motors = [row for row in facts["devices"] if row["kind"] == "高压电动机"]
    transformers = [row for row in facts["devices"] if row["kind"] != "高压电动机"]
    derived = {
        "customer_authority": customer_authority(facts["customer"]),
        "transformer_count": len(transformers),
        "transformer_kva": total(transformers, "kva"),
        "motor_count": len(motors) or None,
        "motor_kva": total(motors, "kva") if motors else None,
        "devices_kva": total(facts["devices"], "kva"),
        "supply_count": len(facts["supplies"]),
        "several_supplies": len(facts["supplies"]) > 1,
        "points": [_without_meter(row) for row in facts["points"]],
        "shares": [shared(row) for row in facts["points"]],
        "instalment_rows": instalments(facts["billing"], facts.get("instalment_plan") or []),
        "demand_billing": facts["billing"]["capacity_mode"] == "合同最大需量",
        "important": facts["use"]["importance"] != "否",
        "term": f"自{text.day(facts['effective_on'])}起至{text.day(facts['expires_on'])}止",
        "supplier_copies": int(facts["copies"]) - int(facts["customer_copies"]),
        "annexes": annexes(facts),
    }
    return dict(facts) | derived


def total(rows: Sequence[Facts], name: str) -> Decimal:
    """Return the exact sum of a numeric fact over rows."""
    return sum((Decimal(str(row[name])) for row in rows), Decimal(0))


def _without_meter(point: Facts) -> dict[str, object]:
    """Return a metering point, what only a meter has struck out where there is none."""
    struck = ("wiring", "meter_class") if point["relation"] in ("定比", "定量") else ()
    return dict(point) | {name: point.get(name) or NONE for name in struck}


def shared(point: Facts) -> dict[str, object]:
    """Return a metering point's row in the table of how energy is found."""
    return {name: point.get(name) for name in ("point_no", "relation", "parent_no")} | {"wording": share(point)}


def share(point: Facts) -> str:
    """Return how a metering point's energy is found: metered, by ratio, by quantity, in or beside its parent's."""
    parent = point.get("parent_no")
    if point["relation"] == "定比":
        return f"按上级计量点 {parent} 抄见电量的 {text.quantity(point['ratio_percent'])}% 确定"
    if point["relation"] == "定量":
        return f"每月定量 {text.quantity(point['fixed_kwh'])} 千瓦时，从上级计量点 {parent} 电量中扣除"
    if point["relation"] == "套表":
        return f"装表计量，从上级计量点 {parent} 电量中扣除"
    return "装表计量，单独计费" if point["relation"] == "并接" else "装表计量"


def instalments(billing: Facts, plan: Sequence[Facts]) -> list[dict[str, object]]:
    """Return the instalments of a month: those agreed, or ruled ones to fill in, and last the settlement."""
    last = {"when": f"抄表结算后，当月 {billing['due_day']} 日前", "how_much": "结清当月电费（扣除已预付部分）"}
    ruled = {"when": "每月 ______ 日前", "how_much": "________________"}
    rows = [*plan, last] if plan else [ruled] * (int(billing["instalments"]) - 1) + [last]
    return [{"number": number, **row} for number, row in enumerate(rows, 1)]


def annexes(facts: Facts) -> list[dict[str, object]]:
    """Return the annexes that apply to this customer, numbered."""
    own = facts.get("own_supply") or facts.get("distributed_kw")
    several = int(facts["billing"]["instalments"]) > 1 or facts["billing"].get("prepaid_kind") not in (None, "非预付")
    listed = (
        ("术语定义", "随本合同", True),
        ("供电接线及产权分界示意图", "随本合同", True),
        ("合同事项变更确认书", "变更时签订", True),
        ("电费结算协议", "另行签订", several),
        ("电力调度协议", "另行签订", facts.get("dispatched")),
        ("自备电源及并网安全协议", "另行签订", own),
        ("重要电力用户供用电安全风险告知确认书", "另行签订", facts["use"]["importance"] != "否"),
        ("供电人授权委托书", "提供原件", True),
        ("用电人授权委托书", "提供原件", facts["customer"].get("authority_no")),
    )
    rows = [(title, form) for title, form, applies in listed if applies]
    return [{"number": number, "title": title, "form": form} for number, (title, form) in enumerate(rows, 1)]


def contradictions(facts: Facts) -> Iterator[str]:
    """Yield a sentence for each contradiction between complete facts."""
    if (listed := total(facts["devices"], "kva")) != Decimal(str(facts["capacity_kva"])):
        yield (
            f"受电设备容量合计 {text.quantity(listed)} kVA，与合同容量 {text.quantity(facts['capacity_kva'])} kVA "
            "不符，请核对「受电设备」与「客户台账」"
        )
    if facts["effective_on"] >= facts["expires_on"]:
        yield f"到期日期{text.day(facts['expires_on'])}不晚于生效日期{text.day(facts['effective_on'])}"
    yield from too_few_copies(facts)
    lacking = [text.quantity(row["sequence"]) for row in facts["supplies"] if is_empty(row.get("demand_kw"))]
    if lacking and facts["billing"]["capacity_mode"] == "合同最大需量":
        yield f"按合同最大需量计费，但电源 {'、'.join(lacking)} 没有合同需量"


CONTRACT = Document(
    kind="HT",
    title="高压供用电合同",
    facts=FACTS,
    derived=DERIVED,
    template=Path(__file__).with_name("contract.docx"),
    prepare=prepare,
    contradictions=contradictions,
)
