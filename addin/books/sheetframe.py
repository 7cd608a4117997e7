"""Sheet frame: what stands around the rows of a result sheet: views, columns, filter, merges, lists, links, print.

References:
    ECMA-376 part 1, 18.3.1.99: CT_Worksheet and the order of its children.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from addin.books import looks
from addin.books.breaks import page_breaks
from addin.books.layout import FIRST_COLUMN, Layout, Placed
from addin.books.result import ResultColumn

_PAPER = {True: "landscape", False: "portrait"}


@dataclass(frozen=True, slots=True)
class Outside:
    """Links into other workbooks: the namespace of relations, and the relation of each file."""

    namespace: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Outside()


def before_rows(layout: Layout, namespace: str) -> str:
    """Return the part's text up to its rows."""
    last = f"{letters(len(layout.widths))}{layout.last_row}"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        f'<sheetPr><tabColor rgb="{looks.DARK}"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        f'{_view(layout)}<sheetFormatPr defaultRowHeight="15"/>{_cols(layout)}<sheetData>'
    )


def after_rows(layout: Layout, outside: Outside, *, landscape: bool) -> str:
    """Return the part's text behind its rows."""
    parts = (
        f'<autoFilter ref="{filter_range(layout)}"/>' if layout.single else "",
        _merges(layout),
        _validations(layout),
        _links(layout, outside),
        '<printOptions horizontalCentered="1"/>',
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
        f'<pageSetup paperSize="9" {_pages(layout)} orientation="{_PAPER[landscape]}"/>',
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>",
        _breaks(page_breaks(layout, landscape=landscape)),
    )
    return f"</sheetData>{''.join(parts)}</worksheet>"


def letters(number: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    found = ""
    while number:
        number, place = divmod(number - 1, 26)
        found = chr(65 + place) + found
    return found


def filter_range(layout: Layout) -> str:
    """Return the filtered range; it takes in the hidden column A, or sorting would tear identities from their rows."""
    placed = layout.blocks[0]
    return f"A{placed.header_row}:{letters(len(placed.block.columns) + 1)}{placed.last_row}"


def absolute(cells: str) -> str:
    """Return a range such as ``A5:K9`` as ``$A$5:$K$9``."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cells)


def built_in_names(layout: Layout) -> dict[str, str]:
    """Return the names that print titles and filter need in the workbook: reference by name, without the sheet."""
    if not layout.single:
        return {"_xlnm.Print_Titles": "$1:$1"}
    header = layout.blocks[0].header_row
    titles = f"${header}:${header}"
    if layout.pages_wide > 1 and layout.repeated:
        first, last = (letters(layout.repeated[at] + FIRST_COLUMN) for at in (0, -1))
        titles = f"${first}:${last},{titles}"
    return {"_xlnm._FilterDatabase": absolute(filter_range(layout)), "_xlnm.Print_Titles": titles}


def _breaks(rows: Sequence[int]) -> str:
    """Return the breaks before rows."""
    marks = "".join(f'<brk id="{row - 1}" max="16383" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{marks}</rowBreaks>' if rows else ""


def _pages(layout: Layout) -> str:
    """Return how many pages the sheet takes; those side by side follow each other."""
    order = ' pageOrder="overThenDown"' if layout.pages_wide > 1 else ""
    return f'fitToWidth="{layout.pages_wide}" fitToHeight="0"{order}'


def _view(layout: Layout) -> str:
    if not layout.single:
        chosen = '<selection activeCell="B1" sqref="B1"/>'
        return f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{chosen}</sheetView></sheetViews>'
    top, left = layout.blocks[0].header_row, layout.frozen
    where = "bottomRight" if left else "bottomLeft"
    split = f'xSplit="{left}" ySplit="{top}"' if left else f'ySplit="{top}"'
    first = letters(left + FIRST_COLUMN) if left else "A"
    pane = f'<pane {split} topLeftCell="{first}{top + 1}" activePane="{where}" state="frozen"/>'
    chosen = f'<selection pane="{where}" activeCell="B{top + 1}" sqref="B{top + 1}"/>'
    start = ' topLeftCell="B1"' if left else ""  # Excel counts from there the columns that stay: A is hidden
    return f'<sheetViews><sheetView{start} workbookViewId="0">{pane}{chosen}</sheetView></sheetViews>'


def _cols(layout: Layout) -> str:
    found = enumerate(zip(layout.widths, layout.hidden, strict=True), 1)
    return f"<cols>{''.join(_col(at, width, hidden=hidden) for at, (width, hidden) in found)}</cols>"


def _col(at: int, width: float, *, hidden: bool) -> str:
    unseen = ' hidden="1"' if hidden else ""
    return f'<col min="{at}" max="{at}" width="{width:g}"{unseen} customWidth="1"/>'


def _merges(layout: Layout) -> str:
    """Merge the lines of text across the tables, so that they wrap and do not widen the printed page."""
    last = letters(len(layout.widths))
    found = [f'<mergeCell ref="B{line.row}:{last}{line.row}"/>' for line in layout.lines if last != "B"]
    return f'<mergeCells count="{len(found)}">{"".join(found)}</mergeCells>' if found else ""


def _validations(layout: Layout) -> str:
    found = [
        _validation(column, f"{letters(at)}{placed.first_row}:{letters(at)}{placed.last_row}")
        for placed in layout.blocks
        for at, column in enumerate(placed.block.columns, FIRST_COLUMN)
        if column.choices and placed.block.rows
    ]
    return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>' if found else ""


def _validation(column: ResultColumn, cells: str) -> str:
    said = f'errorTitle={quoteattr(column.title)} error="请从下拉列表中选择。"'
    wanted = escape(f'"{column.choice_list}"')
    return (
        f'<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" {said} sqref="{cells}">'
        f"<formula1>{wanted}</formula1></dataValidation>"
    )


def _links(layout: Layout, outside: Outside) -> str:
    found = "".join(text for placed in layout.blocks for text in _block_links(placed, outside))
    declared = f' xmlns:r="{outside.namespace}"' if outside.keys else ""
    return f"<hyperlinks{declared}>{found}</hyperlinks>" if found else ""


def _block_links(placed: Placed, outside: Outside) -> Iterator[str]:
    for position, linked in placed.linked.items():
        letter, targets = letters(position + FIRST_COLUMN), np.asarray(placed.block.links[position], dtype=object)
        for row in np.flatnonzero(linked).tolist():
            file, _, location = targets[row].rpartition("#")
            relation = f' r:id="{outside.keys[file]}"' if file else ""
            yield f'<hyperlink ref="{letter}{placed.first_row + row}"{relation} location={quoteattr(location)}/>'
