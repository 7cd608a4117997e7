"""Which sheet of a book is ours, on either side of the Book port."""

from collections.abc import Iterable

from addin.books.errors import BookError
from addin.books.result import ResultSheet, kind_of


def title_of_ours(sheet: ResultSheet, marked: Iterable[tuple[str, str]]) -> str | None:
    """Return the title of our sheet in a book; where the user has copied it, the one that still has our title.

    Args:
        sheet: that is to be written.
        marked: (marker, title) of every sheet of ours in the book.
    """
    ours = [title for marker, title in marked if kind_of(marker) == kind_of(sheet.marker)]
    return sheet.title if sheet.title in ours else next(iter(ours), None)


def absent(book: str, title: str) -> BookError:
    """Return the refusal to write into a sheet that the book does not have."""
    return BookError(f"工作簿『{book}』里没有名为「{title}」的工作表，无处登记：请补上该表后重试。")


def refuse_stranger(book: str, titles: Iterable[str], title: str) -> None:
    """Raise ``BookError`` where a sheet that is not ours has the title; Excel's titles know no upper case."""
    if any(known.lower() == title.lower() for known in titles):
        raise BookError(
            f"工作簿『{book}』里已有一张「{title}」，不是 KeyWatt 写的，不会覆盖：请把您的那张工作表改名后重新运行。"
        )
