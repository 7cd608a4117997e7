"""View: what is on the screen of an open workbook: its sheets, the selection, links and the workbooks beside it."""

import re
from pathlib import Path
from typing import Self
from urllib.parse import unquote

import xlwings

from addin.books.errors import BookError
from addin.books.live.cells import block
from addin.books.live.refusals import refused
from addin.books.port import Selection

_MOST_ROWS = 1_048_576
_SHOWN = (True, -1)
"""What Excel says of a sheet that can be seen; 0 is hidden, 2 very hidden."""


class View:
    """An open workbook as the buttons see it that move about in it."""

    def __init__(self, book: xlwings.Book) -> None:
        """Take an open workbook."""
        self._book = book
        with refused("工作簿"):
            self._name = str(book.name)

    @property
    def name(self) -> str:
        """Its name in the title bar."""
        return self._name

    @property
    def folder(self) -> Path | None:
        """Where it is saved; ``None`` when it never was, or only in a cloud."""
        with refused(self.name):
            path = str(self._book.api.Path)
        return Path(path) if path and "://" not in path else None

    @property
    def sheet_titles(self) -> tuple[str, ...]:
        """Titles of all sheets with cells, in tab order, hidden ones too."""
        with refused(self.name):
            return tuple(sheet.name for sheet in self._book.sheets)

    def cells(self, title: str) -> list[list[object]]:
        """Return the cells of a sheet in one block, A1 at [0][0]; ``None`` where empty."""
        with refused(self.name):
            return block(self._book.sheets[title])

    def selection(self) -> Selection:
        """Return what is selected; rows that a filter hides are not meant."""
        with refused(self.name):
            title, chosen = self._book.sheets.active.name, self._book.app.selection
            if chosen is None:
                return Selection(title, ())
            last = self._book.sheets[title].used_range.last_cell.row
            rows = [row for row in _rows(str(chosen.address), last) if not self.hidden(title, row)]
        return Selection(title, tuple(rows))

    def show(self, title: str) -> None:
        """Bring a sheet to the front; its own selection stays.

        Raises:
            BookError: the sheet is hidden.
        """
        with refused(self.name):
            if self._book.sheets[title].visible not in _SHOWN:
                raise BookError(f"「{title}」是隐藏的工作表：请在任一工作表标签上点右键「取消隐藏」后重试。")
            self._book.activate()
            self._book.sheets[title].activate()

    def hidden(self, title: str, row: int) -> bool:
        """Tell whether a row is hidden, by a filter or by hand."""
        with refused(self.name):
            return bool(self._book.sheets[title].api.Rows(row).Hidden)

    def select(self, title: str, cell: str) -> None:
        """Bring a sheet to the front and select a cell of it."""
        self.show(title)
        with refused(self.name):
            self._book.sheets[title].range(cell).select()

    def link(self, title: str, cell: str) -> str:
        """Return where a cell's link leads, as ``Block.links`` says it; empty when it has none."""
        with refused(self.name):
            links = self._book.sheets[title].range(cell).api.Hyperlinks
            if not links.Count:
                return ""
            link = links(1)
            file, place = str(link.Address or ""), str(link.SubAddress or "")
        return f"{file}#{place}" if file else place

    def other(self, file: str) -> Self | None:
        """Return another open workbook by its file, relative to this one's folder; ``None`` when it is not open."""
        wanted = self._whole(file)
        with refused(self.name):
            found = [book for book in self._book.app.books if Path(str(book.api.FullName)).resolve() == wanted]
        return type(self)(found[0]) if found else None

    def opened(self, file: str) -> Self:
        """Open another workbook by its file, relative to this one's folder.

        Raises:
            BookError: it is not there any more, or Excel does not open it.
        """
        path = self._whole(file)
        if not path.exists():
            raise BookError(f"找不到工作簿『{path}』：它被移走或改了名，请放回原处，或重新审计。")
        with refused(path.name):
            return type(self)(self._book.app.books.open(str(path)))

    def _whole(self, file: str) -> Path:
        """Return the whole path of a file that a link names."""
        path = _path(file)
        return (self.folder / path if self.folder else path).resolve()


def _path(address: str) -> Path:
    """Return the path that a link names, plain or as an address ``file:///D:/…``, ``file://server/…``."""
    if not address.startswith("file:"):
        return Path(address.replace("\\", "/"))
    local = unquote(address).replace("\\", "/").removeprefix("file://")
    return Path(local[1:] if re.match(r"/[A-Za-z]:", local) else local if local[0] == "/" else f"//{local}")


def _rows(address: str, last: int) -> list[int]:
    """Return the rows of an address such as ``$A$2:$C$4,$A$9`` or ``$B:$B``, none beyond the last used one."""
    rows: set[int] = set()
    for area in address.split(","):
        numbers = [int(number) for number in re.findall(r"\d+", area.rpartition("!")[2])] or [1, _MOST_ROWS]
        rows |= set(range(min(numbers), min(max(numbers), last) + 1))
    return sorted(rows)
