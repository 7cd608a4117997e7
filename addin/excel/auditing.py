"""Auditing the open workbook: read a copy, reckon in the background, bring the result sheets in at the end."""

from pathlib import Path

from addin.books.closed import ClosedBook
from addin.books.errors import BookError
from addin.books.live import LiveBook
from addin.books.result import ResultSheet
from addin.commands.log import log_file, note
from addin.commands.registry import COMMANDS, Figures
from addin.commands.saying import check_failed, sentences
from addin.commands.worksheets import renewed
from addin.excel.answer import Answer
from addin.excel.background import Progress
from addin.excel.copies import Copies
from addin.job import audit
from addin.results.layout import lay_out
from addin.results.overview import TITLE
from addin.results.summary import summary
from addin.tables.result_findings import FINDINGS, OPINIONS
from addin.tables.results import marker

HUMAN = (marker(FINDINGS), marker(OPINIONS))
"""Our sheets that people write into."""
NEXT = "下一步：先看「本月概览」，再点「下一条」从第一条发现看起，点「跳到源单元格」看它说的是哪个单元格。"
LaidOut = tuple[list[ResultSheet], Figures]
"""The sheets of a run and its figures."""


class Auditing:
    """One of the four audit jobs on the open workbook."""

    def __init__(self, part: str, book: LiveBook, folder: Path) -> None:
        """Take copies of the workbook into ``folder``; raises a sentence where the workbook could not take results."""
        book.refuse_locked()
        self._part, self._book, self._stamp = part, book, book.stamp(*HUMAN)
        self._folder = book.folder or Path()  # asked here: the background must not touch Excel
        self._copies = Copies(book, folder)
        self._laid_out: LaidOut = ([], {})

    def reckon(self, progress: Progress) -> None:
        """Read, check and lay out, without Excel."""
        loaded = self._copies.load(self._part, progress)
        done = audit(loaded, [self._copies.main], progress, check_failed)
        progress("排版结果表")
        held = ClosedBook(self._copies.main).owned()
        papers, lost = renewed(done.billing, done.loaded, held, self._folder)
        self._laid_out = [*lay_out(done, self._folder), *papers], summary(done) | {"remarks": lost}

    def finish(self) -> Answer:
        """Bring the sheets into the workbook, all or none.

        Raises:
            BookError: somebody changed rows or our sheets meanwhile; Excel refuses.
        """
        if self._book.stamp(*HUMAN) != self._stamp:
            raise BookError(
                f"运行期间工作簿『{self._book.name}』增减了行、表，或有人填写了处理意见，没有写入：请重新点一次。"
            )
        sheets, figures = self._laid_out
        for sheet in sheets:
            self._book.write(sheet)
        self._book.commit()
        remarks = [*self._copies.remarks, *self._book.notices, *figures["remarks"]]
        figures |= {"remarks": remarks, "result": f"『{self._book.name}』的「{TITLE}」"}
        note(log_file().parent, self._part, figures)
        self._book.show(self._book.owned()[sheets[0].marker])
        said = [f"{COMMANDS[self._part].label}已完成。", *sentences(figures), NEXT]
        return Answer("warn" if figures["errors"] or figures["failed"] else "info", "\n".join(said))
