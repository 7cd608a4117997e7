"""Documents for signature: one module each; beside it the template, which staff edit in Word."""

from generators.documents.change_agreement import CHANGE_AGREEMENT
from generators.documents.contract import CONTRACT
from generators.documents.document import ContradictionError, Document
from generators.documents.rectification_notice import RECTIFICATION_NOTICE

DOCUMENTS: dict[str, Document] = {
    document.kind: document for document in (CONTRACT, CHANGE_AGREEMENT, RECTIFICATION_NOTICE)
}
"""Every document by its kind, the code in its number."""

__all__ = ["DOCUMENTS", "ContradictionError", "Document"]
