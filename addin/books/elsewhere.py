"""Elsewhere: whether somebody has a workbook open, as the files say that Excel, WPS and LibreOffice put beside it."""

from collections.abc import Iterable
from pathlib import Path

_BESIDE = ("~${}", ".~{}", ".~lock.{}#")
"""Names of the files that stand beside an open workbook: of Excel and WPS, of older WPS, of LibreOffice."""


def open_elsewhere(books: Iterable[Path]) -> list[str]:
    """Return a sentence for each workbook that somebody has open: what is not saved there was not read."""
    signs = ((book, book.with_name(name.format(book.name))) for book in books for name in _BESIDE)
    return [
        f"『{book.name}』正在别处打开（旁边有『{sign.name}』），没有保存的修改没有读到；要算进去请先保存再重跑，"
        f"若早已关闭，删去『{sign.name}』即可"
        for book, sign in signs
        if sign.exists()
    ]
