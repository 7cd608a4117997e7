"""Column and Table: how a sheet is declared, once, for reader, templates, checks and README alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column hold, and what they become in a frame.

    ``TEXT``, ``CODE``, ``CHOICE`` and ``MONTH`` (``YYYY-MM``) become ``object`` columns of ``str`` with ``None`` where
    empty; ``NUMBER``, ``INTEGER`` and ``MONEY`` become ``float64`` with ``NaN``; ``DATE`` and ``MOMENT`` become
    ``datetime64[s]`` with ``NaT``. A ``CODE`` is digits that must stay text (户号, 账号): a numeric cell is a problem.
    """

    TEXT = "文本"
    CODE = "编码"
    CHOICE = "选项"
    MONTH = "月份"
    NUMBER = "数值"
    INTEGER = "整数"
    MONEY = "金额"
    DATE = "日期"
    MOMENT = "时刻"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: English identifier with its unit, the column's name in frames.
        title: Chinese heading, without unit.
        unit: printed behind the title in brackets: ``合同容量(kVA)``.
        required: an empty cell is a problem.
        aliases: other headings under which exports carry this column, without unit.
        choices: allowed values of a ``CHOICE``; when ``open_choices`` they are only suggested.
        synonyms: other words that people write for a choice, each with that choice.
        minimum: least allowed value [unit], inclusive.
        maximum: greatest allowed value [unit], inclusive.
        decimals: decimals shown; for amounts and prices also the greatest number allowed.
        note: what to enter, shown as the heading's note in the blank workbook.
        width: of the column in the blank workbook [characters].
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    synonyms: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    note: str = ""
    width: int = 12

    @property
    def heading(self) -> str:
        """The heading as printed: title and unit."""
        return f"{self.title}({self.unit})" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its title, its columns and the columns that identify a row.

    Attributes:
        name: English identifier, the key of the table's frame.
        title: Chinese sheet title.
        columns: in printed order.
        key: names of the columns whose values identify a row; duplicates are a problem.
        aliases: other sheet titles under which exports carry this table.
        note: one sentence for the 说明 sheet: one row per what, where it comes from, what needs it.
        source: 营销系统导出 / 可部分导出 / 手工维护 (ledger.md's ◆ ◇ ✎).
        optional: no check needs the sheet; that it is missing or empty is no problem.
        repeated: names of neighbouring columns that say which row it is, printed again on each page further right.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    optional: bool = False
    repeated: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Column]:
        """Iterate over the columns in printed order."""
        return iter(self.columns)

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.title} has no column {name}")
