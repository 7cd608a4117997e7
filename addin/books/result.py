"""ResultSheet: a sheet that we write, described as plain facts for either side of the Book port."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from addin.books.errors import BookError

MARKER_PREFIX = "KeyWatt:"
MOST_ROWS = 1_048_576
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_LONGEST_TITLE = 31
_LONGEST_LIST = 255


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column of a result table.

    Attributes:
        title: heading as printed.
        width: of the column [characters].
        number_format: Excel's code, such as ``#,##0.00``; dates get one of their own when it is empty.
        wrap: long text is broken into lines.
        hidden: the column is there but not shown.
        align: ``center``, ``right`` or empty: text left, numbers right.
        choices: a drop-down list for the people who fill the column.
        editable: filled by people: shown in light yellow, carried over to the next run.
        repeated: printed again on each page further right, so that its rows can be told; such columns are neighbours.
    """

    title: str
    width: float = 12
    number_format: str = ""
    wrap: bool = False
    hidden: bool = False
    align: str = ""
    choices: tuple[str, ...] = ()
    editable: bool = False
    repeated: bool = False

    def __post_init__(self) -> None:
        """Refuse a list that Excel cannot hold in a cell's data validation."""
        if any("," in choice for choice in self.choices) or len(self.choice_list) > _LONGEST_LIST:
            raise ValueError(f"{self.title}: choices hold a comma or are longer than {_LONGEST_LIST} together")

    @property
    def choice_list(self) -> str:
        """The choices as Excel's data validation wants them, without the quotes around."""
        return ",".join(self.choices)


@dataclass(frozen=True, eq=False)
class Block:
    """One table inside a result sheet.

    Attributes:
        columns: in printed order; the first stands in the sheet's column B.
        values: column by column, of equal lengths; text, numbers, ``Decimal``, dates, ``bool`` (printed 是/否),
            ``Formula``; ``None``, NaN, NaT and ``pd.NA`` are blank; lists, numpy and pandas arrays alike.
        heading: a bold line above the header.
        links: position of a column -> per row a place in the same workbook such as ``'客户台账'!C12``, in another one
            such as ``../账单.xlsx#'电费账单'!C12`` (relative to the written book), or ``None``.
        tones: per row ``error``, ``warning``, ``notice``, ``unknown``, ``pass``, ``total`` or ``None``.
        toned: positions of the columns that show the row's tone.
        formats: position of a column -> per row an Excel number format; of the others the column's own holds.
    """

    columns: tuple[ResultColumn, ...]
    values: Sequence[Sequence[object]]
    heading: str = ""
    links: Mapping[int, Sequence[str | None]] = field(default_factory=dict)
    tones: Sequence[str | None] = ()
    toned: tuple[int, ...] = ()
    formats: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse columns of unequal length: rows would be torn apart."""
        lengths = {len(values) for values in (*self.values, *self.links.values(), *self.formats.values())}
        lengths |= {len(self.tones)} if len(self.tones) else set()
        if len(self.values) != len(self.columns) or len(lengths) > 1:
            raise ValueError(f"{len(self.columns)} columns, values of lengths {sorted(lengths)}")

    @property
    def rows(self) -> int:
        """Number of data rows."""
        return len(self.values[0]) if self.values else 0


@dataclass(frozen=True, eq=False)
class ResultSheet:
    """A sheet that is ours: replaced as a whole at every run.

    Attributes:
        title: name of the sheet where it is new; a name given by the user later is kept.
        marker: ``KeyWatt:<what>:<version>``, written into A1 of the hidden column A: says that the sheet is ours.
        heading: lines on top: the title, then explanations.
        blocks: tables, one below the other. A single one gets a filter, a frozen header and print titles.
        identities: per row of the first block, written into the hidden column A beside the row.
        landscape: paper orientation.
    """

    title: str
    marker: str
    heading: tuple[str, ...]
    blocks: tuple[Block, ...]
    identities: Sequence[str] = ()
    landscape: bool = True

    def __post_init__(self) -> None:
        """Refuse a title or marker that Excel or the next run could not take, and more rows than a sheet has."""
        if not self.marker.startswith(MARKER_PREFIX):
            raise ValueError(f"marker {self.marker!r} does not start with {MARKER_PREFIX}")
        if not 0 < len(self.title) <= _LONGEST_TITLE or _FORBIDDEN.search(self.title) or self.title[0] == "'":
            raise ValueError(f"{self.title!r} is no sheet name")
        if len(self.identities) and len(self.identities) != self.blocks[0].rows:
            raise ValueError(f"{len(self.identities)} identities for {self.blocks[0].rows} rows")
        if (rows := sum(block.rows + 4 for block in self.blocks) + len(self.heading)) > MOST_ROWS:
            raise BookError(f"「{self.title}」要写 {rows} 行，Excel 一张表最多 {MOST_ROWS} 行：请按营业区分开审计。")


def kind_of(marker: str) -> str:
    """Return a marker without its version: a sheet written by an older version is replaced too."""
    return re.sub(r":\d+$", "", marker)


def outside_files(sheet: ResultSheet) -> list[str]:
    """Return the other workbooks that a sheet links to, each once, in order."""
    links = (link for block in sheet.blocks for links in block.links.values() for link in links if link)
    return list(dict.fromkeys(link.rpartition("#")[0] for link in links if "#" in link))
