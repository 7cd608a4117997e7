"""Files → raw cells: a workbook of any make as sheets of Python values, each sheet read when it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from addin.reading import delimited
from addin.reading.extent import refuse_far
from addin.reading.flaws import DAMAGE, Detector
from addin.reading.package import Package
from addin.reading.problems import ReadError
from addin.reading.xls import Xls
from addin.reading.xlsb import Xlsb

Cells = npt.NDArray[np.object_]
"""Raw cells, rows by columns, the sheet's A1 at [0, 0]; ``''`` where empty."""
Range = tuple[tuple[int, int], tuple[int, int]]
OURS = "KeyWatt:"
"""What cell A1 of a sheet that we wrote starts with."""
_Read = TypeVar("_Read")
_Detector = TypeVar("_Detector", bound=Detector)

_DAMAGED = "文件「{name}」已损坏或不是工作簿，无法读取。请用 Excel 打开它，另存为 .xlsx 后重试；打不开请换用备份。"
_PASSWORD = "文件「{name}」设有打开密码，无法读取。请在 Excel 中取消打开密码（文件→信息→保护工作簿）后重试。"
_FOREIGN = "文件「{name}」是 {kind}，无法读取。请用 WPS 或 Excel 打开它，另存为 .xlsx 后重试。"
_OWN_FORMATS = {
    ".et": "WPS 表格自有格式", ".ett": "WPS 表格模板", ".wps": "WPS 文字文档", ".ods": "OpenDocument 表格",
    ".doc": "Word 文档", ".docx": "Word 文档", ".pdf": "PDF 文档", ".numbers": "Numbers 表格", ".mdb": "Access 数据库",
}  # fmt: skip
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands in the file.

    Attributes:
        cells: its raw cells.
        merges: merged ranges, each ``((row, column), (row, column))`` from 0; only the first cell holds the value.
    """

    cells: Cells
    merges: tuple[Range, ...] = ()

    @property
    def top(self) -> list[list[object]]:
        """The rows in which a header is looked for: its place among the first 20 filled rows, and blank ones above."""
        return [list(row) for row in self.cells[:120]]

    @property
    def is_ours(self) -> bool:
        """Tell whether we wrote the sheet: results are never read as input."""
        return bool(self.cells.size) and isinstance(self.cells[0, 0], str) and self.cells[0, 0].startswith(OURS)


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook: the titles of its sheets and a way to read one."""

    path: Path
    sheets: tuple[str, ...]
    read: Callable[[str], Grid]
    detector: Detector | None = None
    """Finds what the cells hide; None for a text file, and for an old workbook whose records cannot be followed."""
    textual: bool = False
    """Every cell is text (.csv): a number as text is no news."""

    @property
    def is_blind(self) -> bool:
        """Tell whether an error value in this book would read as an empty cell."""
        return not self.textual and self.detector is None


def open_book(path: Path) -> Book:
    """Open a workbook or a text export.

    Raises:
        ReadError: the file is missing, not readable, empty, password-protected, damaged or not a workbook.
    """
    start = _start_of(path)
    if path.suffix.lower() in _OWN_FORMATS:
        raise ReadError(_FOREIGN.format(name=path.name, kind=_OWN_FORMATS[path.suffix.lower()]))
    if start.startswith(_ZIP):
        return _open_zip(path)
    if start.startswith(_OLE):
        return _open_ole(path)
    return _open_text(path)


def _start_of(path: Path) -> bytes:
    """Return the first bytes of the file, or say why there are none."""
    if path.name.startswith("~$"):
        raise ReadError(f"「{path.name}」是 Excel 的临时锁文件，不是工作簿。请改选「{path.name[2:]}」。")
    if path.is_dir():
        raise ReadError(f"「{path}」是文件夹，不是工作簿。请指定其中的 .xlsx 文件。")
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except FileNotFoundError:
        raise ReadError(f"找不到文件「{path}」。请检查路径和文件名是否正确、共享盘是否已连接。") from None
    except OSError as error:
        raise ReadError(f"文件「{path}」无法读取（{error.strerror}）。请检查权限，或拷到本机后重试。") from None
    if not start:
        raise ReadError(f"文件「{path.name}」是空的（0 字节）。请重新导出，或换用备份。")
    return start


def _open_zip(path: Path) -> Book:
    try:
        package = Package(path)
    except DAMAGE:
        raise ReadError(_DAMAGED.format(name=path.name)) from None
    if package.kind not in ("xlsx", "xlsb"):
        raise ReadError(_FOREIGN.format(name=path.name, kind=package.kind or "压缩包"))
    detector = _detector(lambda: Xlsb(path)) if package.kind == "xlsb" else package
    book = _open_calamine(path, detector)

    def read(sheet: str) -> Grid:
        _check_extent(path, detector, sheet)
        return book.read(sheet)

    return replace(book, read=read)


def _open_ole(path: Path) -> Book:
    with path.open("rb") as file:
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise ReadError(_PASSWORD.format(name=path.name))
    xls = _detector(lambda: Xls(path))
    for sheet in xls.sheets if xls else ():  # opening an .xls reads them all
        _check_extent(path, xls, sheet)
    return _open_calamine(path, xls)


def _check_extent(path: Path, detector: Detector | None, sheet: str) -> None:
    """Refuse a sheet too large for the memory: the Rust reader would take the whole program with it."""
    if detector:
        _guarded(path, lambda: refuse_far(path, sheet, *detector.extent(sheet)))


def _detector(build: Callable[[], _Detector]) -> _Detector | None:
    try:
        return build()
    except DAMAGE:
        return None


def _open_calamine(path: Path, detector: Detector | None) -> Book:
    workbook = _guarded(path, lambda: CalamineWorkbook.from_path(path))
    titles = tuple(sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)
    return Book(path, titles, lambda title: _guarded(path, lambda: _grid(workbook, title)), detector)


def _grid(workbook: CalamineWorkbook, title: str) -> Grid:
    sheet = workbook.get_sheet_by_name(title)
    return Grid(_as_array(sheet.to_python(skip_empty_area=False)), tuple(sheet.merged_cell_ranges or ()))


def _guarded(path: Path, read: Callable[[], _Read]) -> _Read:
    """Read, and say in a sentence what went wrong; a damaged file can make the Rust reader panic."""
    try:
        return read()
    except PasswordError:
        raise ReadError(_PASSWORD.format(name=path.name)) from None
    except (CalamineError, *DAMAGE):
        raise ReadError(_DAMAGED.format(name=path.name)) from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise ReadError(_DAMAGED.format(name=path.name)) from None


def _open_text(path: Path) -> Book:
    content = path.read_bytes()
    rows = delimited.parse(content, path.name)
    grid = Grid(_as_array(rows))
    return Book(path, (path.stem,), lambda _: grid, textual=True)


def _as_array(rows: Sequence[Sequence[object]]) -> Cells:
    """Return the rows as one array of objects; rows of a text file are of unequal length."""
    width = max(map(len, rows), default=0)
    if width and all(len(row) == width for row in rows):
        return np.array(rows, dtype=object)
    cells = np.full((len(rows), width), "", dtype=object)
    for nth, row in enumerate(rows):
        cells[nth, : len(row)] = row
    return cells
