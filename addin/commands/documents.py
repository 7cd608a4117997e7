"""文书: fill documents for the rows that call for them, and enter each into 通知书登记."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from addin.books.closed import ClosedBook
from addin.books.elsewhere import open_elsewhere
from addin.books.saving import check_writable
from addin.commands.audit import result_book, save
from addin.commands.companions import load_whole
from addin.commands.log import note
from addin.commands.register import REGISTER, enter, register_of
from addin.commands.registry import Figures, command
from addin.facts import JobError
from addin.job import Order
from addin.papers import Paper, make, plan
from addin.reading import Ledger
from generators.documents import DOCUMENTS as TEMPLATES
from generators.documents.document import ContradictionError
from generators.word import MissingFactsError

BUTTONS = (
    ("contract", "合同", "客户台账", "供用电合同", "SignatureLineInsert", "C"),
    ("change", "变更协议", "变更台账", "变更协议", "FileVersionHistory", "V"),
    ("notice", "整改通知书", "隐患台账", "整改通知书", "FileDocumentInspect", "T"),
)
"""Buttons of one kind each: name, label, the sheet that it goes by, document, picture, key tip."""
DOCUMENTS = {"contract": "HT", "change": "BG", "notice": "ZG"}
"""Names on the command line → kinds of documents."""
FOLDER = "文书"


@dataclass(slots=True)
class Made:
    """What a batch made: file names, refusals as sentences, and rows for 通知书登记."""

    papers: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)


@command(
    "document",
    label="批量出文书",
    group="文书",
    tip="按需要出文书的行填写 Word 模板（contract 供用电合同、change 变更协议、notice 整改通知书）并登记文号",
    icon="FileSaveAs",
    key_tip="W",
    place=4,
)
def make_documents(  # noqa: PLR0913, PLR0917 - the parts of an order for papers
    kind: str,
    order: Order,
    customers: Sequence[str],
    out: Path | None,
    in_place: bool,  # noqa: FBT001
    progress: Callable[[str], None],
) -> Figures:
    """Make the papers of one kind; one that lacks a fact is refused, with a sentence.

    Returns:
        ``papers``, the files made; ``refused`` and ``remarks``, a sentence each; ``result``, the folder.

    Raises:
        ReadError, RuleError, JobError, BookError: nothing was made.
    """
    loaded = load_whole(order, progress)
    _known(customers, loaded.ledger)
    target = loaded.ledger.main if in_place else result_book(loaded, out)
    check_writable(target)
    base = target if target.exists() else loaded.ledger.main
    register = register_of(base)
    progress("填写文书")
    rules = loaded.rulebook.on(loaded.period.as_of, loaded.settings["省份"])
    papers = plan(kind, loaded.ledger, rules, loaded.period.as_of, customers or None, register[REGISTER.name])
    made = fill(kind, papers, target.parent / FOLDER)
    _enter(made.rows, base, target, register)
    figures: Figures = {"papers": made.papers, "refused": made.refused}
    note(target.parent, f"document {kind}", figures)
    return figures | {"remarks": open_elsewhere(loaded.order.books), "result": str(target.parent / FOLDER)}


def _known(customers: Sequence[str], ledger: Ledger) -> None:
    """Refuse 户号 that the ledger does not hold; raises ``JobError``."""
    strange = [number for number in customers if number not in set(ledger["customers"]["customer_no"])]
    if strange:
        raise JobError(f"「客户台账」没有户号『{'、'.join(strange)}』：请核对户号（含前导零），或先把该户登记进台账")


def fill(kind: str, papers: Sequence[Paper], folder: Path) -> Made:
    """Fill the papers and write them, never over an existing file."""
    made = Made()
    template = TEMPLATES[DOCUMENTS[kind]].compiled()
    for paper in papers:
        if paper.missing:
            made.refused.append(f"{paper.customer_name}：{'；'.join(paper.missing)}")
            continue
        try:
            content = make(paper, template)
        except (MissingFactsError, ContradictionError) as error:
            made.refused.append(f"{paper.customer_name}：{error}")
            continue
        made.papers.append(_saved(content, folder / paper.file_name))
        made.rows.append(paper.register_row)
    return made


def _saved(content: bytes, path: Path) -> str:
    """Write one document; raises ``JobError`` rather than overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise JobError(f"「{path}」已经存在；文书从不覆盖，请先移走它或核对文号") from error
    return path.name


def _enter(rows: Sequence[dict[str, object]], base: Path, target: Path, register: Ledger) -> None:
    """Enter the papers made into the register of the result book."""
    if not rows:
        return
    book = ClosedBook(base)
    enter(book, register, rows)
    save(book, target)


for _place, (_kind, _label, _sheet, _title, _icon, _key) in enumerate(BUTTONS, 1):
    command(
        _kind,
        label=_label,
        group="文书",
        tip=f"为「{_sheet}」里选中的行出{_title}；没有选中行时先列出需要出的，确认后再出。文号登记在「通知书登记」",
        icon=_icon,
        key_tip=_key,
        place=_place,
        typed=False,
    )(partial(make_documents, _kind))
