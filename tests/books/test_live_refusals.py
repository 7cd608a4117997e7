"""Bad situations on the screen: each ends in a sentence, and the workbook holds no half-written sheet.

By LibreOffice: protected sheet and structure, .xls, very hidden sheet, two workbooks with the same sheet, hidden rows.
By an error of COM with Excel's real code: a cell being edited, Excel closed in the middle, any other refusal.
"""

from pathlib import Path

import openpyxl
import pytest
from books.com_errors import EDITING, GONE, OTHER, REJECTED, ComError, refuse_after
from books.made import findings, overview
from books.test_contract_rows import edited, lock

from addin.books.closed import ClosedBook
from addin.books.errors import BookError
from addin.books.live.refusals import com_codes, refused


def with_results(path):
    """Put results of an earlier run into a file."""
    book = ClosedBook(path)
    for sheet in (findings(amounts=(1, 2)), overview()):
        book.write(sheet)
    book.save(path)
    return path


@pytest.mark.parametrize("code", [EDITING, REJECTED])
def test_a_cell_being_edited_is_said_with_the_way_out(code):
    with pytest.raises(BookError, match=r"正在编辑单元格或开着对话框.*按 Enter 或 Esc"), refused("台账.xlsx"):
        raise ComError(code)


def test_excel_that_has_gone_is_said():
    with pytest.raises(BookError, match=r"『台账.xlsx』的连接断开，没有写入"), refused("台账.xlsx"):
        raise ComError(GONE)


def test_another_refusal_is_said_in_excels_own_words():
    with pytest.raises(BookError, match=r"Excel 拒绝了.*不能更改合并单元格的一部分"), refused("台账.xlsx"):
        raise ComError(OTHER, "不能更改合并单元格的一部分。")


def test_an_error_that_is_not_of_com_passes():
    with pytest.raises(KeyError), refused("台账.xlsx"):
        raise KeyError("户号")
    assert com_codes(ValueError("x")) == frozenset()


@pytest.mark.parametrize(
    ("calls", "code", "said"), [(0, EDITING, "正在编辑单元格"), (1, GONE, "Excel 已关闭或没有响应")]
)
def test_a_refusal_while_new_sheets_come_in_leaves_the_book_as_it_was(  # noqa: PLR0913, PLR0917 - a case
    live, ledger_path, monkeypatch, calls, code, said
):
    book = live.open(with_results(ledger_path))
    before, cells = book.sheet_titles, book.cells("复核发现")
    for sheet in (findings(amounts=(3, 4)), overview()):
        book.write(sheet)
    refuse_after(monkeypatch, calls, code)
    with pytest.raises(BookError, match=said):
        book.commit()
    assert book.sheet_titles == before
    assert book.cells("复核发现") == cells
    assert len(list(live.app.books)) == 1


def test_excel_is_put_back_as_it_was_after_a_refusal(live, ledger_path, monkeypatch):
    book = live.open(ledger_path)
    book.select("通知书登记", "B2")
    book.write(findings())
    refuse_after(monkeypatch, 0, EDITING)
    with pytest.raises(BookError):
        book.commit()
    app = live.app
    assert (app.screen_updating, app.enable_events, app.display_alerts, app.calculation) == (
        True,
        True,
        True,
        "automatic",
    )
    assert (book.selection().title, book.selection().rows) == ("通知书登记", (2,))


def test_excel_is_put_back_as_it_was_after_a_run(live, ledger_path):
    book = live.open(ledger_path)
    book.select("通知书登记", "B2")
    live.app.calculation = "manual"
    book.write(findings())
    book.commit()
    assert (live.app.screen_updating, live.app.calculation) == (True, "manual")
    live.app.calculation = "automatic"
    assert (book.selection().title, book.selection().rows) == ("通知书登记", (2,))


def test_a_protected_result_sheet_is_refused_before_anything_is_written(live, ledger_path):
    book = live.open(edited(with_results(ledger_path), lock("复核发现")))
    with pytest.raises(BookError, match="「复核发现」受工作表保护，结果写不进去，没有写入"):
        book.write(findings(amounts=(3, 4)))
    with pytest.raises(BookError, match="「复核发现」受工作表保护，写不进去"):
        book.put("复核发现", {"F4": "已处理"})


def test_a_protected_structure_is_refused_before_anything_is_written(live, ledger_path):
    book = live.open(ledger_path)
    live.book.impl.doc.protect("")
    with pytest.raises(BookError, match=r"结构受保护，不能增加结果表，没有写入.*撤销「保护工作簿」"):
        book.write(findings())


def test_an_xls_in_compatibility_mode_is_refused_for_results(live, ledger_path):
    live.open(ledger_path)
    old = ledger_path.with_suffix(".xls")
    live.book.impl.store(old)
    with pytest.raises(BookError, match=r"旧版格式（.xls，兼容模式），容不下结果表，没有写入"):
        live.open(old).write(findings())


def test_a_very_hidden_result_sheet_is_replaced_and_stays_hidden(live, ledger_path):
    def hide(workbook):
        workbook["复核发现"].sheet_state = "veryHidden"

    book = live.open(edited(with_results(ledger_path), hide))
    book.write(findings(amounts=(3, 4)))
    kept = openpyxl.load_workbook(live.kept(book))
    assert kept["复核发现"].sheet_state != "visible"
    assert kept["复核发现"]["E4"].value == 3


def test_of_two_open_workbooks_with_the_same_sheets_only_the_one_meant_changes(live, ledger_path, tmp_path):
    other_path = tmp_path / "另一本.xlsx"
    other_path.write_bytes(with_results(ledger_path).read_bytes())
    one, other = live.open(ledger_path), live.open(other_path)
    one.write(findings(amounts=(8, 9)))
    one.commit()
    assert [row[4] for row in one.cells("复核发现")[3:]] == [8, 9]
    assert [row[4] for row in other.cells("复核发现")[3:]] == [1, 2]


def test_what_somebody_does_while_a_run_goes_on_changes_the_stamp(live, ledger_path):
    book = live.open(with_results(ledger_path))
    marker = "KeyWatt:findings:1"
    before, places = book.stamp(marker), book.stamp()
    assert book.stamp(marker) == before
    book.put("复核发现", {"F4": "已处理"})
    assert book.stamp(marker) != before
    assert book.stamp() == places
    live.book.sheets["客户台账"]["A14"].value = "新的一行"
    assert book.stamp() != places


def test_a_hidden_sheet_is_not_jumped_to_but_named(live, ledger_path):
    with pytest.raises(BookError, match=r"「隐藏的」是隐藏的工作表.*取消隐藏"):
        live.open(ledger_path).select("隐藏的", "A1")


def test_a_copy_that_an_encrypting_program_took_hold_of_is_said(live, ledger_path, monkeypatch):
    book = live.open(ledger_path)
    monkeypatch.setattr("calc.com.BookApi.SaveCopyAs", lambda _, path: Path(path).write_bytes(b"E-SafeNet" * 99))
    with pytest.raises(BookError, match="被本机的文档加密软件加了密"):
        book.snapshot(live.folder)
