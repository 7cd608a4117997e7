"""用电安全隐患整改通知书: hazards found in a customer's installation, with stub, receipt, feedback and recheck form.

The installation is the customer's and so is the duty (产权人责任): the company advises and urges (建议, 督促), it does
not order. 电力法 第六十五条 is addressed to the authority and is no ground for the company to threaten an outage; an
ordinary hazard is no ground at all. Receipt is not agreement: the receipt says so.

References: 民法典 第六百五十五条; 电力大客户管理制度 F3.
Limitations: whether a clause may be quoted is the caller's rule table; it hands in the text as printed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generators import text
from generators.documents.document import Document
from generators.documents.fact import Fact, Facts, Group, Need, Rows
from generators.values import RULED_DAY, RULED_SHORT

LEVELS = ("重大", "较大", "一般")
"""Grades of hazards, worst first."""
_ORDERS = re.compile("责令|勒令|罚款")
_OUTAGE = re.compile("停电|限电|中止供电|停止供电|中断供电")
_ARTICLE_65 = re.compile(r"电力法》?\s*(第六十五条|第\s*65\s*条)")

FACTS = (
    Fact("notice_no", "文号"),
    Fact("issued_on", "成文日期", Need.BLANK, RULED_DAY),
    Fact("previous_no", "前次文号", Need.OPTIONAL),
    Group(
        "supplier",
        "供电公司",
        (
            Fact("name", "名称"),
            Fact("address", "地址"),
            Fact("contact", "联系人"),
            Fact("phone", "联系电话"),
        ),
    ),
    Group(
        "customer",
        "用户",
        (
            Fact("name", "户名"),
            Fact("customer_no", "户号"),
            Fact("address", "用电地址"),
            Fact("contact", "电气负责人"),
            Fact("phone", "联系电话"),
            Fact("installation", "受电装置概况"),
            Fact("escort", "陪同人员", Need.BLANK, RULED_SHORT),
        ),
    ),
    Fact("inspection_no", "检查编号"),
    Fact("inspected_on", "检查日期"),
    Fact("inspection_kind", "检查类型"),
    Rows("inspectors", "检查人员", (Fact("name", "姓名"), Fact("work_id", "证号")), minimum=2),
    Rows(
        "hazards",
        "隐患",
        (
            Fact("hazard_no", "隐患编号"),
            Fact("device", "设备或部位"),
            Fact("description", "检查事实"),
            Fact("photo_no", "照片编号"),
            Fact("clause", "依据"),
            Fact("level", "等级"),
            Fact("requirement", "整改建议"),
            Fact("interim_measures", "临时措施"),
            Fact("consequence", "可能后果"),
            Fact("due_on", "整改期限"),
        ),
    ),
    Fact("overdue", "逾期处理"),
    Fact("recheck", "复查安排"),
    Fact("objection", "异议受理"),
    Fact("issuer_position", "签发人职务"),
    Fact("copied_to", "抄送", Need.OPTIONAL),
    Group("clauses", "条款", (Fact("ownership", "产权责任依据"),)),
)
DERIVED = (
    Fact("hazard_count", "隐患项数"),
    Fact("level_counts", "等级合计"),
    Fact("highest_level", "最高等级"),
    Fact("due_range", "期限范围"),
    Fact("inspector_names", "检查人员姓名"),
)


def prepare(facts: Facts) -> dict[str, object]:
    """Return the facts with what follows from them: counts by grade, worst grade, range of deadlines."""
    levels = Counter(row["level"] for row in facts["hazards"])
    return dict(facts) | {
        "hazard_count": len(facts["hazards"]),
        "level_counts": "、".join(f"{level} {levels[level]} 项" for level in LEVELS if levels[level]),
        "highest_level": highest_level(facts),
        "due_range": due_range(facts),
        **{name: text.sentence(facts[name]) for name in ("overdue", "recheck", "objection")},
        "inspector_names": "、".join(row["name"] for row in facts["inspectors"]),
    }


def due_range(facts: Facts) -> str:
    """Return the deadline, or the first and the last when they differ."""
    due = sorted({row["due_on"] for row in facts["hazards"]})
    return "至".join(text.day(on) for on in dict.fromkeys((due[0], due[-1])))


def highest_level(facts: Facts) -> str:
    """Return the worst grade among the hazards."""
    levels = {row["level"] for row in facts["hazards"]}
    return next(level for level in LEVELS if level in levels)


def contradictions(facts: Facts) -> Iterator[str]:
    """Yield a sentence for each contradiction, and for words that a supply company may not use."""
    if unknown := {row["level"] for row in facts["hazards"]} - set(LEVELS):
        yield f"隐患等级『{'、'.join(sorted(unknown))}』应为{'、'.join(LEVELS)}之一"
        return
    for row in facts["hazards"]:
        if row["due_on"] < facts["inspected_on"]:
            due, inspected = text.day(row["due_on"]), text.day(facts["inspected_on"])
            yield f"隐患 {row['hazard_no']} 的整改期限{due}早于检查日期{inspected}"
    if len({row["work_id"] for row in facts["inspectors"]}) < len(facts["inspectors"]):
        yield "检查人员证号重复，应为不同的两人以上"
    yield from _forbidden_words(facts)


def _forbidden_words(facts: Facts) -> Iterator[str]:
    """Yield a sentence for each text that orders, threatens an outage without ground, or cites what is not ours."""
    words = [facts["overdue"], *(row[name] for row in facts["hazards"] for name in ("requirement", "clause"))]
    for found in filter(None, map(_ORDERS.search, words)):
        yield f"用语『{found[0]}』属行政机关职权，供电企业只可建议、督促"
    if any(_ARTICLE_65.search(each) for each in words):
        yield "《电力法》第六十五条的执法主体是电力管理部门，不得据以告知停电"
    if highest_level(facts) == "一般" and (threat := _OUTAGE.search(facts["overdue"])):
        yield f"一般隐患的逾期处理不得以『{threat[0]}』相告"


RECTIFICATION_NOTICE = Document(
    kind="ZG",
    title="用电安全隐患整改通知书",
    facts=FACTS,
    derived=DERIVED,
    template=Path(__file__).with_name("rectification_notice.docx"),
    prepare=prepare,
    contradictions=contradictions,
)
