"""Which sheets are ours, and what happens to sheets of the same name."""

import openpyxl
import pytest
from books.made import findings, make_xlsxwriter, overview, rezip, text_of
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.books.errors import BookError
from addin.books.result import Block, ResultColumn, ResultSheet

MARKER = "KeyWatt:findings:1"


def saved(path, out, *sheets):
    book = ClosedBook(path)
    for sheet in sheets:
        book.write(sheet)
    book.save(out)
    return out


def rows(path, title):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python()


def test_a_book_without_results_owns_nothing(book_path):
    assert ClosedBook(book_path).owned() == {}


def test_titles_come_in_tab_order_with_hidden_sheets_and_charts(ledger_path):
    assert ClosedBook(ledger_path).sheet_titles == ("客户台账", "通知书登记", "隐藏的", "图表页")


def test_new_sheets_stand_behind_all_others(book_path):
    book = ClosedBook(book_path)
    before = book.sheet_titles
    book.write(overview())
    book.write(findings())
    assert book.sheet_titles == (*before, "本月概览", "复核发现")


def test_written_sheets_are_owned_before_and_after_saving(book_path, tmp_path):
    book = ClosedBook(book_path)
    book.write(findings())
    assert book.owned() == {MARKER: "复核发现"}
    book.save(tmp_path / "out.xlsx")
    assert ClosedBook(tmp_path / "out.xlsx").owned() == {MARKER: "复核发现"}


def test_a_second_run_replaces_the_rows_of_the_first(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings(amounts=(1, 2)))
    two = saved(one, tmp_path / "two.xlsx", findings(amounts=(3, 4)))
    assert ClosedBook(two).sheet_titles == ClosedBook(one).sheet_titles
    assert [row[4] for row in rows(two, "复核发现")[3:]] == [3, 4]


def test_a_sheet_renamed_by_the_user_keeps_its_name_and_is_replaced(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings(amounts=(1, 2)))
    renamed = {"xl/workbook.xml": lambda text: text.replace('name="复核发现"', 'name="老王的&quot;表&quot;"')}
    two = saved(rezip(one, tmp_path / "renamed.xlsx", renamed), tmp_path / "two.xlsx", findings(amounts=(3, 4)))
    assert '老王的"表"' in ClosedBook(two).sheet_titles
    assert "复核发现" not in ClosedBook(two).sheet_titles
    assert [row[4] for row in rows(two, '老王的"表"')[3:]] == [3, 4]
    assert openpyxl.load_workbook(two)['老王的"表"'].print_title_rows == "$3:$3"


def test_a_strangers_sheet_of_that_title_is_refused_and_nothing_is_written(tmp_path):
    path = make_xlsxwriter(tmp_path / "in.xlsx")
    with pytest.raises(BookError, match=r"已有一张「客户台账」，不是 KeyWatt 写的.*改名"):
        ClosedBook(path).write(findings(title="客户台账"))


def test_titles_differing_in_case_only_are_the_same_to_excel(tmp_path):
    renamed = {"xl/workbook.xml": lambda text: text.replace('name="隐藏的"', 'name="RESULT"')}
    path = rezip(make_xlsxwriter(tmp_path / "in.xlsx"), tmp_path / "renamed.xlsx", renamed)
    with pytest.raises(BookError, match="Result"):
        ClosedBook(path).write(findings(title="Result"))


def test_a_sheet_of_an_older_version_is_replaced(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings())
    two = saved(one, tmp_path / "two.xlsx", findings(marker="KeyWatt:findings:2"))
    assert ClosedBook(two).owned() == {"KeyWatt:findings:2": "复核发现"}


def test_of_two_copies_the_one_with_our_title_is_replaced(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings(title="复核发现 (2)", marker="KeyWatt:copy:1"), findings())
    part = next(s.part for s in ClosedBook(one)._book.sheets if s.title == "复核发现 (2)")
    copied = rezip(one, tmp_path / "copied.xlsx", {part: lambda text: text.replace("KeyWatt:copy:1", MARKER)})
    two = saved(copied, tmp_path / "two.xlsx", findings(amounts=(7, 8)))
    assert [row[4] for row in rows(two, "复核发现")[3:]] == [7, 8]
    assert [row[4] for row in rows(two, "复核发现 (2)")[3:]] == [12.5, ""]


