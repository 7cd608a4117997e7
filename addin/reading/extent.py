"""How far a sheet reaches: reading takes memory for every cell up to the last, and dies where there is too little."""

from pathlib import Path

from addin.reading.letters import column_letters
from addin.reading.problems import ReadError

MOST_CELLS = 40_000_000
"""Cells of the used range above which a sheet is refused: about 1.5 GB."""
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
"""Of a sheet in any workbook (ECMA-376); an .xls has fewer."""


def refuse_far(path: Path, sheet: str, width: int, height: int) -> None:
    """Refuse a sheet whose used range would not fit into memory: a lone cell far out, such as XFD1048576.

    Raises:
        ReadError: names the cell.
        ValueError: there is no such cell in any workbook.
    """
    if width * height <= MOST_CELLS:
        return
    if width > _MOST_COLUMNS or height > _MOST_ROWS:
        raise ValueError(width, height)
    raise ReadError(
        f"「{path.name}」的工作表「{sheet}」在 {column_letters(width - 1)} 列、第 {height} 行还有内容，"
        "范围太大，无法读取。请删除表格右方和下方多余的行列后保存重试。"
    )
