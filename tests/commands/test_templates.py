"""The committed blank workbook is what the dictionary gives."""

import openpyxl
from click.testing import CliRunner

from addin.commands import templates
from addin.tables import FILLED


def test_the_committed_workbook_is_what_the_dictionary_gives():
    assert templates.stale(templates.FOLDER) == []


def test_a_missing_or_changed_workbook_is_named(tmp_path):
    assert templates.stale(tmp_path) == [templates.BLANK_NAME]
    (path,) = templates.write_templates(tmp_path)
    assert templates.stale(tmp_path) == []
    book = openpyxl.load_workbook(path)
    book["设置"]["A2"] = "改过"
    book.save(path)
    assert templates.stale(tmp_path) == [templates.BLANK_NAME]


def test_check_exits_1_when_the_committed_workbook_differs(tmp_path, monkeypatch):
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    assert CliRunner().invoke(templates.main, ["--check"]).exit_code == 1
    assert CliRunner().invoke(templates.main, []).exit_code == 0
    assert CliRunner().invoke(templates.main, ["--check"]).exit_code == 0


def test_every_sheet_that_people_fill_says_what_needs_it():
    assert set(templates.NEEDED_FOR) == set(FILLED)
    assert {table.source for table in FILLED.values()} <= set(templates.SIGNS)


def test_the_blank_workbook_holds_every_sheet_and_every_heading(tmp_path):
    (path,) = templates.write_templates(tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", *(table.title for table in FILLED.values())]
    for table in FILLED.values():
        assert [cell.value for cell in book[table.title][1]] == [column.heading for column in table]
