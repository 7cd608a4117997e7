"""Blank workbooks that staff start from, written from table definitions.

The definitions are handed in and only looked at through `heading.SheetTable`: this module knows no sheet.
What a heading asks for (unit, allowed values, whether it is required) stands in its note and its colour, never in its
text, so that the filled workbook is read by the same headings that an export carries.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from generators.guide import Guide, write_guide
from generators.heading import SheetColumn, SheetTable, note_text, number_format, shown_width

PREPARED_ROWS = 5000
"""Rows below the heading that get drop-down lists and the filter; number formats reach to the end of the sheet."""
LONGEST_INLINE_LIST = 255
"""Excel's limit for a list typed into the validation itself [characters]."""
CHOICES_SHEET = "选项"
CREATED_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed mark, so that the same definitions give the same bytes
FONT = "微软雅黑"
WIDEST_ON_ONE_PAGE = 190
"""Sheets up to this width [characters] are printed one page wide."""


Rows = Sequence[Sequence[str]]


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make the heading formats; cell formats follow as number formats ask for them."""
        self._book = book
        self._cells: dict[str, Format] = {}
        heading = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        self.required = book.add_format({**heading, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        self.optional = book.add_format({**heading, "bg_color": "#DDEBF7", "font_color": "#1F3864"})

    def cell(self, number_format: str) -> Format:
        """Return the format of the cells under a heading."""
        if number_format not in self._cells:
            self._cells[number_format] = self._book.add_format({"num_format": number_format, "valign": "vcenter"})
        return self._cells[number_format]


def write_blank(
    path: Path,
    tables: Iterable[SheetTable],
    guide: Guide,
    filled: Mapping[str, Rows] | None = None,
) -> None:
    """Write one workbook: the sheet 说明, then an empty sheet per table.

    Args:
        path: of the workbook; an existing file is replaced.
        tables: in the order of the sheets.
        guide: what the sheet 说明 says.
        filled: rows that some sheets start with, by sheet title.
    """
    with xlsxwriter.Workbook(path, {"default_format_properties": {"font_name": FONT, "font_size": 10}}) as book:
        book.set_properties({"title": guide.title, "author": "KeyWatt", "created": CREATED_AT})
        tables = list(tables)
        write_guide(book, guide, tables)
        styles = Styles(book)
        choices = _Choices(book)
        for table in tables:
            sheet = book.add_worksheet(table.title)
            write_sheet(sheet, table, styles, choices)
            for number, row in enumerate((filled or {}).get(table.title, ()), start=1):
                sheet.write_row(number, 0, row)
        choices.close()


def write_sheet(sheet: Worksheet, table: SheetTable, styles: Styles, choices: "_Choices") -> None:
    """Write the heading, formats, lists, notes and print set-up of one empty sheet."""
    for number, column in enumerate(table.columns):
        style = styles.required if column.required else styles.optional
        sheet.set_column(number, number, shown_width(column), styles.cell(number_format(column)))
        sheet.write_string(0, number, column.heading, style)
        sheet.write_comment(0, number, note_text(column), {"x_scale": 1.6, "author": "KeyWatt", "font_size": 9})
        _validate(sheet, number, column, choices)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, PREPARED_ROWS, len(table.columns) - 1)
    _set_up_print(sheet, table)


def _validate(sheet: Worksheet, number: int, column: SheetColumn, choices: "_Choices") -> None:
    rule: dict[str, object] = {"error_title": column.title, "error_message": note_text(column)[:255]}
    if column.choices:
        rule |= {"validate": "list", "source": choices.source(column.choices)}
        rule |= {"error_type": "information" if column.open_choices else "stop"}
    elif column.kind in ("日期", "时刻"):
        rule |= {"validate": "date", "criteria": ">=", "value": datetime(1949, 10, 1)}  # noqa: DTZ001 - cells have no zone
    elif column.minimum is not None and column.maximum is not None:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": column.minimum, "maximum": column.maximum}
    elif column.minimum is not None:
        rule |= {"validate": "decimal", "criteria": ">=", "value": column.minimum}
    else:
        return
    sheet.data_validation(1, number, PREPARED_ROWS, number, rule)


class _Choices:
    """Where drop-down lists take their values from: the rule itself, or a hidden sheet when the list is long."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._long: list[tuple[str, ...]] = []

    def source(self, values: tuple[str, ...]) -> list[str] | str:
        """Return the list itself, or the range on the hidden sheet that will hold it."""
        if len(",".join(values)) <= LONGEST_INLINE_LIST:
            return list(values)
        if values not in self._long:
            self._long.append(values)
        name = xl_col_to_name(self._long.index(values))
        return f"='{CHOICES_SHEET}'!${name}$1:${name}${len(values)}"

    def close(self) -> None:
        """Write the hidden sheet, when a list needs it."""
        if not self._long:
            return
        sheet = self._book.add_worksheet(CHOICES_SHEET)
        for number, values in enumerate(self._long):
            sheet.write_column(0, number, values)
        sheet.hide()


def _set_up_print(sheet: Worksheet, table: SheetTable) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C&12{table.title}")
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
    if sum(shown_width(column) for column in table.columns) <= WIDEST_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(70)
        sheet.repeat_columns(0)
