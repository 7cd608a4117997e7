"""变更协议: what changes in a supply contract in force, item by item, before and after.

An agreement that leaves open what changes is presumed to change nothing (民法典 第五百四十四条). So every term that
follows from the change (price class, power factor standard, charging mode, demand, multiplier, losses, boundary,
protection) has its own row, with the day from which it holds and its basis.

References: 民法典 第五百四十三条, 第五百四十四条; 电力大客户管理制度 E4.
Limitations: which terms follow from a kind of change is the caller's rule table; a change of the customer itself (过户)
is a new contract and is refused.
"""

from collections.abc import Iterator
from pathlib import Path

from generators import text
from generators.documents.document import Document
from generators.documents.fact import Fact, Facts, Group, Need, Rows
from generators.documents.parties import AUTHORITY, CUSTOMER, SUPPLIER, customer_authority, too_few_copies
from generators.values import RULED_DAY, RULED_SHORT, is_empty

_NEW_CONTRACT = ("过户", "分户", "并户")
UNCHANGED = "不变"
"""Printed as 变更后 for a term that was looked at and stays."""

FACTS = (
    Fact("agreement_no", "协议编号"),
    Fact("contract_no", "原合同编号"),
    Fact("contract_signed_on", "原合同签订日期"),
    Fact("application_no", "申请编号"),
    Fact("applied_on", "申请日期"),
    Fact("change_kind", "变更类型"),
    Fact("cause", "变更事由"),
    Fact("signed_at", "签订地点", Need.BLANK),
    Fact("signed_on", "签订日期", Need.BLANK, RULED_DAY),
    SUPPLIER,
    CUSTOMER,
    Rows(
        "changes",
        "变更事项",
        (
            Fact("item", "项目"),
            Fact("before", "变更前"),
            Fact("after", "变更后"),
            Fact("effective_on", "执行日期"),
            Fact("basis", "依据"),
        ),
    ),
    Fact("starts_on", "执行起日"),
    Fact("ends_on", "执行止日", Need.OPTIONAL),
    Rows(
        "seals",
        "封启设备",
        (
            Fact("device_no", "设备编号"),
            Fact("device", "设备"),
            Fact("action", "操作"),
            Fact("on", "日期", Need.BLANK, "__年__月__日"),
            Fact("point_no", "计量点号", Need.BLANK, RULED_SHORT),
            Fact("reading", "示数", Need.BLANK, RULED_SHORT),
        ),
        minimum=0,
    ),
    Fact("expiry", "期满处理", Need.OPTIONAL, required_when=lambda facts: not is_empty(facts.get("ends_on"))),
    Fact("part_month", "变更当月电费"),
    Fact("arrears_yuan", "欠费金额"),
    Fact("arrears_on", "欠费截至日"),
    Fact("arrears_due_on", "欠费结清期限", Need.OPTIONAL, required_when=lambda facts: bool(facts.get("arrears_yuan"))),
    Fact("cost_bearer", "费用承担"),
    Rows("attachments", "附件", (Fact("title", "名称"),), minimum=0),
    Fact("copies", "文本份数"),
    Fact("customer_copies", "用电人份数"),
    Group("clauses", "条款", (Fact("change", "变更依据"),)),
)
DERIVED = (
    AUTHORITY,
    Fact("change_count", "变更项数"),
    Fact("changed_count", "变化项数"),
    Fact("period", "执行期间"),
    Fact("arrears", "欠费约定"),
    Fact("attachment_rows", "附件清单", Need.OPTIONAL),
    Fact("supplier_copies", "供电人份数"),
)


def prepare(facts: Facts) -> dict[str, object]:
    """Return the facts with what follows from them: period, arrears in words, list of attachments."""
    titles = [row["title"] for row in facts.get("attachments") or []]
    return dict(facts) | {
        "customer_authority": customer_authority(facts["customer"]),
        "change_count": len(facts["changes"]),
        "changed_count": sum(row["after"] != UNCHANGED for row in facts["changes"]),
        "period": period(facts),
        "part_month": text.sentence(facts["part_month"]),
        "expiry": text.sentence(facts["expiry"]) if facts.get("expiry") else None,
        "cost_bearer": text.sentence(facts["cost_bearer"]),
        "arrears": arrears(facts),
        "attachment_rows": "；".join(f"{number}. {title}" for number, title in enumerate(titles, 1)) or None,
        "supplier_copies": int(facts["copies"]) - int(facts["customer_copies"]),
    }


def period(facts: Facts) -> str:
    """Return from when to when the change holds."""
    start = text.day(facts["starts_on"])
    if is_empty(facts.get("ends_on")):
        return f"自{start}起执行"
    return f"自{start}起至{text.day(facts['ends_on'])}止"


def arrears(facts: Facts) -> str:
    """Return what is owed on the day of the agreement and what becomes of it."""
    until = text.day(facts["arrears_on"])
    if not text.yuan(facts["arrears_yuan"]):
        return f"截至{until}，用电人无欠费。"
    return (
        f"截至{until}，用电人尚欠电费本金{text.money(facts['arrears_yuan'])}，应于{text.day(facts['arrears_due_on'])}前"
        "结清；逾期的，按原合同约定支付电费违约金。签订本协议不视为供电人放弃上述债权。"
    )


def contradictions(facts: Facts) -> Iterator[str]:
    """Yield a sentence for each contradiction between complete facts."""
    if any(kind in facts["change_kind"] for kind in _NEW_CONTRACT):
        yield f"变更类型『{facts['change_kind']}』改变用电主体，应解除原合同、另签供用电合同，不能用变更协议"
    for row in facts["changes"]:
        if str(row["before"]).strip() == str(row["after"]).strip():
            yield f"变更事项「{row['item']}」变更前后都是『{row['before']}』，不变的请写『{UNCHANGED}』"
    if not is_empty(facts.get("ends_on")) and facts["ends_on"] <= facts["starts_on"]:
        yield f"执行止日{text.day(facts['ends_on'])}不晚于执行起日{text.day(facts['starts_on'])}"
    yield from too_few_copies(facts)


CHANGE_AGREEMENT = Document(
    kind="BG",
    title="供用电合同变更协议",
    facts=FACTS,
    derived=DERIVED,
    template=Path(__file__).with_name("change_agreement.docx"),
    prepare=prepare,
    contradictions=contradictions,
)
