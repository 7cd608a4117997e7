"""LiveBook: the workbook that is open, as a side of the Book port."""

from collections.abc import Mapping
from pathlib import Path

import xlwings

from addin.books.errors import BookError
from addin.books.live.appending import append
from addin.books.live.cells import block, write_columns
from addin.books.live.quiet import quiet
from addin.books.live.refusals import refused
from addin.books.live.staging import absolute, staged
from addin.books.live.swap import swap
from addin.books.live.view import View
from addin.books.ours import absent, refuse_stranger, title_of_ours
from addin.books.result import MARKER_PREFIX, ResultSheet, kind_of

_WORKBOOKS = (b"PK", b"\xd0\xcf")
"""What the files of Excel begin with."""


class LiveBook(View):
    """The open workbook; result sheets are held back until ``commit``.

    Every method raises ``BookError``, a sentence, where Excel refuses: a cell is being edited, Excel has gone.
    """

    def __init__(self, book: xlwings.Book) -> None:
        """Take an open workbook."""
        super().__init__(book)
        self._written: list[ResultSheet] = []
        self._marked: list[tuple[str, str]] | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of writing to this book: Excel forgets what could be undone."""
        return ("结果已写入打开的工作簿，尚未保存；写入后不能用「撤销」退回，不保存关闭即可放弃。",)

    def owned(self) -> dict[str, str]:
        """Return marker -> title of our sheets in the book; of copies made by the user, the first counts."""
        with refused(self.name):
            return dict(reversed(self._markers()))

    def snapshot(self, folder: Path) -> Path:
        """Have Excel write a copy of the workbook as it stands, unsaved changes included; return its path.

        It has the workbook's name, so that what is said of it names the workbook.

        Raises:
            BookError: the copy is no workbook: a program that encrypts what Excel saves stands between.
        """
        path = folder / (self.name if "." in self.name else f"{self.name}.xlsx")
        with refused(self.name):
            if self._book.app.calculation == "manual":
                self._book.app.calculate()
            self._book.api.SaveCopyAs(str(path))
        with path.open("rb") as copy:
            if not copy.read(4).startswith(_WORKBOOKS):
                raise BookError(
                    f"Excel 写出的『{self.name}』的副本读不了，多半被本机的文档加密软件加了密："
                    "请让管理员把 KeyWatt 加入可信程序后重试。"
                )
        return path

    def stamp(self, *markers: str) -> tuple[object, ...]:
        """Return what changes when somebody adds rows or sheets, or writes into our sheets of these markers."""
        self._marked, kinds = None, set(map(kind_of, markers))
        with refused(self.name):
            places = tuple((sheet.name, sheet.used_range.address) for sheet in self._book.sheets)
            titles = [title for marker, title in self._markers() if kind_of(marker) in kinds]
            return (*places, *(str(block(self._book.sheets[title])) for title in titles))

    def write(self, sheet: ResultSheet) -> None:
        """Hold a result sheet back for ``commit``; it will replace ours of that marker, however the user named it.

        Raises:
            BookError: a sheet of that title is there which is not ours, or ours is protected.
        """
        with refused(self.name):
            self.refuse_locked()
            title = title_of_ours(sheet, self._markers())
            if title is None:
                refuse_stranger(self.name, self.sheet_titles, sheet.title)
            elif self._book.sheets[title].api.ProtectContents:
                raise BookError(
                    f"「{title}」受工作表保护，结果写不进去，没有写入：请在「审阅」中撤销工作表保护后重新运行。"
                )
        kept = [one for one in self._written if kind_of(one.marker) != kind_of(sheet.marker)]
        self._written = [*kept, absolute(sheet, self.folder or Path())]

    def append_rows(
        self, title: str, header_row: int, columns: Mapping[str, str], rows: list[dict[str, object]]
    ) -> list[int]:
        """Append rows below the last filled row of a user's sheet and return their numbers.

        Raises:
            BookError: no such sheet, or a protected one.
        """
        with refused(self.name):
            if title not in self.sheet_titles:
                raise absent(self.name, title)
            sheet = self._book.sheets[title]
            if sheet.api.ProtectContents:
                raise BookError(f"「{title}」受工作表保护，无法登记：请在「审阅」中撤销工作表保护后重试。")
            if not rows:
                return []
            with quiet(self._book):
                return append(sheet, header_row, columns, rows)

    def commit(self) -> None:
        """Bring the sheets that were written into the workbook, all or none."""
        sheets, self._written = self._written, []
        if not sheets:
            return
        with refused(self.name), quiet(self._book):
            titles = {sheet.title: title for sheet in sheets if (title := title_of_ours(sheet, self._markers()))}
            with staged(self._book.app, sheets, date1904=bool(self._book.api.Date1904)) as source:
                swap(self._book, source, sheets, titles)
        self._marked = None

    def put(self, title: str, values: Mapping[str, object]) -> None:
        """Write a few cells of our own sheet: value by address."""
        with refused(self.name):
            sheet = self._book.sheets[title]
            if sheet.api.ProtectContents:
                raise BookError(f"「{title}」受工作表保护，写不进去：请在「审阅」中撤销工作表保护后重试。")
            for address, value in values.items():
                write_columns(sheet.range(address), [[value]])

    def _markers(self) -> list[tuple[str, str]]:
        """Return (marker, title) of our sheets, in tab order; looked for anew after ``stamp`` and ``commit``."""
        if self._marked is None:
            found = ((sheet.range("A1").value, sheet.name) for sheet in self._book.sheets)
            self._marked = [(text, name) for text, name in found if str(text).startswith(MARKER_PREFIX)]
        return self._marked

    def refuse_locked(self) -> None:
        """Raise ``BookError`` for a workbook that cannot take our sheets, before any work is done for it."""
        if self._book.api.ProtectStructure:
            raise BookError(
                f"工作簿『{self.name}』的结构受保护，不能增加结果表，没有写入：请在「审阅」中撤销「保护工作簿」后重新运行。"
            )
        if self._book.api.Excel8CompatibilityMode:
            raise BookError(
                f"工作簿『{self.name}』是旧版格式（.xls，兼容模式），容不下结果表，没有写入："
                "请另存为 .xlsx 后重新运行。"
            )
