"""Heights: how tall the rows of a table must be for their wrapped text, since not every program fits them by itself."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books.result import Block, ResultColumn

_NARROWER = 1.08  # widths count signs of the book's own font, 11 points as a rule; ours has 10
_LINE, _MARGIN, _MOST = 13.5, 3.5, 400.0  # points; Excel's tallest row is 409
_LINES = {"title": 27.0, "note": 14.5, "block": 20.0}
"""Height of a line of text across the sheet, by its kind [points]."""


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in ``width`` characters; Chinese signs are two wide, as in GB18030."""
    room = max(width, 1)
    return sum(math.ceil(len(line.encode("gb18030", "replace")) / room) or 1 for line in text.split("\n"))


def line_height(kind: str, text: str, width: float) -> float:
    """Return the height of a line of text across the sheet [points]; ``kind`` is that of ``layout.Line``."""
    return _LINES[kind] * lines_needed(text, width) + 2


def header_height(columns: Sequence[ResultColumn]) -> float:
    """Return the height of a table's header [points]."""
    return 16 * max((lines_needed(one.title, one.width - 2) for one in columns), default=1) + 8


def row_heights(block: Block, widths: Sequence[float]) -> list[str]:
    """Return the height of each data row [points], as the row's attribute wants it; ``widths`` are the columns'."""
    lines = _most_lines(block, widths)
    texts = [f"{min(_LINE * count + _MARGIN, _MOST):g}" for count in range(lines.max(initial=0) + 1)]
    found: list[str] = np.array(texts)[lines].tolist()
    return found


def data_heights(block: Block, widths: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the height of each data row [points]."""
    heights: npt.NDArray[np.float64] = np.minimum(_LINE * _most_lines(block, widths) + _MARGIN, _MOST)
    return heights


def _most_lines(block: Block, widths: Sequence[float]) -> npt.NDArray[np.intp]:
    """Return how many lines each row takes."""
    lines = np.ones(block.rows, dtype=np.intp)
    for column, values, width in zip(block.columns, block.values, widths, strict=False):
        if column.wrap:
            lines = np.maximum(lines, _lines(values, width))
    return lines


def _lines(values: Sequence[object], width: float) -> npt.NDArray[np.intp]:
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    room = (width - 1) * _NARROWER
    needed = [lines_needed(value, room) if isinstance(value, str) else 1 for value in distinct]
    lines = np.array([*needed, 1], dtype=np.intp)
    return np.asarray(lines[codes])
