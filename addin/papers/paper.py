"""Paper: one document that a row of the ledger calls for, with all its facts or with what they lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.documents import DOCUMENTS
from generators.documents.document import Document
from generators.word import Template


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its document, its title in 文种码, the register and file names, the fact its number is."""

    document: Document
    title: str
    number_fact: str = ""


KINDS: Mapping[str, Kind] = {
    "contract": Kind(DOCUMENTS["HT"], "高压供用电合同"),
    "change": Kind(DOCUMENTS["BG"], "变更协议", "agreement_no"),
    "notice": Kind(DOCUMENTS["ZG"], "用电安全隐患整改通知书", "notice_no"),
}


@dataclass(frozen=True)
class Paper:
    """A document to be made, or refused.

    Attributes:
        kind: contract, change or notice.
        customer_no: 户号.
        customer_name: 户名.
        document_no: 文号; empty when the paper is refused, a refused paper takes no number.
        file_name: safe, ``户名-文书-文号.docx``; empty when refused.
        facts: what the document must be told.
        missing: why it is refused, a sentence each: 「客户台账」第12行「法定代表人」为空，请补填.
        register_row: the row for 通知书登记, by column name; empty when refused.
    """

    kind: str
    customer_no: str
    customer_name: str
    document_no: str
    file_name: str
    facts: dict[str, Any]
    missing: list[str]
    register_row: dict[str, object]


def make(paper: Paper, template: Template) -> bytes:
    """Return the .docx of a paper that lacks nothing.

    Raises:
        MissingFactsError: the template, perhaps a company's own, asks for more.
        ContradictionError: the facts contradict each other.
        TemplateError: a value does not fit its place.
    """
    return KINDS[paper.kind].document.fill(template, paper.facts)
