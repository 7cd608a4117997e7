"""The header of a printed price table: which column is what, in which unit, whatever their order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.published import words
from addin.published.fields import (
    BOTH,
    DIMENSIONS,
    FLAT_PERIOD,
    LINE_LOSS,
    NEEDED,
    TARIFF,
    TIMED,
    VOLTAGE,
    field_of,
)
from addin.published.scales import find_scale
from addin.published.sheet import PrintedSheet
from addin.reading.problems import ReadError
from addin.reading.text import fold

_KINDS = ("用电类别", "用电分类")
_NUMBERING = re.compile(r"(?:\d+(?:=[\d+\-*×() .]*)?)?$")
"""A cell of the row that only numbers the columns, or a blank one."""
_FEWEST = 3
"""Numbers that make a row one of prices."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The header found.

    Attributes:
        first: its first row; the titles stand above.
        below: the first row of prices.
        columns: column by field; the tariff may be printed in several.
        scales: what a printed number of a field is multiplied by to stand in 元/kWh, 元/kW·月, 元/kVA·月.
        tariffs: columns that together name the tariff.
        texts: heading as printed, by field.
    """

    first: int
    below: int
    columns: Mapping[str, int]
    scales: Mapping[str, Decimal]
    tariffs: tuple[int, ...]
    texts: Mapping[str, str]


def has_header(sheet: PrintedSheet) -> bool:
    """Tell whether a sheet holds a price table: a heading for the voltage, and one for the agent price."""
    texts = [fold(text) for row in range(sheet.height) for text in sheet.texts(row)]
    named = any(any(word in text for text in texts) for word in ("电压等级", *_KINDS))
    return named and all(any(word in text for text in texts) for word in ("购电", "输配"))


def titles_of(sheet: PrintedSheet) -> dict[str, str]:
    """Return the texts above the header by their first address; raises ``ReadError`` where there is no header."""
    first, _ = _block(sheet)
    found: dict[str, str] = {}
    for row in range(first):
        for column in range(sheet.width):
            if text := sheet.text(row, column):
                found.setdefault(text, sheet.address(row, column))
    return {address: text for text, address in found.items()}


def find_headings(sheet: PrintedSheet, *, classed: bool = False) -> Headings:
    """Find the header of a price table; ``classed``: of a grid that prices by 用户档, whose prices hold the line loss.

    Raises:
        ReadError: no header, a column missing or twice, or a unit that is not clear.
    """
    first, below = _block(sheet)
    columns, tariffs, texts = _columns(sheet, range(first, below), classed=classed)
    _refuse_missing(sheet, columns, first, {VOLTAGE, LINE_LOSS} if classed else set())
    scales = _scales_of(sheet, range(first, below), columns, texts)
    return Headings(first, below, columns, scales, tariffs, texts)


def refuse_sideways(sheet: PrintedSheet) -> None:
    """Refuse a table whose voltages stand side by side: its rows are what the columns of a table should be."""
    for row in range(sheet.height):
        if sum(words.voltage(text) is not None for text in sheet.texts(row)) >= _FEWEST:
            raise ReadError(
                f"{sheet.line(row)}：各电压等级横向排列；电压等级须自上而下排列，请先转置（选择性粘贴—转置）再导入"
            )


def _scales_of(
    sheet: PrintedSheet, rows: range, columns: Mapping[str, int], texts: Mapping[str, str]
) -> dict[str, Decimal]:
    """Return the scale of each column of money."""
    titles = [text for row in range(rows.start) for text in sheet.texts(row)]
    header = [text for row in rows for text in sheet.texts(row)]
    groups, scales = _groups(sheet, rows), {}
    for field, column in columns.items():
        if field in DIMENSIONS:
            own = (*(sheet.text(row, column) for row in rows), *groups.get(column, ()))
            where = sheet.where(rows[-1], column, texts[field])
            scales[field] = find_scale(DIMENSIONS[field], own, titles, header, where)
    return scales


def _block(sheet: PrintedSheet) -> tuple[int, int]:
    """Return the first row of the header and the first row of prices."""
    refuse_sideways(sheet)
    starts = _starting(sheet, ("电压",)) or _starting(sheet, _KINDS)
    if not starts:
        raise ReadError(f"《{sheet.book.path.name}》「{sheet.title}」找不到表头「电压等级」；请检查是否选对了工作表")
    first = starts[0] - (starts[0] > 0 and len(sheet.texts(starts[0] - 1)) >= _FEWEST)
    titled = _starting(sheet, ("电压", *_KINDS))
    below = next(
        (row for row in range(starts[0] + 1, sheet.height) if row not in titled and _is_price_row(sheet, row)), None
    )
    if below is None:
        raise ReadError(f"{sheet.line(first)}表头下没有价格；请检查文件是否完整")
    return first, below


def _starting(sheet: PrintedSheet, words_: Sequence[str]) -> list[int]:
    """Return the rows in which a cell begins with one of the words."""
    return [
        row for row in range(sheet.height) if any(fold(text).startswith(tuple(words_)) for text in sheet.texts(row))
    ]


def _is_price_row(sheet: PrintedSheet, row: int) -> bool:
    """Tell a row of prices from one that only numbers the columns: ``1=2+3``, ``2``, ``3``."""
    texts = [sheet.text(row, column) for column in range(sheet.width)]
    numbers = [column for column in range(sheet.width) if sheet.is_number(row, column)]
    numbering = all(_NUMBERING.match(text) for text in texts)
    return len(numbers) >= _FEWEST and not numbering


def _columns(
    sheet: PrintedSheet, rows: range, *, classed: bool
) -> tuple[dict[str, int], tuple[int, ...], dict[str, str]]:
    """Return column and heading by field, and the columns of the tariff."""
    columns: dict[str, int] = {}
    tariffs: list[int] = []
    texts: dict[str, str] = {}
    for column in range(sheet.width):
        heads = _heads(sheet, rows, column)
        goes_on = not heads and _goes_on(sheet, rows.stop, column, tariffs, classed=classed)
        field = field_of(heads) or (TARIFF if goes_on else None)
        if field == TARIFF:
            tariffs.append(column)
        elif field in columns:
            here, there = sheet.address(rows[-1], column), sheet.address(rows[-1], columns[field])
            raise ReadError(f"{sheet.where(rows[-1], column, heads[-1])}：与 {there} 都像同一列；请删去 {here} 或改名")
        if field and field not in columns:
            columns[field], texts[field] = column, heads[-1]
    return columns, tuple(tariffs), texts


def _goes_on(sheet: PrintedSheet, below: int, column: int, tariffs: Sequence[int], *, classed: bool) -> bool:
    """Tell whether a column without heading, right of the tariff's, names the tariff too: 工商业用电 | 单一制."""
    text = sheet.text(below, column)
    named = bool(text) and not sheet.is_number(below, column) if classed else words.tariff(text) is not None
    return tariffs[-1:] == [column - 1] and named


