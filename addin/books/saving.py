"""Saving: an atomic write beside the target, and what may stand in its way, found out before the long work begins."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from addin.books.errors import BookError

_LOCKS = ("~${}", ".~lock.{}#", ".~{}")
"""Files that Excel, LibreOffice and WPS keep beside a workbook while it is open."""
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def check_writable(path: Path) -> None:
    """Raise ``BookError`` when a workbook could not be written to ``path``; its folder may be yet to make."""
    path = Path(path)
    _refuse_open(path)
    if path.exists() and not os.access(path, os.W_OK):
        raise BookError(f"文件『{path.name}』是只读的：请在文件属性中取消“只读”，或换一个文件夹写。")
    folder = next(folder for folder in path.absolute().parents if folder.exists())
    with writing(path):
        handle, name = tempfile.mkstemp(dir=folder, prefix=".keywatt-")
        os.close(handle)
        Path(name).unlink()
        if path.exists():
            with path.open("r+b"):
                pass


def save_atomically(path: Path, write: Callable[[BinaryIO], None], like: Path) -> None:
    """Write a file beside ``path`` and move it there in one step; the mode is that of the file it replaces.

    Args:
        path: the target; what it held is there until the last moment.
        write: writes the content.
        like: the file whose mode a new target takes.

    Raises:
        BookError: read-only folder, disk full, target open elsewhere; nothing is left behind then.
    """
    _refuse_open(path)
    with writing(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keywatt-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                write(out)
                out.flush()
                os.fsync(out.fileno())
            _copy_mode(path if path.exists() else like, temporary)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def _copy_mode(source: Path, target: Path) -> None:
    with suppress(OSError):
        target.chmod(stat.S_IMODE(source.stat().st_mode) | stat.S_IWUSR)


def _refuse_open(path: Path) -> None:
    for pattern in _LOCKS:
        lock = path.with_name(pattern.format(path.name))
        if lock.exists():
            raise BookError(
                f"文件『{path.name}』正在别处打开（旁边有锁文件『{lock.name}』）："
                "请保存并关闭后重试；若确已关闭，请删除该锁文件。"
            )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says into a sentence."""
    try:
        yield
    except OSError as error:
        raise BookError(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        free = _free_mb(path.parent)
        return (
            f"磁盘空间不足，『{path.name}』没有写入（文件夹『{path.parent}』{free}）：请清理磁盘后重试，原文件未改动。"
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"文件夹『{path.parent}』不存在，『{path.name}』无处可写：请先建立文件夹。"
    if error.errno in _REFUSED:
        why = "文件夹只读、没有权限，或文件正被占用"
        return f"『{path}』无法写入（{why}）：请关闭占用它的程序，或换一个文件夹写。"
    return f"『{path}』写入失败（{error.strerror}）：请换一个文件夹重试，原文件未改动。"


def _free_mb(folder: Path) -> str:
    try:
        return f"剩余 {shutil.disk_usage(folder).free // 2**20} MB"
    except OSError:
        return "剩余空间不明"
