"""Rows below the last filled row of a sheet that people keep."""

import re
from datetime import date

import openpyxl
import pytest
from books.made import MAIN, make_by_hand, rezip, text_of
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.books.errors import BookError

COLUMNS = {"document_no": "A", "customer_no": "B", "sent_on": "C"}
NEW = [
    {"document_no": "整改-003", "customer_no": "0420000005", "sent_on": date(2026, 1, 31)},
    {"document_no": "整改-004"},
]
SHEET = "xl/worksheets/sheet2.xml"


def appended(path, out, rows=NEW, *, title="通知书登记", header_row=1):
    book = ClosedBook(path)
    numbers = book.append_rows(title, header_row, COLUMNS, rows)
    book.save(out)
    return numbers


def with_rows(path, out, rows, more=""):
    """Replace the register's rows by hand-made ones."""
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:C3"/><sheetData>{rows}</sheetData>{more}</worksheet>'
    return rezip(path, out, {SHEET: sheet, "xl/worksheets/_rels/sheet2.xml.rels": None, "xl/tables/table1.xml": None})


def cells(*texts, row, style=""):
    found = (
        f'<c r="{letter}{row}"{style} t="str"><v>{text}</v></c>' for letter, text in zip("ABC", texts, strict=False)
    )
    return f'<row r="{row}">{"".join(found)}</row>'


def test_new_rows_follow_the_last_filled_one(ledger_path, tmp_path):
    assert appended(ledger_path, tmp_path / "out.xlsx") == [4, 5]
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name("通知书登记").to_python()
    assert rows[3:] == [["整改-003", "0420000005", date(2026, 1, 31)], ["整改-004", "", ""]]


def test_all_other_rows_keep_their_bytes(ledger_path, tmp_path):
    appended(ledger_path, tmp_path / "out.xlsx")
    before, after = text_of(ledger_path, SHEET), text_of(tmp_path / "out.xlsx", SHEET)
    start, end = before.index("<sheetData>"), before.index("</sheetData>")
    assert before[start:end] in after
    assert after.endswith(before[end:])
    assert 'ref="A1:C5"' in after[:start]


def test_a_table_ending_there_grows_with_its_rows(ledger_path, tmp_path):
    appended(ledger_path, tmp_path / "out.xlsx")
    table = openpyxl.load_workbook(tmp_path / "out.xlsx")["通知书登记"].tables["登记"]
    assert (table.ref, table.autoFilter.ref) == ("A1:C5", "A1:C5")


def test_a_table_with_a_totals_row_does_not_grow(ledger_path, tmp_path):
    totals = {"xl/tables/table1.xml": lambda text: text.replace('totalsRowShown="0"', 'totalsRowCount="1"')}
    appended(rezip(ledger_path, tmp_path / "in.xlsx", totals), tmp_path / "out.xlsx")
    assert 'ref="A1:C3"' in text_of(tmp_path / "out.xlsx", "xl/tables/table1.xml")


def test_appending_twice_goes_on_below(ledger_path, tmp_path):
    appended(ledger_path, tmp_path / "one.xlsx")
    assert appended(tmp_path / "one.xlsx", tmp_path / "two.xlsx") == [6, 7]


def test_appending_twice_before_saving_goes_on_below(ledger_path):
    book = ClosedBook(ledger_path)
    assert book.append_rows("通知书登记", 1, COLUMNS, NEW) == [4, 5]
    assert book.append_rows("通知书登记", 1, COLUMNS, NEW) == [6, 7]


def test_an_empty_sheet_starts_below_its_heading(ledger_path, tmp_path):
    path = with_rows(ledger_path, tmp_path / "in.xlsx", cells("文号", "户号", "日期", row=3))
    assert appended(path, tmp_path / "out.xlsx", header_row=3) == [4, 5]


