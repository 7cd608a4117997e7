"""Text exports: .csv, .txt, and the tab-separated text that some systems call .xls."""

import csv
import io
import re

from addin.reading.problems import ReadError

_WRAPPED = re.compile(r'^="(.*)"$', re.DOTALL)


def parse(content: bytes, name: str) -> list[list[object]]:
    """Return the cells of a delimited text, every cell a ``str``.

    Args:
        content: the bytes of the file: UTF-8 with or without mark, UTF-16 with mark, or GB18030 (of which GBK is part).
        name: file name, for messages.

    Raises:
        ReadError: the bytes are no text, or a web page or XML sheet in disguise.
    """
    text = _decode(content, name)
    start = text[:2000].lstrip().lower()
    if start.startswith(("<html", "<!doctype", "<table", "<meta")) or "<html" in start:
        raise ReadError(
            f"文件「{name}」其实是网页格式的表格（有些系统这样导出 .xls），无法直接读取。"
            "请用 Excel 打开后另存为 .xlsx。"
        )
    if start.startswith("<?xml"):
        raise ReadError(f"文件「{name}」是 XML 表格，无法直接读取。请用 Excel 打开后另存为 .xlsx。")
    delimiter = max(",\t;|", key=text[:20000].count)
    csv.field_size_limit(1 << 24)
    try:
        return [
            [_unwrap(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise ReadError(f"文件「{name}」不是规范的 CSV 文件，无法读取。请用 Excel 打开检查后另存为 .xlsx。") from None


def _decode(content: bytes, name: str) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ReadError(
        f"文件「{name}」不是工作簿，也不是 GBK 或 UTF-8 编码的文本，无法读取。请用 Excel 打开后另存为 .xlsx。"
    )


def _unwrap(cell: str) -> object:
    """Return what stands inside ``="0012"``, the way in which exports keep leading zeros."""
    wrapped = _WRAPPED.match(cell) if cell.startswith("=") else None
    return wrapped[1] if wrapped else cell
