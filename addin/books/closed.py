"""ClosedBook: a workbook file to which our sheets are written, every other part byte for byte as it was."""

from collections.abc import Mapping
from pathlib import Path

from addin.books import calcchain
from addin.books.appending import Appending
from addin.books.archive import pack
from addin.books.editing import Editing, Values
from addin.books.errors import BookError
from addin.books.layout import plan
from addin.books.marker import marked_sheets
from addin.books.opening import main_part, open_package, read_raw
from addin.books.ours import absent, refuse_stranger, title_of_ours
from addin.books.result import ResultSheet, outside_files
from addin.books.saving import save_atomically
from addin.books.sheetframe import Outside, built_in_names
from addin.books.sheetxml import SheetWriter
from addin.books.styles import Styles
from addin.books.tablepart import extend_tables
from addin.books.workbook import Sheet, Workbook

_LARGE_ROWS = 5_000
_FAST, _SMALL = 1, 6  # zlib levels


class ClosedBook:
    """A workbook held in memory; nothing reaches the disk before ``save``.

    Raises:
        BookError: the file is not there, encrypted, .xls, .xlsb, damaged, or no workbook.
    """

    def __init__(self, path: Path) -> None:
        """Open the workbook at ``path``."""
        self.path = Path(path)
        self._stamp = _stamp(self.path)
        self._package = open_package(self.path, read_raw(self.path))
        self._book = Workbook(self._package, main_part(self._package) or "")
        self._styles: Styles | None = None
        self._marked: list[tuple[str, str]] | None = None

    @property
    def sheet_titles(self) -> tuple[str, ...]:
        """Titles of all sheets in tab order."""
        return tuple(sheet.title for sheet in self._book.sheets)

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the user about what writing does to this book beyond our sheets."""
        names = [name.lower() for name in self._package.names]
        signed = any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in names)
        shared = any("/revisions/" in name for name in names)
        return (
            *(["工作簿带有数字签名：写入结果后签名失效，需要时请重新签名。"] if signed else []),
            *(["工作簿是“共享工作簿”：若 Excel 打开时提示修复，请先取消共享再审计。"] if shared else []),
        )

    def owned(self) -> dict[str, str]:
        """Return marker -> title of our sheets in the book; of copies made by the user, the first counts."""
        return dict(reversed(self._markers()))

    def write(self, sheet: ResultSheet) -> None:
        """Replace our sheet of that marker, wherever it stands and however the user named it, or add it at the end.

        Raises:
            BookError: a sheet of that title is there which is not ours.
        """
        layout = plan(sheet)
        place = self._place(sheet)
        kind = self._book.relation_types
        keys = self._package.relate_files(place.part, f"{kind}/hyperlink", outside_files(sheet))
        book = self._book
        writer = SheetWriter(sheet, layout, self._style_sheet(), book.namespace, book.date1904, Outside(kind, keys))
        rows = sum(block.rows for block in sheet.blocks)
        self._package.put(place.part, pack(writer.pieces(), _FAST if rows > _LARGE_ROWS else _SMALL))
        self._book.name_ranges(place, built_in_names(layout))
        self._marked = [(sheet.marker if title == place.title else marker, title) for marker, title in self._markers()]

    def append_rows(
        self, title: str, header_row: int, columns: Mapping[str, str], rows: list[dict[str, object]]
    ) -> list[int]:
        """Append rows below the last filled row of a user's sheet; all other cells keep their bytes.

        Args:
            title: of the sheet.
            header_row: row of the headings; rows are never put above it.
            columns: key of a value in ``rows`` -> letters of its column.
            rows: values by key; a missing one or a blank leaves the cell empty.

        Returns:
            The numbers of the new rows.

        Raises:
            BookError: no such sheet, or one whose form cannot be added to.
        """
        part = self._part_of(title)
        if not rows:
            return []
        text = self._package.text(part)
        appending = Appending(title, text, header_row, columns, self._style_sheet(), self._book.date1904)
        self._package.put(part, appending.text_with(rows))
        extend_tables(self._package, part, appending.last_row, len(rows))
        return appending.numbers(rows)

    def set_values(self, title: str, values: Values) -> None:
        """Change values of rows that are there; all other cells keep their bytes, the changed ones their style.

        Args:
            title: of the sheet.
            values: by row number and letters of the column.

        Raises:
            BookError: no such sheet or row, or a cell that is computed.
        """
        if values:
            part = self._part_of(title)
            editing = Editing(title, self._package.text(part), self._style_sheet(), self._book.date1904)
            self._package.put(part, editing.text_with(values))

    def save(self, out: Path) -> None:
        """Write the book to ``out`` in one step; the same book and sheets give the same bytes.

        Raises:
            BookError: read-only folder, disk full, file open elsewhere, or changed by somebody since it was opened.
        """
        out = Path(out)
        self._refuse_newer(out)
        if self._styles:
            self._package.put(self._book.style_part(), self._styles.text)
            self._book.recalculate_on_load()
        save_atomically(out, self._package.write, like=self.path)
        self._stamp = _stamp(self.path)

    def _part_of(self, title: str) -> str:
        """Return the part of a sheet; raises ``BookError`` when the book has none of that title."""
        sheet = next((one for one in self._book.sheets if one.title == title), None)
        if sheet is None or not self._package.has(sheet.part):
            raise absent(self.path.name, title)
        return sheet.part

    def _markers(self) -> list[tuple[str, str]]:
        """Return (marker, title) of our sheets; the book is searched once."""
        if self._marked is None:
            self._marked = marked_sheets(self._package, self._book)
        return self._marked

    def _place(self, sheet: ResultSheet) -> Sheet:
        """Return our sheet of that marker, emptied of what it held, or a new one."""
        title = title_of_ours(sheet, self._markers())
        if title is None:
            refuse_stranger(self.path.name, self.sheet_titles, sheet.title)
            self._marked = [*self._markers(), (sheet.marker, sheet.title)]
            return self._book.add(sheet.title)
        place = next(one for one in self._book.sheets if one.title == title)
        self._package.clear_relations(place.part)
        calcchain.forget(self._package, self._book, lambda entry: entry[0] == place.sheet_id)
        return place

    def _refuse_newer(self, out: Path) -> None:
        if out.exists() and out.samefile(self.path) and _stamp(out) != self._stamp:
            raise BookError(f"工作簿『{out.name}』在运行期间被别人修改过，没有写入：请重新运行。")

    def _style_sheet(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self._package.text(self._book.style_part()))
        return self._styles


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is changed; ``None`` when there is none."""
    if not path.exists():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size
