"""Copies: the open workbook and those that belong to it, as files that a job can read while people go on working."""

from dataclasses import replace
from pathlib import Path

from addin.books.elsewhere import open_elsewhere
from addin.books.live import LiveBook
from addin.commands.companions import companions
from addin.commands.rules import rule_book
from addin.facts import JobError
from addin.job import Loaded, Order, Progress, load


class Copies:
    """Copies of the workbook and of its open companions, taken at once; closed companions are read where they stand.

    Raises:
        BookError, ReadError, JobError: a copy cannot be had, a companion is missing.
    """

    def __init__(self, book: LiveBook, folder: Path) -> None:
        """Take the copies into ``folder``."""
        self.main, self._folder = book.snapshot(folder), book.folder
        self._real = {self.main: (book.folder or Path()) / self.main.name}
        for number, path in enumerate(companions(self.main, book.folder)):
            self._real[self._copy(book, path, folder / str(number))] = path

    @property
    def remarks(self) -> list[str]:
        """What is not in the copies: unsaved changes of companions that another Excel has open, a sentence each."""
        return open_elsewhere(path for copy, path in self._real.items() if copy == path)

    @staticmethod
    def _copy(book: LiveBook, path: Path, folder: Path) -> Path:
        """Return a copy of another workbook when it is open, else the workbook itself."""
        other = book.other(str(path))
        if other is None:
            return path
        folder.mkdir()
        return other.snapshot(folder)

    def load(self, part: str, progress: Progress) -> Loaded:
        """Read the copies; rows are known by the places of the real workbooks.

        Raises:
            ReadError, RuleError, JobError: the run cannot go on; 客户台账 stands in another workbook than the open one.
        """
        loaded = load(Order(tuple(self._real), rule_book(self._folder), part), progress)
        if loaded.ledger.main != self.main:
            raise JobError(f"「客户台账」在『{loaded.ledger.main.name}』里，不在当前工作簿；请切换到那一本再点")
        return replace(loaded, ledger=loaded.ledger.known_as(self._real))