def _groups(sheet: PrintedSheet, rows: range) -> Mapping[int, Sequence[str]]:
    """Return by column the titles of groups that are not merged: what stands left of a blank above a heading.

    Only in a row that begins with a heading: where the columns before the groups have theirs further down, a blank
    above one more such column could not be told from one that the group goes on over.
    """
    groups: dict[int, list[str]] = {}
    for row in rows[:-1]:
        title = ""
        for column in range(sheet.width) if sheet.text(row, 0) else ():
            own = sheet.text(row, column)
            below = [text for text in _heads(sheet, range(row + 1, rows.stop), column) if text != own]
            title = (own or title) if below else ""
            if title and not own:
                groups.setdefault(column, []).append(title)
    return groups


def _heads(sheet: PrintedSheet, rows: range, column: int) -> list[str]:
    """Return the headings of a column, from above, each once."""
    return list(dict.fromkeys(text for row in rows if not _NUMBERING.match(text := sheet.text(row, column))))


def _refuse_missing(sheet: PrintedSheet, columns: Mapping[str, int], first: int, unprinted: set[str]) -> None:
    """Refuse a table without a column that is needed; ``unprinted``: those that this grid never prints."""
    lacking = [title for field, title in NEEDED.items() if field not in columns and field not in unprinted]
    if {FLAT_PERIOD, *TIMED} & set(columns):
        lacking += [title for field, title in BOTH.items() if field not in columns]
    if not {"flat_yuan_per_kwh", FLAT_PERIOD} & set(columns):
        lacking.append("非分时电度电价（或平时段电价）")
    if lacking:
        raise ReadError(f"{sheet.line(first)}起的表头没有列「{'」「'.join(lacking)}」；请与原表核对列名")
