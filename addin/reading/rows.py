"""Which rows under the header are data: blank rows, totals, repeated headers and signature lines are not."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from addin.reading.flaws import Flaws
from addin.reading.header import Header
from addin.reading.problems import Positions
from addin.reading.text import are_plain, fold, is_blank
from addin.tables.column import Table

_TOTAL = re.compile(r"^(?:本页|本月|本年|本表|本期|全年|全部|累计|总)?(?:合计|总计|小计|共计|累计|总和)(?:[:：(].*)?$")
_FOOT = re.compile(
    r"^(?:制表|填表|编制|审核|复核|审批|批准|核准|打印|导出|统计|单位|部门|负责|分管|经办|主管|盖章|说明|备注|注)[^:：]{0,8}[:：]"
)
_LEFT = 3
"""Columns on the left in which 合计 is looked for besides the key columns."""


def keep(cells: npt.NDArray[np.object_], header: Header, table: Table, flaws: Flaws) -> tuple[Positions, Positions]:
    """Return the positions of the data rows, and of rows that look like signatures or notes, below the header.

    Args:
        cells: raw cells of the whole sheet.
        header: the header found.
        table: the declared table.
        flaws: error values, which read as empty: a row whose key is one is no blank row.
    """
    body = cells[header.last + 1 :]
    places = {each.column.name: each.index for each in reversed(header.headings) if each.column}
    keys = [places[name] for name in table.key if name in places]
    needed = [places[each.name] for each in table if each.required and each.name in places]
    first = header.last + 1
    out = _blank(body, keys, _flawed(flaws, keys, first + 1, len(body)))
    kinds = _kinds(body, {*keys, *range(min(_LEFT, body.shape[1]))}, needed, header)
    foot = [row for row in sorted(kinds) if kinds[row] == "foot" and not out[row]]
    out[list(kinds)] = True
    return first + np.flatnonzero(~out), first + np.array(foot, dtype=np.intp)


def positions_of(rows: Positions, numbers: Sequence[int]) -> Positions:
    """Return the positions, among the rows kept, of rows of the sheet."""
    return np.flatnonzero(np.isin(rows, numbers)) if numbers else np.empty(0, dtype=np.intp)


def _blank(body: npt.NDArray[np.object_], keys: Sequence[int], flawed: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Say which rows hold nothing, and whether the first one but numbers the columns; a flawed key is no blank."""
    out = np.zeros(len(body), dtype=np.bool_)
    for row in _unfilled(body, keys):
        out[row] = all(map(_is_hollow, body[row]))
    out[flawed] = False
    if len(body) and _is_numbering(body[0]):
        out[0] = True
    return out


def _kinds(
    body: npt.NDArray[np.object_], columns: Iterable[int], needed: Sequence[int], header: Header
) -> dict[int, str]:
    """Return what the rows are that a cell of these columns marks as no data, by position."""
    kinds: dict[int, str] = {}
    for row, column in _marked(body, columns, header):
        kind = _kind_of(body[row], column, [place for place in needed if place != column])
        if kind:
            kinds.setdefault(row, kind)
    return kinds


def _flawed(flaws: Flaws, keys: Iterable[int], first: int, count: int) -> list[int]:
    """Return the positions of rows, the sheet's row ``first`` being 0, whose key is an error or was never computed."""
    rows = [row for key in keys for row in (*flaws.errors.get(key, ()), *flaws.uncomputed.get(key, ()))]
    return [row - first for row in rows if 0 <= row - first < count]


def _kind_of(row: npt.NDArray[np.object_], column: int, others: Sequence[int]) -> str:
    """Return what a marked row is: ``total``, ``foot``, ``header``, or empty for data.

    A row that fills every other required column is data, whatever its first cell says.
    """
    text = fold(str(row[column]))
    lacks = any(is_blank(row[place]) for place in others)
    if _TOTAL.match(text):
        return "total" if lacks or not others else ""
    if _FOOT.match(text):
        alone = all(is_blank(cell) for place, cell in enumerate(row) if place != column)
        return "foot" if lacks or alone else ""
    return "header"


def _unfilled(body: npt.NDArray[np.object_], keys: Sequence[int]) -> Iterable[int]:
    """Return the rows in which none of the key columns is filled; all rows when the sheet has no key column."""
    rows: Sequence[int] = range(len(body))
    for column in keys:
        if not rows:
            break
        values = body[:, column].tolist()
        blank = {""} if are_plain(values) else {value for value in set(values) if is_blank(value)}
        rows = [row for row in rows if values[row] in blank] if blank else ()
    return rows


def _is_hollow(value: object) -> bool:
    """Tell whether a cell is blank or the 0 of a formula filled down into unused rows."""
    return is_blank(value) or (isinstance(value, float) and value == 0)


def _is_numbering(row: npt.NDArray[np.object_]) -> bool:
    """Tell whether a row numbers the columns 1, 2, 3 …, as printed forms do (栏次)."""
    filled = [value for value in row if not is_blank(value) and fold(str(value)) not in ("栏次", "序号", "列号")]
    numbers = [fold(str(value)).removesuffix(".0") for value in filled]
    return len(filled) > _LEFT and numbers == [str(nth) for nth in range(1, len(filled) + 1)]


def _marked(body: npt.NDArray[np.object_], columns: Iterable[int], header: Header) -> Iterable[tuple[int, int]]:
    """Yield the cells that mark a total, a note below the table, or a header repeated on a further page."""
    headings = {each.index: fold(each.text) for each in header.headings}
    for column in columns:
        values = body[:, column].tolist()
        heading = headings.get(column, "")
        if are_plain(values) and not heading.isascii():
            continue
        marks = {value for value in set(values) if isinstance(value, str) and _is_mark(value, heading)}
        if marks:
            yield from ((row, column) for row, value in enumerate(values) if value in marks)


def _is_mark(text: str, heading: str) -> bool:
    if text.isascii():
        return text.strip().lower() == heading != ""
    folded = fold(text)
    return bool(folded) and (folded == heading or bool(_TOTAL.match(folded)) or bool(_FOOT.match(folded)))
