"""撤销: give a workbook back what it held before the last write into it."""

from pathlib import Path

from addin.books import journal
from addin.commands.log import note
from addin.commands.registry import Figures, command


@command(
    "undo",
    label="撤销上一次写入",
    group="结果",
    tip="把工作簿恢复成 KeyWatt 上一次写入前的样子，一个字节不差；写入后有人改过则不动。现在的样子另存为备份",
    button=False,
)
def undo(book: Path) -> Figures:
    """Undo the last write into a workbook; again, the one before it.

    Returns:
        Under ``result`` the workbook, under ``remarks`` what was put back and where the present state is kept.

    Raises:
        BookError: nothing to undo, changed since, backup lost. Nothing was changed.
    """
    source, now = journal.undo(book)
    figures: Figures = {"remarks": [f"已恢复为『{source.name}』的内容；撤销前的样子保存在『{now.name}』"]}
    note(book.parent, "undo", figures)
    return figures | {"result": str(book)}