def test_new_rows_wear_what_the_row_above_wears(ledger_path, tmp_path):
    rows = (
        cells("文号", "户号", "日期", row=1)
        + '<row r="2" ht="33" customHeight="1" spans="1:5"><c r="A2" s="1" t="str"><v>甲</v></c><c r="E2" s="2"/></row>'
    )
    appended(with_rows(ledger_path, tmp_path / "in.xlsx", rows), tmp_path / "out.xlsx", rows=[{"document_no": "乙"}])
    found = re.search(r'<row r="3".*?</row>', text_of(tmp_path / "out.xlsx", SHEET))[0]
    assert found.startswith('<row r="3" ht="33" customHeight="1"><c r="A3" s="1" t="inlineStr">')
    assert found.endswith('<c r="E3" s="2"/></row>')


def test_blank_formatted_rows_are_filled_and_not_pushed_down(ledger_path, tmp_path):
    waiting = '<row r="2" spans="1:4" x="1"><c r="A2" s="2"/><c s="1"/><c r="D2" s="2"><f>B2&amp;""</f><v></v></c></row><row r="3"><c r="A3" s="2"/></row>'
    path = with_rows(ledger_path, tmp_path / "in.xlsx", cells("文号", "户号", "日期", row=1) + waiting)
    assert appended(path, tmp_path / "out.xlsx", rows=NEW[1:]) == [2]
    after = text_of(tmp_path / "out.xlsx", SHEET)
    assert '<row r="2" x="1"><c r="A2" s="2" t="inlineStr"><is><t>整改-004</t></is></c><c s="1" r="B2"/>' in after
    assert '<c r="D2" s="2"><f>B2&amp;""</f><v></v></c></row><row r="3"><c r="A3" s="2"/></row></sheetData>' in after


def test_a_formula_in_one_of_the_columns_is_never_overwritten(ledger_path, tmp_path):
    waiting = '<row r="2"><c r="A2" t="str"><f>"" &amp; X1</f><v></v></c></row>'
    path = with_rows(ledger_path, tmp_path / "in.xlsx", cells("文号", "户号", "日期", row=1) + waiting)
    assert appended(path, tmp_path / "out.xlsx") == [3, 4]


def test_rows_and_cells_without_numbers_are_counted(ledger_path, tmp_path):
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c/></row>"
    assert appended(with_rows(ledger_path, tmp_path / "in.xlsx", rows), tmp_path / "out.xlsx") == [3, 4]
    found = openpyxl.load_workbook(tmp_path / "out.xlsx")["通知书登记"]
    assert [found.cell(row, 1).value for row in (1, 2, 3, 4)] == [1, 2, "整改-003", "整改-004"]


def test_a_date_gets_a_date_format_where_the_cell_has_none(ledger_path, tmp_path):
    appended(ledger_path, tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["通知书登记"]["C4"].number_format == "yyyy-mm-dd"


def test_a_prefixed_sheet_gets_prefixed_rows(tmp_path):
    path = make_by_hand(tmp_path / "in.xlsx")
    assert appended(path, tmp_path / "out.xlsx", title="客户台账", rows=[{"document_no": "甲 & 乙"}]) == [2]
    row = '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>甲 &amp; 乙</x:t></x:is></x:c></x:row>'
    assert row in text_of(tmp_path / "out.xlsx", "xl/worksheets/Sheet.xml")


def test_no_rows_change_nothing(ledger_path, tmp_path):
    assert appended(ledger_path, tmp_path / "out.xlsx", rows=[]) == []
    assert text_of(tmp_path / "out.xlsx", SHEET) == text_of(ledger_path, SHEET)


@pytest.mark.parametrize(
    ("title", "sentence"), [("没有这张", "没有名为「没有这张」的工作表"), ("图表页", "不是普通工作表")]
)
def test_a_sheet_that_cannot_be_added_to_is_refused(ledger_path, title, sentence):
    with pytest.raises(BookError, match=sentence):
        ClosedBook(ledger_path).append_rows(title, 1, COLUMNS, NEW)
