"""The example: audit a whole supply area and make its papers."""

from collections.abc import Callable
from pathlib import Path

from addin.commands.audit import audit_month
from addin.commands.documents import DOCUMENTS, make_documents
from addin.commands.registry import Figures, command
from addin.commands.start import copy_example
from addin.job import Order


@command(
    "demo",
    label="示例",
    group="帮助",
    tip="把示例台账复制到文件夹，完成一次月度审计并出全部文书",
    button=False,
)
def demo(folder: Path, rules: Path, progress: Callable[[str], None]) -> Figures:
    """Audit the example and make every paper it calls for.

    Returns:
        The figures of the audit, with ``papers`` made and ``refused``.
    """
    books = tuple(copy_example(folder))
    figures = audit_month(Order(books, rules), None, in_place=False, progress=progress)
    made: dict[str, list[str]] = {"papers": [], "refused": []}
    for kind in DOCUMENTS:
        papers = make_documents(kind, Order(books, rules, "document"), (), None, in_place=False, progress=progress)
        for name in made:
            made[name] += papers[name]
    return figures | made
