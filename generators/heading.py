"""What a heading of a blank sheet shows: its cells' number format, its width and its note."""

from collections.abc import Sequence
from typing import Protocol

FORMATS = {
    "文本": "@",
    "编码": "@",
    "月份": "@",
    "日期": "yyyy-mm-dd",
    "时刻": "yyyy-mm-dd hh:mm",
    "金额": "#,##0.00",
    "整数": "0",
}
"""Number formats by kind of column; numbers follow their decimals. Text is text: else `50/5` becomes a date."""
FORMS = {
    "编码": "文本格式，保留前导零，不要让 Excel 变成数字",
    "月份": "写成 2026-01",
    "日期": "写成 2026-01-31",
    "时刻": "写成 2026-01-31 09:30",
}
"""How to type a value, by kind of column."""


class SheetColumn(Protocol):
    """A column, as far as a blank sheet shows it."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def heading(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def required(self) -> bool: ...  # noqa: D102
    @property
    def choices(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def open_choices(self) -> bool: ...  # noqa: D102
    @property
    def minimum(self) -> float | None: ...  # noqa: D102
    @property
    def maximum(self) -> float | None: ...  # noqa: D102
    @property
    def decimals(self) -> int | None: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def width(self) -> int: ...  # noqa: D102


class SheetTable(Protocol):
    """A sheet: its title and its columns in printed order."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Sequence[SheetColumn]: ...  # noqa: D102


def number_format(column: SheetColumn) -> str:
    """Return the number format of the cells under a heading."""
    if column.kind != "数值":
        return FORMATS.get(column.kind, "General")
    decimals = column.decimals
    if decimals is None:
        return "General"
    return "#,##0" if decimals == 0 else "#,##0." + "0" * min(decimals, 2) + "#" * (decimals - 2)


def shown_width(column: SheetColumn) -> int:
    """Return the width [characters] that shows the heading on two lines and the cells on one."""
    halves = max(len(column.title), len(column.unit) + 2, 3)
    return max(column.width, min(2 * halves + 3, 20))


def note_text(column: SheetColumn) -> str:
    """Return the note of a heading: required or not, what to enter, unit, allowed values."""
    lines = [
        f"{'＊必填' if column.required else '选填'} · {column.kind}" + (f" · 单位 {column.unit}" if column.unit else "")
    ]
    lines += [column.note] if column.note else []
    lines += [FORMS[column.kind]] if column.kind in FORMS else []
    if column.choices:
        lines.append(("建议填：" if column.open_choices else "只能填：") + "、".join(column.choices))
    if column.minimum is not None or column.maximum is not None:
        lines.append("范围：" + _range_text(column.minimum, column.maximum))
    return "\n".join(lines)


def _range_text(minimum: float | None, maximum: float | None) -> str:
    if maximum is None:
        return f"不小于 {minimum:g}"
    return f"不大于 {maximum:g}" if minimum is None else f"{minimum:g} 到 {maximum:g}"
