"""The sheet 说明 of a blank workbook: how to start, what each sheet is, what needs it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from generators.heading import SheetTable

GUIDE_SHEET = "说明"
HEADINGS = ("序", "表", "一行是什么", "来源", "用于", "必填列")
WIDTHS = (5, 16, 60, 18, 44, 50)
BLUE = "#1F4E79"


@dataclass(frozen=True, slots=True)
class SheetGuide:
    """What the sheet 说明 says about one sheet: one row per what, its source, what needs it."""

    note: str
    source: str
    needed_for: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The words of the sheet 说明.

    Attributes:
        title: of the workbook.
        steps: how to start, one sentence each.
        legend: colours and signs, one sentence each.
        sheets: by sheet title.
    """

    title: str
    steps: Sequence[str]
    legend: Sequence[str]
    sheets: dict[str, SheetGuide] = field(default_factory=dict)


def write_guide(book: xlsxwriter.Workbook, guide: Guide, tables: Sequence[SheetTable]) -> None:
    """Write the sheet 说明 as the first sheet of ``book``."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    for number, width in enumerate(WIDTHS):
        sheet.set_column(number, number, width)
    row = _write_words(book, sheet, guide)
    _write_sheets(book, sheet, guide, tables, row)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R第 &P 页，共 &N 页")
    sheet.set_tab_color(BLUE)


def _write_words(book: xlsxwriter.Workbook, sheet: Worksheet, guide: Guide) -> int:
    """Write title, steps and legend; return the next free row."""
    last = len(WIDTHS) - 1
    words = book.add_format({"text_wrap": True, "valign": "vcenter"})
    order = book.add_format({"align": "center", "valign": "vcenter"})
    part = book.add_format({"bold": True, "font_size": 12, "font_color": BLUE, "bottom": 2, "bottom_color": BLUE})
    sheet.merge_range(0, 0, 0, last, guide.title, book.add_format({"bold": True, "font_size": 18, "valign": "vcenter"}))
    sheet.set_row(0, 34)
    row = 2
    for title, sentences in (("开始", guide.steps), ("颜色和记号", guide.legend)):
        sheet.merge_range(row, 0, row, last, title, part)
        for number, sentence in enumerate(sentences, start=1):
            sheet.write_number(row + number, 0, number, order)
            sheet.merge_range(row + number, 1, row + number, last, sentence, words)
            sheet.set_row(row + number, 18)
        row += len(sentences) + 2
    sheet.merge_range(row, 0, row, last, "各表", part)
    return row + 1


def _write_sheets(
    book: xlsxwriter.Workbook, sheet: Worksheet, guide: Guide, tables: Sequence[SheetTable], row: int
) -> None:
    box = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
    cell = book.add_format(box)
    centred = book.add_format({**box, "align": "center"})
    link = book.add_format({**box, "font_color": "#0563C1", "underline": 1})
    head = book.add_format({**box, "bold": True, "align": "center", "bg_color": BLUE, "font_color": "#FFFFFF"})
    sheet.write_row(row, 0, HEADINGS, head)
    for number, table in enumerate(tables, start=1):
        texts = _texts(table, guide.sheets[table.title])
        sheet.write_number(row + number, 0, number, centred)
        sheet.write_url(row + number, 1, f"internal:'{table.title}'!A1", link, table.title)
        for offset, text in enumerate(texts, start=2):
            sheet.write_string(row + number, offset, text, cell)
        sheet.set_row(row + number, 4 + 15 * _lines(texts))
    sheet.repeat_rows(row)


def _texts(table: SheetTable, words: SheetGuide) -> tuple[str, ...]:
    required = "、".join(column.title for column in table.columns if column.required)
    return words.note, words.source, words.needed_for, required or "—"


def _lines(texts: Sequence[str]) -> int:
    """Return how many lines the fullest cell of a row takes; a Chinese character is two widths wide."""
    return max(-(-2 * len(text) // (width - 2)) for text, width in zip(texts, WIDTHS[2:], strict=True))
