"""Bad situations on the screen: for each how it is proven, and the tests of those that nobody else proves.

Calc: LibreOffice in that situation. Code: a call refused with Excel's real error code of COM. Step: what only real Excel
shows, a step of ``tests/windows-checklist.md``.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from books.com_errors import GONE, refuse_after
from calc.office import load_uno
from commands.test_bad_input import GOOD
from sheets import book

TESTS = Path(__file__).parents[1]
SHEETS = ["设置", "客户台账"]
REFUSALS, ROWS = "books/test_live_refusals.py", "books/test_contract_rows.py"
RESULTS, READING = "books/test_contract_results.py", "books/test_contract_reading.py"
HERE, AUDIT = "excel/test_bad_situations.py", "excel/test_entry_audit.py"
VBA = "excel/test_vba_runs.py"
PROOFS = {
    "cell being edited": [
        ("code", f"{REFUSALS}::test_a_cell_being_edited_is_said_with_the_way_out"),
        ("code", f"{AUDIT}::test_a_cell_being_edited_at_the_end_only_delays_the_results"),
        ("calc", f"{VBA}::test_while_a_cell_is_edited_nothing_is_sent"),
        ("step", 8),
    ],
    "protected sheet": [
        ("calc", f"{REFUSALS}::test_a_protected_result_sheet_is_refused_before_anything_is_written"),
        ("calc", f"{ROWS}::test_a_protected_sheet_is_refused_on_the_screen_and_nothing_is_written"),
        ("calc", "excel/test_entry_papers.py::test_a_protected_register_leaves_no_paper_behind"),
        ("step", 8),
    ],
    "protected structure": [
        ("calc", f"{REFUSALS}::test_a_protected_structure_is_refused_before_anything_is_written"),
        ("step", 8),
    ],
    "filtered and hidden rows": [
        ("calc", f"{HERE}::test_rows_that_a_filter_hides_are_audited_too"),
        ("calc", f"{ROWS}::test_rows_hidden_by_a_filter_do_not_move_the_place"),
        ("calc", f"{RESULTS}::test_a_filter_that_hides_our_rows_does_not_hide_those_of_the_next_run"),
        ("calc", "excel/test_entry_results.py::test_a_finding_that_a_filter_hides_is_passed_over"),
    ],
    "a table around the data": [("calc", f"{ROWS}::test_a_table_around_the_rows_grows_with_them")],
    "very hidden sheets": [
        ("calc", f"{REFUSALS}::test_a_very_hidden_result_sheet_is_replaced_and_stays_hidden"),
        ("calc", f"{REFUSALS}::test_a_hidden_sheet_is_not_jumped_to_but_named"),
        ("step", 5),
    ],
    "two workbooks with the same sheet": [
        ("calc", f"{REFUSALS}::test_of_two_open_workbooks_with_the_same_sheets_only_the_one_meant_changes"),
    ],
    ".xls in compatibility mode": [
        ("calc", f"{REFUSALS}::test_an_xls_in_compatibility_mode_is_refused_for_results"),
        ("step", 8),
    ],
    "result sheet renamed or deleted": [
        ("calc", f"{RESULTS}::test_a_sheet_renamed_by_the_user_keeps_its_name_and_is_replaced"),
        ("calc", f"{RESULTS}::test_a_sheet_deleted_by_the_user_is_written_anew"),
    ],
    "workbook never saved": [
        ("calc", f"{HERE}::test_a_workbook_that_was_never_saved_is_graded"),
        ("calc", f"{READING}::test_a_workbook_that_was_never_saved_is_read_under_its_title"),
    ],
    "Excel closed in the middle": [
        ("code", f"{HERE}::test_excel_that_goes_at_the_end_is_a_sentence_and_the_next_press_works"),
        ("code", f"{REFUSALS}::test_excel_that_has_gone_is_said"),
        ("step", 9),
    ],
    "Python killed in the middle": [
        ("calc", f"{HERE}::test_a_process_killed_in_the_middle_leaves_the_workbook_as_it_was_and_the_next_one_works"),
        ("calc", f"{VBA}::test_after_an_error_the_next_press_works"),
        ("step", 9),
    ],
    "two Excel windows": [
        ("calc", f"{REFUSALS}::test_of_two_open_workbooks_with_the_same_sheets_only_the_one_meant_changes"),
        ("calc", "excel/test_cold.py::test_a_workbook_that_is_not_open_is_a_sentence"),
        ("step", 4),
    ],
}
"""Situation -> its proofs: how, and the test or the step of the checklist."""


@pytest.mark.parametrize("situation", PROOFS)
def test_every_proof_that_is_named_is_there(situation):
    steps = re.findall(r"^\| (\d+) \|", (TESTS / "windows-checklist.md").read_text(encoding="utf-8"), re.MULTILINE)
    for how, what in PROOFS[situation]:
        if how == "step":
            assert str(what) in steps
        else:
            path, _, name = what.partition("::")
            assert f"def {name}(" in (TESTS / path).read_text(encoding="utf-8"), what


def titles(person):
    return [sheet.name for sheet in person.book.sheets]


def test_rows_that_a_filter_hides_are_audited_too(at, tmp_path):
    person = at(book(tmp_path, GOOD))
    customer = person.cells("客户台账")[1][0]
    person.book.sheets["客户台账"].impl.xl.Rows.getByIndex(1).IsVisible = False
    person.press("grade")
    assert [row[1] for row in person.cells("分级结果")[4:]] == [customer]


def test_a_workbook_that_was_never_saved_is_graded(calc, at, tmp_path):
    uno = load_uno()
    path = book(tmp_path, GOOD)
    options = (
        uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=True)
        for name in ("Hidden", "AsTemplate")
    )
    desktop = calc.impl.engine.office.desktop
    person = at(path)
    person.book.close()
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(options))
    assert document.URL == ""
    person.book = next(one for one in calc.books if one.impl.doc.RuntimeUID == document.RuntimeUID)
    kind, said = person.press("grade")
    assert kind == "info", said
    assert "分级结果" in titles(person)


def test_excel_that_goes_at_the_end_is_a_sentence_and_the_next_press_works(at, tmp_path, monkeypatch):
    person = at(book(tmp_path, GOOD))
    with monkeypatch.context() as gone:
        refuse_after(gone, 2, GONE)
        kind, said = person.press("grade")
    assert (kind, "连接断开，没有写入" in said) == ("warn", True)
    assert titles(person) == SHEETS
    assert person.press("grade")[0] == "info"


def test_a_process_killed_in_the_middle_leaves_the_workbook_as_it_was_and_the_next_one_works(calc, at, tmp_path):
    person = at(book(tmp_path, GOOD, "被杀.xlsx"))
    command = [sys.executable, str(Path(__file__).with_name("killed.py")), calc.impl.engine.office.address, "被杀.xlsx"]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603 - our own
    assert other.stdout.readline() == "wait\n"
    other.kill()
    other.wait()
    assert titles(person) == SHEETS
    assert person.press("audit")[0] == "info"
    assert "复核发现" in titles(person)
