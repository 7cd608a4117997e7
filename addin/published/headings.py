"""The header of a printed price table: which column is what, in which unit, whatever their order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.published import words
from addin.published.sheet import PrintedSheet
from addin.reading.problems import ReadError
from addin.reading.text import fold
from addin.reading.units import unit

TARIFF, VOLTAGE, FLAT_PERIOD = "tariff", "voltage", "flat_period"
LINE_LOSS = "line_loss_yuan_per_kwh"
_KINDS = ("用电类别", "用电分类")
_ENERGY, _DEMAND, _CAPACITY = "money/energy", "money/power/month", "money/apparent/month"
NEEDED = {
    TARIFF: "用电类别", VOLTAGE: "电压等级", "agent_yuan_per_kwh": "代理购电价格",
    "line_loss_yuan_per_kwh": "上网环节线损费用", "transmission_yuan_per_kwh": "输配电价",
    "system_operation_yuan_per_kwh": "系统运行费用", "funds_yuan_per_kwh": "政府性基金及附加",
}  # fmt: skip
"""Columns without which a table is none, and what messages call them."""
_FIELDS = (
    (VOLTAGE, "电压", ""),
    ("line_loss_yuan_per_kwh", "线损", _ENERGY),
    ("system_operation_yuan_per_kwh", "系统运行", _ENERGY),
    ("funds_yuan_per_kwh", "基金", _ENERGY),
    ("deep_valley_yuan_per_kwh", "深谷", _ENERGY),
    ("valley_yuan_per_kwh", "谷", _ENERGY),
    ("sharp_yuan_per_kwh", "尖", _ENERGY),
    ("peak_yuan_per_kwh", "峰", _ENERGY),
    (FLAT_PERIOD, r"平时?段|^平$", _ENERGY),
    ("demand_yuan_per_kw_month", "需量", _DEMAND),
    ("capacity_yuan_per_kva_month", "容量", _CAPACITY),
    ("transmission_yuan_per_kwh", "输配", _ENERGY),
    ("agent_yuan_per_kwh", "购电价|代理购电|^上网电价", _ENERGY),
    ("flat_yuan_per_kwh", "非分时|(?<!分时)电度用?电价|到户", _ENERGY),
    (TARIFF, "分类|类别|强度|分档|用户档", ""),
)
"""Field, what its heading holds, dimension of its unit; the first that fits, so 系统运行 stands before 容量."""
_UNIT = re.compile(r"[元分角厘](?:/|每)\(?(?:千瓦时|千瓦小时|kwh|度|兆瓦时|mwh|千瓦|kw|千伏安|kva)\)?(?:[·•*.⋅/]?月)?")
_NUMBERING = re.compile(r"(?:\d+(?:=[\d+ ]*)?)?$")
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


def titles_of(sheet: PrintedSheet) -> list[str]:
    """Return the texts above the header; raises ``ReadError`` where there is none."""
    first, _ = _block(sheet)
    return [text for row in range(first) for text in sheet.texts(row)]


def find_headings(sheet: PrintedSheet, *, classed: bool = False) -> Headings:
    """Find the header of a price table; ``classed``: of a grid that prices by 用户档, whose prices hold the line loss.

    Raises:
        ReadError: no header, a column missing or twice, or a unit that is not clear.
    """
    first, below = _block(sheet)
    columns, tariffs, texts = _columns(sheet, range(first, below), classed=classed)
    _refuse_missing(sheet, columns, first, {VOLTAGE, LINE_LOSS} if classed else set())
    dimensions = {field: dimension for field, _, dimension in _FIELDS}
    groups = _groups(sheet, range(first, below))
    scales = {
        field: _scale(sheet, range(below), first, column, dimensions[field], texts[field], groups.get(column, ()))
        for field, column in columns.items()
        if dimensions[field]
    }
    return Headings(first, below, columns, scales, tariffs, texts)


def _block(sheet: PrintedSheet) -> tuple[int, int]:
    """Return the first row of the header and the first row of prices."""
    starts = _starting(sheet, ("电压",)) or _starting(sheet, _KINDS)
    if not starts:
        raise ReadError(f"《{sheet.book.path.name}》「{sheet.title}」找不到表头「电压等级」；请检查是否选对了工作表")
    first = starts[0] - (starts[0] > 0 and len(sheet.texts(starts[0] - 1)) >= _FEWEST)
    below = next((row for row in range(starts[0] + 1, sheet.height) if _is_price_row(sheet, row)), None)
    if below is None:
        raise ReadError(
            f"《{sheet.book.path.name}》「{sheet.title}」第 {first + 1} 行表头下没有价格；请检查文件是否完整"
        )
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
        field = _field(heads) or (TARIFF if goes_on else None)
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


def _field(heads: list[str]) -> str | None:
    """Return what a column is: its lowest heading decides, what stands above it only where that says nothing."""
    for head in reversed(heads):
        plain = fold(re.sub(r"[(（][^()（）]*[元分][^()（）]*[)）]", "", head))
        for field, pattern, _ in _FIELDS:
            if re.search(pattern, plain):
                return field
    return None


def _refuse_missing(sheet: PrintedSheet, columns: Mapping[str, int], first: int, unprinted: set[str]) -> None:
    lacking = [title for field, title in NEEDED.items() if field not in columns and field not in unprinted]
    if not {"flat_yuan_per_kwh", FLAT_PERIOD} & set(columns):
        lacking.append("非分时电度电价（或平时段电价）")
    if lacking:
        raise ReadError(
            f"《{sheet.book.path.name}》「{sheet.title}」第 {first + 1} 行起的表头没有列「{'」「'.join(lacking)}」；"
            "请与原表核对列名"
        )


def _scale(  # noqa: PLR0913, PLR0917 - where a unit may stand
    sheet: PrintedSheet, rows: range, first: int, column: int, dimension: str, heading: str, groups: Sequence[str]
) -> Decimal:
    """Return the scale of a column: that of its headings and of the titles, else the only one of the header."""
    heads = (*(sheet.text(row, column) for row in rows[first:]), *groups)
    own = {scale for text in heads for scale in _scales(text, dimension)}
    titles = {scale for row in rows[:first] for text in sheet.texts(row) for scale in _scales(text, dimension)}
    header = {scale for row in rows[first:] for text in sheet.texts(row) for scale in _scales(text, dimension)}
    found = own | titles or header
    if len(found) == 1:
        return found.pop()
    said = "没有写单位" if not found else "单位有几种写法，无法确定"
    wanted = {_ENERGY: "元/千瓦时 或 分/千瓦时", _DEMAND: "元/千瓦·月", _CAPACITY: "元/千伏安·月"}[dimension]
    raise ReadError(f"{sheet.where(rows[-1], column, heading)}：{said}，应为 {wanted}；请在表头或表题写明单位")


def _scales(text: str, dimension: str) -> Iterator[Decimal]:
    """Yield the scales of the units of a dimension in a text."""
    for printed in _UNIT.findall(fold(text)):
        known = unit(re.sub(r"[·•*.⋅/]?月$", "/月", printed))
        if known and known[0] == dimension:
            yield known[1]
