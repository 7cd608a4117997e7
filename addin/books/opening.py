"""Opening a file as a workbook: what else it may be, said in a sentence."""

from pathlib import Path
from zipfile import BadZipFile

from addin.books.archive import Archive
from addin.books.errors import BookError
from addin.books.markup import tag
from addin.books.package import CONTENT_TYPES, Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再审计；结果写不进 .xls/.xlsb。"


def read_raw(path: Path) -> bytes:
    """Return the file's bytes; raises ``BookError`` when there is no such file or it may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BookError(f"找不到工作簿『{path}』：请检查路径和文件名。") from None
    except (IsADirectoryError, PermissionError):
        if path.is_dir():
            raise BookError(f"『{path}』是文件夹，不是工作簿：请给出 .xlsx 或 .xlsm 文件。") from None
        raise BookError(f"工作簿『{path}』没有读取权限或被其他程序独占：请关闭占用它的程序后重试。") from None
    except OSError as error:
        raise BookError(f"工作簿『{path}』读取失败（{error.strerror}）：请把文件复制到本机硬盘后重试。") from None


def open_package(path: Path, raw: bytes) -> Package:
    """Return the package in ``raw``; raises ``BookError`` when it is no workbook that can be written to."""
    _refuse_foreign(path, raw)
    try:
        package = Package(Archive(raw))
    except (BadZipFile, ValueError, EOFError, NotImplementedError):
        raise BookError(
            f"工作簿『{path.name}』已损坏，无法解压：请从备份恢复，或用 Excel 的“打开并修复”另存。"
        ) from None
    main = main_part(package)
    if main is None or not (_is_workbook(package, main) or main.endswith(".bin")):
        raise BookError(f"『{path.name}』里没有工作簿（可能是其他类型的文件改了后缀）：请给出 .xlsx 或 .xlsm 文件。")
    if main.endswith(".bin"):
        raise BookError(f"『{path.name}』是二进制工作簿（.xlsb）：{_SAVE_AS}")
    return package


def main_part(package: Package) -> str | None:
    """Return the name of the workbook part, if the package has one."""
    if not package.has(CONTENT_TYPES):
        return None
    return package.related("", "officeDocument")


def _refuse_foreign(path: Path, raw: bytes) -> None:
    if not raw:
        raise BookError(f"『{path.name}』是空文件（0 字节）：可能没有下载或保存完整，请重新取得。")
    if raw.startswith(_OLE) and _ENCRYPTED in raw:
        raise BookError(f"工作簿『{path.name}』设有打开密码：请先在 Excel 或 WPS 中取消密码并保存，再审计。")
    if raw.startswith(_OLE):
        raise BookError(f"『{path.name}』是旧版工作簿（.xls）：{_SAVE_AS}")
    if not raw.startswith(b"PK"):
        raise BookError(f"『{path.name}』不是 Excel 工作簿（或已损坏）：请给出 .xlsx 或 .xlsm 文件。")


def _is_workbook(package: Package, main: str) -> bool:
    if package.head(main, 2) in (b"\xff\xfe", b"\xfe\xff"):
        package.text(main)  # says that the part is UTF-16
    return tag("workbook").search(package.head(main, 4096).decode("utf-8", "replace")) is not None
