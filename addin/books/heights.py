"""Heights: how tall the rows of a table must be for their wrapped text, since not every program fits them by itself."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.books.result import Block

_NARROWER = 1.08  # widths count signs of the book's own font, 11 points as a rule; ours has 10
_LINE, _MARGIN, _MOST = 13.5, 3.5, 400.0  # points; Excel's tallest row is 409


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in ``width`` characters; Chinese signs are two wide, as in GB18030."""
    room = max(width, 1)
    return sum(math.ceil(len(line.encode("gb18030", "replace")) / room) or 1 for line in text.split("\n"))


def row_heights(block: Block, widths: Sequence[float]) -> list[str]:
    """Return the height of each data row [points], as the row's attribute wants it; ``widths`` are the columns'."""
    lines = np.ones(block.rows, dtype=np.intp)
    for column, values, width in zip(block.columns, block.values, widths, strict=False):
        if column.wrap:
            lines = np.maximum(lines, _lines(values, width))
    heights = np.array([f"{min(_LINE * count + _MARGIN, _MOST):g}" for count in range(lines.max(initial=0) + 1)])
    found: list[str] = heights[lines].tolist()
    return found


def _lines(values: Sequence[object], width: float) -> npt.NDArray[np.intp]:
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    room = (width - 1) * _NARROWER
    needed = [lines_needed(value, room) if isinstance(value, str) else 1 for value in distinct]
    lines = np.array([*needed, 1], dtype=np.intp)
    return np.asarray(lines[codes])
