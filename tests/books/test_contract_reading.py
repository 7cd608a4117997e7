"""Reading: the copy that the open workbook gives reads as its file does, and holds what was not saved."""

import xlsxwriter
from books.made import findings
from sheets import book as make_book
from sheets import table

from addin.books.closed import ClosedBook
from addin.books.earlier import earlier_rows
from addin.reading import read_books
from addin.tables import FILLED

LEDGER = """户号|户名|合同容量(kVA)|运行容量(kVA)|立户日期|行业分类
'0042'|江城钢管厂|1000|1000|2015-03-01|C3392
4.2E+15|江城纺织厂|一千|800|长期|'C17'
'0043'|江城化工厂|-5|#N/A|45322|C26"""


def messy(path):
    """Write a ledger with what people do to one: errors, percentages, zero-filled numbers, dates as numbers, merges."""
    with xlsxwriter.Workbook(path) as workbook:
        day, filled, percent = (
            workbook.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "0000000000", "0.00%")
        )
        sheet = workbook.add_worksheet("客户台账")
        for row, cells in enumerate(table(LEDGER)):
            for column, value in enumerate(cells):
                sheet.write(row, column, value) if not isinstance(value, str) else sheet.write_string(
                    row, column, value
                )
        sheet.write_formula("D4", "=NA()", None, "#N/A")
        sheet.write_number("A5", 4200000007, filled)
        sheet.write_string("B5", "江城电缆厂")
        sheet.write_number("C5", 630)
        sheet.write_datetime("E5", __import__("datetime").datetime(2020, 5, 1), day)
        sheet.set_row(2, None, None, {"hidden": True})
        bills = workbook.add_worksheet("电费账单")
        bills.write_row(0, 0, ["账单号", "户号", "月份", "起日", "止日", "总电量", "总电费", "力调系数(%)"])
        bills.write_row(1, 0, ["B1", "0042", "2026-01", "2026-01-01", "2026-01-31", 100, 60])
        bills.write_number("H2", 0.035, percent)
        bills.merge_range("B2:B3", "0042")
    return path


def test_the_open_workbook_gives_the_same_rows_and_the_same_problems_as_its_file(live, tmp_path):
    path = messy(tmp_path / "台账.xlsx")
    copy = live.open(path).snapshot(live.folder)
    from_file, from_screen = read_books([path]), read_books([copy])
    assert from_screen.problems.to_dict("records") == from_file.problems.to_dict("records")
    assert len(from_file.problems) > 8
    for name in FILLED:
        assert from_screen[name].equals(from_file[name]), name


def test_what_was_not_saved_is_read(live, tmp_path):
    path = make_book(tmp_path, {"客户台账": "户号|户名\n'0042'|江城钢管厂"})
    book = live.open(path)
    live.book.sheets["客户台账"]["B2"].value = "江城钢管总厂"
    assert list(read_books([book.snapshot(live.folder)])["customers"]["customer_name"]) == ["江城钢管总厂"]
    assert list(read_books([path])["customers"]["customer_name"]) == ["江城钢管厂"]


def test_a_formula_left_behind_by_manual_calculation_is_computed_first(live, tmp_path):
    path = make_book(tmp_path, {"客户台账": "户号|户名|合同容量(kVA)\n'0042'|江城钢管厂|1000"})
    book = live.open(path)
    sheet = live.book.sheets["客户台账"]
    sheet.impl.xl.getCellRangeByName("C2").Formula = "=E1*2"
    live.app.calculation = "manual"
    sheet["E1"].value = 315
    copy = book.snapshot(live.folder)
    live.app.calculation = "automatic"
    assert list(read_books([copy])["customers"]["contract_capacity_kva"]) == [630]


def test_what_was_written_beside_a_finding_and_not_saved_is_carried_over(live, ledger_path):
    closed = ClosedBook(ledger_path)
    closed.write(findings())
    closed.save(ledger_path)
    book = live.open(ledger_path)
    book.put("复核发现", {"F4": "已核实"})
    earlier = earlier_rows(book.snapshot(live.folder), "KeyWatt:findings:1")
    assert earlier["处理状态"].to_dict() == {"id-1": "已核实", "id-2": "处理中"}


def test_a_workbook_that_was_never_saved_is_read_under_its_title(live, tmp_path):
    path = make_book(tmp_path, {"客户台账": "户号|户名\n'0042'|江城钢管厂"})
    blank = live.fresh()
    book = live.open(path)
    assert (blank.folder, book.folder) == (None, tmp_path)
    assert blank.snapshot(live.folder).suffix == ".xlsx"