def shared(path, out, strings):
    """Save the book as Excel does: A1 of our sheet points to the last of the shared strings."""
    part = next(s.part for s in ClosedBook(path)._book.sheets if s.title == "复核发现")
    count = text_of(path, "xl/sharedStrings.xml").count("<si>")
    inline = f' t="inlineStr"><is><t>{MARKER}</t></is>'
    changes = {
        part: lambda text: text.replace(inline, f' t="s"><v>{count + len(strings) - 1}</v>'),
        "xl/sharedStrings.xml": lambda text: text.replace("</sst>", "".join(strings) + "</sst>"),
    }
    return rezip(path, out, changes)


@pytest.mark.parametrize(
    "marker", [f"<si><t>{MARKER}</t></si>", "<si><r><t>KeyWatt:</t></r><r><t>findings:1</t></r></si>"]
)
def test_a_sheet_stays_ours_after_excel_has_moved_its_marker_to_the_shared_strings(ledger_path, tmp_path, marker):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings())
    strings = ["<si><t>提到 KeyWatt:findings:1 的说明</t></si>", "<si/>", "<si><t>甲</t></si>", marker]
    again = shared(one, tmp_path / "again.xlsx", strings)
    assert ClosedBook(again).owned() == {MARKER: "复核发现"}


def test_a_sheet_stays_ours_after_openpyxl_has_saved_the_book(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", overview(), findings())
    openpyxl.load_workbook(one).save(tmp_path / "again.xlsx")
    assert ClosedBook(tmp_path / "again.xlsx").owned() == {MARKER: "复核发现", "KeyWatt:overview:1": "本月概览"}


def test_a_title_that_merely_mentions_a_marker_is_not_ours(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings())
    again = shared(one, tmp_path / "again.xlsx", ["<si><t>提到 KeyWatt:findings:1 的说明</t></si>"])
    assert ClosedBook(again).owned() == {}


def test_a_marker_elsewhere_than_in_a1_means_nothing(ledger_path, tmp_path):
    one = saved(ledger_path, tmp_path / "one.xlsx", findings())
    part = next(s.part for s in ClosedBook(one)._book.sheets if s.title == "复核发现")
    moved = rezip(one, tmp_path / "moved.xlsx", {part: lambda text: text.replace('r="A1"', 'r="B1"')})
    assert ClosedBook(moved).owned() == {}


def test_names_that_the_user_gave_to_a_sheet_stay(ledger_path, tmp_path):
    out = saved(ledger_path, tmp_path / "out.xlsx", findings())
    names = text_of(out, "xl/workbook.xml")
    assert '<definedName name="容量">客户台账!$C$4:$C$13</definedName>' in names
    assert '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">' in names
    assert names.index("</sheets>") < names.index("<definedNames>") < names.index("<calcPr")


def test_a_signed_book_is_written_with_a_notice(ledger_path, tmp_path):
    signed = rezip(ledger_path, tmp_path / "signed.xlsx", {"_xmlsignatures/sig1.xml": "<Signature/>"})
    assert ClosedBook(ledger_path).notices == ()
    assert "签名失效" in ClosedBook(signed).notices[0]


def test_a_sheet_wider_than_a_page_repeats_the_columns_that_tell_its_rows_on_the_next(ledger_path, tmp_path):
    columns = tuple(ResultColumn(f"列{at}", 60, repeated=at in {1, 2}) for at in range(6))
    wide = ResultSheet("宽,表", "KeyWatt:wide:1", ("宽表",), (Block(columns, [["甲"]] * 6),))
    out = saved(ledger_path, tmp_path / "out.xlsx", wide)
    assert "'宽,表'!$C:$D,'宽,表'!$2:$2" in text_of(out, "xl/workbook.xml")
    again = saved(out, tmp_path / "again.xlsx", wide)
    assert text_of(again, "xl/workbook.xml").count("'宽,表'!$C:$D") == 1
    sheet = openpyxl.load_workbook(out)["宽,表"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.pageOrder) == (2, "overThenDown")


def test_the_columns_that_tell_the_rows_stay_on_the_screen(ledger_path, tmp_path):
    columns = tuple(ResultColumn(f"列{at}", 30, repeated=at < 2) for at in range(4))
    one = ResultSheet("表", "KeyWatt:wide:1", ("表",), (Block(columns, [["甲"]] * 4),))
    view = openpyxl.load_workbook(saved(ledger_path, tmp_path / "out.xlsx", one))["表"].sheet_view
    assert (view.topLeftCell, view.pane.xSplit, view.pane.ySplit, view.pane.topLeftCell) == ("B1", 2, 2, "D3")
