"""核算底稿 in the open workbook: of the customers whose rows are selected, on whatever sheet has a column 户号."""

from pathlib import Path

from addin.books.live import LiveBook
from addin.books.result import ResultSheet
from addin.commands.bill import recomputed_for
from addin.commands.bill_figures import bills_told
from addin.commands.bill_sentences import bill_sentences
from addin.commands.registry import Figures
from addin.commands.worksheets import worksheets
from addin.excel.answer import Answer
from addin.excel.background import Progress
from addin.excel.copies import Copies
from addin.facts import JobError
from addin.tables.customers import CUSTOMER_NO

LaidOut = tuple[list[ResultSheet], Figures]
"""The sheets, and what is said of the bills."""
MOST = 20
"""Customers for whom sheets are written at once."""


class Worksheeting:
    """The worksheets of the selected customers."""

    def __init__(self, book: LiveBook, folder: Path) -> None:
        """Take copies of the workbook; raises a sentence where no row with a 户号 is selected."""
        book.refuse_locked()
        self._book, self._customers = book, selected(book)
        self._folder = book.folder
        self._copies = Copies(book, folder)
        self._done: LaidOut = ([], {})

    def reckon(self, progress: Progress) -> None:
        """Read and recompute, without Excel."""
        loaded = self._copies.load("review", progress)
        billing = recomputed_for(self._customers, loaded, progress)
        able = [no for no in self._customers if no in billing.billed]
        bills = bills_told(self._customers, billing, loaded)
        self._done = worksheets(able, billing, loaded, self._folder), {"month": billing.month, "bills": bills}

    def finish(self) -> Answer:
        """Bring the sheets into the workbook, all or none; where there is none, say why."""
        sheets, figures = self._done
        if not sheets:
            return Answer("warn", "\n".join(bill_sentences(figures)))
        for sheet in sheets:
            self._book.write(sheet)
        self._book.commit()
        self._book.show(self._book.owned()[sheets[0].marker])
        titles = "、".join(f"「{sheet.title}」" for sheet in sheets)
        doubts = [said for one in figures["bills"] for said in one["doubts"]]
        causes = [one["cause"] for one in figures["bills"] if one["cause"]]
        said = [f"已写 {titles}", *causes, *doubts, *self._copies.remarks, *self._book.notices]
        return Answer("warn" if doubts else "info", "\n".join(said))


def selected(book: LiveBook) -> tuple[str, ...]:
    """Return the 户号 of the selected rows; raises ``JobError`` where there is none."""
    chosen = book.selection()
    cells = book.cells(chosen.title)
    names = {CUSTOMER_NO.title, *CUSTOMER_NO.aliases}
    heads = [(row, at) for row, line in enumerate(cells) for at, cell in enumerate(line) if cell in names]
    row, at = heads[0] if heads else (len(cells), 0)
    below = [cells[one - 1][at] for one in chosen.rows if row + 1 < one <= len(cells)]
    found = tuple(dict.fromkeys(str(cell) for cell in below if cell))
    if not 0 < len(found) <= MOST:
        said = f"选中了 {len(found)} 个户号，应为 1 至 {MOST} 个"
        raise JobError(f"{said}；请在有「户号」列的表里选中客户所在的行，再点「核算底稿」")
    return found
