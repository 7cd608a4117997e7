"""The Book port: what a job asks of the workbook that its results go into, whether the file is closed or open in Excel.

Two sides implement it: ``ClosedBook`` (a file) and ``LiveBook`` (the workbook on the screen). One contract suite,
``tests/books/test_contract_*.py``, runs against both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from addin.books.result import ResultSheet


class Book(Protocol):
    """A workbook that takes result sheets and rows of a register; nothing is kept before the side's own last step.

    That step is ``ClosedBook.save`` and ``LiveBook.commit``.
    """

    @property
    def sheet_titles(self) -> tuple[str, ...]:
        """Titles of all sheets in tab order."""

    @property
    def notices(self) -> Sequence[str]:
        """Sentences for the user about what writing does to this book beyond our sheets."""

    def owned(self) -> dict[str, str]:
        """Return marker -> title of our sheets in the book."""

    def write(self, sheet: ResultSheet) -> None:
        """Replace our sheet of that marker, or add it at the end; raises ``BookError`` for a stranger of that title."""

    def append_rows(
        self, title: str, header_row: int, columns: Mapping[str, str], rows: list[dict[str, object]]
    ) -> list[int]:
        """Append rows below the last filled row of a user's sheet and return their numbers."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected: the title of the sheet in front, and the numbers of the selected rows that can be seen."""

    title: str
    rows: tuple[int, ...]


class OpenBook(Book, Protocol):
    """A workbook on the screen, as the buttons that move about in it see it."""

    @property
    def name(self) -> str:
        """Its name in the title bar."""

    @property
    def folder(self) -> Path | None:
        """Where it is saved; ``None`` when it never was."""

    def cells(self, title: str) -> list[list[object]]:
        """Return the cells of a sheet in one block, A1 at [0][0]; ``None`` where empty."""

    def selection(self) -> Selection:
        """Return what is selected."""

    def show(self, title: str) -> None:
        """Bring a sheet to the front; its own selection stays."""

    def hidden(self, title: str, row: int) -> bool:
        """Tell whether a row is hidden, by a filter or by hand."""

    def select(self, title: str, cell: str) -> None:
        """Bring a sheet to the front and select a cell of it."""

    def link(self, title: str, cell: str) -> str:
        """Return where a cell's link leads, as ``Block.links`` says it; empty when it has none."""

    def other(self, file: str) -> "OpenBook | None":
        """Return another open workbook by its file, relative to this one's folder; ``None`` when it is not open."""

    def opened(self, file: str) -> "OpenBook":
        """Open another workbook by its file; raises ``BookError`` where it is not there or does not open."""

    def put(self, title: str, values: Mapping[str, object]) -> None:
        """Write a few cells of our own sheet at once: value by address."""
