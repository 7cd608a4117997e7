"""Result sheets, on both sides of the Book port: which are ours, what replaces what, and what they look like."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from books.made import findings, make_xlsxwriter, overview, rezip
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.books.earlier import earlier_rows
from addin.books.errors import BookError
from addin.books.formula import Formula
from addin.books.result import Block, ResultColumn, ResultSheet

MARKER = "KeyWatt:findings:1"
OURS = {MARKER: "复核发现", "KeyWatt:overview:1": "本月概览"}


def written(side, path, *sheets):
    """Write sheets into a workbook; return a file that holds what it holds now."""
    book = side.open(path)
    for sheet in sheets:
        book.write(sheet)
    return side.kept(book)


def rows(path, title):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python()


def amounts(path, title="复核发现"):
    return [row[4] for row in rows(path, title)[3:]]


def test_a_book_without_results_owns_nothing(side, ledger_path):
    assert side.open(ledger_path).owned() == {}


def test_new_sheets_stand_behind_all_others_and_are_ours(side, ledger_path):
    book = side.open(ledger_path)
    before = book.sheet_titles
    book.write(overview())
    book.write(findings())
    side.kept(book)
    assert book.sheet_titles == (*before, "本月概览", "复核发现")
    assert book.owned() == OURS


def test_nothing_reaches_the_book_before_the_last_step(side, ledger_path):
    before = ledger_path.read_bytes()
    side.open(ledger_path).write(findings())
    assert ledger_path.read_bytes() == before
    assert side.open(ledger_path).owned() == {}


def test_a_second_run_replaces_the_rows_of_the_first(side, ledger_path):
    written(side, ledger_path, findings(amounts=(1, 2)))
    assert amounts(written(side, ledger_path, findings(amounts=(3, 4)))) == [3, 4]


def test_a_shorter_second_run_leaves_no_row_of_the_first(side, ledger_path):
    long, short = findings(), findings()
    block = short.blocks[0]
    one = replace(block, values=[values[:1] for values in block.values], links={1: [None]}, tones=["error"])
    written(side, ledger_path, long)
    kept = written(side, ledger_path, replace(short, blocks=(one,), identities=["id-1"]))
    assert [row[0] for row in rows(kept, "复核发现")[3:]] == ["id-1"]


def test_a_formula_of_the_user_that_looks_at_our_sheet_still_finds_it_after_a_second_run(side, ledger_path):
    path = written(side, ledger_path, findings(amounts=(1, 2)))
    workbook = openpyxl.load_workbook(path)
    workbook["客户台账"]["K1"] = "=SUM(复核发现!E4:E5)"
    mine = ledger_path.with_name("我的.xlsx")
    workbook.save(mine)
    kept = written(side, mine, findings(amounts=(3, 4)))
    assert "复核发现" in str(openpyxl.load_workbook(kept)["客户台账"]["K1"].value)
    assert "#REF" not in str(openpyxl.load_workbook(kept)["客户台账"]["K1"].value)


def test_a_sheet_renamed_by_the_user_keeps_its_name_and_is_replaced(side, ledger_path, tmp_path):
    one = saved(ledger_path, findings(amounts=(1, 2)))
    renamed = rezip(one, tmp_path / "改名.xlsx", {"xl/workbook.xml": lambda text: text.replace("复核发现", "老王的表")})
    kept = written(side, renamed, findings(amounts=(3, 4)))
    assert amounts(kept, "老王的表") == [3, 4]
    assert "复核发现" not in CalamineWorkbook.from_path(str(kept)).sheet_names


def test_a_sheet_deleted_by_the_user_is_written_anew(side, ledger_path, tmp_path):
    one = saved(ledger_path, findings(), overview())
    workbook = openpyxl.load_workbook(one)
    del workbook["复核发现"]
    workbook.save(tmp_path / "删去.xlsx")
    assert amounts(written(side, tmp_path / "删去.xlsx", findings(amounts=(5, 6)), overview())) == [5, 6]


def test_a_strangers_sheet_of_that_title_is_refused_and_nothing_is_written(side, ledger_path):
    book = side.open(ledger_path)
    before = book.sheet_titles
    with pytest.raises(BookError, match=r"已有一张「客户台账」，不是 KeyWatt 写的.*改名"):
        book.write(findings(title="客户台账"))
    side.kept(book)
    assert book.sheet_titles == before


def test_a_sheet_of_an_older_version_is_replaced(side, ledger_path):
    written(side, ledger_path, findings())
    kept = written(side, ledger_path, findings(marker="KeyWatt:findings:2"))
    assert ClosedBook(kept).owned() == {"KeyWatt:findings:2": "复核发现"}


def test_what_people_wrote_beside_a_finding_is_read_back_by_identity(side, ledger_path):
    kept = written(side, ledger_path, findings())
    assert earlier_rows(kept, MARKER)["处理状态"].to_dict() == {"id-1": None, "id-2": "处理中"}


@pytest.fixture
def mixed():
    """Values of every kind that a result sheet may hold."""
    values = (
        ["007", "=1+1", "2026-01-02", None],
        [1.5, Decimal("-0.10"), None, 12_345_678.9],
        [date(2026, 1, 31), None, date(2026, 2, 1), date(2026, 2, 2)],
        [datetime(2026, 1, 31, 8, 30), None, None, None],  # noqa: DTZ001
        [True, False, None, None],
    )
    columns = (
        ResultColumn("编号", 10, "@"),
        ResultColumn("金额", 12, "#,##0.00"),
        ResultColumn("日期", 12),
        ResultColumn("时刻", 18),
        ResultColumn("是否", 6),
    )
    return ResultSheet("各种值", "KeyWatt:mixed:1", ("各种值",), (Block(columns, values),))


def test_values_of_every_kind_come_back_as_they_were(side, ledger_path, mixed):
    found = rows(written(side, ledger_path, mixed), "各种值")[2:]
    assert [row[1] for row in found] == ["007", "=1+1", "2026-01-02", ""]
    assert [row[2] for row in found] == [1.5, -0.1, "", 12_345_678.9]
    assert [str(row[3])[:10] for row in found] == ["2026-01-31", "", "2026-02-01", "2026-02-02"]
    assert found[0][4] == datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001
    assert [row[5] for row in found] == ["是", "否", "", ""]


@pytest.fixture
def computed():
    """A sheet that computes; beside its formulas stands text that only looks like one."""
    columns = (ResultColumn("数量", 12), ResultColumn("单价", 12, "0.000"), ResultColumn("金额", 12, "#,##0.00"))
    amounts = [
        Formula("ROUND(ROUND(B3*C3*10^3,0)/10,0)/100", 2.01),
        Formula("IF(B3<=C3,1,SUM(B3:C3))", Decimal("3.005")),
    ]
    values = ([2, "=1+1"], [1.005, '=HYPERLINK("http://x")'], amounts)
    return ResultSheet("算表", "KeyWatt:computed:1", ("算表",), (Block(columns, values),))


def test_a_formula_is_live_and_its_value_stands_beside_it_while_text_stays_text(side, ledger_path, computed):
    kept = written(side, ledger_path, computed)
    sheet = openpyxl.load_workbook(kept)["算表"]
    live = [
        [str(cell.value).replace(" ", "") for cell in row if cell.data_type == "f"]
        for row in sheet.iter_rows(min_row=3)
    ]
    assert live == [["=ROUND(ROUND(B3*C3*10^3,0)/10,0)/100"], ["=IF(B3<=C3,1,SUM(B3:C3))"]]
    assert [row[3] for row in rows(kept, "算表")[2:]] == [2.01, 3.005]
    assert rows(kept, "算表")[3][1:3] == ["=1+1", '=HYPERLINK("http://x")']


def test_the_formulas_of_a_second_run_look_at_its_own_rows(side, ledger_path, computed):
    written(side, ledger_path, computed)
    test_a_formula_is_live_and_its_value_stands_beside_it_while_text_stays_text(side, ledger_path, computed)


@pytest.mark.parametrize(
    "text",
    ['HYPERLINK("x")', "'客户台账'!A1", "[1]x!A1", "cmd|'/c calc'!A1", "WEBSERVICE(A1)", "Total", '"a"', "=1", "A1 ", "", "ROUND(A1;2)", "A1048576B"],
)  # fmt: skip
def test_no_text_that_reaches_outside_plain_arithmetic_can_be_a_formula(text):
    with pytest.raises(ValueError, match=r"is no plain formula|has the value"):
        Formula(text, 0)


def test_dates_stay_the_same_days_in_a_book_that_counts_from_1904(side, tmp_path, mixed):
    path = make_xlsxwriter(tmp_path / "苹果.xlsx")
    mac = rezip(
        path,
        tmp_path / "1904.xlsx",
        {"xl/workbook.xml": lambda text: text.replace("<workbookPr ", '<workbookPr date1904="1" ')},
    )
    assert str(rows(written(side, mac, mixed), "各种值")[2][3])[:10] == "2026-01-31"


def test_a_finding_looks_the_same_on_both_sides(side, ledger_path):
    sheet = openpyxl.load_workbook(written(side, ledger_path, findings()))["复核发现"]
    assert sheet.column_dimensions["A"].hidden
    assert [round(sheet.column_dimensions[letter].width) for letter in "BCD"] == [8, 14, 40]
    assert [sheet["B4"].fill.fgColor.rgb, sheet["B5"].fill.fgColor.rgb] == ["FFF9D5D3", "FFFDEBC8"]
    assert (sheet["B4"].font.bold, sheet["B5"].font.bold) == (True, False)
    assert [sheet["B3"].fill.fgColor.rgb, sheet["F3"].fill.fgColor.rgb] == ["FF37474F", "FF7A6A2F"]
    assert sheet["E4"].number_format == "#,##0.00"
    assert sheet["D4"].alignment.wrap_text
    assert sheet["B1"].font.size == 16
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["B1:F1", "B2:F2"]
    assert sheet.auto_filter.ref == "A3:F5"
    assert [(str(one.sqref), one.formula1.replace(" ", "")) for one in sheet.data_validations.dataValidation] == [
        ("F4:F5", '"处理中,已核实"')
    ]


def test_the_look_is_the_same_after_a_second_run(side, ledger_path):
    written(side, ledger_path, findings())
    test_a_finding_looks_the_same_on_both_sides(side, ledger_path)


def test_a_finding_leads_to_its_source_cell(side, ledger_path):
    sheet = openpyxl.load_workbook(written(side, ledger_path, findings()))["复核发现"]
    assert sheet["C4"].hyperlink.location.replace("'", "").replace("#", "") == "客户台账!A4"
    assert sheet["C5"].hyperlink is None


def test_a_filter_that_hides_our_rows_does_not_hide_those_of_the_next_run(side, ledger_path, tmp_path):
    one = saved(ledger_path, findings())
    workbook = openpyxl.load_workbook(one)
    workbook["复核发现"].row_dimensions[4].hidden = True
    workbook.save(tmp_path / "筛选.xlsx")
    kept = openpyxl.load_workbook(written(side, tmp_path / "筛选.xlsx", findings()))["复核发现"]
    assert not kept.row_dimensions[4].hidden


def saved(path, *sheets):
    """Write sheets into a file beside it, by the closed side."""
    book = ClosedBook(path)
    for sheet in sheets:
        book.write(sheet)
    book.save(path)
    return path
