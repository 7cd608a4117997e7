"""Documents from the open workbook: for the rows that are selected, or, when asked, for all that call for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from addin.books.live import LiveBook
from addin.books.port import Selection
from addin.commands.documents import DOCUMENTS, FOLDER, Made, fill
from addin.commands.log import log_file, note
from addin.commands.register import REGISTER, enter, header_of, register_of
from addin.commands.saying import sentences
from addin.excel.answer import Answer
from addin.excel.background import Progress
from addin.excel.copies import Copies
from addin.facts import JobError
from addin.job import Loaded
from addin.papers import Paper, plan
from addin.papers.paper import KINDS
from addin.papers.plan import SHEETS
from addin.reading import PART, Ledger

_MOST_LINES = 12
"""Lines of a list in a box; Excel's takes about a thousand signs."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The selected rows: the kind of paper that their sheet makes, their customers and their ids."""

    kind: str = ""
    customers: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(slots=True)
class Batch:
    """What is made, or would be."""

    papers: list[Paper] = field(default_factory=list)
    made: Made = field(default_factory=Made)


class Papering:
    """Papers of some kinds; without selected rows and without ``everyone`` they are only listed."""

    def __init__(self, request: str, book: LiveBook, folder: Path) -> None:
        """Take copies of the workbook; ``request`` is a kind, ``document`` for all of them, with `` all`` for everyone.

        Raises:
            JobError: the workbook was never saved: papers stand beside it.
        """
        if book.folder is None:
            raise JobError(f"工作簿『{book.name}』还没有保存到本机，文书没有地方放；请先保存（Ctrl+S）再点")
        self._target = book.folder / FOLDER
        self._name, self._everyone = request.removesuffix(" all"), request.endswith(" all")
        self._book, self._folder = book, folder
        self._selection, self._stamp = book.selection(), book.stamp()
        self._copies = Copies(book, folder)
        self._batch, self._chosen = Batch(), Chosen()

    def reckon(self, progress: Progress) -> None:
        """Read and fill, without Excel; the files wait in the folder of the copies."""
        loaded = self._copies.load("document", progress)
        self._chosen = Chosen() if self._everyone else chosen(loaded.ledger, self._selection)
        self._register = register_of(self._copies.main)
        header_of(self._register)
        for kind in self._kinds():
            progress(f"填写{KINDS[kind].title}")
            papers = self._plan(kind, loaded)
            self._batch.papers += papers
            if self._chosen.kind or self._everyone:
                made = fill(kind, papers, self._folder / FOLDER)
                self._batch.made.papers += made.papers
                self._batch.made.refused += made.refused
                self._batch.made.rows += made.rows

    def finish(self) -> Answer:
        """Put the files beside the workbook and enter them into the register; or ask.

        Raises:
            JobError: a file of that name is there, the workbook changed meanwhile. Nothing was made.
        """
        if not (self._chosen.kind or self._everyone):
            return self._question()
        if self._book.stamp() != self._stamp:
            raise JobError(f"运行期间工作簿『{self._book.name}』增减了行或表，没有出文书；请重新点一次")
        made = self._batch.made
        files = moved(made.papers, self._folder / FOLDER, self._target)
        try:
            enter(self._book, self._register, made.rows)
        except Exception:
            _remove(files)
            raise
        figures = {"papers": made.papers, "refused": made.refused}
        note(log_file().parent, f"document {self._name}", figures)
        shown = {name: shortened(lines) for name, lines in figures.items()}
        unsaved = [f"文号已登记在「{REGISTER.title}」，工作簿尚未保存"] if made.rows else []
        remarks = [*unsaved, *self._copies.remarks]
        said = sentences(shown | {"remarks": remarks, "result": str(self._target)})
        said[0] = f"文书：{len(made.papers)} 份" if made.papers else said[0]
        return Answer("warn" if made.refused else "info", "\n".join(said))

    def _kinds(self) -> Sequence[str]:
        if self._name in DOCUMENTS:
            return (self._name,)
        return (self._chosen.kind,) if self._chosen.kind else tuple(DOCUMENTS)

    def _plan(self, kind: str, loaded: Loaded) -> list[Paper]:
        """Plan one kind; rows of its own sheet stand for themselves, rows of others for their customers."""
        day = loaded.period.as_of
        rules = loaded.rulebook.on(day, loaded.settings["省份"])
        rows = self._chosen.rows if self._chosen.kind == kind != "contract" else None
        customers, register = self._chosen.customers or None, self._register[REGISTER.name]
        return plan(kind, loaded.ledger, rules, day, customers, register, rows)

    def _question(self) -> Answer:
        """Ask whether to make everything that is called for."""
        whole = [f"  {paper.file_name}" for paper in self._batch.papers if not paper.missing]
        lacking = [
            f"  未出：{one.customer_name}：{'；'.join(one.missing)}" for one in self._batch.papers if one.missing
        ]
        if not whole:
            why = shortened(lacking) or ["台账里没有需要出这种文书的行"]
            return Answer("info", "\n".join(["没有选中行，也没有可以出的文书。", *why]))
        lines = [f"没有选中行。台账里需要出的文书有 {len(whole)} 份：", *shortened(whole)]
        lines += [f"另有 {len(lacking)} 份资料不全，不会出。"] if lacking else []
        lines += ["全部出吗？（只出几份时请点「否」，先在台账里选中那几行）"]
        return Answer("confirm", "\n".join(lines), f"{self._name} all")


def chosen(ledger: Ledger, selection: Selection) -> Chosen:
    """Return the selected rows of 客户台账, 变更台账 or 隐患台账; a row of an application stands for all of it."""
    for kind, table in SHEETS.items():
        frame, rows = ledger[table], set(selection.rows)
        here = [at for at in frame.index if at % PART in rows and ledger.place(table, at).sheet == selection.title]
        picked = frame.loc[here].dropna(subset=["customer_no"])
        if len(picked):
            if kind == "change":
                picked = frame[frame["application_no"].isin(picked["application_no"])]
            return Chosen(kind, tuple(picked["customer_no"].unique()), tuple(picked.index))
    return Chosen()


def moved(names: Sequence[str], source: Path, target: Path) -> list[Path]:
    """Copy files into a folder, never over another one: all, or none and ``JobError``."""
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in names:
        try:
            with (target / name).open("xb") as file:
                written.append(target / name)
                file.write((source / name).read_bytes())
        except OSError as error:
            _remove(written)
            raise JobError(f"「{target / name}」{_why(error)}；没有出文书") from error
    return written


def _why(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "已经存在，文书从不覆盖：请先移走它或核对文号"
    return f"写不进去（{error.strerror}）：请检查磁盘空间和文件夹权限"


def shortened(lines: Sequence[str]) -> list[str]:
    """Return as many lines as a box takes, and how many there are."""
    if len(lines) <= _MOST_LINES:
        return list(lines)
    return [*lines[: _MOST_LINES - 1], f"……共 {len(lines)} 份"]


def _remove(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
